import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from probe.tables import Thing
from probe.tables import Timer as TimerRow
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commons import timers
from commons.clock import FixedClock
from commons.db import Database
from commons.ids import new_id
from commons.testing import eventually
from commons.timers import Timer, Timers, cancel_timers, recompute, set_timer

TERM = datetime(2028, 7, 18, 22, 20, tzinfo=UTC)
CASE = new_id()


async def set_one(database: Database, kind: str = "lapse", case_id: UUID = CASE, due_at: datetime = TERM) -> None:
    async with database.sessions.begin() as session:
        await set_timer(session, kind=kind, case_id=case_id, due_at=due_at, deadline_key="OCV_SIGNED_FORM")


async def waiting(database: Database) -> list[tuple[str, datetime]]:
    async with database.sessions() as session:
        query = select(TimerRow.kind, TimerRow.due_at).where(TimerRow.fired_at.is_(None)).order_by(TimerRow.due_at)
        return [(row.kind, row.due_at) for row in (await session.execute(query)).all()]


async def lapse(session: AsyncSession, timer: Timer) -> None:
    session.add(Thing(name=f"{timer.kind} {timer.case_id}"))


async def effects(database: Database) -> int:
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(Thing)) or 0


async def test_a_timer_fires_once_at_its_time_and_not_before(database: Database) -> None:
    clock = FixedClock(TERM - timedelta(seconds=1))
    await set_one(database)
    runner = Timers(database, clock, {"lapse": lapse})
    assert not await runner.fire_next()
    clock.move(TERM)
    assert await runner.fire_next()
    assert not await runner.fire_next()
    assert await effects(database) == 1


async def test_setting_it_again_moves_the_one_that_waits(database: Database) -> None:
    await set_one(database)
    await set_one(database, due_at=TERM + timedelta(days=1))
    await set_one(database, kind="remind")
    assert await waiting(database) == [("remind", TERM), ("lapse", TERM + timedelta(days=1))]


async def test_a_cancelled_timer_does_not_fire(database: Database) -> None:
    await set_one(database)
    await set_one(database, kind="remind")
    await set_one(database, case_id=new_id())
    async with database.sessions.begin() as session:
        await cancel_timers(session, CASE, "lapse")
    assert len(await waiting(database)) == 2
    async with database.sessions.begin() as session:
        await cancel_timers(session, CASE)
    assert len(await waiting(database)) == 1


async def test_when_the_calendar_moves_the_waiting_timers_move_without_a_restart(database: Database) -> None:
    fired, other = new_id(), new_id()
    await set_one(database, case_id=fired, due_at=TERM - timedelta(days=9))
    await Timers(database, FixedClock(TERM - timedelta(days=5)), {"lapse": lapse}).fire_next()
    await set_one(database)
    await set_one(database, case_id=other, kind="remind")
    async with database.sessions.begin() as session:
        await set_timer(session, kind="free", case_id=CASE, due_at=TERM)
        moved = await recompute(
            session, lambda timer: timer.due_at + timedelta(days=2) if timer.kind == "lapse" else timer.due_at
        )
    assert moved == 1
    assert dict(await waiting(database)) == {"lapse": TERM + timedelta(days=2), "remind": TERM, "free": TERM}


async def test_several_runners_fire_each_timer_once(database: Database) -> None:
    for _ in range(20):
        await set_one(database, case_id=new_id())
    runners = [Timers(database, FixedClock(TERM), {"lapse": lapse}) for _ in range(4)]

    async def drain(runner: Timers) -> None:
        while await runner.fire_next():
            pass

    await asyncio.gather(*(drain(runner) for runner in runners))
    assert await effects(database) == 20
    assert await waiting(database) == []


async def test_a_failing_effect_is_undone_tried_later_and_does_not_stop_the_others(database: Database) -> None:
    bad, broken = new_id(), True
    await set_one(database, case_id=bad, due_at=TERM - timedelta(days=1))
    await set_one(database)

    async def handle(session: AsyncSession, timer: Timer) -> None:
        await lapse(session, timer)
        await session.flush()
        if timer.case_id == bad and broken:
            raise ZeroDivisionError

    runner = Timers(database, FixedClock(TERM), {"lapse": handle})
    assert await runner.fire_next()
    assert await runner.fire_next()
    assert not await runner.fire_next()
    assert await effects(database) == 1
    broken = False
    async with database.sessions.begin() as session:  # half a minute later
        await session.execute(update(TimerRow).values(retry_at=func.now()))
    assert await runner.fire_next()
    assert await effects(database) == 2


async def test_a_kind_without_a_handler_waits(database: Database) -> None:
    await set_one(database, kind="unknown")
    assert not await Timers(database, FixedClock(TERM), {"lapse": lapse}).fire_next()


async def test_an_effect_may_set_the_next_timer_of_its_kind(database: Database) -> None:
    await set_one(database)

    async def again(session: AsyncSession, timer: Timer) -> None:
        await set_timer(session, kind=timer.kind, case_id=timer.case_id, due_at=TERM + timedelta(days=1))

    assert await Timers(database, FixedClock(TERM), {"lapse": again}).fire_next()
    assert await waiting(database) == [("lapse", TERM + timedelta(days=1))]


async def test_the_runner_goes_on_until_it_is_stopped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timers, "POLL", 0.05)
    stop = asyncio.Event()
    task = asyncio.create_task(Timers(database, FixedClock(TERM), {"lapse": lapse}).run(stop))
    await set_one(database)
    await eventually(lambda: effects(database))
    stop.set()
    await asyncio.wait_for(task, 2)
