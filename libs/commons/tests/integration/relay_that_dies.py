"""A relay that is killed after JetStream took the message and before the row is marked. Run by test_outbox.py."""

import asyncio
import os
import signal
import sys
from typing import Any

from commons import transport
from commons.db import Database
from commons.messaging import connection
from commons.outbox import Relay
from commons.settings import ServiceSettings


class Settings(ServiceSettings):
    pass


async def main(database_url: str, nats_url: str, user: str, password: str, producer: str, window: str) -> None:
    transport.DEDUPLICATION_WINDOW = float(window)
    settings = Settings(database_url=database_url, nats_url=nats_url, nats_user=user, nats_password=password)
    async with connection(settings, producer) as nats:
        relay = Relay(Database(database_url), nats, producer)
        send = relay._send

        async def send_and_die(*arguments: Any) -> None:
            await send(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)

        relay._send = send_and_die  # type: ignore[method-assign]
        await relay.pump()


asyncio.run(main(*sys.argv[1:]))
