"""This service's copies of the elections, and the cases whose terms run by them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.tables import Case, ElectionCopy
from casework import elections
from elections.election import Election


async def election(session: AsyncSession, code: str) -> Election:
    return await elections.election(session, ElectionCopy, code)


async def keep_election(session: AsyncSession, code: str, version: int, snapshot: dict[str, Any], at: datetime) -> bool:
    """False when the copy at hand is as new or newer."""
    return await elections.keep_election(session, ElectionCopy, code, version, snapshot, at)


async def with_terms(session: AsyncSession, code: str) -> Sequence[Case]:
    """Locked, in one order, so that two that move the calendar do not wait for each other."""
    found = await session.scalars(
        select(Case)
        .where(Case.election == code, Case.term_key.is_not(None))
        .order_by(Case.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


async def move_term(session: AsyncSession, id: UUID, at: datetime) -> None:
    await session.execute(
        update(Case)
        .where(Case.id == id)
        .values(term_at=at, version=Case.version + 1)
        .execution_options(synchronize_session=False)
    )
