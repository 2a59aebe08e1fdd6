"""This service's copies of the elections. Parsing a snapshot costs milliseconds, so a process keeps the parsed ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commons.problems import NotFound
from elections.election import Election
from elections.snapshot import from_plain
from registration.tables import ElectionCopy as Row


async def election(session: AsyncSession, code: str) -> Election:
    version = await session.scalar(select(Row.version).where(Row.code == code))
    if version is None:
        raise NotFound("election.not_found", {"election": code})
    parsed: dict[tuple[str, int], Election] = session.info["elections"]
    if (code, version) not in parsed:
        row = (await session.execute(select(Row.version, Row.snapshot).where(Row.code == code))).one()
        parsed[code, row.version] = from_plain(row.snapshot)
        version = row.version
    return parsed[code, version]


async def elections(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Row.code).order_by(Row.code)))


async def keep_election(session: AsyncSession, code: str, version: int, snapshot: dict[str, Any], at: datetime) -> bool:
    """False when the copy at hand is as new or newer."""
    values = {"version": version, "snapshot": snapshot, "received_at": at}
    statement = insert(Row).values(code=code, **values)
    kept = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["code"], set_=values, where=Row.version < statement.excluded.version
        ).returning(Row.code)
    )
    return kept is not None
