from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.calendar import Calendar
from elections.deadlines import ElectionType, Unit, deadlines_for
from elections.explanation import explain
from elections.override import Override
from elections.rules import Authority
from elections.terms import PeriodKey, UnknownDeadline
from elections.texts import LANGUAGES
from elections.timing import SARAJEVO, after_hours, after_months, at, day_of, written

CalendarOf = Callable[[str], Calendar]
MICROSECOND = timedelta(microseconds=1)
days = st.dates(date(2025, 1, 1), date(2060, 12, 31))
instants = st.integers(1_720_000_000, 2_870_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@pytest.mark.parametrize(
    ("arrived", "in_time"),
    [
        (at(date(2024, 5, 8), "00:00") - MICROSECOND, False),
        (at(date(2024, 5, 8), "00:00"), True),
        (at(date(2024, 7, 23), "23:59"), True),
        (at(date(2024, 7, 23), "24:00") - MICROSECOND, True),
        (at(date(2024, 7, 23), "24:00"), True),
        (at(date(2024, 7, 23), "24:00") + MICROSECOND, False),
        (at(date(2024, 7, 24), "00:01"), False),
    ],
)
@pytest.mark.provision("P45")
def test_a_window_is_open_from_the_calling_up_to_and_with_the_closing_instant(
    calendar: CalendarOf, arrived: datetime, in_time: bool
) -> None:
    assert calendar("LE2024").is_open("CALL", "OCV_CLOSE", arrived) is in_time


def test_nothing_is_open_before_the_elections_are_called(calendar: CalendarOf) -> None:
    le2028 = calendar("LE2028")
    assert not le2028.is_open("CALL", "OCV_CLOSE", at(date(2028, 6, 1), "12:00"))
    assert replace(le2028, called_on=date(2028, 5, 3)).is_open("CALL", "OCV_CLOSE", at(date(2028, 6, 1), "12:00"))


@pytest.mark.provision("P02")
@pytest.mark.provision("P03")
@pytest.mark.parametrize(
    ("instant", "period"),
    [
        (at(date(2024, 5, 7), "23:59"), None),
        (at(date(2024, 5, 8), "00:00"), PeriodKey.PREMATURE),
        (at(date(2024, 9, 5), "24:00") - MICROSECOND, PeriodKey.PREMATURE),
        (at(date(2024, 9, 6), "00:00"), PeriodKey.CAMPAIGN),
        (at(date(2024, 10, 5), "06:59"), PeriodKey.CAMPAIGN),
        (at(date(2024, 10, 5), "07:00"), PeriodKey.SILENCE),
        (at(date(2024, 10, 6), "18:59"), PeriodKey.SILENCE),
        (at(date(2024, 10, 6), "19:00"), None),
    ],
)
def test_an_act_falls_in_exactly_one_period(calendar: CalendarOf, instant: datetime, period: PeriodKey | None) -> None:
    assert calendar("LE2024").period_at(instant) == period


@pytest.mark.provision("P03")
def test_there_is_no_premature_campaign_before_the_calling(calendar: CalendarOf) -> None:
    assert calendar("LE2028").period("PREMATURE") is None
    assert calendar("LE2028").period_at(at(date(2028, 6, 1), "12:00")) is None


@pytest.mark.provision("P02")
@given(day=days)
def test_silence_is_always_twenty_four_hours_before_the_polls_even_when_clocks_change(day: date) -> None:
    calendar = Calendar(election_day=day, deadlines=deadlines_for(ElectionType.LOCAL))
    assert at(day, "07:00") - calendar.deadline("SILENCE_START").instant == timedelta(hours=24)


@pytest.mark.provision("P02")
def test_silence_starts_at_eight_when_the_night_of_the_election_has_an_hour_more() -> None:
    calendar = Calendar(election_day=date(2026, 10, 25), deadlines=deadlines_for(ElectionType.LOCAL))
    term = calendar.deadline("SILENCE_START")
    assert (term.day, term.hour) == (date(2026, 10, 24), "08:00")


@pytest.mark.parametrize(
    ("violation", "ends"),
    [
        # 29 March 2026: the hour 02:00-03:00 does not exist; 25 October 2026: it exists twice.
        ("2026-03-27T12:00+01:00", "2026-03-30T13:00+02:00"),
        ("2026-10-23T12:00+02:00", "2026-10-26T11:00+01:00"),
        ("2026-10-22T02:30+02:00", "2026-10-25T02:30+02:00"),
        ("2026-10-22T03:30+02:00", "2026-10-25T02:30+01:00"),
    ],
)
def test_an_hour_term_is_as_long_as_any_other_across_a_change_of_clocks(
    calendar: CalendarOf, violation: str, ends: str
) -> None:
    term = calendar("GE2026").deadline("CMP_FILE", anchor_at=datetime.fromisoformat(violation))
    assert term.instant == datetime.fromisoformat(ends)


def test_a_day_term_ends_at_its_hour_in_sarajevo_before_and_after_a_change_of_clocks(calendar: CalendarOf) -> None:
    served = datetime.fromisoformat("2026-10-23T10:00+02:00")
    assert calendar("GE2026").deadline("OCV_APPEAL", anchor_at=served).instant == datetime.fromisoformat(
        "2026-10-26T00:00+01:00"
    )


def test_an_hour_that_clocks_skip_or_repeat_is_one_instant() -> None:
    assert at(date(2026, 3, 29), "02:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert at(date(2026, 10, 25), "02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_of_twenty_three_or_twenty_five_hours_ends_at_its_midnight() -> None:
    assert at(date(2026, 3, 29)) - at(date(2026, 3, 28)) == timedelta(hours=23)
    assert at(date(2026, 10, 25)) - at(date(2026, 10, 24)) == timedelta(hours=25)


def test_a_term_that_ends_on_a_sunday_ends_on_that_sunday(calendar: CalendarOf) -> None:
    served = at(date(2028, 9, 1), "10:00")
    le2028 = calendar("LE2028")
    assert date(2028, 9, 3).isoweekday() == 7
    assert le2028.deadline("OCV_APPEAL", anchor_at=served).day == date(2028, 9, 3)


def test_it_rolls_over_only_where_an_election_says_so(calendar: CalendarOf) -> None:
    rolling = replace(calendar("LE2028"), roll_over=True, holidays=frozenset({date(2028, 9, 4)}))
    term = rolling.deadline("OCV_APPEAL", anchor_at=at(date(2028, 9, 1), "10:00"))
    assert term.day == date(2028, 9, 5)
    assert "5 September 2028, 24:00 Sarajevo time" in explain(term.explanation, "en")
    assert rolling.deadline("APP_CEC", anchor_at=at(date(2028, 9, 1), "10:00")).day == date(2028, 9, 3)


@given(instant=instants, length=st.integers(0, 15))
def test_a_day_term_is_never_shorter_than_its_days_nor_longer_by_a_day(instant: datetime, length: int) -> None:
    calendar = Calendar(
        election_day=date(2060, 10, 3),
        deadlines=deadlines_for(ElectionType.LOCAL),
        overrides=(Override("OCV_CURE", "1", date(2028, 1, 1), offset=length),),
    )
    term = calendar.deadline("OCV_CURE", anchor_at=instant)
    assert term.instant.astimezone(SARAJEVO).time().isoformat() == "00:00:00"
    assert term.day == day_of(instant) + timedelta(days=length)
    hour = timedelta(hours=1)
    assert timedelta(days=length) - hour <= term.instant - instant <= timedelta(days=length + 1) + hour


@given(day=days)
def test_the_terms_of_an_election_keep_their_order_whatever_its_day(day: date) -> None:
    calendar = Calendar(election_day=day, deadlines=deadlines_for(ElectionType.LOCAL))
    order = [
        "CERT_PARTY_CLOSE", "CERT_COAL_CLOSE", "CERT_COAL_DECISION", "LIST_OPEN", "LIST_CLOSE", "OCV_CLOSE",
        "LIST_DECISION", "PSC_LOTTERY", "OCV_CORRECTION_LAST", "CVR_CLOSE", "DCM_TO_POST", "CAMPAIGN_START",
        "OBS_CLOSE_SUBJECT", "OBS_CLOSE_INTL", "FIN_PRE", "SILENCE_START", "POSTERS",
    ]  # fmt: skip
    instants = [calendar.deadline(key).instant for key in order]
    assert instants == sorted(instants)


@given(instant=instants, hours=st.integers(-1000, 1000))
def test_hours_are_absolute(instant: datetime, hours: int) -> None:
    assert after_hours(instant, hours) - instant == timedelta(hours=hours)


@given(day=days, hour=st.sampled_from(["00:01", "07:00", "16:00", "23:59", "24:00"]))
def test_day_and_hour_of_an_instant_are_those_that_made_it(day: date, hour: str) -> None:
    instant = at(day, hour)
    assert day_of(instant) == day
    assert written(day, instant) == hour


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2028, 5, 31), -3, date(2028, 2, 29)),
        (date(2027, 5, 31), -3, date(2027, 2, 28)),
        (date(2028, 1, 15), -3, date(2027, 10, 15)),
        (date(2028, 12, 31), 2, date(2029, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day: date, months: int, expected: date) -> None:
    assert after_months(day, months) == expected


@pytest.mark.provision("P115")
def test_a_rule_is_the_one_that_held_on_the_day(calendar: CalendarOf) -> None:
    """6.6(2): 48 hours until the amendment, 72 hours since."""
    le2024 = calendar("LE2024")
    assert le2024.rule("CMP_CEC", date(2024, 4, 2)).offset == 48
    assert le2024.rule("CMP_CEC", date(2024, 4, 3)).offset == 72
    before = le2024.deadline("CMP_CEC", anchor_at=at(date(2024, 4, 1), "10:00"))
    assert before.instant == at(date(2024, 4, 3), "10:00")
    assert explain(before.explanation, "en").endswith("setting of this portal, not a term of the law")


@pytest.mark.provision("P115")
def test_a_rule_of_the_amendment_does_not_hold_before_it(calendar: CalendarOf) -> None:
    with pytest.raises(UnknownDeadline):
        calendar("LE2024").rule("POSTERS", date(2024, 4, 18))
    assert calendar("LE2024").rule("POSTERS", date(2024, 4, 19)).basis.article == "EL 7.2(4)"


def test_a_decision_moves_a_term_and_what_hangs_on_it(calendar: CalendarOf) -> None:
    override = Override("OCV_CLOSE", "12-1/28", date(2028, 7, 10), day=date(2028, 7, 20))
    moved = replace(calendar("LE2028"), overrides=(override,))
    assert moved.deadline("OCV_CLOSE").instant == at(date(2028, 7, 20))
    for follower in ("OCV_SIGNED_FORM", "OCV_CHANGE"):
        assert moved.deadline(follower).instant == at(date(2028, 7, 20))
        assert moved.deadline(follower).moved_by == override
    assert moved.deadline("OCV_CORRECTION_LAST").moved_by is None
    ahead = replace(
        calendar("LE2028"), overrides=(Override("CERT_COAL_CLOSE", "1", date(2028, 6, 1), day=date(2028, 6, 14)),)
    )
    assert ahead.deadline("LIST_OPEN").day == date(2028, 6, 22)
    assert "moved by decision 1 of 1 June 2028" in explain(ahead.deadline("LIST_OPEN").explanation, "en")


def test_a_decision_gives_a_term_from_an_event_another_length(calendar: CalendarOf) -> None:
    longer = replace(calendar("LE2028"), overrides=(Override("OCV_CURE", "1", date(2028, 6, 1), offset=5),))
    assert longer.deadline("OCV_CURE", anchor_at=at(date(2028, 7, 1), "10:00")).day == date(2028, 7, 6)
    assert "5 dana" in explain(longer.outline("OCV_CURE"), "bs")
    assert (calendar("LE2028").length("OCV_CURE"), longer.length("OCV_CURE")) == (2, 5)


def test_no_text_of_a_setting_or_a_notice_quotes_an_article(calendar: CalendarOf) -> None:
    """What nobody read in the law is never shown as law."""
    for election in ("LE2024", "GE2026", "LE2028", "RS2025"):
        these = calendar(election)
        for rule in these.deadlines:
            if rule.basis.authority is not Authority.LAW and rule.basis.holds_on(date(2028, 1, 1)):
                explanation = these.outline(rule.key)
                for language in LANGUAGES:
                    text = explain(explanation, language)
                    assert not any(word in text for word in ("Article", "član", "članak", "члан")), text


def test_every_source_that_is_called_law_is_the_amending_law(calendar: CalendarOf) -> None:
    for rule in calendar("GE2026").deadlines:
        recalled = "memory" in rule.basis.source or "design" in rule.basis.source
        assert (rule.basis.authority is Authority.SETTING) is recalled, rule.key
        assert rule.basis.authority is not Authority.LAW or rule.basis.source.startswith("S"), rule.key


def test_every_unit_and_hour_of_the_data_is_one_that_can_end(calendar: CalendarOf) -> None:
    for rule in calendar("GE2026").deadlines:
        assert rule.unit is not Unit.HOURS or rule.hour == "24:00"
        assert at(date(2028, 1, 1), rule.hour)


def test_an_early_election_that_is_not_called_yet_says_what_its_terms_will_count_from(calendar: CalendarOf) -> None:
    uncalled = replace(calendar("RS2025"), called_on=None)
    assert explain(uncalled.outline("OCV_CLOSE"), "en") == "20 days from the calling — by-law"
    for key in uncalled.keys:
        assert all(uncalled.say(uncalled.outline(key)).plain().values())
