import asyncio
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from probe.tables import History
from sqlalchemy import select

from casework.history import GENESIS, append, verify_chain
from commons.db import Database
from commons.ids import new_id

AT = datetime(2028, 7, 18, 21, 59, 59, 123456, tzinfo=UTC)


async def write(database: Database, case_id: UUID, action: str = "submit", **more: Any) -> str:
    async with database.sessions.begin() as session:
        return await append(
            session, History, case_id=case_id, at=AT, actor="a1", actor_role="VOTER", action=action, **more
        )


async def lines(database: Database, case_id: UUID) -> list[Any]:
    async with database.sessions() as session:
        rows = await session.scalars(select(History).where(History.case_id == case_id).order_by(History.seq))
        names = [column.key for column in History.__table__.columns]
        return [SimpleNamespace(**{name: getattr(row, name) for name in names}) for row in rows]


async def chain(database: Database) -> list[Any]:
    case_id = new_id()
    await write(database, case_id, "start")
    await write(database, case_id, "submit", data_hash="ab", visible=True)
    await write(database, case_id, "return", reason="ADDRESS_PROOF_MISSING", details={"term": AT.isoformat(), "n": 1})
    await write(database, case_id, "resubmit", details={"items": ["ID", "HOST_ADDRESS"], "é": "ć"})
    return await lines(database, case_id)


async def test_a_chain_that_was_read_back_is_whole(database: Database) -> None:
    whole = await chain(database)
    assert [line.seq for line in whole] == [1, 2, 3, 4]
    assert whole[0].prev_hash == GENESIS
    assert verify_chain(whole) == []
    assert verify_chain(list(reversed(whole)), head=whole[-1].hash) == []
    assert verify_chain([]) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "approve"),
        ("actor", "a2"),
        ("actor_role", "CEC_MEMBER"),
        ("reason", None),
        ("visible", True),
        ("data_hash", "cd"),
        ("details", {"n": 2}),
        ("at", AT + timedelta(microseconds=1)),
        ("case_id", UUID(int=1)),
        ("hash", "0" * 64),
        ("prev_hash", "0" * 64),
    ],
)
async def test_a_changed_line_is_found(database: Database, field: str, value: object) -> None:
    tampered = await chain(database)
    setattr(tampered[2], field, value)
    assert verify_chain(tampered)


async def test_a_removed_doubled_swapped_or_inserted_line_is_found(database: Database) -> None:
    whole = await chain(database)
    assert verify_chain([whole[0], *whole[2:]])
    assert verify_chain(whole[1:])
    assert verify_chain([*whole, whole[-1]])
    other = await chain(database)
    assert verify_chain([whole[0], other[1], *whole[2:]])
    swapped = await chain(database)
    swapped[1].seq, swapped[2].seq = 3, 2
    assert verify_chain(swapped)


async def test_lines_cut_off_at_the_end_are_found_by_the_noted_head(database: Database) -> None:
    whole = await chain(database)
    assert verify_chain(whole[:-1]) == []
    assert verify_chain(whole[:-1], head=whole[-1].hash)


async def test_parallel_writers_get_numbers_in_a_row(database: Database) -> None:
    case_id, other = new_id(), new_id()
    await asyncio.gather(*(write(database, case_id) for _ in range(12)), *(write(database, other) for _ in range(5)))
    assert [line.seq for line in await lines(database, case_id)] == list(range(1, 13))
    assert verify_chain(await lines(database, case_id)) == []
    assert verify_chain(await lines(database, other)) == []


async def test_a_line_of_a_command_that_fails_is_gone_with_it(database: Database) -> None:
    case_id = new_id()
    async with database.sessions() as session:
        await append(session, History, case_id=case_id, at=AT, actor="a", actor_role="VOTER", action="x")
        await session.rollback()
    await write(database, case_id)
    assert [line.seq for line in await lines(database, case_id)] == [1]


async def test_the_hash_does_not_depend_on_the_time_zone_of_the_reader(database: Database) -> None:
    whole = await chain(database)
    for line in whole:
        line.at = line.at.astimezone(timezone(timedelta(hours=2)))
    assert verify_chain(whole) == []
