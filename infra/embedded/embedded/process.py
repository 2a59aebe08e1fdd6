"""Child processes that never outlive us: every server and service of the stack and of the tests is started here.

A child gets its stop signal when its parent dies (even by SIGKILL), so that neither a killed test run nor a killed
stack leaves servers behind. Linux ties that signal to the *thread* that forked: start children from the main thread.
"""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

PR_SET_PDEATHSIG = 1
OWN_PORTS = range(10_000, 20_000)
# Not the generator that tests seed: two workers would look for the same ports.
CHANCE = random.SystemRandom()
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class StartFailed(RuntimeError):
    """A child ended or stayed silent before it was ready; carries the end of its log."""


@dataclass(frozen=True)
class Command:
    """What to run, and how to end it."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    whole_env: bool = False
    """Is `env` all of it, or on top of ours?"""
    directory: Path | None = None
    uid: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM


class Server(Protocol):
    """A server of the stack: prepares its directory, says how to run, and knows when it is ready."""

    @property
    def name(self) -> str: ...
    def prepare(self) -> None: ...
    def command(self) -> Command: ...
    def is_ready(self) -> bool: ...
    def when_ready(self) -> None: ...
    def when_stopped(self) -> None: ...


class Child:
    """One running process."""

    def __init__(self, name: str, command: Command, output: IO[bytes] | int | None = None) -> None:
        self.name = name
        self.command = command
        self.process = _spawn(command, output)
        self._asked = False

    @property
    def pid(self) -> int:
        return self.process.pid

    def exit_code(self) -> int | None:
        return self.process.poll()

    def ask_to_stop(self) -> None:
        """Send the child's own stop signal, once."""
        if self.process.poll() is None and not self._asked:
            self._asked = True
            self.process.send_signal(self.command.stop_signal)

    def stop(self, patience: float = 15.0) -> None:
        """Ask to stop, insist after `patience` seconds."""
        self.ask_to_stop()
        if self.process.poll() is None:
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process.wait()

    def kill(self) -> None:
        """End at once, for tests that want a crash."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def _spawn(command: Command, output: IO[bytes] | int | None) -> subprocess.Popen[bytes]:
    def die_with_parent() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(command.stop_signal))

    return subprocess.Popen(
        command.argv,
        env=dict(command.env) if command.whole_env else {**os.environ, **command.env},
        cwd=command.directory,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        user=command.uid,
        group=command.uid,
        extra_groups=[] if command.uid is not None else None,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - only a prctl; children are started from the main thread
        # A Ctrl-C in the terminal reaches the supervisor alone, which stops the children in order.
        start_new_session=True,
    )


def await_ready(child: Child, is_ready: Callable[[], bool], timeout: float = 60.0, log: Path | None = None) -> None:
    """Return when `is_ready()`; raise StartFailed when the child ends or the time is up."""
    end = time.monotonic() + timeout
    while not is_ready():
        code = child.exit_code()
        if code is not None or time.monotonic() > end:
            reason = f"ended with code {code}" if code is not None else f"was not ready after {timeout:.0f} s"
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-30:]) if log and log.exists() else ""
            raise StartFailed(f"{child.name} {reason}\n{tail}".rstrip())
        time.sleep(0.03)


@contextmanager
def running(server: Server, directory: Path) -> Iterator[Child]:
    """Start a server with its log in `directory`, yield it ready, stop it. For tests and tools."""
    server.prepare()
    log = directory / f"{server.name}.log"
    with log.open("ab") as output:
        child = Child(server.name, server.command(), output)
    try:
        await_ready(child, server.is_ready, log=log)
        server.when_ready()
        yield child
    finally:
        child.stop()
        server.when_stopped()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, all different.

    Below those that the system gives to outgoing connections: one of them could be taken before our server binds it.
    """
    found: list[int] = []
    for port in CHANCE.sample(OWN_PORTS, 20 * count):
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == count:
            return found
    raise StartFailed("no free ports")


def listens(port: int) -> bool:
    """Does anybody accept connections on 127.0.0.1:port?"""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
