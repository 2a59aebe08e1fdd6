import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from casework.documents.layout import MARKS, SIGNATURE, Box, qr_payload
from registration.domain.catalogue import REASONS
from registration.paper import (
    LANGUAGES,
    TEMPLATES,
    Language,
    coverage,
    deadline,
    instant,
    long_date,
    printable,
)
from registration.printing import (
    application_form,
    decision,
    legal_basis,
    receipt,
    remedy,
    standard_operative,
    standard_reason,
)
from services.registration.tests.unit.views import DECISION, LONGEST, ORDINARY, RECEIPT, form

DPI = 100
each_language = pytest.mark.parametrize("language", LANGUAGES)


def pages(pdf: bytes) -> list[str]:
    """Text of each page as a reader's software finds it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def drawn(pdf: bytes, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=DPI / 72).to_pil().convert("L")


def region(picture: Image.Image, box: Box) -> Image.Image:
    scale = DPI / 25.4
    return picture.crop(
        tuple(round(side * scale) for side in (box.x, box.y, box.x + box.width, box.y + box.height))  # type: ignore[arg-type]
    )


# ---- words


def flat(node: Any, at: str = "") -> dict[str, str]:
    if isinstance(node, str):
        return {at: node}
    items = node.items() if isinstance(node, dict) else enumerate(node)
    return {path: text for key, value in items for path, text in flat(value, f"{at}.{key}").items()}


def catalogue(language: Language) -> dict[str, str]:
    return flat(json.loads(Path(TEMPLATES / "texts" / f"{language}.json").read_text(encoding="utf-8")))


def test_the_four_catalogues_have_the_same_texts_with_the_same_gaps() -> None:
    model = catalogue("bs")
    for language in LANGUAGES:
        other = catalogue(language)
        assert other.keys() == model.keys()
        for path, text in other.items():
            assert text.strip() == text != "", path
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", model[path])), (language, path)


def test_serbian_is_in_cyrillic_and_the_others_are_not() -> None:
    latin = re.compile(r"[A-Za-zčćđšžČĆĐŠŽ]")
    allowed = {"QR", "SHA", "Ed"}
    for path, text in catalogue("sr").items():
        words = set(re.findall(r"[A-Za-zčćđšžČĆĐŠŽ]+", re.sub(r"{\w+}", "", text)))
        assert words <= allowed, (path, text)
    for language in ("bs", "hr", "en"):
        for path, text in catalogue(language).items():
            assert not re.search(r"[А-Яа-яЂ-џ]", text), (language, path)
            assert latin.search(text) or not text.strip("{}dy. "), path


@pytest.mark.parametrize(
    ("word", "croatian"),
    [("član", "član"), ("tačn", "točn"), ("inostranstv", "inozemstv"), ("glasanj", "glasovanj"), ("štamp", "ispiš")],
)
def test_croatian_is_not_bosnian_under_another_name(word: str, croatian: str) -> None:
    text = " ".join(catalogue("hr").values()).lower()
    assert croatian in text
    assert croatian == word or word not in text


@each_language
def test_every_ground_of_refusal_has_its_reason_in_words(language: Language) -> None:
    for code, reason in REASONS.items():
        if reason.ground:
            assert standard_reason(code, language).endswith(".")


# ---- dates


def test_dates_are_written_as_people_of_the_region_write_them() -> None:
    day = date(2028, 7, 1)
    written = {language: long_date(day, language).replace("\N{NO-BREAK SPACE}", " ") for language in LANGUAGES}
    assert written == {"bs": "1. jula 2028.", "hr": "1. srpnja 2028.", "sr": "1. јула 2028.", "en": "1 July 2028"}


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2028, 7, 18, 22, 0, tzinfo=UTC), "18 July 2028 at 24:00 (Sarajevo time)"),
        (datetime(2028, 12, 31, 23, 0, tzinfo=UTC), "31 December 2028 at 24:00 (Sarajevo time)"),
        (datetime(2028, 1, 14, 15, 0, tzinfo=UTC), "14 January 2028 at 16:00 (Sarajevo time)"),
        (datetime(2028, 3, 26, 0, 59, tzinfo=UTC), "26 March 2028 at 01:59 (Sarajevo time)"),
        (datetime(2028, 3, 26, 1, 0, tzinfo=UTC), "26 March 2028 at 03:00 (Sarajevo time)"),
    ],
)
def test_a_deadline_is_told_in_sarajevo_and_midnight_belongs_to_the_day_that_ends(at: datetime, told: str) -> None:
    assert deadline(at, "en").replace("\N{NO-BREAK SPACE}", " ") == told


def test_when_something_happened_is_told_to_the_second() -> None:
    at = datetime(2028, 7, 18, 22, 0, tzinfo=UTC)
    assert instant(at, "en").replace("\N{NO-BREAK SPACE}", " ") == "19 July 2028 at 00:00:00 (Sarajevo time)"


# ---- the form


@pytest.mark.provision("P47")
@each_language
def test_the_form_carries_what_the_voter_signs(language: Language) -> None:
    first, *_ = pages(application_form(form(), language))
    for expected in (
        "REG-2028L-000123X", "Lokalni izbori 2028", "Hadžiselimović-Đurđević", "Šemsudin", "29.02.1904.",
        "2902904187659", "Goražde", "Schleißheimer Straße 112a", "80797 München", "B1234567", "04.05.2031.",
        "semsudin@example.org", "3.15",
    ):  # fmt: skip
        assert expected in first, expected
    for document in ORDINARY.documents:
        assert f"{document.sha256[:4]} {document.sha256[4:8]}" in first


@pytest.mark.provision("P47")
@each_language
def test_the_day_by_which_it_must_arrive_stands_in_bold_on_both_pages(language: Language) -> None:
    pdf = application_form(form(), language)
    told = deadline(ORDINARY.signed_form_due or datetime.now(UTC), language)
    for text in pages(pdf):
        assert told.replace("\N{NO-BREAK SPACE}", " ") in text.replace("\N{NO-BREAK SPACE}", " ")
    with pypdfium2.PdfDocument(pdf) as document:
        bold = {bytes(name) for name in re.findall(rb"Inter-(\w+)", pdf)}
        assert len(document) == 2
    assert b"Bold" in bold


@pytest.mark.provision("P50")
@each_language
def test_the_last_page_says_how_to_send_it(language: Language) -> None:
    kept = pages(application_form(form(), language))[-1]
    for expected in ("izbori.example.ba", "prijava@izbori.example.ba", "Poštanski pretinac 451", "Danijela Ozme 7"):
        assert expected in kept


def test_identical_signature_is_asked_of_who_is_in_the_register_only() -> None:
    """3.15(3), (6) ask T and R1 for it; 3.15(10) asks R2 to sign."""
    for kind, expected in (("T", "exactly as"), ("R1", "Sign exactly"), ("R2", "Sign by hand")):
        assert expected in pages(application_form(form(kind=kind), "en"))[0]


def test_who_helped_and_what_is_missing_is_said() -> None:
    first, *_ = pages(application_form(form(helper_name="Amra Pomoć", missing_documents=("RESIDENCE_BIH",)), "en"))
    assert "Amra Pomoć" in first
    assert "Proof of residence in BiH – not attached" in first


def test_entry_in_the_register_needs_no_election() -> None:
    """EL 3.15(15)."""
    first, *_ = pages(application_form(form(kind="R2", election=None, election_day=None, signed_form_due=None), "en"))
    assert "Application for entry in the Central Voter Register" in first
    assert "must arrive by" not in first


@each_language
def test_the_code_on_the_form_says_number_and_hash(language: Language) -> None:
    (code,) = zxingcpp.read_barcodes(drawn(application_form(form(), language)))
    assert (
        code.text
        == qr_payload(ORDINARY.number, ORDINARY.form_hash)
        == f"IZBORI1|REG-2028L-000123X|{ORDINARY.form_hash}"
    )


@each_language
@pytest.mark.parametrize("changes", [{}, LONGEST], ids=["ordinary", "longest"])
def test_signature_box_and_marks_are_always_at_the_same_place(language: Language, changes: dict[str, Any]) -> None:
    picture = drawn(application_form(form(**changes), language))
    inside = Box(SIGNATURE.x + 1, SIGNATURE.y + 1, SIGNATURE.width - 2, SIGNATURE.height - 2)
    assert region(picture, inside).getextrema() == (255, 255), "the box is empty"
    for edge in (
        Box(SIGNATURE.x - 0.5, SIGNATURE.y + 5, 1, 10),
        Box(SIGNATURE.x + SIGNATURE.width - 0.5, SIGNATURE.y + 5, 1, 10),
    ):
        assert region(picture, edge).getextrema()[0] < 120
    for mark in MARKS:
        assert region(picture, Box(mark.x + 0.5, mark.y + 0.5, 3, 3)).getextrema()[1] < 40, "the mark is black"


@each_language
def test_long_data_flow_to_a_page_of_their_own_and_nothing_is_lost(language: Language) -> None:
    told = pages(application_form(form(**LONGEST), language))
    assert len(told) == 3
    text = re.sub(r"[-\ufffe]\W*", "-", " ".join(told[:-1]))
    for value in ("Константиновић", "Вилхелмина", "Regional Representation", "Вашингтону", "Лазаревић-Милосављевић"):
        assert value in text
    assert LONGEST["email"] in re.sub(r"[\s\u200b]", "", text)
    for document in LONGEST["documents"]:
        assert document.sha256[:4] in text


@pytest.mark.parametrize(
    "evil",
    [
        "#panic()",
        "*bold* _it_ $x$ @ref <label>",
        '#image("/etc/passwd")',
        "\\ `raw` ~ -- '",
        "// comment",
        "= Heading",
        ']#read("form.typ")[',
        "#{",
        "{number} {0} {name}",
        "\u202eobrnuto",
        "<script>alert(1)</script>",
        "%PDF",
        "Ω 漢 🙂",
    ],
)
def test_what_a_voter_types_is_text_and_never_a_command(evil: str) -> None:
    typed = form(surname=evil, abroad_street=evil, helper_name=evil, election=evil)
    visible = [char for char in evil if char.isalnum() and char.isascii()]
    text = pages(application_form(typed, "bs"))[0]
    assert all(char in text for char in visible)
    assert "#import" not in text
    pages(decision(replace(DECISION, addressee=evil, reasons=(evil,), operative=(evil,)), "sr"))
    pages(receipt(replace(RECEIPT, election=evil), "hr"))


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_printed(typed: str) -> None:
    assert application_form(form(surname=typed, name=typed), "sr").startswith(b"%PDF-")


def test_every_character_that_is_said_to_be_covered_can_be_printed() -> None:
    every = sorted(coverage())
    for start in range(0, len(every), 200):
        assert application_form(form(helper_name=" ".join(every[start : start + 200])), "bs")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("C\u030c\u017e", "Čž"),
        ("a\u202eb\u200bc\u0007d", "abcd"),
        ("one\ntwo\tthree\u2028four", "one two three four"),
        ("漢🙂", "□□"),
        ("Ω ш ș ẞ", "Ω ш ș ẞ"),
    ],
)
def test_what_no_font_can_show_is_a_box_and_what_shows_nothing_is_left_out(typed: str, shown: str) -> None:
    assert printable(typed) == shown


# ---- receipt and decision


@each_language
def test_the_receipt_proves_arrival_and_says_no_name(language: Language) -> None:
    pdf = receipt(RECEIPT, language)
    (text,) = pages(pdf)
    told = text.replace("\N{NO-BREAK SPACE}", " ").replace(" ", "")
    for expected in (
        RECEIPT.number,
        RECEIPT.code,
        "14:04:05",
        RECEIPT.form_hash,
        RECEIPT.signature,
        RECEIPT.check_page,
    ):
        assert expected in told, expected
    (code,) = zxingcpp.read_barcodes(drawn(pdf))
    assert code.text == RECEIPT.check_url


@each_language
def test_a_decision_has_all_its_parts(language: Language) -> None:
    text = pages(decision(DECISION, language))[0].replace("\N{NO-BREAK SPACE}", " ")
    for expected in (
        DECISION.number, DECISION.case_number, DECISION.addressee, "37/2028", long_date(date(2028, 8, 1), language),
        "Prijava se odbija.", "nadležni organ", DECISION.signatory, "6.9",
    ):  # fmt: skip
        assert expected.replace("\N{NO-BREAK SPACE}", " ") in text, expected
    assert remedy(2, language)[:40] in text


def test_an_approval_by_an_officer_names_no_session_and_no_appeal() -> None:
    lines = standard_operative(
        "APPROVED_RESIDENCE_CONSTITUENCY", "en", number="REG-1", constituency="Goražde", channel="DCM"
    )
    view = replace(DECISION, outcome="APPROVED_RESIDENCE_CONSTITUENCY", session=None, operative=lines, appeal_days=None)
    text = pages(decision(view, "en"))[0]
    assert "session" not in text
    assert "at a diplomatic-consular mission" in text
    assert "constituency of residence: Goražde" in text
    assert "there is no appeal" in text


def test_entry_in_the_register_alone_puts_nobody_on_an_extract() -> None:
    lines = standard_operative("APPROVED", "en", number="1", constituency="Brčko", channel="POST", in_election=False)
    assert lines[1] == "The applicant is entered in the Central Voter Register, for the basic constituency Brčko."


def test_a_preview_is_marked_and_unsigned() -> None:
    text = pages(decision(replace(DECISION, preview=True), "bs"))[0]
    assert "NACRT" in text
    assert DECISION.signatory not in text


def test_a_long_decision_flows_over_pages_with_their_numbers() -> None:
    told = pages(decision(replace(DECISION, reasons=("Razlog je opširan. " * 40,) * 12), "bs"))
    assert len(told) > 1
    assert all(f"Strana {number} od {len(told)}" in text for number, text in enumerate(told, 1))


@pytest.mark.parametrize(
    ("articles", "clause"),
    [
        ((), ""),
        (("3.15(11)",), "člana 3.15 stav (11)"),
        (("3.15(2)", "3.16"), "člana 3.15 stav (2) i člana 3.16"),
        (("3.2(3)", "3.15(1)", "3.16(3)"), "člana 3.2 stav (3), člana 3.15 stav (1) i člana 3.16 stav (3)"),
    ],
)
def test_articles_are_named_as_a_clause(articles: tuple[str, ...], clause: str) -> None:
    assert legal_basis(articles, "bs") == clause


@pytest.mark.parametrize(("days", "told"), [(1, "jednog dana"), (2, "dva dana"), (3, "tri dana"), (8, "8 dana")])
def test_the_term_of_the_appeal_is_told_in_words(days: int, told: str) -> None:
    assert f"u roku od {told} od" in remedy(days, "bs")


# ---- files


PAPERS: list[Callable[[Language], bytes]] = [
    lambda language: application_form(form(), language),
    lambda language: receipt(RECEIPT, language),
    lambda language: decision(DECISION, language),
]


@each_language
@pytest.mark.parametrize("paper", PAPERS, ids=["form", "receipt", "decision"])
def test_every_paper_can_be_archived_and_read_aloud(paper: Callable[[Language], bytes], language: Language) -> None:
    """PDF/A-2a and PDF/UA-1: tagged, with its language, a title and all fonts."""
    with pikepdf.Pdf.open(BytesIO(paper(language))) as pdf:
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"]
        assert str(pdf.Root.Lang).startswith(language)
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root


@pytest.mark.parametrize("paper", PAPERS, ids=["form", "receipt", "decision"])
def test_the_same_view_gives_the_same_bytes(paper: Callable[[Language], bytes]) -> None:
    assert paper("sr") == paper("sr")


def test_serbian_letters_come_from_the_portals_own_typeface() -> None:
    fonts = set(re.findall(rb"/BaseFont/[A-Z]+\+([\w-]+)", application_form(form(**LONGEST), "sr").replace(b" ", b"")))
    assert fonts
    assert all(name.startswith(b"Inter") for name in fonts), fonts


def test_paper_and_screen_have_the_same_colours() -> None:
    tokens = Path(__file__).parents[4] / "frontend" / "src" / "design" / "tokens.css"
    on_screen = set(re.findall(r"#[0-9a-f]{6}\b", tokens.read_text(encoding="utf-8")))
    on_paper = set(re.findall(r'rgb\("(#[0-9a-f]{6})', (TEMPLATES / "look.typ").read_text(encoding="utf-8")))
    assert len(on_paper) >= 5
    assert on_paper <= on_screen
