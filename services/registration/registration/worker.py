"""What happens beside the requests: events out and in, terms that end. In-process in the embedded stack, otherwise
`python -m registration.worker`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from fastapi import FastAPI

from casework.documents.malware import malware_scans
from commons.clock import Clock
from commons.db import Database
from commons.idempotency import forget_answers
from commons.messaging import Consumers
from commons.outbox import Relay
from commons.problems import Unavailable
from commons.timers import Timers
from commons.transport import connection
from commons.worker import Runnable, pause, run_process
from registration.consumers import handlers
from registration.documents import ARCHIVE, Desk, buckets
from registration.keys import equip
from registration.service import timers
from registration.settings import Settings
from registration.tables import History

SERVICE = "registration"
HOUR = 3600.0
log = structlog.get_logger(__name__)


@asynccontextmanager
async def parts(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Sequence[Runnable]]:
    async with (
        connection(settings, SERVICE) as nats,
        malware_scans(settings, database, clock, ARCHIVE, History) as scans,
        the_desk(settings) as desk,
    ):
        yield [
            Relay(database, nats, SERVICE),
            Consumers(database, nats, SERVICE, handlers(clock)),
            Timers(database, clock, timers.handlers(clock, desk)),
            Housekeeping(database),
            *scans,
        ]


@dataclass(frozen=True)
class Housekeeping:
    """Answers that nobody asks for again are forgotten: they hold personal data, though sealed."""

    database: Database

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            async with self.database.sessions.begin() as session:
                await forget_answers(session)
            await pause(stop, HOUR)


@asynccontextmanager
async def the_desk(settings: Settings) -> AsyncIterator[Desk]:
    """For what deletes documents when their time is over."""
    desk = Desk.of(settings, ARCHIVE)
    try:
        yield desk
    finally:
        await desk.close()


@asynccontextmanager
async def tools(app: FastAPI) -> AsyncIterator[None]:
    """Buckets are there before the first upload; the processes that open uploaded files end with the service."""
    desk: Desk = app.state.desk
    try:
        await desk.store.ensure_buckets(buckets(app.state.settings))
    except Unavailable:
        log.warning("storage.unavailable_at_start")
    try:
        yield
    finally:
        await desk.close()


if __name__ == "__main__":
    SETTINGS = Settings()
    run_process(lambda: parts(SETTINGS, equip(Database(SETTINGS.database_url), SETTINGS), SETTINGS.clock()))
