"""The mails of an account: a link each, and nothing about the person."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from commons.auth import account_of
from commons.ids import new_id
from commons.outbox import request_mail
from identity import store
from identity.settings import Settings
from identity.tables import Account, Link
from identity.vault import Person, Vault, new_token, token_hash

log = structlog.get_logger(__name__)
VERIFY, RESET = "verify", "reset"


async def send(
    session: AsyncSession, vault: Vault, settings: Settings, account: Account, template: str, kind: str, now: datetime
) -> None:
    """`template` with a fresh link of `kind`, in the language of the account. By mail only: a link that resets the
    password has no place in the portal's inbox, where a stolen session could read it."""
    await store.replace_links(session, account.id, kind, now)
    token, expires_at = await _new_link(session, settings, account.id, kind, now)
    await request_mail(
        session,
        account=None,
        template=template,
        language=account.locale,
        params={"term": expires_at.isoformat()},
        link=f"{settings.issuer}/login",
        sealed_address=vault.sealed_address(
            vault.open_person(account.id, account.personal), f"{settings.issuer}/{kind}?token={token}"
        ),
    )


async def pretend(
    session: AsyncSession, vault: Vault, settings: Settings, email: str, kind: str, now: datetime
) -> None:
    """The same work for an address without an account, so that the answer takes as long."""
    await store.replace_links(session, new_id(), kind, now)
    token, _ = await _new_link(session, settings, None, kind, now)
    vault.sealed_address(Person(email, ""), f"{settings.issuer}/{kind}?token={token}")


async def notify(session: AsyncSession, vault: Vault, settings: Settings, account: Account, template: str) -> None:
    """Something changed in the account: told to its address and inbox, with the way to undo it, and to the log."""
    log.info(template, account=str(account.id))
    await request_mail(
        session,
        account=account_of(settings.issuer, str(account.id)),
        template=template,
        language=account.locale,
        params={},
        link=f"{settings.issuer}/forgot",
        sealed_address=vault.sealed_address(vault.open_person(account.id, account.personal)),
    )


async def _new_link(
    session: AsyncSession, settings: Settings, account_id: UUID | None, kind: str, now: datetime
) -> tuple[str, datetime]:
    token, expires_at = new_token(), now + _lifetime(settings, kind)
    session.add(
        Link(
            token_hash=token_hash(token),
            kind=kind,
            account_id=account_id,
            created_at=now,
            expires_at=expires_at,
            used_at=None,
            replaced_at=None,
        )
    )
    await session.flush()
    return token, expires_at


def _lifetime(settings: Settings, kind: str) -> timedelta:
    hours = timedelta(hours=settings.verify_link_hours)
    return hours if kind == VERIFY else timedelta(minutes=settings.reset_link_minutes)
