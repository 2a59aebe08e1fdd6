"""Accounts of voters: opening one, proving the address, and a new password for one that was forgotten."""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commons.ids import new_id
from commons.problems import NotFound
from identity import passwords, store, throttle
from identity.service import mails
from identity.settings import Settings
from identity.tables import Account, Link
from identity.vault import Person, Vault, normal_email

_PLAIN = r"[^@\s.\x00-\x1f\"(),:;<>\[\]\\]"
EMAIL = re.compile(rf"(?:{_PLAIN}|\.){{1,64}}@(?:{_PLAIN}+\.)+{_PLAIN}{{2,}}")


class LinkState(StrEnum):
    """What became of a link, so that its page can explain itself."""

    GOOD = "good"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


def email_problem(email: str) -> str | None:
    if not email.strip():
        return "email.missing"
    return None if len(email) <= 254 and EMAIL.fullmatch(email.strip()) else "email.wrong"


def name_problem(name: str) -> str | None:
    name = name.strip()
    if not name:
        return "name.missing"
    if len(name) > 120 or any(unicodedata.category(c).startswith("C") for c in name) or "://" in name:
        return "name.wrong"
    return None


async def register(
    session: AsyncSession,
    vault: Vault,
    settings: Settings,
    *,
    email: str,
    name: str,
    password: str,
    locale: str,
    network: str,
    now: datetime,
) -> bool:
    """Opens an account that waits for its address to be proved. The answer and its time are the same when the address
    already has one: then its owner gets a mail that says so. False when this network opened too many."""
    if await throttle.attempt(session, vault.throttle_key("register", network), throttle.NEW_ACCOUNTS, now):
        return False
    index = vault.email_index(email)
    password_hash = await passwords.hashed(password)
    # Two registrations of one address wait for each other here: the row of the throttle is locked.
    if await throttle.attempt(session, vault.throttle_key("mail", index), throttle.MAIL, now):
        return True  # this address gets no more mails for a while; the page does not say so
    account = await store.account_by_email(session, index)
    if account is not None and (account.verified_at or account.disabled_at):
        await mails.send(session, vault, settings, account, "account.exists", mails.RESET, now)
        return True
    if account is None:
        id = new_id()
        account = Account(id=id, email_index=index, created_at=now, verified_at=None, disabled_at=None)
        session.add(account)
    account.personal = vault.seal_person(account.id, Person(email.strip(), name.strip()))
    account.password_hash, account.locale = password_hash, locale
    await session.flush()
    await mails.send(session, vault, settings, account, "account.verify", mails.VERIFY, now)
    return True


async def link_state(session: AsyncSession, kind: str, token: str, now: datetime) -> tuple[LinkState, Link | None]:
    link = await store.link(session, kind, token) if token else None
    if link is None or link.account_id is None:
        return LinkState.UNKNOWN, None
    if link.used_at:
        return LinkState.USED, link
    if link.replaced_at:
        return LinkState.REPLACED, link
    return (LinkState.EXPIRED if link.expires_at <= now else LinkState.GOOD), link


async def _owner(session: AsyncSession, link: Link) -> Account:
    account = await store.account(session, link.account_id) if link.account_id else None
    if account is None:
        raise NotFound("link.not_found")
    return account


async def verified(session: AsyncSession, link: Link, now: datetime) -> None:
    """The address is proved. The link was opened and the account's password given."""
    account = await _owner(session, link)
    link.used_at = now
    account.verified_at = account.verified_at or now


async def resend(session: AsyncSession, vault: Vault, settings: Settings, link: Link, now: datetime) -> None:
    """A new link to the same address, from a page that was opened with an old one."""
    account = await _owner(session, link)
    if await throttle.attempt(session, vault.throttle_key("mail", account.email_index), throttle.MAIL, now):
        return
    if link.kind == mails.RESET:
        await mails.send(session, vault, settings, account, "account.reset", mails.RESET, now)
    elif account.verified_at is None:
        await mails.send(session, vault, settings, account, "account.verify", mails.VERIFY, now)


async def forgot(
    session: AsyncSession, vault: Vault, settings: Settings, *, email: str, network: str, now: datetime
) -> bool:
    """Sends a link for a new password, if there is an account. Same answer, same work, either way."""
    if await throttle.attempt(session, vault.throttle_key("forgot", network), throttle.NEW_ACCOUNTS, now):
        return False
    index = vault.email_index(email)
    if await throttle.attempt(session, vault.throttle_key("mail", index), throttle.MAIL, now):
        return True
    account = await store.account_by_email(session, index)
    if account is not None and account.disabled_at is None:
        await mails.send(session, vault, settings, account, "account.reset", mails.RESET, now)
    else:
        await mails.pretend(session, vault, settings, normal_email(email), mails.RESET, now)
    return True


async def reset(
    session: AsyncSession, vault: Vault, settings: Settings, link: Link, password: str, now: datetime
) -> Account:
    """A new password by a good link, which also proves the address. Every session ends; a second factor stays."""
    account = await _owner(session, link)
    link.used_at = now
    account.password_hash = await passwords.hashed(password)
    account.verified_at = account.verified_at or now
    await store.replace_links(session, account.id, mails.VERIFY, now)
    await store.end_sessions(session, account.id, now)
    await throttle.clear(session, vault.throttle_key("password", account.email_index, ""))
    await mails.notify(session, vault, settings, account, "account.password_changed")
    return account


async def change_password(
    session: AsyncSession, vault: Vault, settings: Settings, account: Account, password: str, keep: UUID, now: datetime
) -> None:
    """All other sessions end: whoever else knew the old password is out."""
    account.password_hash = await passwords.hashed(password)
    await store.end_sessions(session, account.id, now, but=keep)
    await mails.notify(session, vault, settings, account, "account.password_changed")


async def change_profile(
    session: AsyncSession, vault: Vault, account: Account, *, name: str | None = None, locale: str | None = None
) -> None:
    person = vault.open_person(account.id, account.personal)
    if name is not None:
        account.personal = vault.seal_person(account.id, Person(person.email, name.strip()))
    if locale is not None:
        account.locale = locale
    await session.flush()
