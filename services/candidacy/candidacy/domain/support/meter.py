"""How far a list is from its threshold (EL 4.4, 4.5), live: what counts, what is being checked, what is still missing.

The numbers are recalled and therefore parameters of the election; where one is not known, the meter says so and never
"reached".
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from candidacy.domain.support.model import Mark
from elections.election import Election

_STATE = frozenset({"PRES_BIH", "PA_BIH"})
_ENTITY = frozenset({"HOR_FBIH", "NA_RS", "PRES_RS"})
_WITHOUT = frozenset({"MINORITY"})
_ASKED = frozenset({"PARTY", "IC"})
"""Coalitions and lists of independents consist of certified subjects; minorities collect none [W9]."""


class Progress(StrEnum):
    NOT_POSSIBLE = "NOT_POSSIBLE"
    """The threshold is not known: a check is not possible, and nothing is called reached."""
    NOT_NEEDED = "NOT_NEEDED"
    REACHED = "REACHED"
    CHECKING = "CHECKING"
    """Would be reached if everything that is being checked is valid."""
    SHORT = "SHORT"


@dataclass(frozen=True, slots=True)
class Meter:
    valid: int
    checking: int
    invalid: int
    needed: int | None
    """None: not known. 0: no signatures are asked for."""

    @property
    def missing(self) -> int | None:
        return None if self.needed is None else max(0, self.needed - self.valid)

    @property
    def progress(self) -> Progress:
        if self.needed is None:
            return Progress.NOT_POSSIBLE
        if self.needed == 0:
            return Progress.NOT_NEEDED
        if self.valid >= self.needed:
            return Progress.REACHED
        return Progress.CHECKING if self.valid + self.checking >= self.needed else Progress.SHORT


def meter(found: Iterable[Mark], needed: int | None) -> Meter:
    counts = dict.fromkeys(Mark, 0)
    for mark in found:
        counts[mark] += 1
    valid, checking = counts[Mark.VALID], counts[Mark.CHECKING]
    return Meter(valid, checking, sum(counts.values()) - valid - checking, needed)


def needed(election: Election, kind: str, level: str, unit: str | None, exempt: AbstractSet[str | None]) -> int | None:
    """EL 4.4: valid signatures that a subject needs at a level. `exempt`: its units with an exemption of 4.5."""
    if kind not in _ASKED or level in _WITHOUT or unit in exempt:
        return 0
    if level in _STATE:
        return _of(election, "support.needed.state", kind)
    if level in _ENTITY:
        return _of(election, "support.needed.entity", kind)
    if level == "CANTON":
        return _of(election, "support.needed.canton", kind)
    voters = _of(election, "support.registered_voters", unit or "")
    if voters is None:
        return None
    small = voters <= election.number("support.local_small_up_to")
    return _of(election, "support.needed.local_small" if small else "support.needed.local_large", kind)


def _of(election: Election, parameter: str, name: str) -> int | None:
    """A parameter's rows are written `name:number`."""
    for row in election.choices(parameter):
        key, _, number = row.rpartition(":")
        if key == name and number.isdecimal():
            return int(number)
    return None
