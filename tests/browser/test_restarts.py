"""The main journey while every service is killed and restarted between its steps: nothing is lost, nothing doubled."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from embedded import demo_voters
from embedded.environment import SERVICES
from embedded.stack import Stack, temporary
from tests.browser import office, quick, voter
from tests.browser.people import Visitors, address, await_mail, mails

pytestmark = [pytest.mark.browser, pytest.mark.timeout(500)]
GOOD = {"CVR": "FOUND", "ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "PROVEN"}


@pytest.fixture
def stack() -> Iterator[Stack]:
    """A portal of its own, so that nobody else is disturbed."""
    directory = Path(tempfile.mkdtemp(prefix="izbori-restarts-"))
    try:
        with temporary(directory, voters=500) as running:
            yield running
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def everything_dies(stack: Stack) -> None:
    """SIGKILL for all services at once; they come back in the order in which they need each other."""
    for name in SERVICES:
        stack.kill(name)
    for name in SERVICES:
        stack.restart(name)


@pytest.mark.provision("P45")
@pytest.mark.provision("P51")
def test_killing_every_service_between_steps_loses_and_doubles_nothing(stack: Stack, visitors: Visitors) -> None:
    who = demo_voters.samples()[0]
    email = address("prekid")
    person = visitors.open("bs")
    voter.new_account(person, email, f"{who.name} {who.surname}")
    started = quick.ask(person, "StartApplication", election=quick.ELECTION, forSelf=True, kind="T", key=quick.key())
    path = f"/applications/{started['id']}"
    person.go(path)
    voter.fill(person, who)

    person.go(f"{path}/check")
    person.page.locator("#field-declaration").check()
    stack.kill("registration")
    person.press("registration:check.submit")
    expect(person.page.locator(".problem")).to_be_visible(timeout=30_000)
    stack.restart("registration")
    person.press("registration:check.submit")
    number = person.page.locator(".confirmation-number").inner_text()
    everything_dies(stack)

    person.go(path)
    quick.send_signed_form(person, quick.ask(person, "Application", id=started["id"]), who.surname)
    reviewer = visitors.open("bs")
    office.arrive(reviewer, "reviewer")
    office.find(reviewer, number)
    expect(reviewer.page.locator("tbody a.of-link")).to_have_count(1)
    office.open_case(reviewer, number)
    office.take(reviewer)
    office.check_all_good(reviewer, GOOD)
    everything_dies(stack)

    reviewer.page.reload()
    office.propose(reviewer, "APPROVE", reasons="Svi uslovi su ispunjeni.")
    second = visitors.open("bs")
    office.arrive(second, "reviewer2")
    office.find(second, number)
    office.open_case(second, number)
    second.press("office:actions.decide.title")
    second.sees(second.t("status:office.APPROVED"))
    everything_dies(stack)

    await_mail(stack, email, "odlučeno")
    person.go("/applications")
    expect(person.page.locator("ul.cases > li")).to_have_count(1)
    person.go(path)
    person.sees(person.t("status:party.APPROVED"))
    case = quick.ask(person, "Application", id=started["id"])
    assert case["number"] == case["receipt"]["number"] == number
    happened = Counter(line["action"] for line in case["timeline"])
    assert [action for action in ("SUBMIT", "REGISTER_SIGNED_FORM", "TAKE", "APPROVE") if happened[action] != 1] == []
    subjects = Counter(mail["subject"] for mail in mails(stack, email))
    assert [subject for subject, times in subjects.items() if times > 1] == []
