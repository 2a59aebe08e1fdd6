"""Why: a domain service reads elections from its own copies. Parsing a snapshot costs milliseconds, so a process keeps
the parsed ones (`session.info["elections"]`, see `casework.keys.equip`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from casework.tables import ElectionCopyMixin
from commons.problems import NotFound
from elections.election import Election
from elections.snapshot import from_plain


async def election(session: AsyncSession, table: type[ElectionCopyMixin], code: str) -> Election:
    version = await session.scalar(select(table.version).where(table.code == code))
    if version is None:
        raise NotFound("election.not_found", {"election": code})
    parsed: dict[tuple[str, int], Election] = session.info["elections"]
    if (code, version) not in parsed:
        row = (await session.execute(select(table.version, table.snapshot).where(table.code == code))).one()
        parsed[code, row.version] = from_plain(row.snapshot)
        version = row.version
    return parsed[code, version]


async def elections(session: AsyncSession, table: type[ElectionCopyMixin]) -> list[str]:
    return list(await session.scalars(select(table.code).order_by(table.code)))


async def keep_election(
    session: AsyncSession,
    table: type[ElectionCopyMixin],
    code: str,
    version: int,
    snapshot: Mapping[str, Any],
    at: datetime,
) -> bool:
    """False when the copy at hand is as new or newer."""
    values = {"version": version, "snapshot": snapshot, "received_at": at}
    statement = insert(table).values(code=code, **values)
    kept = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["code"], set_=values, where=table.version < statement.excluded.version
        ).returning(table.code)
    )
    return kept is not None
