"""Why: the connection to JetStream, the streams and what each service's NATS user may do are said in one place.

JetStream is a transport that can be thrown away: streams are made by their owner whenever they are missing.
infra/embedded writes the server's users from `permissions()`.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client as Nats
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig

from commons.settings import ServiceSettings

__all__ = [
    "NATS_ERRORS",
    "Nats",
    "connect",
    "connection",
    "ensure_dead_letters",
    "ensure_events",
    "ensure_streams",
    "ensure_work_queue",
    "permissions",
]
log = structlog.get_logger(__name__)
DEDUPLICATION_WINDOW = 600.0
AT_START = 3.0
NATS_ERRORS = (nats.errors.Error, nats.js.errors.Error, OSError, TimeoutError)


async def _open(client: Nats, settings: ServiceSettings, service: str) -> None:
    async def on_error(error: Exception) -> None:
        log.warning("nats.error", error=type(error).__qualname__, detail=str(error)[:200])

    await client.connect(
        settings.nats_url,
        name=service,
        user=settings.nats_user or None,
        password=settings.nats_password or None,
        inbox_prefix=f"_INBOX.{service}",
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        connect_timeout=5,
        error_cb=on_error,
    )


async def connect(settings: ServiceSettings, service: str) -> Nats:
    """A connection that comes back by itself for ever. Refused publishes show here, as errors of the connection."""
    client = Nats()
    await _open(client, settings, service)
    return client


@asynccontextmanager
async def connection(settings: ServiceSettings, service: str) -> AsyncIterator[Nats]:
    """A connection that need not be there yet: terms end and mails go out also while NATS is away.

    Relay and consumers wait for it by themselves. What is buffered at the end is sent, unless the server is away.
    """
    client = Nats()
    opening = asyncio.create_task(_open(client, settings, service))
    await asyncio.wait({opening}, timeout=AT_START)
    if opening.done():
        opening.result()
    try:
        yield client
    finally:
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        if client.is_connected:
            with suppress(*NATS_ERRORS):
                await client.flush(timeout=2)
        await client.close()


async def ensure_stream(js: JetStreamContext, config: StreamConfig) -> None:
    """Create the stream, or bring it to this configuration."""
    try:
        await js.add_stream(config)
    except nats.js.errors.BadRequestError:  # it exists with other settings
        await js.update_stream(config)


def _kept(name: str, subjects: str) -> StreamConfig:
    return StreamConfig(
        name=name,
        subjects=[subjects],
        storage=StorageType.FILE,
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.OLD,
        duplicate_window=DEDUPLICATION_WINDOW,
    )


async def ensure_events(js: JetStreamContext, producer: str) -> None:
    """The events of a service, all of them: late-comers read from the first. Its relay makes it."""
    await ensure_stream(js, _kept(f"EV_{producer.upper()}", f"{producer}.>"))


async def ensure_dead_letters(js: JetStreamContext, service: str) -> None:
    """What the consumers of a service could not handle. They make it."""
    await ensure_stream(js, _kept(f"DEAD_{service.upper()}", f"dead.{service}.>"))


async def ensure_streams(js: JetStreamContext, service: str) -> None:
    """Both streams of a service."""
    await ensure_events(js, service)
    await ensure_dead_letters(js, service)


async def ensure_work_queue(js: JetStreamContext, queue: str) -> None:
    """A stream whose messages are deleted once they are acknowledged; made by the one service that works on it."""
    await ensure_stream(
        js,
        StreamConfig(
            name=queue.upper(),
            subjects=[f"{queue}.>"],
            storage=StorageType.FILE,
            retention=RetentionPolicy.WORK_QUEUE,
            duplicate_window=DEDUPLICATION_WINDOW,
        ),
    )


def permissions(service: str, *, consumes: Sequence[str] = (), works_on: str | None = None) -> dict[str, list[str]]:
    """What the NATS user of a service may publish and subscribe to; nothing else.

    `consumes`: the producers whose events it reads. `works_on`: the work queue that is its own.
    The consumer on each stream is named after the service, so no service can take another's messages.
    """
    name = service.upper()
    own = [f"EV_{name}", f"DEAD_{name}", *([works_on.upper()] if works_on else [])]
    read = [*(f"EV_{producer.upper()}" for producer in consumes), *([works_on.upper()] if works_on else [])]
    publish = [f"{service}.>", "mail.>", f"dead.{service}.>"]
    publish += [f"$JS.API.STREAM.{verb}.{stream}" for stream in own for verb in ("CREATE", "UPDATE", "INFO")]
    publish += [f"$JS.API.STREAM.MSG.{verb}.DEAD_{name}" for verb in ("GET", "DELETE")]
    for stream in read:
        publish += [f"$JS.API.CONSUMER.{verb}.{stream}.{service}" for verb in ("CREATE", "INFO", "MSG.NEXT")]
        publish += [f"$JS.API.CONSUMER.CREATE.{stream}.{service}.>", f"$JS.ACK.{stream}.{service}.>"]
    return {"publish": publish, "subscribe": [f"_INBOX.{service}.>"]}
