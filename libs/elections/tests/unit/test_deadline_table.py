"""The table of domain.md section 3, date by date: what the law's calendar says, not what our arithmetic says."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from elections.calendar import Calendar
from elections.deadlines import Anchor, Kind
from elections.terms import MissingAnchor, UnknownDeadline
from elections.timing import at

CalendarOf = Callable[[str], Calendar]

# key, closing hour, LE2024, GE2026, LE2028; None: n/a
FIXED = [
    ("CERT_PARTY_CLOSE", "16:00", "24.05.2024", "22.05.2026", "19.05.2028"),
    ("CERT_PARTY_DECISION", "24:00", "08.06.2024", "06.06.2026", "03.06.2028"),
    ("CERT_COAL_CLOSE", "16:00", "18.06.2024", "16.06.2026", "13.06.2028"),
    ("CERT_COAL_DECISION", "24:00", "25.06.2024", "23.06.2026", "20.06.2028"),
    ("LIST_OPEN", "00:00", "26.06.2024", "24.06.2026", "21.06.2028"),
    ("LIST_CLOSE", "16:00", "08.07.2024", "06.07.2026", "03.07.2028"),
    ("LIST_DECISION", "24:00", "02.08.2024", "31.07.2026", "28.07.2028"),
    ("LIST_COMP_CLOSE", "16:00", None, "05.08.2026", None),
    ("LIST_PUBLISH", "24:00", "22.08.2024", "20.08.2026", "17.08.2028"),
    ("OCV_CLOSE", "24:00", "23.07.2024", "21.07.2026", "18.07.2028"),
    ("OCV_SIGNED_FORM", "24:00", "23.07.2024", "21.07.2026", "18.07.2028"),
    ("OCV_CHANGE", "24:00", "23.07.2024", "21.07.2026", "18.07.2028"),
    ("OCV_CORRECTION_LAST", "24:00", "17.08.2024", "15.08.2026", "12.08.2028"),
    ("CVR_CLOSE", "24:00", "22.08.2024", "20.08.2026", "17.08.2028"),
    ("DCM_TO_POST", "24:00", "27.08.2024", "25.08.2026", "22.08.2028"),
    ("DISPLACED_DATA", "24:00", "31.03.2024", "31.03.2026", "31.03.2028"),
    ("PS_DETERMINED", "24:00", "02.08.2024", "31.07.2026", "28.07.2028"),
    ("PSC_LOTTERY", "24:00", "07.08.2024", "05.08.2026", "02.08.2028"),
    ("PSC_APPOINT", "24:00", "22.08.2024", "20.08.2026", "17.08.2028"),
    ("OBS_CLOSE_SUBJECT", "16:00", "21.09.2024", "19.09.2026", "16.09.2028"),
    ("OBS_CLOSE_ASSOC", "16:00", "21.09.2024", "19.09.2026", "16.09.2028"),
    ("OBS_CLOSE_INTL", "16:00", "29.09.2024", "27.09.2026", "24.09.2028"),
    ("OBS_CLOSE_INTL_LATE", "16:00", "05.10.2024", "03.10.2026", "30.09.2028"),
    ("OBS_REPLACE_REPEAT", "24:00", None, None, None),
    ("CAMPAIGN_START", "00:00", "06.09.2024", "04.09.2026", "01.09.2028"),
    ("SILENCE_START", "07:00", "05.10.2024", "03.10.2026", "30.09.2028"),
    ("FIN_PRE", "24:00", "03.10.2024", "01.10.2026", "28.09.2028"),
    ("POSTERS", "24:00", "21.10.2024", "19.10.2026", "16.10.2028"),
]
CELLS = [
    pytest.param(key, hour, election, written, id=f"{election}-{key}")
    for key, hour, *days in FIXED
    for election, written in zip(("LE2024", "GE2026", "LE2028"), days, strict=True)
]

# key, event, its instant in Sarajevo, when the term ends in Sarajevo
BY_EVENT = [
    ("CERT_CURE", "notice", "2028-06-01 10:15", "2028-06-03 24:00"),
    ("CERT_PRINT", "closing", "2028-05-19 16:00", "2028-05-19 16:00"),
    ("ACCOUNT_WINDOW", "application", "2028-05-31 09:00", "2028-02-29 00:00"),
    ("CERT_PARTY_DECISION", "submission", "2028-05-10 09:00", "2028-05-25 24:00"),
    ("CERT_COAL_DECISION", "submission", "2028-06-10 09:00", "2028-06-17 24:00"),
    ("LIST_CURE", "receipt", "2028-07-10 23:59", "2028-07-15 24:00"),
    ("LIST_DECISION_CASE", "submission", "2028-06-25 12:00", "2028-07-20 24:00"),
    ("DATA_CHANGE", "change", "2028-06-25 12:00", "2028-07-05 24:00"),
    ("FIN_OFFICER", "appointment", "2028-06-25 12:00", "2028-07-10 24:00"),
    ("OCV_CURE", "notice", "2028-07-01 00:01", "2028-07-03 24:00"),
    ("OCV_APPEAL", "service", "2028-08-01 18:00", "2028-08-03 24:00"),
    ("PSC_NAMES", "lottery", "2028-08-02 10:00", "2028-08-09 24:00"),
    ("OBS_APPEAL", "receipt", "2028-09-18 10:00", "2028-09-21 24:00"),
    ("OBS_APPEAL_DECISION", "receipt", "2028-09-21 10:00", "2028-09-28 24:00"),
    ("FIN_POST", "results_in_gazette", "2028-11-06 10:00", "2028-12-06 24:00"),
    ("CMP_FILE", "violation", "2028-10-01 09:30", "2028-10-04 09:30"),
    ("CMP_RESPONSE", "receipt", "2028-10-02 14:05", "2028-10-03 14:05"),
    ("CMP_MEC", "response_term", "2028-10-03 14:05", "2028-10-05 14:05"),
    ("CMP_CEC", "response_term", "2028-10-03 14:05", "2028-10-06 14:05"),
    ("CMP_COMPLEX", "response_term", "2028-10-03 14:05", "2028-10-06 24:00"),
    ("CMP_COMPLEX_MAX", "response_term", "2028-10-03 14:05", "2028-10-08 24:00"),
    ("APP_CEC", "receipt", "2028-10-05 08:00", "2028-10-07 08:00"),
    ("APP_COURT", "receipt", "2028-10-05 08:00", "2028-10-07 24:00"),
    ("COURT_DECISION", "receipt", "2028-10-07 08:00", "2028-10-10 24:00"),
    ("RECOUNT", "results_established", "2028-10-20 12:00", "2028-10-23 12:00"),
    ("RESULTS_CONFIRM_EXT", "confirmation_due", "2028-10-31 12:00", "2028-11-15 24:00"),
    ("REPEAT_CALL", "annulment_final", "2028-11-02 12:00", "2028-11-17 24:00"),
    ("MANDATE_BACK", "function_end", "2028-11-02 12:00", "2028-11-10 24:00"),
]

EARLY = [
    ("CALL", "2025-08-28 00:00"),
    ("CERT_PARTY_CLOSE", "2025-09-02 16:00"),
    ("CERT_COAL_CLOSE", "2025-09-09 16:00"),
    ("OCV_CLOSE", "2025-09-17 16:00"),
    ("OCV_SIGNED_FORM", "2025-09-17 16:00"),
    ("LIST_CLOSE", "2025-09-17 16:00"),
    ("CERT_COAL_DECISION", "2025-09-16 24:00"),
    ("CAMPAIGN_START", "2025-10-24 00:00"),
    ("SILENCE_START", "2025-11-22 07:00"),
    ("OBS_CLOSE_SUBJECT", "2025-11-08 16:00"),
    ("POSTERS", "2025-12-08 24:00"),
]


def sarajevo(written: str) -> datetime:
    day, hour = written.split()
    return at(date.fromisoformat(day), hour)


@pytest.mark.provision("P02")
@pytest.mark.provision("P45")
@pytest.mark.parametrize(("key", "hour", "election", "written"), CELLS)
def test_every_date_of_the_table_is_computed(
    calendar: CalendarOf, key: str, hour: str, election: str, written: str | None
) -> None:
    if written is None:
        with pytest.raises(UnknownDeadline):
            calendar(election).deadline(key)
        return
    day = datetime.strptime(written, "%d.%m.%Y").replace(tzinfo=UTC).date()
    term = calendar(election).deadline(key)
    assert (term.day, term.hour) == (day, hour)
    assert term.instant == at(day, hour)
    assert term.instant.tzinfo is UTC
    assert term.moved_by is None


@pytest.mark.parametrize(
    ("election", "day", "entered"),
    [("LE2024", date(2024, 5, 8), True), ("GE2026", date(2026, 5, 7), False), ("LE2028", date(2028, 5, 4), False)],
)
def test_the_calling_is_the_day_entered_or_else_the_last_possible_one(
    calendar: CalendarOf, election: str, day: date, entered: bool
) -> None:
    term = calendar(election).deadline("CALL")
    assert (term.day, term.hour) == (day, "00:00" if entered else "24:00")


@pytest.mark.parametrize(("key", "event", "happened", "ends"), BY_EVENT, ids=[row[0] for row in BY_EVENT])
def test_every_term_from_an_event_is_computed(
    calendar: CalendarOf, key: str, event: str, happened: str, ends: str
) -> None:
    le2028 = calendar("LE2028")
    assert le2028.rule(key).event == event
    assert le2028.deadline(key, anchor_at=sarajevo(happened)).instant == sarajevo(ends)


@pytest.mark.parametrize(("key", "ends"), EARLY, ids=[row[0] for row in EARLY])
def test_early_elections_count_from_their_calling(calendar: CalendarOf, key: str, ends: str) -> None:
    assert calendar("RS2025").deadline(key).instant == sarajevo(ends)


def test_early_elections_have_neither_a_limit_of_calling_nor_a_date_of_the_year(calendar: CalendarOf) -> None:
    assert {"DISPLACED_DATA", "CALL"}.isdisjoint(calendar("RS2025").keys)


def test_the_table_is_complete(calendar: CalendarOf) -> None:
    """Whatever is in the data is checked above, and the other way round."""
    everywhere = {key for election in ("LE2024", "GE2026", "LE2028", "RS2025") for key in calendar(election).keys}
    checked = {row[0] for row in FIXED} | {row[0] for row in BY_EVENT} | {"CALL"}
    assert everywhere | {"OBS_REPLACE_REPEAT"} == checked


def test_a_term_from_an_event_needs_the_event(calendar: CalendarOf) -> None:
    for rule in calendar("LE2028").deadlines:
        if rule.anchor is Anchor.EVENT and rule.of is None:
            with pytest.raises(MissingAnchor):
                calendar("LE2028").deadline(rule.key)


def test_elections_that_count_from_their_calling_need_it(calendar: CalendarOf) -> None:
    rs2025 = calendar("RS2025")
    uncalled = Calendar(election_day=rs2025.election_day, deadlines=rs2025.deadlines)
    with pytest.raises(MissingAnchor):
        uncalled.deadline("OCV_CLOSE")


LAW_FIXED = {
    "CERT_CURE", "ACCOUNT_WINDOW", "LIST_CLOSE", "LIST_DECISION", "DATA_CHANGE", "FIN_OFFICER", "DISPLACED_DATA",
    "CAMPAIGN_START", "SILENCE_START", "POSTERS", "CMP_FILE", "CMP_CEC", "CMP_COMPLEX", "CMP_COMPLEX_MAX",
}  # fmt: skip
ADJACENT = {
    "PS_DETERMINED", "PSC_LOTTERY", "PSC_NAMES", "PSC_APPOINT", "FIN_PRE", "FIN_POST", "RECOUNT", "RESULTS_CONFIRM_EXT",
    "REPEAT_CALL", "MANDATE_BACK",
}  # fmt: skip


def test_what_may_be_configured_is_as_in_the_table(calendar: CalendarOf) -> None:
    kinds = {key: calendar("LE2028").rule(key).kind for key in calendar("LE2028").keys}
    assert {key for key, kind in kinds.items() if kind is Kind.LAW_FIXED} == LAW_FIXED
    assert {key for key, kind in kinds.items() if kind is Kind.ADJACENT} == ADJACENT
    assert {key for key, kind in kinds.items() if kind is Kind.DERIVED} == {"OCV_CHANGE"}
