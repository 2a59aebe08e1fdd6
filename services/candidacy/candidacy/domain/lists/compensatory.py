"""Lists for compensatory mandates: a second list that follows the certification of the first (EL 1.1a 10)-12), P05)."""

from collections.abc import Iterator, Sequence

from candidacy.domain.lists.lifecycle import ON_BALLOT, Status
from candidacy.domain.lists.model import ListKind
from elections.levels import Level, Unit
from elections.procedure import Defect

ARTICLE = "1.1a 12)"


def unit_of(level: Level, code: str) -> Unit | None:
    return next((unit for unit in level.units if unit.code == code), None)


def kind_of(unit: Unit) -> ListKind:
    return ListKind.COMPENSATORY if unit.compensatory else ListKind.REGULAR


def cannot_start(level: Level | None, unit_code: str, regular: Sequence[Status]) -> Iterator[Defect]:
    """`regular`: the states of the subject's regular lists at this level."""
    unit = unit_of(level, unit_code) if level is not None else None
    if unit is None:
        yield Defect("list.unit_unknown", "unit", params={"unit": unit_code})
    elif unit.compensatory and not ON_BALLOT & set(regular):
        yield Defect("list.regular_first", "unit", ARTICLE)


def close_key(kind: ListKind) -> str:
    """The deadline until which such a list is filed."""
    return "LIST_COMP_CLOSE" if kind is ListKind.COMPENSATORY else "LIST_CLOSE"
