"""Why: a message takes effect once, whatever the transport does.

A consumer runs each message in one transaction together with its inbox row, so redelivery, late acks and `republish`
have no second effect. A message that fails MAX_DELIVERIES times, or that nobody can read, goes to the dead letters of
its consumer, where it waits for `Consumers.replay` and stops nobody.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig
from prometheus_client import Counter
from pydantic import ValidationError
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commons.db import Database
from commons.message_tables import InboxRow
from commons.problems import is_outage, where
from commons.telemetry import TRACEPARENT
from commons.transport import (
    NATS_ERRORS,
    connect,
    connection,
    ensure_dead_letters,
    ensure_streams,
    ensure_work_queue,
)
from commons.worker import pause
from contracts import Command, Event, Message

__all__ = [
    "NATS_ERRORS",
    "Consumers",
    "Handler",
    "Nats",
    "Replayed",
    "connect",
    "connection",
    "ensure_streams",
    "ensure_work_queue",
    "newer",
    "replay_dead",
]

log = structlog.get_logger(__name__)
Handler = Callable[[AsyncSession, Any], Awaitable[None]]

MAX_DELIVERIES = 8
BACKOFF = (0.5, 2.0, 5.0, 15.0, 30.0, 60.0, 120.0)
ACK_WAIT = 60.0
FETCH = 20
KILLS = 4
HANDLED = Counter("messages_handled_total", "Messages taken from JetStream", ["service", "subject", "outcome"])


@dataclass(frozen=True)
class Replayed:
    """What came back from the dead letters, and what failed again and stays there."""

    done: int
    failed: int

    def __str__(self) -> str:
        return f"{self.done} done, {self.failed} failed again"


async def newer(session: AsyncSession, event: Event, *, among: Sequence[type[Event]] = ()) -> bool:
    """False when this handler (or one of `among`) already took a later version of the entity: then ignore the event.

    Holds a lock on the entity until the commit, so that two versions at the same time are judged one after the other.
    """
    subjects = {event.subject, *(other.subject for other in among)}
    key = int.from_bytes(hashlib.sha256(event.entity_id.encode()).digest()[:8], "big", signed=True)
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    latest = await session.scalar(
        select(func.max(InboxRow.entity_version)).where(
            InboxRow.handler.in_(subjects),
            InboxRow.entity_id == event.entity_id,
            InboxRow.event_id != event.event_id,
        )
    )
    return latest is None or event.entity_version > latest


class Consumers:
    """One durable pull consumer per stream that this service reads, named after the service."""

    def __init__(
        self,
        database: Database,
        nats: Nats,
        service: str,
        handlers: Mapping[type[Message], Handler],
        *,
        backoff: Sequence[float] = BACKOFF,
        max_deliveries: int = MAX_DELIVERIES,
    ) -> None:
        self._database, self._nats, self._service = database, nats, service
        self._handlers = {kind.subject: (kind, handler) for kind, handler in handlers.items()}
        self._backoff, self._max_deliveries = backoff, max_deliveries
        self._outage = False

    async def run(self, stop: asyncio.Event) -> None:
        streams: dict[str, list[str]] = {}
        queues: dict[str, str] = {}
        for subject, (kind, _) in self._handlers.items():
            streams.setdefault(kind.stream(), []).append(subject)
            if issubclass(kind, Command):
                queues[kind.stream()] = kind.queue
        async with asyncio.TaskGroup() as group:
            for stream, subjects in streams.items():
                group.create_task(self._follow(stream, sorted(subjects), queues.get(stream), stop))

    async def _follow(self, stream: str, subjects: list[str], queue: str | None, stop: asyncio.Event) -> None:
        """Work on one stream; when the consumer, the stream or the server is gone, make it again from the start."""
        waits_for = ""
        while not stop.is_set():
            if not self._nats.is_connected:
                await pause(stop, 1.0)
                continue
            try:
                async with self._subscribed(stream, subjects, queue) as subscription:
                    waits_for = ""
                    await self._fetch(subscription, stop)
            except NATS_ERRORS as error:
                # Said once, not every second: a stream may be missing for long when its service is not installed.
                if waits_for != (waits_for := type(error).__qualname__):
                    log.info("consumer.waits", stream=stream, error=waits_for)
                await pause(stop, 1.0)

    @asynccontextmanager
    async def _subscribed(
        self, stream: str, subjects: list[str], queue: str | None
    ) -> AsyncIterator[JetStreamContext.PullSubscription]:
        """The durable consumer. `queue`: a work queue that is this service's own, so it makes it."""
        js = self._nats.jetstream()
        await ensure_dead_letters(js, self._service)
        if queue is not None:
            await ensure_work_queue(js, queue)
        await js.add_consumer(stream, self._config(subjects))
        subscription = await js.pull_subscribe_bind(self._service, stream)
        try:
            yield subscription
        finally:
            with suppress(*NATS_ERRORS):
                await subscription.unsubscribe()

    async def _fetch(self, subscription: JetStreamContext.PullSubscription, stop: asyncio.Event) -> None:
        idle, there = 0, 1
        while not stop.is_set():
            if self._outage and not await self._recovered():
                await pause(stop, 1.0)
                continue
            try:
                # No more than are there: a fetch waits for all that it asked for, or to the end of its time.
                messages = await subscription.fetch(max(1, min(FETCH, there)), timeout=1)
            except (TimeoutError, nats.errors.TimeoutError):
                idle, there = idle + 1, 1
                if idle % 10 == 0:
                    await subscription.consumer_info()  # raises when it is gone, which a fetch does not
                continue
            for message in messages:
                await self._take(message)
                there = message.metadata.num_pending

    def _config(self, subjects: list[str]) -> ConsumerConfig:
        return ConsumerConfig(
            name=self._service,
            durable_name=self._service,
            filter_subjects=subjects,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT,
            max_deliver=-1,
            max_ack_pending=1000,
        )

    async def _take(self, message: Msg) -> None:
        deliveries = message.metadata.num_delivered or 1
        found = TRACEPARENT.fullmatch((message.headers or {}).get("traceparent", "").encode())
        with structlog.contextvars.bound_contextvars(
            trace_id=found[1].decode() if found else None, subject=message.subject, service=self._service
        ):
            if deliveries > KILLS * self._max_deliveries:  # it takes the process down before we can count
                await self._bury(message, "deliveries")
                return
            try:
                await self._effect(message.subject, message.data)
            except ValidationError:
                await self._bury(message, "unreadable")
            except Exception as error:  # noqa: BLE001 - whatever a handler raises, the message is tried again
                log.warning("consumer.failed", error=type(error).__qualname__, deliveries=deliveries, at=where(error))
                self._outage = is_outage(error)
                if deliveries >= self._max_deliveries and not self._outage:
                    await self._bury(message, type(error).__qualname__)
                else:
                    self._count(message.subject, "failed")
                    await message.nak(delay=self._backoff[min(deliveries, len(self._backoff)) - 1])
            else:
                self._count(message.subject, "done")
                await message.ack()

    async def _recovered(self) -> bool:
        """While our own database is away nothing is fetched: deliveries are counted, and this is no message's fault."""
        with suppress(Exception):
            await self._database.ping()
            self._outage = False
        return not self._outage

    async def _effect(self, subject: str, data: bytes) -> None:
        """The inbox row and the effect in one transaction; a message that had its effect has no other."""
        kind, handler = self._handlers[subject]
        message = kind.model_validate_json(data)
        async with self._database.sessions.begin() as session:
            row = {"event_id": message.event_id, "handler": subject}
            if isinstance(message, Event):
                row |= {"entity_id": message.entity_id, "entity_version": message.entity_version}
            fresh = await session.scalar(
                insert(InboxRow).values(row).on_conflict_do_nothing().returning(InboxRow.event_id)
            )
            if fresh is not None:
                await handler(session, message)

    async def _bury(self, message: Msg, reason: str) -> None:
        """Dead letter first, then the original is done: killed in between there are two letters and one effect."""
        meta = message.metadata
        headers = {
            "Nats-Msg-Id": f"{meta.stream}:{meta.sequence.stream}:{meta.timestamp.timestamp()}",
            "dead-reason": reason,
            "traceparent": (message.headers or {}).get("traceparent", ""),
        }
        subject = f"dead.{self._service}.{message.subject}"
        await self._nats.jetstream().publish(subject, message.data, timeout=5, headers=headers)
        await message.term()
        self._count(message.subject, "dead")
        log.error("consumer.dead_letter", reason=reason)

    async def replay(self) -> Replayed:
        """Operator command: give the dead letters to their handlers again; what works is removed."""
        if not self._nats.is_connected:
            raise ConnectionError("NATS is not there")
        js, stream = self._nats.jetstream(), f"DEAD_{self._service.upper()}"
        await ensure_dead_letters(js, self._service)
        state = (await js.stream_info(stream)).state
        done = failed = 0
        sequence = state.first_seq
        while state.messages and sequence <= state.last_seq:
            try:
                letter = await js.get_msg(stream, seq=sequence, subject=f"dead.{self._service}.>", next=True)
            except nats.js.errors.NotFoundError:
                break
            sequence = (letter.seq or sequence) + 1
            subject = (letter.subject or "").removeprefix(f"dead.{self._service}.")
            try:
                await self._effect(subject, letter.data or b"")
            except Exception as error:  # noqa: BLE001 - the letter stays, the next ones have their turn
                failed += 1
                log.warning("replay.failed", error=type(error).__qualname__, letter_subject=subject, at=where(error))
            else:
                done += 1
                await js.delete_msg(stream, sequence - 1)
        return Replayed(done, failed)

    def _count(self, subject: str, outcome: str) -> None:
        HANDLED.labels(self._service, subject, outcome).inc()


async def replay_dead(
    database: Database, nats: Nats, service: str, handlers: Mapping[type[Message], Handler]
) -> Replayed:
    """`Consumers.replay` for an operator's command."""
    return await Consumers(database, nats, service, handlers).replay()
