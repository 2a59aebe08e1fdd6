"""One view of many logs: every line of every process with its name in front, and the whole of it in var/log."""

from __future__ import annotations

import json
import re
import sys
import threading
from pathlib import Path
from typing import IO, TextIO

COLOURS = (36, 32, 33, 35, 34, 96, 92, 93, 95, 94)
# The servers speak a lot at their ordinary level; the view shows what they complain about, the file has everything.
COMPLAINT = re.compile(r"\b(WARNING|WRN|ERROR|ERR|FATAL|FTL|PANIC|panic)\b|^[EF]\d{4} ")
# Said at every start, and known: our readiness probe, the file of mode 0600 with NATS passwords, ways of both stores.
KNOWN = (
    "the database system is starting up",
    "Plaintext passwords detected",
    "already disconnected",
    "more than 0 drives",
)
ENVELOPE = ("event", "level", "timestamp", "service", "trace_id")


class Console:
    """Prints lines of processes, one whole line at a time."""

    def __init__(self, directory: Path, out: TextIO | None = sys.stdout) -> None:
        self._directory = directory
        self._out = out
        self._lock = threading.Lock()
        self._colours: dict[str, int] = {}
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)

    def say(self, text: str, name: str = "portal") -> None:
        """Print a line of the view."""
        if self._out is None:
            return
        with self._lock:
            colour = self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
            prefix = f"{name:<13} │ "
            if self._out.isatty():
                prefix = f"\033[{colour}m{prefix}\033[0m"
            for line in text.splitlines() or [""]:
                self._out.write(f"{prefix}{line}\n")
            self._out.flush()

    def follow(self, name: str, stream: IO[bytes], *, complaints_only: bool = False) -> threading.Thread:
        """Copy a process's output into its file and into the view until it ends."""
        log = self.log(name)
        thread = threading.Thread(target=self._copy, args=(name, stream, log, complaints_only), name=f"log-{name}")
        thread.daemon = True
        thread.start()
        return thread

    def log(self, name: str) -> Path:
        return self._directory / f"{name}.log"

    def _copy(self, name: str, stream: IO[bytes], log: Path, complaints_only: bool) -> None:
        with log.open("ab", buffering=0) as file:
            for raw in stream:
                file.write(raw)
                line = raw.decode(errors="replace").rstrip()
                if line and not (complaints_only and is_chatter(line)):
                    self.say(readable(line), name)


def is_chatter(line: str) -> bool:
    """Is it neither a warning nor an error, or one that everybody expects?"""
    return not COMPLAINT.search(line) or any(known in line for known in KNOWN)


def readable(line: str) -> str:
    """A structured log line as words: "WARNING http method=GET status=503"; anything else as it is."""
    if not line.startswith("{"):
        return line
    try:
        fields = json.loads(line)
        event, level = str(fields["event"]), str(fields.get("level", "info"))
    except (ValueError, KeyError, TypeError):
        return line
    rest = " ".join(f"{key}={value}" for key, value in fields.items() if key not in ENVELOPE)
    return f"{'' if level in {'info', 'debug'} else level.upper() + ' '}{event} {rest}".rstrip()
