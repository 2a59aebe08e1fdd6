from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.reports.lifecycle import Status
from candidacy.domain.reports.model import Category, Debt, Direction, Filing, Kind, Payment, Report, ReportCase
from candidacy.domain.reports.publication import public
from candidacy.domain.reports.rules import Ground, defects, stops_filing

OPENED, APPLIED, TODAY = date(2024, 5, 1), date(2024, 5, 20), date(2024, 10, 3)
GROUND = Ground(on=TODAY, account_opened=OPENED, applied_on=APPLIED)
GIFT = Payment(date(2024, 6, 1), Direction.IN, Category.NATURAL_PERSON, 100_000, "Ana Đurić")
POSTERS = Payment(date(2024, 6, 2), Direction.OUT, Category.PRINTING, 40_000, "Štamparija d.o.o.", "12/24")
PRE = Report(Kind.PRE_ELECTION, OPENED, TODAY, 0, 60_000, (GIFT, POSTERS))


def codes(report: Report, ground: Ground = GROUND) -> list[str]:
    return [defect.code for defect in defects(report, ground)]


def with_payment(**changes: Any) -> Report:
    """A third payment that leaves the balance alone unless it is one of money."""
    third = Payment(date(2024, 7, 1), Direction.IN_KIND, Category.LEGAL_PERSON, 500, "Firma d.o.o.")
    return replace(PRE, payments=(GIFT, POSTERS, replace(third, **changes)))


@pytest.mark.provision("P74")
def test_a_right_report_has_no_defect() -> None:
    assert codes(PRE) == []
    assert codes(with_payment()) == []


@pytest.mark.provision("P74", "P116")
@pytest.mark.parametrize(
    ("change", "code", "article"),
    [
        ({"on": None}, "payment.date_required", "15.1d(3)"),
        ({"on": date(2024, 4, 30)}, "payment.outside_period", "15.1d(3)"),
        ({"fenings": 0}, "payment.amount", "15.1d(3)"),
        ({"party": " "}, "payment.source_required", "15.1d(3)"),
        ({"category": Category.PRINTING, "document": "1"}, "payment.category", "15.1b(5)"),
        ({"category": Category.ONLINE_MEDIA, "party": ""}, "payment.supplier_required", "15.1d(3)"),
        ({"category": Category.PUBLIC_MEDIA}, "payment.invoice_required", "15.1d(3)"),
        ({"category": Category.LOAN}, "loan.repayment_date_required", "15.1c(3)"),
        ({"category": Category.LOAN, "repay_by": date(2024, 6, 30)}, "loan.repayment_before_loan", "15.1c(3)"),
    ],
)
def test_each_payment_is_told_what_it_lacks(change: dict[str, Any], code: str, article: str) -> None:
    found = {(defect.code, defect.article) for defect in defects(with_payment(**change), GROUND)}
    assert (code, article) in found


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"since": None}, "field.required"),
        ({"until": date(2024, 10, 4)}, "report.period"),
        ({"since": APPLIED, "until": date(2024, 5, 19), "payments": (), "opening_fenings": 60_000}, "report.period"),
        ({"until": date(2024, 10, 2)}, "report.not_up_to_date"),
        ({"closing_fenings": 60_001}, "report.balance"),
        ({"payments": (POSTERS, replace(GIFT, on=date(2024, 6, 3)))}, "report.spent_before_paid_in"),
        ({"payments": (GIFT, POSTERS, GIFT), "closing_fenings": 160_000}, "payment.twice"),
    ],
)
def test_the_report_as_a_whole_is_held_against_the_law(change: dict[str, Any], code: str) -> None:
    assert codes(replace(PRE, **change), replace(GROUND, account_opened=change.get("since") or OPENED)) == [code]


def test_money_of_the_same_day_comes_in_before_it_goes_out() -> None:
    assert codes(replace(PRE, payments=(replace(POSTERS, on=GIFT.on), GIFT))) == []


def test_members_pay_fees_to_parties_and_not_to_an_independent_candidate() -> None:
    report = replace(PRE, payments=(replace(GIFT, category=Category.MEMBERSHIP_FEES), POSTERS))
    assert codes(report) == []
    assert codes(report, replace(GROUND, is_person=True)) == ["payment.source_not_lawful"]


@pytest.mark.provision("P74")
def test_the_final_report_begins_with_the_application_and_says_what_is_owed() -> None:
    final = replace(PRE, kind=Kind.FINAL, since=APPLIED, debts=(Debt("", Category.EVENTS, 0, None),))
    assert codes(final) == ["field.required", "payment.amount", "debt.pay_by_required"]
    assert codes(replace(final, since=date(2024, 5, 21), debts=())) == ["report.begins_late"]


def test_what_an_earlier_report_said_does_not_silently_vanish() -> None:
    ground = replace(GROUND, before=PRE)
    final = replace(PRE, kind=Kind.FINAL, since=APPLIED)
    assert codes(final, ground) == []
    one_less = replace(final, payments=(GIFT,), closing_fenings=100_000)
    assert codes(one_less, ground) == ["report.payments_vanished"]


@pytest.mark.provision("P74")
@pytest.mark.parametrize(
    ("on", "returned", "before", "expected"),
    [
        (TODAY, 60_000, PRE, []),
        (TODAY, 0, PRE, ["report.surplus_not_returned"]),
        (None, 60_000, PRE, ["field.required"]),
        (date(2024, 10, 4), 60_000, PRE, ["report.period"]),
        (date(2024, 4, 1), 60_000, PRE, ["payment.before_account"]),
        (TODAY, 0, None, ["report.final_missing"]),
    ],
)
def test_closing_the_account_is_told_with_what_became_of_the_rest(
    on: date | None, returned: int, before: Report | None, expected: list[str]
) -> None:
    paid = Payment(TODAY, Direction.OUT, Category.SURPLUS_RETURNED, returned, "Centrala")
    notice = Report(Kind.ACCOUNT_CLOSED, None, None, payments=(paid,), account_closed_on=on)
    assert codes(notice, replace(GROUND, before=before)) == expected
    article = {"15.1b(8)"} if "report.surplus_not_returned" in expected else set()
    found = defects(notice, replace(GROUND, before=before, is_person=True))
    assert {each.article for each in found if each.code == "report.surplus_not_returned"} == article


def test_only_what_cannot_be_added_up_stops_a_report() -> None:
    assert stops_filing(defects(replace(PRE, closing_fenings=1, payments=(POSTERS,)), GROUND)) == []
    assert [each.code for each in stops_filing(defects(with_payment(fenings=0), GROUND))] == ["payment.amount"]


def test_amendments_are_kept_and_the_last_one_counts() -> None:
    case = ReportCase(UUID(int=1), UUID(int=2), Status.DRAFT)
    assert case.in_force is None
    at = datetime(2024, 10, 3, tzinfo=UTC)
    first, second = Filing(1, PRE, at, "a"), Filing(2, replace(PRE, closing_fenings=1), at, "a", "greška")
    assert replace(case, filings=(first, second)).in_force == second


def test_the_public_reads_sums_and_firms_and_no_natural_person() -> None:
    firm = Payment(date(2024, 6, 1), Direction.IN, Category.LEGAL_PERSON, 5_000, "Firma d.o.o.")
    seen = public(replace(PRE, payments=(GIFT, POSTERS, firm), debts=(Debt("x", Category.EVENTS, 7, TODAY),)))
    assert (seen.income, seen.spent, seen.in_kind, seen.debts, seen.persons) == (105_000, 40_000, 0, 7, 1)
    assert seen.legal_persons == {"Firma d.o.o.": 5_000}
    assert "Ana" not in repr(seen)
    assert sum(seen.by_category.values()) == 145_000


PAYMENTS = st.builds(
    Payment,
    st.none() | st.dates(date(2024, 4, 1), date(2024, 11, 1)),
    st.sampled_from(Direction),
    st.sampled_from(Category),
    st.integers(-5, 10**9),
    st.text(max_size=5),
)


@given(st.lists(PAYMENTS, max_size=8), st.integers(0, 10**6))
def test_any_report_is_judged_and_the_balance_is_the_sum_of_its_money(some: list[Payment], opening: int) -> None:
    came = sum(each.fenings for each in some if each.direction is Direction.IN)
    went = sum(each.fenings for each in some if each.direction is Direction.OUT)
    report = Report(Kind.PRE_ELECTION, OPENED, TODAY, opening, opening + came - went, tuple(some))
    assert "report.balance" not in codes(report)
    assert "report.balance" in codes(replace(report, closing_fenings=report.closing_fenings + 1))


def test_a_report_that_leaves_out_the_first_days_of_the_account_begins_late() -> None:
    assert codes(replace(PRE, since=date(2024, 5, 2))) == ["report.begins_late"]
