"""Signing in: password, then second factor where there is or must be one. Wrong guesses get slower, never louder."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from commons.ids import new_id
from identity import passwords, store, throttle, totp
from identity.service import mails
from identity.settings import Settings
from identity.tables import Account, BrowserSession
from identity.vault import Vault, new_token, token_hash

log = structlog.get_logger(__name__)
UNFINISHED = timedelta(minutes=15)


class Stage(StrEnum):
    """What a browser session still lacks."""

    SECOND_FACTOR = "second_factor"
    ENROLMENT = "enrolment"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Wrong:
    """Address or password: never which."""


@dataclass(frozen=True)
class Blocked:
    wait: timedelta

    @property
    def minutes(self) -> int:
        return max(1, -(-int(self.wait.total_seconds()) // 60))


@dataclass(frozen=True)
class Unverified:
    """The password was right, the address is not proved yet; a new link is on its way."""


@dataclass(frozen=True)
class Started:
    """A browser session, perhaps with a step still to go; `token` is for the cookie and is nowhere else."""

    token: str
    session: BrowserSession
    account: Account


async def check_password(
    session: AsyncSession, vault: Vault, *, email: str, password: str, device: str, network: str, now: datetime
) -> Account | Wrong | Blocked:
    """The account, if address and password belong together. `device` is the mark of a browser that this account has
    used before, or empty: strangers' failures must not lock the owner out of a known browser."""
    network_key = vault.throttle_key("network", network)
    if wait := await throttle.blocked(session, network_key, now):
        return Blocked(wait)
    index = vault.email_index(email)
    key = vault.throttle_key("password", index, device)
    if wait := await throttle.attempt(session, key, throttle.PASSWORD, now):
        log.warning("signin.blocked", step="password")
        return Blocked(wait)
    account = await store.account_by_email(session, index)
    right = await passwords.matches(account.password_hash if account else None, password)
    if account is None or account.disabled_at or not right:
        await throttle.attempt(session, network_key, throttle.NETWORK, now)
        log.info("signin.refused", account=str(account.id) if account else None)
        return Wrong()
    await throttle.clear(session, key)
    if passwords.outdated(account.password_hash):
        account.password_hash = await passwords.hashed(password)
    return account


async def with_password(
    session: AsyncSession,
    vault: Vault,
    settings: Settings,
    *,
    email: str,
    password: str,
    device: str,
    network: str,
    browser: str,
    now: datetime,
) -> Started | Wrong | Blocked | Unverified:
    found = await check_password(
        session, vault, email=email, password=password, device=device, network=network, now=now
    )
    if not isinstance(found, Account):
        return found
    if found.verified_at is None:
        if not await throttle.attempt(session, vault.throttle_key("mail", found.email_index), throttle.MAIL, now):
            await mails.send(session, vault, settings, found, "account.verify", mails.VERIFY, now)
        return Unverified()
    return await begin(session, settings, found, browser=browser, now=now)


async def begin(session: AsyncSession, settings: Settings, account: Account, *, browser: str, now: datetime) -> Started:
    """A session after the password. Officials cannot finish without a second factor (architecture 9)."""
    if await store.has_second_factor(session, account.id):
        stage = Stage.SECOND_FACTOR
    elif await store.is_official(session, account.id, now):
        stage = Stage.ENROLMENT
    else:
        stage = Stage.COMPLETE
    token = new_token()
    started = BrowserSession(
        id=new_id(),
        account_id=account.id,
        token_hash=token_hash(token),
        stage=stage,
        amr=["pwd"],
        device=browser,
        started_at=now,
        authenticated_at=now,
        last_seen_at=now,
        expires_at=now + (timedelta(hours=settings.session_hours) if stage is Stage.COMPLETE else UNFINISHED),
        ended_at=None,
    )
    session.add(started)
    await session.flush()
    log.info("signin.password_accepted", account=str(account.id), session=str(started.id), next=stage.value)
    return Started(token, started, account)


def complete(settings: Settings, started: BrowserSession, method: str, now: datetime) -> str:
    """The last step is done: the session gets a new token, so that a half-finished one is worth nothing."""
    token = new_token()
    log.info("signin.completed", account=str(started.account_id), session=str(started.id), method=method)
    started.token_hash = token_hash(token)
    started.stage = Stage.COMPLETE
    started.amr = [*[m for m in started.amr if m != method], method]
    started.authenticated_at = started.last_seen_at = now
    started.expires_at = now + timedelta(hours=settings.session_hours)
    return token


async def second_factor(
    session: AsyncSession, vault: Vault, account: Account, code: str, now: datetime
) -> bool | Blocked:
    """A code of the authenticator application, or a recovery code, which is then used up."""
    key = vault.throttle_key("second factor", account.email_index)
    if wait := await throttle.attempt(session, key, throttle.SECOND_FACTOR, now):
        log.warning("signin.blocked", step="second_factor", account=str(account.id))
        return Blocked(wait)
    right = False
    if totp.is_recovery(code):
        right = await store.use_recovery_code(session, account.id, totp.recovery_hash(code))
    elif (factor := await store.totp(session, account.id, locked=True)) and factor.confirmed_at:
        secret = vault.open(factor.secret, f"totp:{account.id}")
        if step := totp.accepted_step(secret, code, now, factor.last_step):
            factor.last_step, right = step, True
    if right:
        await throttle.clear(session, key)
    else:
        log.info("signin.second_factor_refused", account=str(account.id))
    return right
