"""Why: "the commit is the send". A message is a row of the transaction that changes the state, so neither exists alone.

The relay reads by a published marker with FOR UPDATE SKIP LOCKED, never by "id > last": ids are made before the commit,
so a late committer would be skipped for ever. Killed between publish and mark it publishes again: JetStream drops the
repeated `Nats-Msg-Id` inside its window, the consumers' inbox after it.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import orjson
import structlog
from prometheus_client import Counter
from sqlalchemy import delete, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commons.db import Database, table_of
from commons.ids import new_id
from commons.message_tables import InboxMixin, OutboxMixin, OutboxRow
from commons.telemetry import traceparent
from commons.transport import NATS_ERRORS, Nats, ensure_events
from commons.worker import pause
from contracts import Event, MailRequest, Message

log = structlog.get_logger(__name__)
__all__ = ["InboxMixin", "OutboxMixin", "Relay", "publish", "republish", "request_mail"]
BATCH = 200
POLL = 1.0
COMMANDS_KEPT = timedelta(days=7)
ADD = insert(table_of(OutboxRow)).returning(func.pg_notify("outbox", ""))
PUBLISHED = Counter("outbox_published_total", "Messages handed to JetStream", ["service"])


async def publish(session: AsyncSession, event: Event) -> None:
    """Write the event into the outbox of this transaction; the relay is woken by the commit."""
    await _add(session, event)


async def request_mail(
    session: AsyncSession,
    *,
    account: str | None,
    template: str,
    language: str,
    params: Mapping[str, str],
    link: str,
    sealed_address: str | None,
) -> None:
    """Ask `notifications` to tell somebody: a command, so it is deleted once it is done."""
    command = MailRequest(
        event_id=new_id(),
        occurred_at=datetime.now(UTC),
        account=account,
        template=template,
        language=language,
        params=dict(params),
        link=link,
        sealed_address=sealed_address,
    )
    await _add(session, command)


async def _add(session: AsyncSession, message: Message) -> None:
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(message.event_id),
        "ce-source": message.source(),
        "ce-type": message.subject,
        "ce-time": message.occurred_at.isoformat(),
        "ce-datacontenttype": "application/json",
        "traceparent": traceparent(),
    }
    row = {
        "id": message.event_id,
        "subject": message.subject,
        "is_command": not isinstance(message, Event),
        "headers": orjson.dumps(headers),
        "body": orjson.dumps(message.wire()),
    }
    await session.execute(ADD, row)


def _headers(kept: bytes, id: UUID, times: int) -> dict[str, str]:
    headers: dict[str, str] = orjson.loads(kept)
    return headers | {"Nats-Msg-Id": f"{id}.{times}" if times else str(id)}


async def republish(database: Database) -> int:
    """Everything again, for a JetStream store that was lost. Commands too, as long as they are kept: their inbox row
    stops a second effect, and one that was not done yet would otherwise be lost with the store."""
    async with database.sessions.begin() as session:
        statement = (
            update(OutboxRow)
            .where(
                OutboxRow.published_at.is_not(None),
                or_(OutboxRow.is_command.is_(False), OutboxRow.created_at > func.now() - COMMANDS_KEPT),
            )
            .values(published_at=None, attempts=0, round=OutboxRow.round + 1)
            .returning(OutboxRow.id)
        )
        count = len((await session.scalars(statement)).all())
        await session.execute(text("SELECT pg_notify('outbox', '')"))
    return count


class Relay:
    """Outbox to JetStream. Several may run at once."""

    def __init__(self, database: Database, nats: Nats, service: str) -> None:
        self._database, self._nats, self._service = database, nats, service
        self._wake = asyncio.Event()
        self._stream_made = False

    async def run(self, stop: asyncio.Event) -> None:
        listener = asyncio.create_task(self._listen(stop))
        halted = asyncio.create_task(self._wake_on(stop))
        try:
            while not stop.is_set():
                self._wake.clear()
                try:
                    sent, waiting = await self.pump()
                except Exception as error:  # noqa: BLE001 - the database may be away; the rows stay
                    log.warning("relay.failed", error=type(error).__qualname__)
                    await pause(stop, POLL)
                    continue
                if waiting > sent:
                    await pause(stop, POLL)
                elif not waiting:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), POLL)
        finally:
            listener.cancel()
            halted.cancel()
            await asyncio.gather(listener, halted, return_exceptions=True)

    async def pump(self, batch: int = BATCH) -> tuple[int, int]:
        """Publish one batch and mark what JetStream acknowledged: (published, taken from the table)."""
        if not await self._has_stream():
            return 0, 1
        async with self._database.sessions.begin() as session:
            waiting = (
                await session.execute(
                    select(OutboxRow.id, OutboxRow.subject, OutboxRow.headers, OutboxRow.body, OutboxRow.round)
                    .where(OutboxRow.published_at.is_(None))
                    .order_by(OutboxRow.attempts, OutboxRow.id)
                    .limit(batch)
                    .with_for_update(skip_locked=True)
                )
            ).all()
            results = await asyncio.gather(
                *(self._send(row.subject, _headers(row.headers, row.id, row.round), row.body) for row in waiting),
                return_exceptions=True,
            )
            failed = {row.id: result for row, result in zip(waiting, results, strict=True) if result is not None}
            sent = [row.id for row in waiting if row.id not in failed]
            if sent:
                await session.execute(update(OutboxRow).where(OutboxRow.id.in_(sent)).values(published_at=func.now()))
                PUBLISHED.labels(self._service).inc(len(sent))
            if failed:
                await session.execute(
                    update(OutboxRow).where(OutboxRow.id.in_(failed)).values(attempts=OutboxRow.attempts + 1)
                )
        if failed:
            await self._recover(next(iter(failed.values())), len(failed))
        return len(sent), len(waiting)

    async def republish(self) -> int:
        """Operator command: everything of this service again."""
        return await republish(self._database)

    async def forget_commands(self) -> None:
        """Mail requests hold a sealed address: they are not kept longer than a lost transport can matter."""
        async with self._database.sessions.begin() as session:
            old = func.now() - COMMANDS_KEPT
            await session.execute(delete(OutboxRow).where(OutboxRow.is_command, OutboxRow.published_at < old))

    async def _send(self, subject: str, headers: dict[str, str], body: bytes) -> None:
        await self._nats.jetstream().publish(subject, body, timeout=5, headers=headers)

    async def _recover(self, error: BaseException, count: int) -> None:
        log.warning("relay.refused", error=type(error).__qualname__, count=count)
        # The store may have been thrown away under us. That cannot be told from the error: where somebody else listens
        # on the subject, a publish without a stream is not refused but times out.
        self._stream_made = False

    async def _has_stream(self) -> bool:
        """Connected, and the stream is there: made by us when it was not."""
        if self._nats.is_connected and not self._stream_made:
            with suppress(*NATS_ERRORS):
                await ensure_events(self._nats.jetstream(), self._service)
                self._stream_made = True
        return self._nats.is_connected and self._stream_made

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _listen(self, stop: asyncio.Event) -> None:
        """LISTEN on a connection of its own; without it the relay polls. Forgets old commands every hour on the way."""
        url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not stop.is_set():
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                connection = await asyncpg.connect(url, timeout=5)
                try:
                    await connection.add_listener("outbox", lambda *_: self._wake.set())
                    while not connection.is_closed() and not stop.is_set():
                        await self.forget_commands()
                        await pause(stop, 3600)
                finally:
                    await connection.close(timeout=1)
            await pause(stop, POLL)
