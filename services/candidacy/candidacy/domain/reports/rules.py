"""What must be right in a report, one function per paragraph, each with all its defects.

A report with defects can be filed: the term is the law's, and the audit needs what there is. What stops it is only a
number that is no amount or a day that is none, because they could not be added up (`stops_filing`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from candidacy.domain.reports.model import COSTS, DONATIONS, SOURCES, Category, Direction, Kind, Payment, Report
from elections.procedure import Defect

STOPPING = frozenset({"report.empty", "payment.amount", "payment.date_required", "report.period", "field.required"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report is held against beside itself."""

    on: date
    """Day of filing."""
    account_opened: date | None
    applied_on: date | None
    """Of the application for certification: EL 15.1d(4) counts from it."""
    is_person: bool = False
    """An independent candidate: what is left goes back to those who gave (15.1b(8)), not to a party (15.1b(6))."""
    before: Report | None = None
    """The report that was filed before this one."""


def defects(report: Report, ground: Ground) -> list[Defect]:
    if report.kind is Kind.ACCOUNT_CLOSED:
        return list(account_is_closed(report, ground))
    return list(
        chain(
            period(report, ground),
            payments(report, ground),
            paid_in_before_spent(report),
            balance(report),
            loans(report),
            debts(report),
            nothing_vanished(report, ground),
            twice(report),
        )
    )


def stops_filing(found: Iterable[Defect]) -> list[Defect]:
    return [defect for defect in found if defect.code in STOPPING]


def period(report: Report, ground: Ground) -> Iterator[Defect]:
    """EL 15.1d(3): up to the day of filing; (4): from the day of the application to the day of filing."""
    article = _article(report.kind)
    if report.since is None or report.until is None:
        for name in ("since", "until"):
            if getattr(report, name) is None:
                yield Defect("field.required", name, article)
        return
    if report.since > report.until or report.until > ground.on:
        yield Defect("report.period", "until", article, {"on": ground.on.isoformat()})
    elif report.until < ground.on:
        yield Defect("report.not_up_to_date", "until", article, {"on": ground.on.isoformat()}, warning=True)
    first = ground.applied_on if report.kind is Kind.FINAL else ground.account_opened
    if first is not None and report.since > first:
        yield Defect("report.begins_late", "since", article, {"first": first.isoformat()})


def payments(report: Report, ground: Ground) -> Iterator[Defect]:
    """EL 15.1d(3): every source and cost with date and amount; 15.1b(5): the account serves the campaign alone."""
    article = _article(report.kind)
    for number, each in enumerate(report.payments, 1):
        path = f"payments.{number}"
        if each.fenings <= 0:
            yield Defect("payment.amount", f"{path}.amount", article)
        if not _goes_together(each):
            yield Defect("payment.category", f"{path}.category", "15.1b(5)")
        if each.category is Category.MEMBERSHIP_FEES and ground.is_person:
            yield Defect("payment.source_not_lawful", f"{path}.category", "15.1")
        yield from _dated(each, path, report, ground)
        yield from _traceable(each, path, article)


def _dated(payment: Payment, path: str, report: Report, ground: Ground) -> Iterator[Defect]:
    article = _article(report.kind)
    if payment.on is None:
        yield Defect("payment.date_required", f"{path}.on", article)
        return
    if not _inside(payment.on, report):
        yield Defect("payment.outside_period", f"{path}.on", article)
    if ground.account_opened is not None and payment.on < ground.account_opened:
        yield Defect("payment.before_account", f"{path}.on", "15.1b(3)")


def _traceable(payment: Payment, path: str, article: str) -> Iterator[Defect]:
    """Who gave; for a cost who was paid, and the invoice."""
    named = bool(payment.party.strip())
    if payment.category in DONATIONS and not named:
        yield Defect("payment.source_required", f"{path}.party", article)
    if payment.category in COSTS:
        if not named:
            yield Defect("payment.supplier_required", f"{path}.party", article)
        if not payment.document.strip():
            yield Defect("payment.invoice_required", f"{path}.document", article)


def _goes_together(payment: Payment) -> bool:
    if payment.direction is Direction.OUT:
        return payment.category not in SOURCES
    if payment.direction is Direction.IN_KIND:
        return payment.category in DONATIONS
    return payment.category in SOURCES


def _inside(day: date, report: Report) -> bool:
    return (report.since is None or day >= report.since) and (report.until is None or day <= report.until)


def paid_in_before_spent(report: Report) -> Iterator[Defect]:
    """EL 15.1b(4): what is spent was paid into the account before. Payments of one day come in before they go out."""
    money = [each for each in report.payments if each.on and each.direction is not Direction.IN_KIND]
    dated = sorted((each.on or date.min, each.direction is Direction.OUT, each.fenings) for each in money)
    left = report.opening_fenings
    for on, out, fenings in dated:
        left += -fenings if out else fenings
        if left < 0:
            params = {"on": on.isoformat(), "fenings": -left}
            yield Defect("report.spent_before_paid_in", "payments", "15.1b(4)", params)
            return


def balance(report: Report) -> Iterator[Defect]:
    """EL 15.1a(1)1), 15.1d(3): what was there, came and went makes what is left."""
    expected = report.opening_fenings + report.total(Direction.IN) - report.total(Direction.OUT)
    if expected != report.closing_fenings:
        params = {"expected": expected, "stated": report.closing_fenings}
        yield Defect("report.balance", "closing", _article(report.kind), params)


def loans(report: Report) -> Iterator[Defect]:
    """EL 15.1c(3): the agreement on a loan clearly says until when it is paid back."""
    for number, each in enumerate(report.payments, 1):
        if each.category is Category.LOAN:
            if each.repay_by is None:
                yield Defect("loan.repayment_date_required", f"payments.{number}.repay_by", "15.1c(3)")
            elif each.on is not None and each.repay_by < each.on:
                yield Defect("loan.repayment_before_loan", f"payments.{number}.repay_by", "15.1c(3)")


def debts(report: Report) -> Iterator[Defect]:
    """EL 15.1d(4): amount and kind of what is still owed for the campaign, and the time needed to pay it."""
    for number, each in enumerate(report.debts, 1):
        path = f"debts.{number}"
        if not each.creditor.strip():
            yield Defect("field.required", f"{path}.creditor", "15.1d(4)")
        if each.fenings <= 0:
            yield Defect("payment.amount", f"{path}.amount", "15.1d(4)")
        if each.pay_by is None:
            yield Defect("debt.pay_by_required", f"{path}.pay_by", "15.1d(4)")


def nothing_vanished(report: Report, ground: Ground) -> Iterator[Defect]:
    """EL 15.1d(3), (4): what an earlier report said of days that this one covers too is said again."""
    if ground.before is None:
        return
    missing = Counter(each for each in ground.before.payments if each.on and _inside(each.on, report))
    missing.subtract(Counter(report.payments))
    gone = sum(count for count in missing.values() if count > 0)
    if gone:
        yield Defect("report.payments_vanished", "payments", _article(report.kind), {"count": gone}, warning=True)


def twice(report: Report) -> Iterator[Defect]:
    """Two equal lines are more often a mistake than two payments [design]."""
    seen: dict[Payment, int] = {}
    for number, each in enumerate(report.payments, 1):
        if each in seen:
            yield Defect("payment.twice", f"payments.{number}", params={"first": seen[each]}, warning=True)
        seen.setdefault(each, number)


def account_is_closed(report: Report, ground: Ground) -> Iterator[Defect]:
    """EL 15.1d(5): notice of closing. 15.1b(6), (8): what was left went to the party, or back to who gave it."""
    if report.account_closed_on is None:
        yield Defect("field.required", "account_closed_on", "15.1d(5)")
    elif report.account_closed_on > ground.on:
        yield Defect("report.period", "account_closed_on", "15.1d(5)")
    elif ground.account_opened is not None and report.account_closed_on < ground.account_opened:
        yield Defect("payment.before_account", "account_closed_on", "15.1d(5)")
    if ground.before is None:
        yield Defect("report.final_missing", "account_closed_on", "15.1d(4)", warning=True)
        return
    returned = sum(each.fenings for each in report.payments if each.category is Category.SURPLUS_RETURNED)
    if ground.before.closing_fenings != returned:
        article = "15.1b(8)" if ground.is_person else "15.1b(6)"
        params = {"left": ground.before.closing_fenings, "returned": returned}
        yield Defect("report.surplus_not_returned", "payments", article, params)


def _article(kind: Kind) -> str:
    return "15.1d(4)" if kind is Kind.FINAL else "15.1d(3)"
