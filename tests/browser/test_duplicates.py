import pytest

from embedded import demo_voters
from embedded.stack import Stack
from tests.browser import office, quick, voter
from tests.browser.people import Visitors, address, await_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.mark.provision("P45")
def test_two_accounts_apply_for_one_person_and_two_officers_find_out_who_the_voter_is(
    stack: Stack, visitors: Visitors
) -> None:
    who = demo_voters.samples()[2]
    owner, other = visitors.open("bs"), visitors.open("hr")
    cases = []
    emails = address("vlasnica"), address("drugi")
    for person, email in zip((owner, other), emails, strict=True):
        voter.new_account(person, email, f"{who.name} {who.surname}")
        cases.append(quick.apply(person, who))
    mine, theirs = cases
    own = {"id", "number", "documents", "receipt", "formUrl", "timeline", "messages", "version", "nextTerm"}
    timed = {"createdAt", "savedAt", "submittedAt", "arrivedAt"}
    assert {k: v for k, v in mine.items() if k not in own | timed} == {
        k: v for k, v in theirs.items() if k not in own | timed
    }
    other.go(f"/applications/{theirs['id']}")
    assert mine["number"] not in other.page.content()

    first = visitors.open("bs")
    office.arrive(first, "reviewer")
    first.go("/office?queue=FLAGGED")
    for case in cases:
        first.sees(case["number"])
    office.open_case(first, theirs["number"])
    first.sees(first.t("office:flags.DUPLICATE_PERSON.why"))
    first.page.get_by_role("link", name=mine["number"]).wait_for()
    first.look("duplicate")
    office.panel(first, "supersede")
    first.page.get_by_label(first.t("office:actions.reason")).first.fill("Birač je potvrdio prvu prijavu.")
    first.page.locator("form button[type=submit]", has_text=first.t("office:actions.supersede.title")).click()
    first.page.locator("summary", has_text=first.t("office:actions.supersede.title")).wait_for(state="detached")

    second = visitors.open("sr")
    office.arrive(second, "reviewer2")
    office.find(second, theirs["number"])
    office.open_case(second, theirs["number"])
    second.press("office:actions.decideSupersede.agree")
    second.sees(second.t("status:office.SUPERSEDED"))

    await_mail(stack, emails[1], theirs["number"])
    other.go(f"/applications/{theirs['id']}")
    other.sees(other.t("status:party.SUPERSEDED"))
    assert mine["number"] not in other.page.content()
    owner.go(f"/applications/{mine['id']}")
    owner.sees(owner.t("status:party.SUBMITTED"))
    first.go("/office?queue=FLAGGED")
    assert first.page.get_by_text(mine["number"]).count() == 0
