"""What a report says: every payment into the special account and out of it, gifts in kind, and what is still owed.

Amounts are whole fenings, so nothing is rounded. Names of persons who gave are sealed by the store; EL 15.1d(3) asks
for every source, date and amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from candidacy.domain.reports.lifecycle import Status


class Kind(StrEnum):
    PRE_ELECTION = "PRE_ELECTION"
    """EL 15.1d(3): three days before election day."""
    FINAL = "FINAL"
    """EL 15.1d(4): within thirty days of the results in the Official Gazette."""
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED"
    """EL 15.1d(5): notice that the special account was closed."""


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"
    IN_KIND = "IN_KIND"
    """A gift that is no money: named with its value, and no part of the balance."""


class Category(StrEnum):
    """Where money comes from (EL 15.1, 15.1a(1)2), 15.1c) and what it is spent on (15.1a(1)4))."""

    OWN_FUNDS = "OWN_FUNDS"
    MEMBERSHIP_FEES = "MEMBERSHIP_FEES"
    NATURAL_PERSON = "NATURAL_PERSON"
    LEGAL_PERSON = "LEGAL_PERSON"
    BUDGET = "BUDGET"
    LOAN = "LOAN"
    COALITION_MEMBER = "COALITION_MEMBER"
    PUBLIC_MEDIA = "PUBLIC_MEDIA"
    ONLINE_MEDIA = "ONLINE_MEDIA"
    PRINTING = "PRINTING"
    EVENTS = "EVENTS"
    OTHER_COSTS = "OTHER_COSTS"
    LOAN_REPAYMENT = "LOAN_REPAYMENT"
    SURPLUS_RETURNED = "SURPLUS_RETURNED"


SOURCES = frozenset(
    {
        Category.OWN_FUNDS,
        Category.MEMBERSHIP_FEES,
        Category.NATURAL_PERSON,
        Category.LEGAL_PERSON,
        Category.BUDGET,
        Category.LOAN,
        Category.COALITION_MEMBER,
    }
)
COSTS = frozenset(
    {
        Category.PUBLIC_MEDIA,
        Category.ONLINE_MEDIA,
        Category.PRINTING,
        Category.EVENTS,
        Category.OTHER_COSTS,
    }
)
DONATIONS = frozenset({Category.NATURAL_PERSON, Category.LEGAL_PERSON})
"""Loans between parties and a coalition's shares are none: EL 15.1c(1), (2)."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of the report."""

    on: date | None
    direction: Direction
    category: Category
    fenings: int
    party: str = ""
    """Who gave or was paid; sealed when a natural person."""
    document: str = ""
    """Number of the invoice or statement."""
    repay_by: date | None = None
    """EL 15.1c(3): of a loan."""


@dataclass(frozen=True, slots=True)
class Debt:
    """EL 15.1d(4): what is still owed, of which kind, and until when it will be paid."""

    creditor: str
    category: Category
    fenings: int
    pay_by: date | None


@dataclass(frozen=True, slots=True)
class Report:
    kind: Kind
    since: date | None
    """First day that it covers."""
    until: date | None
    opening_fenings: int = 0
    closing_fenings: int = 0
    payments: Sequence[Payment] = ()
    debts: Sequence[Debt] = ()
    account_closed_on: date | None = None

    def total(self, direction: Direction) -> int:
        return sum(each.fenings for each in self.payments if each.direction is direction)


@dataclass(frozen=True, slots=True)
class Filing:
    """A report as it was filed once; the first and every amendment are kept, with their reason."""

    number: int
    report: Report
    filed_at: datetime
    filed_by: str
    reason: str | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class ReportCase:
    id: UUID
    subject_id: UUID
    status: Status
    filings: Sequence[Filing] = ()

    @property
    def in_force(self) -> Filing | None:
        """The last one: it is what counts, but the others stay to be read."""
        return self.filings[-1] if self.filings else None
