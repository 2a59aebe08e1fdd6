"""Why: what is the same for everybody is computed once and served as bytes, also while the service behind it is away.

An entry is fresh for some seconds and dropped at once when an election changes. A stale entry is served when asking
again fails: the calendar stays readable through an outage. Entries are few and bounded; nothing personal is a key.
"""

import asyncio
import gzip
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import orjson
from cachetools import LRUCache

MOST = 512
COMPRESS_FROM = 1400
"""Bytes; less fits into one packet anyway."""


@dataclass(frozen=True)
class PublicAnswer:
    """An answer ready to send: its bytes, the same bytes compressed, and their tag."""

    body: bytes
    packed: bytes | None
    etag: str
    made_at: float


class NotKept(Exception):
    """The answer holds an error and must not be kept; `body` is what to send this once."""

    def __init__(self, body: bytes) -> None:
        super().__init__("not kept")
        self.body = body


class PublicAnswers:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._kept: LRUCache[str, PublicAnswer] = LRUCache(MOST)
        self._being_made: dict[str, asyncio.Task[PublicAnswer]] = {}
        self._valid_from = 0.0

    @staticmethod
    def key(document_id: str, variables: Mapping[str, object]) -> str:
        told = orjson.dumps(variables, option=orjson.OPT_SORT_KEYS)
        return f"{document_id}:{hashlib.sha256(told).hexdigest()}"

    async def get(self, key: str, make: Callable[[], Awaitable[bytes]]) -> PublicAnswer:
        """The kept answer while it is fresh; else a new one, made once for all who ask at the same time."""
        kept = self._kept.get(key)
        now = time.monotonic()
        if kept is not None and kept.made_at >= self._valid_from and now - kept.made_at < self.seconds:
            return kept
        if key not in self._being_made:
            task = asyncio.create_task(self._make(key, make))
            self._being_made[key] = task
            task.add_done_callback(lambda _: self._being_made.pop(key, None))
        try:
            return await asyncio.shield(self._being_made[key])
        except NotKept:
            if kept is not None:
                return kept
            raise

    def forget_all(self) -> None:
        """An election changed: whatever was asked before now is asked again."""
        self._valid_from = time.monotonic()

    async def _make(self, key: str, make: Callable[[], Awaitable[bytes]]) -> PublicAnswer:
        began = time.monotonic()
        body = await make()
        packed = gzip.compress(body, 6, mtime=0) if len(body) >= COMPRESS_FROM else None
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        self._kept[key] = PublicAnswer(body, packed, etag, began)
        return self._kept[key]
