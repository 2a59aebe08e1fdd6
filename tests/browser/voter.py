"""Why: what a voter abroad does, page by page, as the journeys tell it."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from playwright.sync_api import Locator, expect

from embedded.demo_voters import LAST_ADULT_BIRTH, Voter, generate
from embedded.demo_voters import samples as samples_of_register
from tests import samples
from tests.browser.people import Visitor, await_mail

PASSWORD = "cetiri zelena jezera"


def register(visitor: Visitor, email: str, name: str) -> None:
    """An account from the page where one is needed, confirmed by the link in the mail; ends signed in."""
    visitor.page.locator('a[href*="screen=register"]').first.click()
    fill_account(visitor, email, name)
    visitor.look("register")
    visitor.page.locator("form button[type=submit]").first.click()
    confirm(visitor, email)


def fill_account(visitor: Visitor, email: str, name: str) -> None:
    visitor.page.locator("#name").fill(name)
    visitor.page.locator("#email").fill(email)
    visitor.page.locator("#password").fill(PASSWORD)


def confirm(visitor: Visitor, email: str) -> None:
    """The link in the mail, and the password that proves whose account it is."""
    mail = await_mail(visitor.stack, email, "/auth/verify")
    link = re.search(r"http://\S+/auth/verify\S+", mail["text"])
    assert link is not None
    visitor.page.goto(link[0])
    visitor.page.locator("#password").fill(PASSWORD)
    visitor.check("verify")
    visitor.page.locator("form button[type=submit]").first.click()


def new_account(visitor: Visitor, email: str, name: str) -> None:
    """An account where that is not what the journey is about; ends signed in, at the list of cases."""
    visitor.go(f"/session/login?next=/applications&screen=register&ui_locales={visitor.language}")
    fill_account(visitor, email, name)
    visitor.page.locator("form button[type=submit]").first.click()
    confirm(visitor, email)
    visitor.page.wait_for_url("**/applications")


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> None:
    page = visitor.page
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("form button[type=submit]").first.click()


def answer_questions(visitor: Visitor, *, kind: str = "T", forself: bool = True) -> None:
    """The decision questions, up to the page that says which kind it is."""
    answers = {
        "who": "self" if forself else "other",
        "citizen": "yes",
        "documents": "no" if kind == "R2" else "yes",
        "refugee": "no" if kind == "T" else "yes",
    }
    for question, answer in answers.items():
        visitor.page.wait_for_url(f"**/apply/{question}")
        visitor.page.locator(f'input[value="{answer}"]').check()
        visitor.look(f"question-{question}")
        visitor.press("registration:apply.next")
    visitor.page.wait_for_url("**/apply/result")
    visitor.settled()


def somebody(number: int) -> Voter:
    """An adult of the register whom no other journey knows: each takes a number of its own."""
    adults = (
        one for one in generate(400) if one.date_of_birth <= LAST_ADULT_BIRTH and one not in samples_of_register()
    )
    return next(islice(adults, number, None))


@dataclass(frozen=True)
class Proofs:
    """What a kind of applicant shows: a document of identity, and files for the slots; the rest is declared missing."""

    document: str
    country: str
    files: Mapping[str, tuple[str, bytes]]
    missing: str | None = None


def of_register() -> Proofs:
    """Kind T: somebody who is in the register."""
    files = {"ID": ("licna karta.jpg", samples.id_card()), "HOST_ADDRESS": HOST_ADDRESS}
    return Proofs("BIH_PASSPORT", "BA", files)


def of_refugee(*, with_residence: bool) -> Proofs:
    """Kind R2: who was never in the register proves citizenship too, and residence where a proof was saved."""
    files = {
        "ID": ("izbjeglička iskaznica.jpg", samples.id_card()),
        "HOST_ADDRESS": HOST_ADDRESS,
        "CITIZENSHIP": ("domovnica.pdf", samples.citizenship_proof()),
    }
    if with_residence:
        files["RESIDENCE_BIH"] = ("prebivalište 1991.pdf", samples.citizenship_proof())
    return Proofs("REFUGEE_CARD", "DE", files, None if with_residence else "RESIDENCE_BIH")


HOST_ADDRESS = ("Meldebestätigung.pdf", samples.address_proof())


def fill(visitor: Visitor, voter: Voter, proofs: Proofs | None = None, *, with_jmb: bool = True) -> None:
    """All steps of the form, with the data of a voter; by default of kind T."""
    page = visitor.page
    proofs = proofs or of_register()

    def text(name: str, value: str) -> None:
        page.locator(f"#field-{name}").fill(value)

    def choose(name: str, value: str) -> None:
        page.locator(f'input[name="field-{name}"][value="{value}"]').check()

    def day(name: str, value: str) -> None:
        year, month, dom = value.split("-")
        for part, number in (("day", dom), ("month", month), ("year", year)):
            page.locator(f"#field-{name}-{part}").fill(number)

    def done(step: str) -> None:
        visitor.look(f"step-{step}")
        visitor.press("registration:step.continue")
        page.wait_for_url(lambda url: not url.endswith(f"/step/{step}"))

    case = page.url.split("?")[0]

    def step(name: str) -> None:
        if not page.url.endswith(f"/step/{name}"):
            page.goto(f"{case}/step/{name}")

    step("kind")
    page.locator("#field-citizenshipBih").check()
    done("kind")
    step("person")
    text("surname", voter.surname)
    text("name", voter.name)
    text("parentName", voter.parent_name)
    day("dateOfBirth", voter.date_of_birth.isoformat())
    choose("sex", voter.sex)
    text("placeOfBirth", voter.place_of_birth)
    text("jmb", voter.jmb if with_jmb else "")
    done("person")
    step("identity")
    choose("idDocType", proofs.document)
    text("idDocNumber", "B1234567")
    text("idDocIssuer", "MUP")
    page.locator("#field-idDocCountry").select_option(proofs.country)
    day("idDocValidUntil", "2034-05-31")
    done("identity")
    step("residence")
    page.locator("#field-residenceMunicipality").select_option(voter.municipality_key)
    done("residence")
    step("abroad")
    page.locator("#field-abroadCountry").select_option("DE")
    text("abroadStreet", "Königstraße")
    text("abroadHouseNo", "12")
    text("abroadPostalCode", "70173")
    text("abroadCity", "Stuttgart")
    done("abroad")
    step("contact")
    choose("votingChannel", "POST")
    choose("correspondenceLanguage", "bs" if visitor.language == "en" else visitor.language)
    done("contact")
    step("documents")
    prove(visitor, proofs)
    done("documents")


def prove(visitor: Visitor, proofs: Proofs) -> None:
    """The page of the documents: each file in its place, and the box where there is none."""
    for slot, (name, content) in proofs.files.items():
        mime = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
        upload(visitor, f"documents-{slot}", name, mime, content)
    if proofs.missing:
        visitor.page.locator(f"#field-documents-{proofs.missing} input[type=checkbox]").check()


def upload(visitor: Visitor, field: str | None, name: str, mime: str, content: bytes) -> None:
    """Choose a file (not the camera), look at it, send it, and wait until the service has taken it in."""
    scope = choose_file(visitor, field, name, mime, content)
    sealed = scope.get_by_text(visitor.t("upload:state.SEALED"))
    before = sealed.count()
    scope.get_by_role("button", name=visitor.t("upload:send"), exact=True).click()
    expect(scope.locator(".look, .uploading")).to_have_count(0, timeout=30_000)
    if field is not None:
        expect(sealed).to_have_count(before + 1)


def choose_file(visitor: Visitor, field: str | None, name: str, mime: str, content: bytes) -> Locator:
    """The place of the uploader, with the file chosen."""
    scope = visitor.page.locator(f"#field-{field}") if field else visitor.page.locator("main")
    scope.locator('input[type="file"]:not([capture])').first.set_input_files(
        {"name": name, "mimeType": mime, "buffer": content}
    )
    return scope


def download(visitor: Visitor, path: str) -> bytes:
    """The bytes behind a link of the portal, fetched with the visitor's session."""
    encoded = visitor.page.evaluate(
        """async (path) => {
            const answer = await fetch(path, {credentials: 'same-origin'});
            if (!answer.ok) throw new Error(path + ' ' + answer.status);
            const bytes = new Uint8Array(await answer.arrayBuffer());
            let text = '';
            for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
            return btoa(text);
        }""",
        path,
    )
    return base64.b64decode(encoded)
