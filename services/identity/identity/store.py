"""SQL of accounts, links, sessions and second factors. The protocol's own is in provider/records.py."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from identity.tables import Account, Authorization, BrowserSession, Grant, Link, Passkey, RecoveryCode, Throttle, Totp
from identity.vault import token_hash


async def account_by_email(session: AsyncSession, index: bytes) -> Account | None:
    return await session.scalar(select(Account).where(Account.email_index == index))


async def account(session: AsyncSession, id: UUID) -> Account | None:
    return await session.get(Account, id)


def _valid_at(now: datetime):  # type: ignore[no-untyped-def]  # a WHERE clause
    return and_(Grant.valid_from <= now, or_(Grant.valid_to.is_(None), Grant.valid_to > now))


async def grants(session: AsyncSession, account_id: UUID, now: datetime) -> Sequence[Grant]:
    statement = select(Grant).where(Grant.account_id == account_id, _valid_at(now)).order_by(Grant.role, Grant.unit)
    return (await session.scalars(statement)).all()


async def is_official(session: AsyncSession, account_id: UUID, now: datetime) -> bool:
    return bool(await session.scalar(select(exists().where(Grant.account_id == account_id, _valid_at(now)))))


async def add_grant(session: AsyncSession, grant: Grant) -> None:
    values = {column.key: getattr(grant, column.key) for column in Grant.__table__.columns}
    await session.execute(insert(Grant).values(values).on_conflict_do_nothing())


async def officials(
    session: AsyncSession, *, unit: str | None, all_units: bool, now: datetime, after: UUID | None, limit: int
) -> list[tuple[Account, list[Grant]]]:
    """Accounts that hold a role in the unit, by id; `all_units` for who administers the whole commission."""
    holds = exists().where(Grant.account_id == Account.id, _valid_at(now), *([] if all_units else [Grant.unit == unit]))
    page = select(Account).where(holds, Account.disabled_at.is_(None)).order_by(Account.id).limit(limit)
    accounts = (await session.scalars(page.where(Account.id > after) if after else page)).all()
    held = await session.scalars(
        select(Grant).where(Grant.account_id.in_([a.id for a in accounts]), _valid_at(now)).order_by(Grant.role)
    )
    by_account: dict[UUID, list[Grant]] = {}
    for grant in held:
        by_account.setdefault(grant.account_id, []).append(grant)
    return [(a, by_account.get(a.id, [])) for a in accounts]


# Links


async def replace_links(session: AsyncSession, account_id: UUID | None, kind: str, now: datetime) -> None:
    """Only the newest link of a kind works; older ones say that there is a newer one."""
    waiting = (Link.account_id == account_id, Link.kind == kind, Link.used_at.is_(None), Link.replaced_at.is_(None))
    await session.execute(update(Link).where(*waiting).values(replaced_at=now))


async def link(session: AsyncSession, kind: str, token: str) -> Link | None:
    statement = select(Link).where(Link.token_hash == token_hash(token), Link.kind == kind)
    return await session.scalar(statement.with_for_update())


# Sessions


def _alive(now: datetime):  # type: ignore[no-untyped-def]  # a WHERE clause
    return and_(BrowserSession.ended_at.is_(None), BrowserSession.expires_at > now)


async def session_by_token(session: AsyncSession, token: str, now: datetime) -> BrowserSession | None:
    return await session.scalar(
        select(BrowserSession).where(BrowserSession.token_hash == token_hash(token), _alive(now))
    )


async def live_session(session: AsyncSession, id: UUID, now: datetime) -> BrowserSession | None:
    return await session.scalar(select(BrowserSession).where(BrowserSession.id == id, _alive(now)))


async def sessions_of(
    session: AsyncSession, account_id: UUID, now: datetime, idle_since: datetime
) -> Sequence[BrowserSession]:
    return (
        await session.scalars(
            select(BrowserSession)
            .where(
                BrowserSession.account_id == account_id,
                BrowserSession.stage == "complete",
                BrowserSession.last_seen_at > idle_since,
                _alive(now),
            )
            .order_by(BrowserSession.last_seen_at.desc())
        )
    ).all()


async def end_sessions(
    session: AsyncSession, account_id: UUID, now: datetime, *, only: UUID | None = None, but: UUID | None = None
) -> int:
    """Ends one session, all, or all others. Their refresh tokens die with them."""
    which = [BrowserSession.account_id == account_id, BrowserSession.ended_at.is_(None)]
    if only is not None:
        which.append(BrowserSession.id == only)
    if but is not None:
        which.append(BrowserSession.id != but)
    ended = update(BrowserSession).where(*which).values(ended_at=now).returning(BrowserSession.id)
    return len((await session.scalars(ended)).all())


async def end_session(session: AsyncSession, id: UUID, now: datetime) -> UUID | None:
    """Answers whose it was."""
    ended = (
        update(BrowserSession).where(BrowserSession.id == id, BrowserSession.ended_at.is_(None)).values(ended_at=now)
    )
    await session.execute(ended)
    return await session.scalar(select(BrowserSession.account_id).where(BrowserSession.id == id))


# Second factors


async def totp(session: AsyncSession, account_id: UUID, *, locked: bool = False) -> Totp | None:
    return await session.get(Totp, account_id, with_for_update=locked or None, populate_existing=locked)


async def has_second_factor(session: AsyncSession, account_id: UUID) -> bool:
    confirmed = exists().where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
    return bool(await session.scalar(select(confirmed)))


async def remove_totp(session: AsyncSession, account_id: UUID) -> None:
    await session.execute(delete(Totp).where(Totp.account_id == account_id))
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


async def replace_recovery_codes(session: AsyncSession, account_id: UUID, hashes: Sequence[bytes]) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    await session.execute(insert(RecoveryCode), [{"account_id": account_id, "code_hash": h} for h in hashes])


async def use_recovery_code(session: AsyncSession, account_id: UUID, code_hash: bytes) -> bool:
    used = delete(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == code_hash)
    return (await session.execute(used.returning(RecoveryCode.code_hash))).one_or_none() is not None


async def recovery_codes_left(session: AsyncSession, account_id: UUID) -> int:
    count = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return await session.scalar(count) or 0


async def passkeys(session: AsyncSession, account_id: UUID) -> Sequence[Passkey]:
    return (
        await session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.created_at))
    ).all()


async def passkey(session: AsyncSession, credential_id: bytes) -> Passkey | None:
    return await session.get(Passkey, credential_id, with_for_update=True)


async def remove_passkey(session: AsyncSession, account_id: UUID, credential_id: bytes) -> None:
    await session.execute(
        delete(Passkey).where(Passkey.account_id == account_id, Passkey.credential_id == credential_id)
    )


# Housekeeping


async def sweep(session: AsyncSession, before: datetime) -> None:
    """Forgets what has been over since `before`. Ended sessions take their codes and refresh tokens with them."""
    await session.execute(delete(BrowserSession).where(BrowserSession.expires_at < before))
    await session.execute(delete(BrowserSession).where(BrowserSession.ended_at < before))
    await session.execute(
        delete(Authorization).where(Authorization.code_expires_at < before, Authorization.redeemed_at.is_(None))
    )
    await session.execute(delete(Link).where(Link.expires_at < before))
    await session.execute(delete(Throttle).where(Throttle.last_at < before))
