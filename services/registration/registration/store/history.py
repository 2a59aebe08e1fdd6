"""The history of a case, and what an account's own cases say about who looked at them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commons.auth import Principal
from commons.db import decode_cursor, encode_cursor
from registration.store.sight import own
from registration.tables import Application, History

READS = ("case.read", "document.read", "register.lookup", "signature.read")
SAME_VISIT = timedelta(minutes=30)


async def history_of(session: AsyncSession, case_id: UUID) -> Sequence[History]:
    rows = await session.scalars(select(History).where(History.case_id == case_id).order_by(History.seq))
    return rows.all()


async def read_lately(session: AsyncSession, case_id: UUID, account: str, action: str, now: datetime) -> bool:
    """One line per visit, not one per refresh of the page."""
    count = await session.scalar(
        select(func.count()).where(
            History.case_id == case_id,
            History.actor == account,
            History.action == action,
            History.at > now - SAME_VISIT,
        )
    )
    return bool(count)


async def access_log(
    session: AsyncSession, who: Principal, *, limit: int, cursor: str | None
) -> tuple[list[tuple[History, str | None]], str | None]:
    """Every look at the account's own cases by somebody else, newest first."""
    statement = (
        select(History, Application.number)
        .join(Application, Application.id == History.case_id)
        .where(own(who), History.action.in_(READS), History.actor != who.account)
        .order_by(History.id.desc())
        .limit(limit + 1)
    )
    if cursor:
        (last,) = decode_cursor(cursor, 1)
        statement = statement.where(History.id < UUID(str(last)))
    rows = [(line, number) for line, number in await session.execute(statement)]
    more = encode_cursor(str(rows[limit - 1][0].id)) if len(rows) > limit else None
    return rows[:limit], more
