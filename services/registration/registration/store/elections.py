"""This service's copies of the elections."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from casework import elections as copies
from elections.election import Election
from registration.tables import ElectionCopy


async def election(session: AsyncSession, code: str) -> Election:
    return await copies.election(session, ElectionCopy, code)


async def elections(session: AsyncSession) -> list[str]:
    return await copies.elections(session, ElectionCopy)


async def keep_election(session: AsyncSession, code: str, version: int, snapshot: dict[str, Any], at: datetime) -> bool:
    """False when the copy at hand is as new or newer."""
    return await copies.keep_election(session, ElectionCopy, code, version, snapshot, at)
