"""The second journey, on a desk in Bosnian: a draft resumed, bad files, messages, a sitting that refuses, a remedy."""

import re
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from embedded import demo_voters
from embedded.stack import Stack
from tests import samples
from tests.browser import office, quick, voter
from tests.browser.people import Visitor, Visitors, address, await_mail, official

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
CHECKED = {"CVR": "FOUND", "ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "NOT_OFFICIAL"}
REASONS = "Dokaz o adresi nije izdao nadležni organ zemlje domaćina."


def protected_pdf() -> bytes:
    """Its encryption is named in a stream at the end, where a quick look does not find it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(samples.address_proof())) as pdf:
        pdf.save(
            out,
            encryption=pikepdf.Encryption(owner="a", user="b"),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def refuses(person: Visitor, name: str, content: bytes, *codes: str) -> None:
    """The file is refused, here or by the service, and the page says which of these reasons it was."""
    scope = voter.choose_file(person, "documents-HOST_ADDRESS", name, "application/pdf", content)
    send = scope.get_by_role("button", name=person.t("upload:send"), exact=True)
    refusal = scope.locator(".problem")
    expect(send.or_(refusal).first).to_be_visible()
    if send.count():
        send.click()
    expect(refusal).to_be_visible(timeout=30_000)
    told = refusal.inner_text()
    assert any(person.t(f"problems:{code}") in told for code in codes), told


def resumes_elsewhere(visitors: Visitors, person: Visitor, email: str, who: demo_voters.Voter) -> None:
    """Half a name is saved by itself, and the same draft opens on a telephone."""
    case = person.page.url
    person.page.goto(f"{case}/step/person")
    surname = person.page.locator("#field-surname")
    surname.fill(who.surname)
    surname.blur()
    expect(person.page.get_by_text(re.compile(person.t("registration:save.saved", time=r"\d\d:\d\d")))).to_be_visible()
    telephone = visitors.open("bs", phone=True)
    telephone.go("/session/login?next=/applications")
    voter.sign_in(telephone, email)
    telephone.page.wait_for_url("**/applications")
    telephone.page.locator("ul.cases a").first.click()
    telephone.page.wait_for_url(case)
    telephone.page.goto(f"{case}/step/person")
    expect(telephone.page.locator("#field-surname")).to_have_value(who.surname)
    person.page.goto(case)


def talk(person: Visitor, officer: Visitor, case: str) -> None:
    """A question and its answer, and both sides see that they were read."""
    person.page.get_by_label(person.t("messages:label")).fill("Je li potvrda dovoljna?")
    person.press("messages:send")
    person.sees(person.t("messages:unread"))
    open_messages(officer, 1)
    officer.sees("Je li potvrda dovoljna?")
    officer.page.get_by_label(officer.t("messages:label")).fill("Javićemo vam.")
    officer.press("messages:send")
    officer.sees(officer.t("messages:unread"))
    person.go(case)
    person.page.locator("#messages").scroll_into_view_if_needed()
    person.sees("Javićemo vam.")
    expect(person.page.locator(".message-read .icon")).to_have_count(1)
    open_messages(officer, 2)
    expect(officer.page.locator(".message-mine .message-read .icon")).to_have_count(1)


def open_messages(officer: Visitor, count: int) -> None:
    officer.page.reload()
    officer.page.locator("summary", has_text=officer.t("office:messages.title", count=count)).click()


@pytest.mark.provision("P47")
@pytest.mark.provision("P51")
def test_a_refusal_is_proposed_decided_in_a_sitting_and_read_with_its_remedy(stack: Stack, visitors: Visitors) -> None:
    who = demo_voters.samples()[1]
    email = address("odbijena")
    person = visitors.open("bs")
    person.go("/apply/who")
    voter.answer_questions(person)
    voter.register(person, email, "Emina Voljevica")
    person.page.wait_for_url("**/apply/result")
    person.press("registration:apply.begin")
    person.page.wait_for_url("**/applications/*")
    case = person.page.url
    resumes_elsewhere(visitors, person, email, who)
    person.page.goto(f"{case}/step/documents")
    refuses(person, "potvrda.pdf", b"<!doctype html><script>alert(1)</script>", "upload.type")
    refuses(person, "zasticeno.pdf", protected_pdf(), "upload.protected", "document.encrypted")
    refuses(person, "pokvareno.pdf", b"%PDF-1.7\n" + bytes(2000), "document.unreadable")
    person.look("refused-file")
    person.page.goto(case)
    voter.fill(person, who)
    person.page.goto(f"{case}/check")
    person.page.locator("#field-declaration").check()
    person.look("check")
    person.press("registration:check.submit")
    number = person.page.locator(".confirmation-number").inner_text()
    person.look("submitted")
    quick.send_signed_form(person, quick.ask(person, "Application", id=case.rsplit("/", 1)[1]), who.surname)
    person.go(case.removeprefix(stack.origin))

    reviewer = visitors.open("bs")
    office.arrive(reviewer, "reviewer")
    office.find(reviewer, number)
    reviewer.look("queue")
    office.open_case(reviewer, number)
    office.take(reviewer)
    talk(person, reviewer, case.removeprefix(stack.origin))
    second = visitors.open("bs")
    office.arrive(second, "reviewer2")
    office.find(second, number)
    office.open_case(second, number)
    second.sees(second.t("office:case.of", name=official(stack, "reviewer")["name"]))
    assert second.page.locator("#check-CVR").count() == 0
    office.check_all_good(reviewer, CHECKED)
    office.propose(reviewer, "REJECT", grounds=("ADDRESS_PROOF_NOT_OFFICIAL",), reasons=REASONS)

    member = visitors.open("bs")
    office.arrive(member, "member")
    office.hold_session(member, f"{number[-6:]}/2026", case=number)
    member.go("/office/sessions")
    member.sees(number)
    member.look("sittings")

    await_mail(stack, email, "odlučeno")
    person.go(case.removeprefix(stack.origin))
    person.sees(person.t("status:party.REJECTED"))
    person.sees(person.t("registration:decision.remedy"))
    person.sees(person.t("registration:decision.appealUntil"))
    person.sees(REASONS)
    person.look("rejected")
    reviewer.page.reload()
    reviewer.page.locator("summary", has_text=re.compile(r"^Historija")).click()
    reviewer.look("history")
    looks_at_account(person, number)
    withdraws_another(person)


def looks_at_account(person: Visitor, number: str) -> None:
    person.go("/inbox")
    person.sees(person.t("account:notice.application_rejected", number=number))
    person.look("inbox")
    person.go("/account")
    person.sees(person.t("account:sessions.current"))
    person.look("account")
    person.go("/account/access")
    person.sees(person.t("account:action.case_read"))
    person.sees(person.t("account:action.register_lookup"))
    person.look("access")


def withdraws_another(person: Visitor) -> None:
    """A draft for somebody of the household, taken back."""
    draft = quick.ask(person, "StartApplication", election=quick.ELECTION, forSelf=False, kind="T", key=quick.key())
    person.go("/applications")
    person.look("applications")
    person.go(f"/applications/{draft['id']}/withdraw")
    person.look("withdraw")
    person.press("registration:withdraw.draftConfirm")
    person.page.wait_for_url("**/applications")
    expect(person.page.get_by_text(person.t("status:party.DRAFT"), exact=True)).to_have_count(0)
