"""Letters: complete in four languages, dated in Sarajevo time, and silent about the person."""

import string

import pytest

from notifications import letters

PARAMS = {"number": "REG-2028L-000123-X", "term": "2028-07-18T22:00:00+00:00"}
TEMPLATES = sorted(key for key in letters.catalogue("en") if key != "layout")


@pytest.mark.parametrize("language", letters.LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_placeholders(language: str) -> None:
    def placeholders(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, texts = letters.catalogue("en"), letters.catalogue(language)
    assert texts.keys() == english.keys()
    assert texts["layout"].keys() == english["layout"].keys()
    for template in TEMPLATES:
        assert placeholders(texts[template]["subject"]) == placeholders(english[template]["subject"])
        assert placeholders(" ".join(texts[template]["body"])) == placeholders(" ".join(english[template]["body"]))


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_letter_can_be_written(template: str, language: str) -> None:
    letter = letters.write(template, language, PARAMS, "http://localhost:8000/a", "http://localhost:8000")
    assert "{" not in letter.subject + letter.text
    assert "http://localhost:8000/a" in letter.text
    assert f'lang="{letters.HTML_LANG.get(language, language)}"' in letter.html


def test_midnight_is_written_as_the_end_of_the_day_that_it_closes() -> None:
    letter = letters.write("application.returned", "en", PARAMS, "l", "o")
    assert "18.7.2028. 24:00 Sarajevo time" in letter.text


def test_serbian_letters_are_cyrillic() -> None:
    letter = letters.write("application.submitted", "sr", PARAMS, "l", "o")
    assert "Пријава REG-2028L-000123-X" in letter.subject


def test_markup_in_a_parameter_stays_text() -> None:
    letter = letters.write("application.approved", "en", {"number": "<b>x</b>"}, "l", "o")
    assert "<b>" not in letter.html


def test_an_unknown_language_gets_bosnian() -> None:
    bosnian = letters.write("account.verify", "bs", PARAMS, "l", "o")
    assert letters.write("account.verify", "xx", PARAMS, "l", "o") == bosnian
