"""The special campaign account, its window and loans (EL 15.1b, 15.1c): what is deposited with the application."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from candidacy.domain.certification.catalogue import asked_rules
from candidacy.domain.certification.ground import Ground, judged_at
from candidacy.domain.certification.model import Certification, Slot, as_date
from candidacy.domain.certification.places import collects
from candidacy.domain.subjects.model import Kind
from elections import iban
from elections.election import Election
from elections.procedure import Defect
from elections.timing import at, day_of

AMOUNT = re.compile(r"[0-9]{1,12}([.,][0-9]{1,2})?")


def account(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 15.1b(3) (P70): the special account is opened at latest on the day of application and at earliest three
    months before it. EL 15.1c(1): a coalition names the account of a member."""
    form = application.form
    asked = asked_rules(application.kind, ground.election, collects=collects(application, ground))
    if not any("account_iban" in rule.names for rule in asked):
        return
    wrong = iban.problem(form.text("account_iban")) if form.text("account_iban") else None
    if wrong:
        yield Defect(wrong, "account_iban", "15.1b(3)")
    if application.kind is Kind.COALITION:
        named = form.text("account_member")
        if named and named not in {str(each.subject) for each in application.members}:
            yield Defect("account.not_of_member", "account_member", "15.1c(1)")
        return
    opened = as_date(form.text("account_opened_on"))
    if opened is None:
        if form.text("account_opened_on"):
            yield Defect("date.invalid", "account_opened_on", "15.1b(3)")
        return
    earliest, latest = account_window(ground.election, judged_at(application, ground))
    if not earliest <= opened <= latest:
        limits = {"earliest": earliest.isoformat(), "latest": latest.isoformat()}
        yield Defect("account.outside_window", "account_opened_on", "15.1b(3)", limits)


def account_window(election: Election, applied_at: datetime) -> tuple[date, date]:
    """EL 15.1b(3): both days belong to it."""
    applied_on = day_of(applied_at)
    return election.calendar.deadline("ACCOUNT_WINDOW", anchor_at=at(applied_on, "12:00")).day, applied_on


def loans(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 15.1c(3) (P72): loan agreements are deposited with the date of repayment."""
    if application.form.has_loans and not application.loans:
        yield Defect("loan.none", "loans", "15.1c(3)")
    on = day_of(judged_at(application, ground))
    for number, loan in enumerate(application.loans):
        path = f"loans.{number}"
        if not loan.lender.strip():
            yield Defect("field.required", f"{path}.lender", "15.1c(3)")
        if not AMOUNT.fullmatch(loan.amount.strip()):
            yield Defect("amount.invalid", f"{path}.amount", "15.1c(3)")
        repaid = as_date(loan.repayment_on)
        if repaid is None:
            yield Defect("date.invalid" if loan.repayment_on else "field.required", f"{path}.repayment_on", "15.1c(3)")
        elif repaid < on:
            yield Defect("loan.repayment_past", f"{path}.repayment_on", "15.1c(3)", warning=True)
    if application.loans and not application.has(Slot.LOAN_AGREEMENT):
        yield Defect("document.required", Slot.LOAN_AGREEMENT.path, "15.1c(3)")
