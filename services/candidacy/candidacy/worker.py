"""What happens beside the requests: events out and in, terms that end. In-process in the embedded stack, otherwise
`python -m candidacy.worker`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from fastapi import FastAPI

from candidacy.consumers import handlers
from candidacy.documents import ARCHIVE, Desk, buckets
from candidacy.keys import equip
from candidacy.service import timers
from candidacy.settings import Settings
from candidacy.tables import History
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

SERVICE = "candidacy"
HOUR = 3600.0
log = structlog.get_logger(__name__)


@asynccontextmanager
async def parts(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Sequence[Runnable]]:
    async with (
        connection(settings, SERVICE) as nats,
        malware_scans(settings, database, clock, ARCHIVE, History) as scans,
    ):
        yield [
            Relay(database, nats, SERVICE),
            Consumers(database, nats, SERVICE, handlers(clock)),
            Timers(database, clock, timers.handlers(clock)),
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
