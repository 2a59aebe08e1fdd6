"""What of a report everybody may read: sums by kind, and legal persons who gave. Never who, as a natural person, gave
money or was paid: the first reveals a political opinion (Law on Personal Data Protection, OG BiH 12/25)."""

from collections.abc import Mapping
from dataclasses import dataclass

from candidacy.domain.reports.model import Category, Direction, Report


@dataclass(frozen=True, slots=True)
class Sums:
    by_category: Mapping[Category, int]
    income: int
    spent: int
    in_kind: int
    debts: int
    persons: int
    """How many gifts of natural persons there are, not whose."""
    legal_persons: Mapping[str, int]


def public(report: Report) -> Sums:
    by_category: dict[Category, int] = {}
    legal_persons: dict[str, int] = {}
    for each in report.payments:
        by_category[each.category] = by_category.get(each.category, 0) + each.fenings
        if each.category is Category.LEGAL_PERSON:
            legal_persons[each.party] = legal_persons.get(each.party, 0) + each.fenings
    return Sums(
        by_category=by_category,
        income=report.total(Direction.IN),
        spent=report.total(Direction.OUT),
        in_kind=report.total(Direction.IN_KIND),
        debts=sum(each.fenings for each in report.debts),
        persons=sum(each.category is Category.NATURAL_PERSON for each in report.payments),
        legal_persons=legal_persons,
    )
