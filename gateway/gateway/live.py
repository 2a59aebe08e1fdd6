"""Why: a page that shows a case learns at once that it changed; it is told an id, no more, and asks again itself.

One ephemeral NATS subscription per process feeds all streams. A stream holds one mark, "changed or not", however many
events come, so a slow browser costs nothing. Who may listen is decided by the owning service, once per stream; a stream
ends after some minutes and the browser comes back, authorised anew. Without NATS the stream stays open and silent, and
after a reconnect everybody is told to look, because nobody knows what was missed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson
import structlog
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg

from commons.problems import TooMany
from commons.worker import pause
from contracts.reference import ElectionChanged
from contracts.registration import CaseChanged
from gateway.cache import PublicAnswers

log = structlog.get_logger(__name__)
HEARTBEAT = 20.0
STREAM_LIFE = 600.0
MOST_STREAMS = 5000
LOOK_EVERY = 1.0


class Hub:
    """Listeners by case."""

    def __init__(self, per_session: int) -> None:
        self._per_session = per_session
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._streams: dict[str, int] = {}

    @asynccontextmanager
    async def listener(self, case: str, session: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the case changed."""
        own = self._streams.get(session, 0)
        if own >= self._per_session or sum(self._streams.values()) >= MOST_STREAMS:
            raise TooMany("rate.streams", retry_after=30)
        changed = asyncio.Event()
        self._streams[session] = own + 1
        self._listeners.setdefault(case, set()).add(changed)
        try:
            yield changed
        finally:
            self._listeners[case].discard(changed)
            if not self._listeners[case]:
                del self._listeners[case]
            self._streams[session] -= 1
            if not self._streams[session]:
                del self._streams[session]

    def changed(self, case: str) -> None:
        for listener in self._listeners.get(case, ()):
            listener.set()

    def everything_may_have_changed(self) -> None:
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.set()


class Listening:
    """Keeps the subscriptions of this process alive; NATS may be away at the start and come and go."""

    def __init__(self, connect: Callable[[], Awaitable[Nats]], hub: Hub, public: PublicAnswers) -> None:
        self._connect, self._hub, self._public = connect, hub, public

    async def run(self, stop: asyncio.Event) -> None:
        nats = await self._connect()
        try:
            await nats.subscribe(CaseChanged.subject, cb=self._case_changed)
            await nats.subscribe(ElectionChanged.subject, cb=self._election_changed)
            seen = int(nats.stats["reconnects"])
            while not stop.is_set():
                await pause(stop, LOOK_EVERY)
                if int(nats.stats["reconnects"]) != seen and nats.is_connected:
                    seen = int(nats.stats["reconnects"])
                    self._public.forget_all()
                    self._hub.everything_may_have_changed()
        finally:
            await nats.close()

    async def _case_changed(self, message: Msg) -> None:
        self._hub.changed(_entity(message))

    async def _election_changed(self, message: Msg) -> None:
        del message
        self._public.forget_all()


def _entity(message: Msg) -> str:
    try:
        return str(orjson.loads(message.data).get("entity_id", ""))
    except (ValueError, AttributeError):
        log.warning("live.unreadable_event", subject=message.subject)
        return ""
