import re
import string
from pathlib import Path

import pytest

from identity import languages, roles
from identity.languages import LANGUAGES, accepted, messages, say, supported


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_placeholders(language: str) -> None:
    english, texts = messages("en"), messages(language)
    assert texts.keys() == english.keys()
    for key, text in texts.items():
        assert text.strip() == text
        assert placeholders(text) == placeholders(english[key]), key


def test_serbian_is_cyrillic() -> None:
    latin_allowed = re.compile(r"\{[a-z]+\}|QR|[a-z]+@[a-z.]+|Aegis|FreeOTP|Google|Microsoft Authenticator")
    for key, text in messages("sr").items():
        assert not re.search("[A-Za-z]", latin_allowed.sub("", text)), key


def test_bosnian_and_croatian_are_not_copies_of_one_another() -> None:
    different = [key for key in messages("bs") if messages("bs")[key] != messages("hr")[key]]
    assert len(different) > len(messages("bs")) / 3
    for key, text in messages("hr").items():
        assert not re.search(r"\b(šifr|nalog|link|greška|tačn|ponovo|sačuva)", text.lower()), key
    for key, text in messages("bs").items():
        assert not re.search(r"\b(lozink|račun|poveznic|pogrešk|točn|ponovno|pohran)", text.lower()), key


def test_every_text_that_a_template_or_page_asks_for_exists_and_none_is_left_over() -> None:
    package = Path(languages.__file__).parent
    code = "".join(path.read_text() for path in package.glob("**/*.py"))
    pages = "".join(path.read_text() for path in package.glob("templates/*.html"))
    asked = set(re.findall(r'\bt\("([a-z]+\.[a-z_]+[a-z])"[,)]', pages)) | set(
        re.findall(r'Notice\(\s*"([a-z]+\.[a-z_]+)"', code)
    )
    assert asked - set(messages("en")) == set()
    quoted = set(re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", code + pages))
    assembled = ("link.", "done.", "field.")
    assert {key for key in set(messages("en")) - quoted if not key.startswith(assembled)} == set()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("bs-BA,bs;q=0.9,en;q=0.8", "bs"),
        ("de, en;q=0.3, hr;q=0.7", "hr"),
        ("sr", "sr"),
        ("sr-Cyrl-BA", "sr"),
        ("sr-Latn-RS", "bs"),
        ("sh", "bs"),
        ("fr, de", None),
        ("en;q=0, hr", "hr"),
        ("en;q=x, hr;q=0.1", "hr"),
        (";;;,,,", None),
    ],
)
def test_the_browsers_wish_is_read(header: str, language: str | None) -> None:
    assert accepted(header) == language


@pytest.mark.parametrize("tag", ["", "x", "english", "../en", "EN-gb"])
def test_only_our_four_languages_come_out(tag: str) -> None:
    assert supported(tag) in {None, "en"}


def test_values_in_texts_are_escaped() -> None:
    assert "<b>" not in say("en", "account.signed_in_as", email="<b>x</b>")


def test_every_role_of_officials_has_a_name_in_every_language_and_cyrillic_in_serbian() -> None:
    for role in roles.roles().values():
        assert set(role.names) == set(LANGUAGES)
        assert not re.search("[A-Za-z]", role.names["sr"])
    assert len(roles.roles()) == 17


def test_units_are_called_by_their_names() -> None:
    assert roles.unit_name("dcm.de.stuttgart", "sr") == "Штутгарт"
    assert roles.unit_name("ba.fbih.usk.bihac", "hr") == "Bihać"
    assert roles.unit_name("ba.fbih.usk.bihac", "sr") == "Бихаћ"
    assert roles.unit_name("unknown", "en") == "unknown"
    assert roles.role_name("unknown", "en") == "unknown"
