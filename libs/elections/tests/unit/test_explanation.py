from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from elections import phrases
from elections.calendar import Calendar
from elections.override import Override
from elections.texts import LANGUAGES, Language
from elections.timing import at

CalendarOf = Callable[[str], Calendar]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "75 days before 1 October 2028, 24:00 Sarajevo time — by-law"),
        ("bs", "75 dana prije 1. oktobra 2028., 24:00 po sarajevskom vremenu — podzakonski akt"),
        ("hr", "75 dana prije 1. listopada 2028., 24:00 po sarajevskom vremenu — podzakonski akt"),
        ("sr", "75 дана прије 1. октобра 2028., 24:00 по сарајевском времену — подзаконски акт"),
    ],
)
def test_a_term_says_how_it_counts_until_which_hour_and_who_says_so(
    calendar: CalendarOf, language: Language, text: str
) -> None:
    le2028 = calendar("LE2028")
    assert le2028.say(le2028.deadline("OCV_CLOSE").explanation).of(language) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("LIST_CLOSE", "90 days before 1 October 2028, 16:00 Sarajevo time — Election Law of BiH, Article 4.21(1)"),
        (
            "OCV_SIGNED_FORM",
            "together with “Applications for voting abroad”: 18 July 2028, 24:00 Sarajevo time — by-law",
        ),
        (
            "SILENCE_START",
            (
                "24 hours before the polling stations open (1 October 2028, 07:00 Sarajevo time): "
                "30 September 2028, 07:00 Sarajevo time — Election Law of BiH, Article 1.1a 7)"
            ),
        ),
        (
            "OCV_CORRECTION_LAST",
            "50 days before 1 October 2028, 24:00 Sarajevo time — setting of this portal, not a term of the law",
        ),
        ("POSTERS", "15 days after 1 October 2028, 24:00 Sarajevo time — Election Law of BiH, Article 7.2(4)"),
        ("DISPLACED_DATA", "31 March 2028, 24:00 Sarajevo time — Election Law of BiH, Article 3.2(2)"),
    ],
)
def test_each_kind_of_anchor_has_its_sentence(calendar: CalendarOf, key: str, text: str) -> None:
    le2028 = calendar("LE2028")
    assert le2028.say(le2028.deadline(key).explanation).en == text


def test_a_term_from_an_event_names_the_hour_only_where_hours_count(calendar: CalendarOf) -> None:
    le2028 = calendar("LE2028")
    happened = at(date(2028, 9, 30), "09:30")
    by_hour = le2028.say(le2028.deadline("CMP_FILE", anchor_at=happened).explanation)
    by_day = le2028.say(le2028.deadline("OCV_APPEAL", anchor_at=happened).explanation)
    assert by_hour.en.startswith(
        "72 hours from the violation (30 September 2028, 09:30 Sarajevo time): 3 October 2028, 09:30 Sarajevo time"
    )
    assert by_day.hr.startswith("2 dana od dostave odluke (30. rujna 2028.), 24:00 po sarajevskom vremenu")


def test_a_moved_term_says_by_which_decision(calendar: CalendarOf) -> None:
    override = Override("OCV_CLOSE", "12-1/28", date(2028, 7, 10), day=date(2028, 7, 20))
    moved = replace(calendar("LE2028"), overrides=(override,))
    said = moved.say(moved.deadline("OCV_CLOSE").explanation)
    assert said.en == "20 July 2028, 24:00 Sarajevo time — moved by decision 12-1/28 of 10 July 2028"
    assert said.bs == "20. jula 2028., 24:00 po sarajevskom vremenu — pomjereno odlukom 12-1/28 od 10. jula 2028."


def test_the_calling_that_was_entered_says_only_its_day(calendar: CalendarOf) -> None:
    le2024 = calendar("LE2024")
    assert le2024.say(le2024.deadline("CALL").explanation).sr == "расписано 8. маја 2024."


@pytest.mark.parametrize("election", ["LE2024", "GE2026", "LE2028", "RS2025"])
def test_every_deadline_of_every_election_can_be_said_in_the_four_languages(
    calendar: CalendarOf, election: str
) -> None:
    these = calendar(election)
    for key in these.keys:
        for language in LANGUAGES:
            text = these.say(these.outline(key)).of(language)
            assert "{" not in text
            assert text.isprintable()


@pytest.mark.parametrize("event", sorted(phrases.EVENTS))
def test_serbian_is_in_cyrillic(event: str) -> None:
    assert not any("a" <= letter.lower() <= "z" for letter in phrases.EVENTS[event].sr)


@pytest.mark.parametrize(
    ("count", "days", "hours", "sr"),
    [
        (1, "1 dan", "1 sat", "1 час"),
        (2, "2 dana", "2 sata", "2 часа"),
        (5, "5 dana", "5 sati", "5 часова"),
        (11, "11 dana", "11 sati", "11 часова"),
        (12, "12 dana", "12 sati", "12 часова"),
        (21, "21 dan", "21 sat", "21 час"),
        (24, "24 dana", "24 sata", "24 часа"),
        (48, "48 dana", "48 sati", "48 часова"),
        (72, "72 dana", "72 sata", "72 часа"),
        (112, "112 dana", "112 sati", "112 часова"),
    ],
)
def test_numbers_take_the_form_that_the_language_asks_for(count: int, days: str, hours: str, sr: str) -> None:
    assert phrases.length_phrase(count, "days", "bs") == days
    assert phrases.length_phrase(count, "hours", "hr") == hours
    assert phrases.length_phrase(count, "hours", "sr") == sr


def test_english_has_one_day_and_two_days() -> None:
    assert phrases.length_phrase(1, "days", "en") == "1 day"
    assert phrases.length_phrase(2, "months", "en") == "2 months"


def test_parts_are_codes_that_a_page_can_word_itself(calendar: CalendarOf) -> None:
    assert calendar("LE2028").deadline("OCV_CLOSE").explanation.plain() == [
        {"code": "day.before", "params": {"n": 75, "unit": "days", "date": "2028-10-01"}},
        {"code": "hour", "params": {"hour": "24:00"}},
        {"code": "source.bylaw", "params": {}},
    ]
