"""Mails leave by the relay; what is over is forgotten, and the signing key rolls over by age."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from commons.clock import Clock, SystemClock
from commons.db import Database
from commons.outbox import Relay
from commons.transport import connection
from commons.worker import Runnable, pause, run_process
from identity import signing, store
from identity.settings import Settings
from identity.vault import Vault

log = structlog.get_logger(__name__)
EVERY = 600.0
KEEP = timedelta(days=30)


class Housekeeping:
    def __init__(self, database: Database, clock: Clock, settings: Settings, vault: Vault) -> None:
        self._database, self._clock, self._settings, self._vault = database, clock, settings, vault

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.once()
            await pause(stop, EVERY)

    async def once(self) -> None:
        now = self._clock.now()
        async with self._database.sessions.begin() as session:
            await signing.keep_young(session, self._vault, now, self._settings.signing_key_days)
            await store.sweep(session, now - KEEP)


@asynccontextmanager
async def parts(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Sequence[Runnable]]:
    async with connection(settings, "identity") as nats:
        yield [Relay(database, nats, "identity"), Housekeeping(database, clock, settings, Vault(settings))]


if __name__ == "__main__":
    SETTINGS = Settings()
    run_process(lambda: parts(SETTINGS, Database(SETTINGS.database_url), SystemClock()))
