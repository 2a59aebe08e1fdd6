"""Why: a rehearsal election runs in an hour and a test runs at a chosen minute, so nobody asks the system for the time.

Token expiry and TLS are the exception: they use the machine's own time.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    @property
    def scale(self) -> float: ...

    def now(self) -> datetime:
        """The instant, aware, in UTC."""


class SystemClock:
    """The machine's clock, or one that started at `start` when it was made and runs `scale` times as fast."""

    def __init__(self, scale: float = 1.0, start: datetime | None = None) -> None:
        self.scale = scale
        self._origin = datetime.now(UTC)
        self._start = start.astimezone(UTC) if start else self._origin

    def now(self) -> datetime:
        return self._start + (datetime.now(UTC) - self._origin) * self.scale


class FixedClock:
    """Stands still until it is moved."""

    scale = 1.0

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._instant

    def move(self, to: datetime | timedelta) -> None:
        self._instant = self._instant + to if isinstance(to, timedelta) else to.astimezone(UTC)
