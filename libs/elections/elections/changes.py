"""What two officials may change in an election, and why a proposed change is refused (domain.md section 3, P115).

A term that the law fixes moves only with a legal note; a key, fact or value that does not exist is named, not ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from elections.deadlines import Anchor
from elections.election import Election, Fact
from elections.override import Override
from elections.parameters import Value, value_problem
from elections.terms import UnknownDeadline

_HOUR: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    path: str


def override_problems(election: Election, override: Override) -> Iterator[Problem]:
    """Every reason why a decision cannot move this deadline."""
    try:
        rule = election.calendar.rule(override.key)
    except UnknownDeadline:
        yield Problem("deadline.unknown", "key")
        return
    by_event = rule.anchor is Anchor.EVENT
    if by_event and override.offset is None:
        yield Problem("override.offset_required", "offset")
    if not by_event and override.day is None:
        yield Problem("override.day_required", "day")
    if override.day is not None and override.offset is not None:
        yield Problem("override.day_or_offset", "offset")
    if not _HOUR.fullmatch(override.hour):
        yield Problem("override.hour", "hour")
    if not override.decision.strip():
        yield Problem("override.decision_required", "decision")
    if rule.law_fixed and not (override.legal_note or "").strip() and not _only_the_free_hour(election, override):
        yield Problem("override.legal_note_required", "legal_note")


def with_override(election: Election, override: Override) -> Election:
    """The election after the decision; an older decision on the same deadline is replaced."""
    others = tuple(other for other in election.calendar.overrides if other.key != override.key)
    return _next(election, calendar=replace(election.calendar, overrides=(*others, override)))


def without_override(election: Election, key: str) -> Election:
    """The deadline counts by its rule again."""
    others = tuple(other for other in election.calendar.overrides if other.key != key)
    return _next(election, calendar=replace(election.calendar, overrides=others))


def with_fact(election: Election, fact: Fact, since: datetime) -> Election:
    return _next(election, facts={**election.facts, fact: since})


def with_setting(election: Election, key: str, value: Value) -> Election:
    """Raises ValueError with parameter.unknown or parameter.type."""
    problem = value_problem(key, value)
    if problem:
        raise ValueError(problem)
    return _next(election, settings={**election.settings, key: value})


def _only_the_free_hour(election: Election, override: Override) -> bool:
    """A closing hour may be free where the date is the law's."""
    rule = election.calendar.rule(override.key)
    unmoved = replace(election.calendar, overrides=())
    return rule.free_hour and override.offset is None and override.day == unmoved.deadline(override.key).day


def _next(election: Election, **changes: object) -> Election:
    return replace(election, version=election.version + 1, **changes)  # type: ignore[arg-type]
