"""One object holds every difference between two elections: day, calendar, levels, places, settings, outside facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from elections.calendar import Calendar
from elections.deadlines import ElectionType
from elections.parameters import Value, parameters
from elections.texts import Text


class Fact(StrEnum):
    """What happens outside the portal and is entered by two officials."""

    BALLOT_PRINTING_STARTED = "BALLOT_PRINTING_STARTED"
    """EL 1.8(1): from here on a name is not removed, only the mandate refused."""
    RESULTS_ESTABLISHED = "RESULTS_ESTABLISHED"
    RESULTS_PUBLISHED = "RESULTS_PUBLISHED"
    """In the Official Gazette: the financial report runs from here."""
    RESULTS_CONFIRMED = "RESULTS_CONFIRMED"


@dataclass(frozen=True, slots=True)
class Election:
    code: str
    """LE2024, GE2026, DEMO …"""
    short: str
    """The election in case numbers: REG-2024L-000123."""
    name: Text
    type: ElectionType
    calendar: Calendar
    levels: tuple[str, ...] = ()
    constituencies: tuple[str, ...] = ()
    """Keys of the basic constituencies whose voters take part."""
    missions: tuple[str, ...] = ()
    """Codes of the missions that the Commission opened."""
    settings: Mapping[str, Value] = field(default_factory=dict)
    """Only what differs from the defaults of `parameters`."""
    facts: Mapping[Fact, datetime] = field(default_factory=dict)
    parent: str | None = None
    """The election that is repeated or was postponed."""
    version: int = 1
    """Grows with each change; a copy of a lower version is out of date."""
    rehearsal: bool = False
    """Synthetic: a banner says so on every page."""

    @property
    def day(self) -> date:
        return self.calendar.election_day

    @property
    def called_on(self) -> date | None:
        return self.calendar.called_on

    def parameter(self, key: str) -> Value:
        """What holds in this election. Raises KeyError for a key that nobody declared."""
        return self.settings[key] if key in self.settings else parameters()[key].default

    def number(self, key: str) -> int:
        value = self.parameter(key)
        if not isinstance(value, int):
            raise _wrong(key, value)
        return value

    def flag(self, key: str) -> bool:
        value = self.parameter(key)
        if not isinstance(value, bool):
            raise _wrong(key, value)
        return value

    def choices(self, key: str) -> tuple[str, ...]:
        value = self.parameter(key)
        if not isinstance(value, tuple):
            raise _wrong(key, value)
        return value

    def fact(self, fact: Fact) -> datetime | None:
        """Since when it is so; None until two officials entered it."""
        return self.facts.get(fact)


def _wrong(key: str, value: Value) -> TypeError:
    return TypeError(f"{key} is {value!r}")
