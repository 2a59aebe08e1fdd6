"""The transport goes away and comes back, with its store and without it: nobody restarts anything."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from probe.tables import Thing
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commons.clock import SystemClock
from commons.db import Database
from commons.ids import new_id
from commons.messaging import Consumers, connection
from commons.outbox import Relay, publish
from commons.settings import ServiceSettings
from commons.testing import eventually
from commons.timers import Timer, Timers, set_timer
from commons.worker import Runnable, supervise
from embedded.process import free_ports, running
from embedded.servers import NatsServer
from embedded.servers.nats import OPERATOR


class Switch:
    """A NATS server of this test's own, to be turned off and on."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.server = NatsServer(directory, *free_ports(2))
        self._on = ExitStack()

    def on(self) -> None:
        self._on.enter_context(running(self.server, self.directory))

    def off(self) -> None:
        self._on.close()

    def lose_the_store(self) -> None:
        shutil.rmtree(self.directory / "jetstream", ignore_errors=True)


@pytest.fixture
def switch(tmp_path: Path) -> Iterator[Switch]:
    made = Switch(tmp_path)
    yield made
    made.off()


async def test_nats_gone_and_back_without_its_store_loses_nothing_and_doubles_nothing(
    urls: Any, database: Database, happened: Any, switch: Switch
) -> None:
    settings = ServiceSettings(
        environment="test",
        database_url=urls.app_url,
        nats_url=switch.server.url,
        nats_user=OPERATOR,
        nats_password=switch.server.passwords[OPERATOR],
    )

    async def note(session: AsyncSession, what: Any) -> None:
        session.add(Thing(name=what.payload.thing))

    @asynccontextmanager
    async def parts() -> Any:
        async with connection(settings, "probe") as nats:
            made: list[Runnable] = [
                Relay(database, nats, happened.producer),
                Consumers(database, nats, "probe", {happened: note}),
                Timers(database, SystemClock(), {"lapse": lapse}),
            ]
            yield made

    async def lapse(session: AsyncSession, timer: Timer) -> None:
        session.add(Thing(name="a term ended"))

    async def tell(name: str) -> None:
        async with database.sessions.begin() as session:
            await publish(
                session,
                happened(
                    event_id=new_id(),
                    occurred_at=datetime.now(UTC),
                    entity_id=name,
                    entity_version=1,
                    payload=happened.Payload(thing=name),
                ),
            )

    async def effects(count: int) -> bool:
        async with database.sessions() as session:
            return await session.scalar(select(func.count()).select_from(Thing)) == count

    stop = asyncio.Event()
    task = asyncio.create_task(supervise(parts, stop))
    await tell("before the server was ever there")
    async with database.sessions.begin() as session:
        await set_timer(session, kind="lapse", case_id=new_id(), due_at=datetime.now(UTC))
    await eventually(lambda: effects(1), within=20)  # a term ends without NATS
    switch.on()
    await eventually(lambda: effects(2), within=20)

    switch.off()
    await tell("while it was away")
    await asyncio.sleep(1)
    switch.on()
    await eventually(lambda: effects(3), within=20)

    switch.off()
    switch.lose_the_store()
    await tell("while its store was lost")
    switch.on()
    await eventually(lambda: effects(4), within=30)
    await tell("afterwards")
    await eventually(lambda: effects(5), within=20)
    stop.set()
    await asyncio.wait_for(task, 20)
