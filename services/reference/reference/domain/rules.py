"""Which changes of an election are possible, and by whom (domain.md section 3: law-fixed terms; four eyes)."""

from collections.abc import Iterator
from datetime import datetime

from elections.changes import Problem, override_problems, with_fact, with_override, with_setting, without_override
from elections.election import Election
from elections.parameters import value_problem
from elections.scripts import fold
from reference.domain.model import Change, Configure, Happened, Move, Restore


def problems(election: Election, change: Change, now: datetime) -> Iterator[Problem]:
    """Every reason why the change is refused."""
    match change:
        case Move(override):
            yield from override_problems(election, override)
        case Restore(key):
            if election.calendar.override(key) is None:
                yield Problem("override.none", "key")
        case Happened(fact, since):
            if election.fact(fact) is not None:
                yield Problem("fact.known", "fact")
            if since > now:
                yield Problem("fact.in_future", "since")
        case Configure(key, value):
            problem = value_problem(key, value)
            if problem:
                yield Problem(problem, "key" if problem == "parameter.unknown" else "value")


def applied(election: Election, change: Change) -> Election:
    """The next version of the election."""
    match change:
        case Move(override):
            return with_override(election, override)
        case Restore(key):
            return without_override(election, key)
        case Happened(fact, since):
            return with_fact(election, fact, since)
        case Configure(key, value):
            return with_setting(election, key, value)


def same_person(one: str, other: str) -> bool:
    """Four eyes are two people: Đorđe and Ђорђе are one."""
    return sorted(fold(one).split()) == sorted(fold(other).split())
