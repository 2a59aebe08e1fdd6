"""What documents are worked on with: one store, the processes that open files, and who sweeps up behind them."""

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic

import structlog

from casework.documents.isolation import Workers
from casework.documents.tables import Archive, D, DocumentSettings
from commons.problems import Refusal
from commons.storage import Bucket, ObjectStore, StoreSettings

log = structlog.get_logger(__name__)
QUARANTINE_DAYS = 2
GATHERED = 0.5
"""Seconds for which what is to be removed waits for more."""
AT_ONCE = 500


class Sweeper:
    """Removes objects in the background, those of a short while in one request: each costs the store what a small
    write costs. What fails is left to the quarantine's term, or unreadable in the vault."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._waiting: defaultdict[str, list[str]] = defaultdict(list)
        self._closing = asyncio.Event()
        self._sweeping: asyncio.Task[None] | None = None

    def remove(self, bucket: str, key: str) -> None:
        self._waiting[bucket].append(key)
        if self._sweeping is None or self._sweeping.done():
            self._sweeping = asyncio.get_running_loop().create_task(self._sweep())

    async def close(self) -> None:
        """When everything was removed."""
        self._closing.set()
        if self._sweeping is not None:
            await self._sweeping

    async def _sweep(self) -> None:
        while self._waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), GATHERED)
            bucket, keys = self._waiting.popitem()
            if rest := keys[AT_ONCE:]:
                self._waiting[bucket] = rest
            try:
                await self._store.remove(bucket, *keys[:AT_ONCE])
            except Refusal:
                log.warning("objects left behind", bucket=bucket, count=len(keys[:AT_ONCE]))


@dataclass(frozen=True)
class Desk(Generic[D]):
    """One per process."""

    archive: Archive[D]
    store: ObjectStore
    workers: Workers
    sweeper: Sweeper

    @classmethod
    def of(cls, settings: StoreSettings, archive: Archive[D]) -> "Desk[D]":
        store = ObjectStore(settings)
        return cls(archive, store, Workers(), Sweeper(store))

    async def close(self) -> None:
        await self.sweeper.close()
        await self.workers.close()
        self.store.close()


def buckets(settings: DocumentSettings) -> list[Bucket]:
    """The vault keeps no versions: what is deleted by law is gone."""
    return [Bucket(settings.quarantine_bucket, expire_days=QUARANTINE_DAYS), Bucket(settings.vault_bucket)]
