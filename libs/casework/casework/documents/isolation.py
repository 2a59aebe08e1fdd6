"""Why: uploaded files are opened by C libraries, and a file can be made to crash them, to eat the memory or to never
end. So they are opened in a few processes of their own, with bounded memory and time: what dies is one worker, and the
service says what it says of any file that cannot be read.
"""

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

T = TypeVar("T")
MEMORY = 1536 * 1024 * 1024
SECONDS = 20.0


class GaveUp(Exception):
    """It took too long or too much memory, or the worker died of it."""


class Workers:
    """Started by the first call. A worker is replaced after some hundred files, so that nothing can pile up in it."""

    def __init__(self, workers: int = 2, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool = ProcessPool(
            workers, max_tasks=500, initializer=_bound, context=multiprocessing.get_context("spawn")
        )

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """`function` is a module-level function of bytes and plain values; its exceptions come back."""
        future = self._pool.schedule(function, args=args, timeout=self._seconds)
        try:
            return await asyncio.wrap_future(future)
        except (TimeoutError, ProcessExpired, MemoryError) as error:
            raise GaveUp(type(error).__name__) from error

    async def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble's own gap
        await asyncio.to_thread(self._pool.join)


def _bound() -> None:
    """In the worker: Ctrl-C is the parent's business, memory has an end, a crash leaves no copy of the file on disk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
