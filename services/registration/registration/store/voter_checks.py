"""What other services asked the voter register: added, never changed."""

from datetime import date, datetime
from typing import Protocol

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from registration.tables import VoterCheck as Row


class Asked(Protocol):
    @property
    def asked_by(self) -> str: ...
    @property
    def check_id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def purpose(self) -> str: ...
    @property
    def election(self) -> str: ...
    @property
    def constituency(self) -> str: ...
    @property
    def as_of(self) -> date: ...


async def record_voter_check(session: AsyncSession, asked: Asked, *, persons: int, found: int, at: datetime) -> bool:
    """False when this very question was answered before."""
    values = {
        "asked_by": asked.asked_by,
        "check_id": asked.check_id,
        "version": asked.version,
        "purpose": asked.purpose,
        "election": asked.election,
        "constituency": asked.constituency,
        "as_of": asked.as_of,
        "persons": persons,
        "found": found,
        "answered_at": at,
    }
    added = await session.scalar(insert(Row).values(values).on_conflict_do_nothing().returning(Row.check_id))
    return added is not None
