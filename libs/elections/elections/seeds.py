"""Builds an election from a seed file's content; the rehearsal's days are counted from the day of its first start."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from elections.calendar import Calendar
from elections.constituencies import constituencies
from elections.deadlines import ElectionType, deadlines_for
from elections.election import Election
from elections.override import Override
from elections.parameters import frozen
from elections.texts import Text

SUNDAY: Final = 7


def from_seed(seed: Mapping[str, Any], first_start: date) -> Election:
    """`first_start` matters only to a seed with a [from_first_start] table. Raises KeyError for a missing field."""
    type = ElectionType(seed["type"])
    day, called_on, overrides = _days(seed, first_start)
    calendar = Calendar(
        election_day=day,
        called_on=called_on,
        polls_open=seed.get("polls_open", "07:00"),
        polls_close=seed.get("polls_close", "19:00"),
        deadlines=deadlines_for(type),
        overrides=overrides,
    )
    entities = frozenset(seed["entities"])
    return Election(
        code=seed["code"],
        short=seed["short"],
        name=Text.from_plain(seed["name"]),
        type=type,
        calendar=calendar,
        levels=tuple(seed["levels"]),
        constituencies=tuple(unit.key for unit in constituencies().values() if unit.entity in entities),
        missions=tuple(seed["missions"]),
        settings={key: frozen(value) for key, value in seed.get("settings", {}).items()},
        parent=seed.get("parent"),
        rehearsal=seed.get("rehearsal", False),
    )


def _days(seed: Mapping[str, Any], first_start: date) -> tuple[date, date | None, tuple[Override, ...]]:
    relative = seed.get("from_first_start")
    if relative is None:
        return seed["day"], seed.get("called_on"), ()
    overrides = tuple(
        Override(
            key=move["key"],
            decision=relative["decision"],
            decided_on=first_start,
            day=first_start + timedelta(days=move["days"]),
            hour=move["hour"],
        )
        for move in relative["moved"]
    )
    earliest = first_start + timedelta(days=relative["election_sunday_from"])
    day = earliest + timedelta(days=SUNDAY - earliest.isoweekday())
    return day, first_start + timedelta(days=relative["called"]), overrides
