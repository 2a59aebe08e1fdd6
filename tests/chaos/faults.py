"""Why: how a process is taken away and given back is the same in every test."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from embedded.environment import SERVICES
from embedded.process import StartFailed
from embedded.stack import Stack

PATIENCE = 30.0


def kill_and_restart(stack: Stack) -> None:
    """SIGKILL for every service process at once, and all start together, in no order that would help them."""
    for name in SERVICES:
        stack.kill(name)
    for name in SERVICES:
        stack._start_process(name)
    for name in SERVICES:
        stack._await_process(name)


@contextmanager
def gone(stack: Stack, name: str, *, at_least: float = 0.0) -> Iterator[None]:
    """A server is not there for a while, and comes back."""
    stack.kill(name)
    until = time.monotonic() + at_least
    try:
        yield
    finally:
        time.sleep(max(0.0, until - time.monotonic()))
        bring_back(stack, name)


def bring_back(stack: Stack, name: str) -> None:
    """The children of a killed PostgreSQL need a moment to notice; until then it refuses to start."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            stack.restart(name)
            return
        except StartFailed:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
