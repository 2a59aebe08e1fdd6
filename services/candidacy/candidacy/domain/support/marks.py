"""Which mark each line gets: a pure function of the whole list, so that taking one line away can make another valid."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from candidacy.domain.support.model import Answer, Entry, Mark

ADULT = 18


class SameSupporter(StrEnum):
    """A voter who supports two subjects at one level: for whom the signature counts is recalled, so the Commission
    sets it."""

    FIRST = "FIRST"
    NONE = "NONE"
    ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Claim:
    """Another subject's filed application at the same level that has this supporter."""

    person: str
    filed_at: datetime


def marks(entries: Sequence[Entry], territory: AbstractSet[str]) -> Mapping[UUID, Mark]:
    """EL 4.4(1), of one list in its order: the first complete line of a supporter counts, the others are duplicates."""
    seen: set[str] = set()
    result = {}
    for entry in entries:
        repeated = entry.person in seen
        result[entry.id] = _mark(entry, territory, repeated=repeated)
        if entry.person is not None and entry.complete:
            seen.add(entry.person)
    return result


def _mark(entry: Entry, territory: AbstractSet[str], *, repeated: bool) -> Mark:
    if not entry.complete:
        return Mark.NO_SIGNATURE
    if entry.person is None:
        return Mark.NOT_IN_CVR
    if repeated or entry.supports_another:
        return Mark.DUPLICATE
    if entry.answer is None:
        return Mark.CHECKING
    return _answered(entry.answer, territory)


def _answered(answer: Answer, territory: AbstractSet[str]) -> Mark:
    """EL 3.2(3): who will not be eighteen on election day is no voter, whatever the register holds."""
    if not answer.in_register or (answer.age_on_election_day or 0) < ADULT:
        return Mark.NOT_IN_CVR
    return Mark.VALID if answer.constituency in territory else Mark.OTHER_CONSTITUENCY


def supports_another(
    person: str, claims: Iterable[Claim], filed_at: datetime | None, mode: SameSupporter = SameSupporter.FIRST
) -> bool:
    """Whether the signature counts for somebody else. A draft neither claims a supporter nor learns of a claim: a
    subject could otherwise find out whom a voter supports by typing the number."""
    if filed_at is None or mode is SameSupporter.ALL:
        return False
    others = [claim for claim in claims if claim.person == person]
    if mode is SameSupporter.NONE:
        return bool(others)
    return any(claim.filed_at < filed_at for claim in others)
