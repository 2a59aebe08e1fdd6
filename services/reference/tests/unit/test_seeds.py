import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.election import Election
from elections.levels import levels_for
from elections.missions import missions
from elections.seeds import from_seed
from elections.snapshot import from_plain, to_plain
from elections.timing import at
from reference.seeding import seeds
from reference.settings import Settings

FIRST_START = date(2026, 11, 22)
FILES = {seed["code"]: seed for seed in seeds(Settings(database_url="unused"))}


def seeded(code: str, first_start: date = FIRST_START) -> Election:
    return from_seed(FILES[code], first_start)


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_seed_is_an_election_that_survives_its_snapshot(code: str) -> None:
    election = seeded(code)
    assert from_plain(json.loads(json.dumps(to_plain(election)))) == election


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_seed_names_only_levels_and_missions_that_exist(code: str) -> None:
    election = seeded(code)
    assert set(election.levels) <= {level.code for level in levels_for(election.type)}
    assert set(election.missions) <= missions().keys()


def test_numbers_of_cases_tell_elections_apart() -> None:
    assert len({seed["short"] for seed in FILES.values()}) == len(FILES)


@pytest.mark.parametrize(
    ("code", "day", "called_on"),
    [
        ("LE2024", date(2024, 10, 6), date(2024, 5, 8)),
        ("GE2026", date(2026, 10, 4), None),
        ("LE2028", date(2028, 10, 1), None),
        ("RS2025", date(2025, 11, 23), date(2025, 8, 28)),
    ],
)
def test_the_elections_are_on_their_days(code: str, day: date, called_on: date | None) -> None:
    assert (seeded(code).day, seeded(code).called_on) == (day, called_on)
    assert day.isoweekday() == 7


def test_who_takes_part_is_decided_by_entity() -> None:
    assert len(seeded("LE2024").constituencies) == 143
    assert len(seeded("RS2025").constituencies) == 64


@given(first_start=st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_the_windows_of_a_rehearsal_are_open_on_its_first_day_and_its_calendar_agrees(first_start: date) -> None:
    demo = seeded("DEMO", first_start)
    noon = at(first_start, "12:00")
    assert demo.day.isoweekday() == 7
    assert demo.calendar.is_open("CALL", "OCV_CLOSE", noon)
    assert demo.calendar.is_open("CALL", "CERT_PARTY_CLOSE", noon)
    assert demo.calendar.is_open("LIST_OPEN", "LIST_CLOSE", noon)
    assert demo.calendar.is_open("CALL", "OBS_CLOSE_SUBJECT", noon)
    assert (demo.calendar.deadline("OCV_CLOSE").day - first_start).days == 20
    order = ["CALL", "OCV_CLOSE", "OCV_CORRECTION_LAST", "CVR_CLOSE", "CAMPAIGN_START", "SILENCE_START"]
    instants = [demo.calendar.deadline(key).instant for key in order]
    assert instants == sorted(instants)
    assert demo.calendar.deadline("LIST_CLOSE").moved_by is None
