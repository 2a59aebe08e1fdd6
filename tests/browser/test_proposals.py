"""Two officials speak to one another through the case, and the voter reads what is meant for him."""

import pytest
from playwright.sync_api import expect

from embedded.stack import Stack
from tests.browser import office, quick, voter
from tests.browser.people import Visitor, Visitors, address, await_mail, official

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
GOOD = {"CVR": "FOUND", "ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "PROVEN"}
NO_GROUNDS = ("SIGNATURE_QUESTION", "DATA_WRONG")
OF_OTHER_KINDS = ("CITIZENSHIP_MISSING", "RESIDENCE_BIH_MISSING")
WHY_BACK = "Na dokazu o adresi piše drugi kućni broj. Provjerite još jednom."
WHY_CANCELLED = "Broj je tačan, previdio sam drugu stranicu dokaza."


def with_reason(officer: Visitor, action: str, words: str) -> None:
    """Fills in and sends the panel of an action that wants nothing but a reason."""
    office.panel(officer, action)
    title = officer.t(f"office:actions.{action}.title")
    form = officer.page.locator("details", has=officer.page.locator("summary", has_text=title))
    form.get_by_label(officer.t("office:actions.reason")).fill(words)
    form.get_by_role("button", name=title, exact=True).click()


@pytest.mark.provision("P47")
def test_a_proposal_comes_back_with_words_and_a_cancelled_correction_says_why(stack: Stack, visitors: Visitors) -> None:
    who = voter.somebody(6)
    email = address("prijedlog")
    person = visitors.open("bs", phone=True)
    voter.new_account(person, email, f"{who.name} {who.surname}")
    case = quick.apply(person, who)
    number = case["number"]
    quick.send_signed_form(person, case, who.surname)

    reviewer = visitors.open("bs")
    office.arrive(reviewer, "reviewer")
    office.find(reviewer, number)
    office.open_case(reviewer, number)
    office.take(reviewer)
    office.check_all_good(reviewer, GOOD)
    office.panel(reviewer, "propose")
    reviewer.page.locator('input[name="outcome"][value="REJECT"]').check()
    grounds = reviewer.page.locator(".of-grounds input")
    expect(grounds.first).to_be_visible()
    offered = {ground.input_value() for ground in grounds.all()}
    assert {"ID_EXPIRED", "SIGNATURE_MISMATCH", "FALSE_DATA"} <= offered
    assert offered.isdisjoint((*NO_GROUNDS, *OF_OTHER_KINDS))
    reviewer.look("grounds")
    reviewer.page.reload()
    office.propose(reviewer, "APPROVE", reasons="Svi uslovi su ispunjeni.")

    second = visitors.open("sr")
    office.arrive(second, "reviewer2")
    office.find(second, number)
    office.open_case(second, number)
    with_reason(second, "sendBack", WHY_BACK)
    second.sees(second.t("status:office.UNDER_REVIEW"))

    reviewer.page.reload()
    reviewer.sees(WHY_BACK)
    reviewer.sees(reviewer.t("office:actions.sentBack.by", name=official(stack, "reviewer2")["name"]))
    reviewer.look("sent-back")
    assert WHY_BACK not in str(quick.ask(person, "Application", id=case["id"]))

    office.return_for(reviewer, "abroad_house_no", "DATA_WRONG", "Na potvrdi piše kućni broj 12A.")
    with_reason(reviewer, "cancelCorrection", WHY_CANCELLED)
    reviewer.sees(reviewer.t("status:office.UNDER_REVIEW"))
    reviewer.sees(WHY_CANCELLED)
    reviewer.look("correction-cancelled")

    await_mail(stack, email, "više nije potrebna")
    person.go(f"/applications/{case['id']}")
    person.sees(WHY_CANCELLED)
    person.look("correction-cancelled")


@pytest.mark.provision("P47")
def test_a_deficiency_is_offered_where_it_can_be_one(stack: Stack, visitors: Visitors) -> None:
    who = voter.somebody(7)
    person = visitors.open("bs")
    voter.new_account(person, address("nedostatak"), f"{who.name} {who.surname}")
    case = quick.apply(person, who)
    quick.send_signed_form(person, case, who.surname)
    reviewer = visitors.open("hr")
    office.arrive(reviewer, "reviewer")
    office.find(reviewer, case["number"])
    office.open_case(reviewer, case["number"])
    office.take(reviewer)
    office.panel(reviewer, "return")
    options = reviewer.page.locator("#code-0 option")
    expect(options.nth(1)).to_be_attached()
    offered = {option.get_attribute("value") for option in options.all()}
    assert {*NO_GROUNDS, "ID_UNREADABLE"} <= offered
    assert offered.isdisjoint(OF_OTHER_KINDS)
