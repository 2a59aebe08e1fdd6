"""The main job of the portal in a browser: a voter abroad applies, corrects once, and has a decision and a receipt."""

import re

import pytest

from embedded import demo_voters
from embedded.stack import Stack
from tests import samples
from tests.browser import office, voter
from tests.browser.people import Visitor, Visitors, address, await_mail

pytestmark = [pytest.mark.browser, pytest.mark.minio, pytest.mark.timeout(600)]
GOOD = {"CVR": "FOUND", "ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "PROVEN"}


def submit(person: Visitor, who: demo_voters.Voter, email: str) -> str:
    """From the front door to a number."""
    page = person.page
    person.go("/")
    person.look("home")
    person.go("/before-you-start")
    person.look("before")
    person.go("/apply/who")
    voter.answer_questions(person)
    person.look("result")
    voter.register(person, email, f"{who.name} {who.surname}")
    page.wait_for_url("**/apply/result")
    person.press("registration:apply.begin")
    page.wait_for_url("**/applications/*")
    person.check("tasks")
    case = page.url
    voter.fill(person, who)
    page.goto(case)
    person.sees(person.t("registration:tasks.heading"))
    person.look("tasks")
    page.goto(f"{case}/check")
    page.locator("#field-declaration").check()
    person.look("check")
    person.press("registration:check.submit")
    number = page.locator(".confirmation-number").inner_text()
    person.look("submitted")
    return number


def sign_and_send(person: Visitor, surname: str) -> None:
    href = person.page.locator('a[href*="form.pdf"]').first.get_attribute("href")
    form = voter.download(person, href or "")
    assert form.startswith(b"%PDF")
    voter.upload(person, None, "potpisano.jpg", "image/jpeg", samples.signed_form(form, by=surname))


@pytest.mark.provision("P45")
@pytest.mark.provision("P47")
@pytest.mark.provision("P51")
def test_a_voter_abroad_applies_corrects_once_and_reads_an_approval(stack: Stack, visitors: Visitors) -> None:
    who = demo_voters.samples()[0]
    email = address("stuttgart")
    person = visitors.open("sr", phone=True)
    number = submit(person, who, email)
    await_mail(stack, email, number)
    receipt_code = person.page.locator("section[aria-labelledby=receipt-title] dd.number").nth(1).inner_text()
    sign_and_send(person, who.surname)
    person.sees(person.t("status:party.SIGNED_FORM_RECEIVED"))
    case = person.page.url

    reviewer = visitors.open("bs")
    office.arrive(reviewer, "reviewer")
    reviewer.check("queue")
    office.find(reviewer, who.surname)
    office.open_case(reviewer, number)
    office.take(reviewer)
    reviewer.look("case")
    office.return_for(reviewer, "abroad_house_no", "ADDRESS_PROOF_MISMATCH", "Na potvrdi piše kućni broj 12A.")

    await_mail(stack, email, "исправк")
    person.page.goto(case)
    person.sees(person.t("status:party.RETURNED"))
    person.look("returned")
    person.page.goto(f"{case}/correction")
    person.page.locator("#field-abroadHouseNo").fill("12A")
    person.page.locator("#field-abroadHouseNo").blur()
    person.sees(person.t("registration:correction.sign.title"))
    person.look("correction")
    sign_and_send(person, who.surname)
    person.sees(person.t("upload:state.SEALED"))
    person.press("registration:correction.send")
    person.sees(person.t("status:party.UNDER_REVIEW"))

    reviewer.page.reload()
    office.check_all_good(reviewer, GOOD)
    office.propose(reviewer, "APPROVE", reasons="Svi uslovi su ispunjeni.")
    reviewer.look("proposed")
    second = visitors.open("sr")
    office.arrive(second, "reviewer2")
    office.find(second, number)
    office.open_case(second, number)
    second.press("office:actions.decide.title")
    second.sees(second.t("status:office.APPROVED"))

    person.page.goto(case)
    person.sees(person.t("status:party.APPROVED"))
    person.look("approved")
    decision = person.page.locator('a[href*="decision.pdf"]').first.get_attribute("href")
    assert voter.download(person, decision or "").startswith(b"%PDF")

    stranger = visitors.open("en")
    stranger.go("/receipt")
    stranger.page.locator("#field-receipt-number").fill(number)
    stranger.page.locator("#field-receipt-code").fill(re.sub(r"\s", "", receipt_code))
    stranger.page.locator("form button[type=submit]").first.click()
    stranger.sees(stranger.t("public:receipt.valid"))
    stranger.look("receipt")
    assert who.surname not in stranger.page.content()
