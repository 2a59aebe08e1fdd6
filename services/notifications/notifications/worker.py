"""Why: mails go out beside the requests, or in a process of their own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from commons.clock import Clock
from commons.db import Database
from commons.messaging import Consumers
from commons.transport import connection
from commons.worker import Runnable, run_process
from notifications.consumers import handlers
from notifications.mailer import Mailer
from notifications.settings import Settings


@asynccontextmanager
async def parts(settings: Settings, database: Database, clock: Clock) -> AsyncIterator[Sequence[Runnable]]:
    async with connection(settings, "notifications") as nats:
        yield [Consumers(database, nats, "notifications", handlers(clock)), Mailer(database, clock, settings)]


if __name__ == "__main__":
    SETTINGS = Settings()
    run_process(lambda: parts(SETTINGS, Database(SETTINGS.database_url), SETTINGS.clock()))
