"""Setting up the authenticator application, its recovery codes, and taking both away."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from identity import store, throttle, totp
from identity.service import mails
from identity.service.signin import Blocked
from identity.settings import Settings
from identity.tables import Account, Totp
from identity.vault import Vault


async def secret_to_confirm(session: AsyncSession, vault: Vault, account: Account) -> str:
    """The secret that the page shows; the same one while it is not confirmed, so that reloading does no harm."""
    factor = await store.totp(session, account.id, locked=True)
    if factor is not None and factor.confirmed_at is None:
        return vault.open(factor.secret, f"totp:{account.id}")
    secret = totp.new_secret()
    session.add(
        Totp(account_id=account.id, secret=vault.seal(secret, f"totp:{account.id}"), confirmed_at=None, last_step=0)
    )
    await session.flush()
    return secret


async def confirm(
    session: AsyncSession, vault: Vault, settings: Settings, account: Account, code: str, now: datetime
) -> list[str] | Blocked | None:
    """The recovery codes, shown once, when the first code of the application is right; None when it is not."""
    key = vault.throttle_key("second factor", account.email_index)
    if wait := await throttle.attempt(session, key, throttle.SECOND_FACTOR, now):
        return Blocked(wait)
    factor = await store.totp(session, account.id, locked=True)
    if factor is None or factor.confirmed_at is not None:
        return None
    step = totp.accepted_step(vault.open(factor.secret, f"totp:{account.id}"), code, now, 0)
    if step is None:
        return None
    factor.confirmed_at, factor.last_step = now, step
    await throttle.clear(session, key)
    await mails.notify(session, vault, settings, account, "account.second_factor_on")
    return await new_recovery_codes(session, account)


async def new_recovery_codes(session: AsyncSession, account: Account) -> list[str]:
    """Ten new ones; the old ones stop working."""
    codes = totp.new_recovery_codes()
    await store.replace_recovery_codes(session, account.id, [totp.recovery_hash(code) for code in codes])
    return codes


async def remove(session: AsyncSession, vault: Vault, settings: Settings, account: Account) -> None:
    await store.remove_totp(session, account.id)
    await mails.notify(session, vault, settings, account, "account.second_factor_off")


async def is_on(session: AsyncSession, account: Account) -> bool:
    return await store.has_second_factor(session, account.id)
