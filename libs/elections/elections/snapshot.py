"""An election as plain JSON and back: what `reference` publishes and every service keeps a copy of."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from elections.calendar import Calendar
from elections.deadlines import Deadline, ElectionType
from elections.election import Election, Fact
from elections.override import Override
from elections.parameters import frozen
from elections.texts import Text

Plain = dict[str, Any]


def to_plain(election: Election) -> Plain:
    """The whole election: whoever has it needs no other source to compute a term."""
    calendar = election.calendar
    return {
        "code": election.code,
        "short": election.short,
        "version": election.version,
        "name": election.name.plain(),
        "type": str(election.type),
        "day": calendar.election_day.isoformat(),
        "called_on": _iso(calendar.called_on),
        "polls_open": calendar.polls_open,
        "polls_close": calendar.polls_close,
        "roll_over": calendar.roll_over,
        "holidays": sorted(day.isoformat() for day in calendar.holidays),
        "deadlines": [deadline.plain() for deadline in calendar.deadlines],
        "overrides": [override_to_plain(override) for override in calendar.overrides],
        "levels": list(election.levels),
        "constituencies": list(election.constituencies),
        "missions": list(election.missions),
        "settings": {
            key: list(value) if isinstance(value, tuple) else value for key, value in election.settings.items()
        },
        "facts": {str(fact): instant.isoformat() for fact, instant in election.facts.items()},
        "parent": election.parent,
        "rehearsal": election.rehearsal,
    }


def from_plain(plain: Mapping[str, Any]) -> Election:
    """Raises KeyError or ValueError for what is no election."""
    calendar = Calendar(
        election_day=date.fromisoformat(plain["day"]),
        called_on=date.fromisoformat(plain["called_on"]) if plain["called_on"] else None,
        polls_open=plain["polls_open"],
        polls_close=plain["polls_close"],
        roll_over=plain["roll_over"],
        holidays=frozenset(date.fromisoformat(day) for day in plain["holidays"]),
        deadlines=tuple(Deadline.from_plain(deadline) for deadline in plain["deadlines"]),
        overrides=tuple(override_from_plain(override) for override in plain["overrides"]),
    )
    return Election(
        code=plain["code"],
        short=plain["short"],
        version=plain["version"],
        name=Text.from_plain(plain["name"]),
        type=ElectionType(plain["type"]),
        calendar=calendar,
        levels=tuple(plain["levels"]),
        constituencies=tuple(plain["constituencies"]),
        missions=tuple(plain["missions"]),
        settings={key: frozen(value) for key, value in plain["settings"].items()},
        facts={Fact(fact): datetime.fromisoformat(at).astimezone(UTC) for fact, at in plain["facts"].items()},
        parent=plain["parent"],
        rehearsal=plain["rehearsal"],
    )


def override_to_plain(override: Override) -> Plain:
    return asdict(override) | {"decided_on": override.decided_on.isoformat(), "day": _iso(override.day)}


def override_from_plain(plain: Mapping[str, Any]) -> Override:
    day = date.fromisoformat(plain["day"]) if plain["day"] else None
    return Override(**{**plain, "decided_on": date.fromisoformat(plain["decided_on"]), "day": day})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
