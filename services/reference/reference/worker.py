"""Why: what was changed is told by the relay, beside the requests or in a process of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from commons.db import Database
from commons.outbox import Relay
from commons.transport import connection
from commons.worker import Runnable, run_process
from reference.settings import Settings


@asynccontextmanager
async def parts(settings: Settings, database: Database) -> AsyncIterator[Sequence[Runnable]]:
    async with connection(settings, "reference") as nats:
        yield [Relay(database, nats, "reference")]


if __name__ == "__main__":
    SETTINGS = Settings()
    run_process(lambda: parts(SETTINGS, Database(SETTINGS.database_url)))
