"""Refugees and displaced persons who were never in the register (EL 3.15(7)), on a telephone in Croatian."""

import pytest

from embedded.stack import Stack
from tests.browser import office, quick, voter
from tests.browser.people import Visitor, Visitors, address, await_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def arrive(visitors: Visitors, email: str, name: str) -> Visitor:
    """The decision questions lead to this kind, and the draft begins."""
    person = visitors.open("hr", phone=True)
    person.go("/apply/who")
    voter.answer_questions(person, kind="R2")
    person.sees(person.t("registration:kind.R2.result"))
    person.look("result-refugee")
    voter.register(person, email, name)
    person.page.wait_for_url("**/apply/result")
    person.press("registration:apply.begin")
    person.page.wait_for_url("**/applications/*")
    return person


def submit(person: Visitor, case: str) -> str:
    person.page.goto(f"{case}/check")
    person.page.locator("#field-declaration").check()
    person.look("check-refugee")
    person.press("registration:check.submit")
    number = person.page.locator(".confirmation-number").inner_text()
    person.look("submitted-refugee")
    return number


@pytest.mark.provision("P49")
def test_a_refugee_with_a_jmb_and_all_proofs_submits(stack: Stack, visitors: Visitors) -> None:
    who = voter.somebody(0)
    email = address("izbjeglica")
    person = arrive(visitors, email, f"{who.name} {who.surname}")
    case = person.page.url
    voter.fill(person, who, voter.of_refugee(with_residence=True))
    number = submit(person, case)
    await_mail(stack, email, number)
    kept = quick.ask(person, "Application", id=case.rsplit("/", 1)[1])
    assert (kept["status"], kept["kind"], kept["fields"]["jmb"]) == ("SUBMITTED", "R2", who.jmb)
    assert {document["slot"] for document in kept["documents"]} == {
        "ID",
        "HOST_ADDRESS",
        "CITIZENSHIP",
        "RESIDENCE_BIH",
    }


@pytest.mark.provision("P49")
@pytest.mark.provision("P57")
def test_a_refugee_without_jmb_declares_the_proof_of_residence_missing_and_the_office_sees_it(
    stack: Stack, visitors: Visitors
) -> None:
    who = voter.somebody(1)
    email = address("raseljena")
    person = arrive(visitors, email, f"{who.name} {who.surname}")
    case = person.page.url
    voter.fill(person, who, voter.of_refugee(with_residence=False), with_jmb=False)
    number = submit(person, case)
    kept = quick.ask(person, "Application", id=case.rsplit("/", 1)[1])
    assert (kept["status"], kept["kind"], kept["fields"]["jmb"]) == ("SUBMITTED", "R2", None)
    assert kept["fields"]["missingDocuments"] == ["RESIDENCE_BIH"]
    quick.send_signed_form(person, kept, who.surname)

    reviewer = visitors.open("hr")
    office.arrive(reviewer, "reviewer")
    office.find(reviewer, number)
    office.open_case(reviewer, number)
    office.take(reviewer)
    assert reviewer.page.locator("#check-CVR").count() == 0
    reviewer.page.locator("#check-CITIZENSHIP").wait_for()
    reviewer.page.locator("#check-RESIDENCE_BIH").wait_for()
    reviewer.look("case-refugee")


@pytest.mark.provision("P49")
def test_who_is_in_no_register_and_no_refugee_is_told_what_comes_first(stack: Stack, visitors: Visitors) -> None:
    person = visitors.open("en", phone=True)
    person.go("/apply/who")
    for question, answer in {"who": "self", "citizen": "yes", "documents": "no", "refugee": "no"}.items():
        person.page.wait_for_url(f"**/apply/{question}")
        person.page.locator(f'input[value="{answer}"]').check()
        person.press("registration:apply.next")
    person.page.wait_for_url("**/apply/result")
    person.sees(person.t("registration:apply.stop.register.title"))
    assert person.page.get_by_text(person.t("registration:apply.result.need")).count() == 0
    person.check("stop")
