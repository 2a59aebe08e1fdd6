import pytest
from playwright.sync_api import expect

from embedded import demo_voters
from embedded.stack import Stack
from tests.browser import office, quick, voter
from tests.browser.people import PHONE, Visitors, address

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LANGUAGES = ("bs", "hr", "sr", "en")
NARROW = {"width": 320, "height": 640}
PUBLIC = (
    *("/", "/before-you-start", "/apply/who", "/deadlines", "/receipt", "/privacy", "/accessibility", "/no/such/page"),
    *("/session/login?next=/", "/session/login?next=/&screen=register", "/auth/forgot"),
)
OWN = ("/applications", "/inbox", "/account", "/account/access", "/office?queue=ALL", "/office/sessions")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_and_fits_a_narrow_phone(stack: Stack, visitors: Visitors, language: str) -> None:
    person = visitors.open(language, phone=True)

    def visit(path: str) -> None:
        separator = "&" if "?" in path else "?"
        person.go(f"{path}{separator}ui_locales={language}" if "/session/" in path or "/auth/" in path else path)
        person.check(f"{path} in {language}")
        person.page.set_viewport_size(NARROW)
        person.fits(f"{path} in {language} at 320 px")
        person.page.set_viewport_size(PHONE)

    for path in PUBLIC:
        visit(path)
    office.arrive(person, "reviewer")
    for path in OWN:
        visit(path)


def test_the_language_can_be_changed_on_any_page_and_the_page_stays(stack: Stack, visitors: Visitors) -> None:
    person = visitors.open("bs")
    person.go("/deadlines")
    for language, tag, name in (("sr", "sr-Cyrl", "Српски"), ("hr", "hr", "Hrvatski"), ("en", "en", "English")):
        person.page.get_by_role("button", name=name, exact=True).click()
        expect(person.page.locator("html")).to_have_attribute("lang", tag)
        person.language = language
        assert person.page.url == f"{stack.origin}/deadlines"
        expect(person.page.get_by_role("link", name=person.t("footer.privacy"))).to_be_visible()


def test_the_keyboard_alone_is_enough(stack: Stack, visitors: Visitors) -> None:
    person = visitors.open("bs")
    person.go("/")
    person.page.keyboard.press("Tab")
    expect(person.page.locator("a.skip")).to_be_focused()
    person.page.keyboard.press("Enter")
    expect(person.page.locator("main")).to_be_focused()


def test_the_queue_goes_by_keys(stack: Stack, visitors: Visitors) -> None:
    who = demo_voters.samples()[3]
    applicant = visitors.open("bs")
    voter.new_account(applicant, address("tastatura"), f"{who.name} {who.surname}")
    quick.apply(applicant, who)
    officer = visitors.open("bs")
    office.arrive(officer, "reviewer")
    officer.go("/office?queue=ALL")
    rows = officer.page.locator("tbody a.of-link")
    rows.first.wait_for()
    officer.page.keyboard.press("k")
    expect(rows.first).to_be_focused()
    number = rows.first.inner_text()
    if rows.count() > 1:
        officer.page.keyboard.press("j")
        expect(rows.nth(1)).to_be_focused()
        officer.page.keyboard.press("k")
        expect(rows.first).to_be_focused()
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**/office/cases/*")
    expect(officer.page.locator("h1")).to_have_text(number)


def test_who_is_offline_is_told(stack: Stack, visitors: Visitors) -> None:
    person = visitors.open("bs", phone=True)
    person.go("/")
    person.context.set_offline(True)
    person.sees(person.t("offline"))
    person.check("offline")
    person.context.set_offline(False)
    expect(person.page.get_by_text(person.t("offline"))).to_have_count(0)


def test_who_was_signed_out_is_told_and_comes_back(stack: Stack, visitors: Visitors) -> None:
    person = visitors.open("bs")
    email = address("odjava")
    voter.new_account(person, email, "Emina Voljevica")
    person.context.clear_cookies()
    person.context.add_cookies([{"name": "language", "value": "bs", "url": stack.origin}])
    person.go("/applications")
    person.sees(person.t("signInFirst.title"))
    person.check("signed out")
    person.page.locator("main").get_by_role("link", name=person.t("signIn")).click()
    voter.sign_in(person, email)
    person.page.wait_for_url("**/applications")
    person.sees(person.t("registration:cases.empty"))
