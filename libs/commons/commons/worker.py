"""Why: what happens after the commit (relay, consumers, timers) runs beside the requests or in a process of its own.

A service's `worker.py` offers one context manager that yields the parts; this module runs them, restarts them when
they fall over, and stops them in order:

    @asynccontextmanager
    async def parts(settings, database, clock) -> AsyncIterator[Sequence[Runnable]]:
        async with messaging.connection(settings, "registration") as nats:
            yield [Relay(database, nats, "registration"), Consumers(...), Timers(...)]
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Protocol, runtime_checkable

import structlog

from commons.problems import where
from commons.telemetry import configure_logging

log = structlog.get_logger(__name__)
RESTART_AFTER = 2.0
PATIENCE = 10.0


class Runnable(Protocol):
    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; then finish what is in hand and return."""


WorkerParts = AbstractAsyncContextManager[Sequence[Runnable]]


async def run_worker(parts: Sequence[Runnable], stop: asyncio.Event) -> None:
    """All parts together: when one fails, the others are told to stop and cancelled, and the failure is the caller's.

    Cancelling alone is not enough: before Python 3.12 `wait_for` forgets a cancellation that comes together with its
    result. A consumer that lost it that way ran on alone, and whatever had failed beside it never started again.
    """
    halt = asyncio.Event()

    async def run(part: Runnable) -> None:
        try:
            await part.run(halt)
        except BaseException:
            halt.set()
            raise

    async def pass_on() -> None:
        await stop.wait()
        halt.set()

    passing_on = asyncio.create_task(pass_on())
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(run(part))
    finally:
        passing_on.cancel()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Sleep, unless we are asked to stop."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def supervise(build: Callable[[], WorkerParts], stop: asyncio.Event) -> None:
    """Keep the parts running until `stop`. Their state is in PostgreSQL, so starting again is always safe."""
    while not stop.is_set():
        try:
            async with build() as parts:
                await run_worker(parts, stop)
        except Exception as error:  # noqa: BLE001 - whatever it was, the parts start again
            first = _first(error)
            log.error(  # noqa: TRY400 - a traceback with values may hold personal data
                "worker.failed", error=type(first).__qualname__, at=where(first)
            )
            await pause(stop, RESTART_AFTER)


async def until_stopped(build: Callable[[], WorkerParts], stop: asyncio.Event) -> None:
    """`supervise`, but a part that hangs (a server that is not there yet) gets PATIENCE seconds to finish, no more."""
    task = asyncio.create_task(supervise(build, stop))
    await stop.wait()
    await asyncio.wait({task}, timeout=PATIENCE)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


@runtime_checkable
class Replayable(Protocol):
    async def replay(self) -> object:
        """Give the dead letters to their handlers again; says how many were done and how many failed."""


@runtime_checkable
class Republishable(Protocol):
    async def republish(self) -> object:
        """Hand every message to the transport again; says how many."""


async def operate(build: Callable[[], WorkerParts], verb: str) -> list[str]:
    """An operator's `republish` or `replay`, done with the service's own parts; one line per part."""
    async with build() as parts:
        if verb == "republish":
            return [f"republished: {await part.republish()}" for part in parts if isinstance(part, Republishable)]
        return [f"replayed: {await part.replay()}" for part in parts if isinstance(part, Replayable)]


def run_process(build: Callable[[], WorkerParts], arguments: Sequence[str] | None = None) -> None:
    """`python -m <service>.worker`: until SIGTERM or SIGINT. With `republish` or `replay`: that, once."""

    spec = sys.modules["__main__"].__spec__
    service = spec.parent if spec and spec.parent else "worker"
    configure_logging(service, os.environ.get(f"{service.upper()}_LOG_LEVEL") or "INFO")

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await until_stopped(build, stop)

    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        asyncio.run(main())
    elif given in (["republish"], ["replay"]):
        sys.stdout.write("\n".join(asyncio.run(operate(build, given[0]))) + "\n")
    else:
        raise SystemExit("usage: python -m <service>.worker [republish|replay]")
