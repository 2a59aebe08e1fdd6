from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from candidacy.domain.support.exemption import Exemption, defects, holds
from candidacy.domain.support.meter import Meter, Progress, meter, needed
from candidacy.domain.support.model import Mark
from candidacy.domain.support.retention import delete_at, is_due
from elections.election import Election
from elections.seeds import from_seed

BIHAC = "ba.fbih.usk.bihac"
SEED: dict[str, Any] = {
    "code": "GE2026",
    "short": "2026G",
    "name": {"bs": "Opći izbori", "hr": "Opći izbori", "sr": "Општи избори", "en": "General elections"},
    "type": "GENERAL",
    "day": date(2026, 10, 4),
    "levels": [],
    "entities": ["FBIH", "RS", "BRCKO"],
    "missions": [],
}


def an_election(**settings: Any) -> Election:
    return from_seed(SEED | {"settings": settings}, date(2026, 1, 1))


def asked(kind: str, level: str, unit: str | None = None, **settings: Any) -> int | None:
    return needed(
        an_election(**{key.replace("__", "."): value for key, value in settings.items()}), kind, level, unit, set()
    )


@pytest.mark.parametrize(
    ("level", "party", "independent"),
    [
        ("PRES_BIH", 3000, 1500),
        ("PA_BIH", 3000, 1500),
        ("HOR_FBIH", 2000, 1000),
        ("NA_RS", 2000, 1000),
        ("PRES_RS", 2000, 1000),
        ("CANTON", 500, 200),
    ],
)
def test_the_threshold_of_a_level_is_the_elections_parameter(level: str, party: int, independent: int) -> None:
    assert asked("PARTY", level) == party
    assert asked("IC", level) == independent


@pytest.mark.parametrize(("voters", "number"), [("9999", 100), ("10000", 100), ("10001", 200)])
@pytest.mark.parametrize("level", ["MUN_COUNCIL", "MAYOR"])
def test_a_place_with_more_voters_asks_for_more_signatures(level: str, voters: str, number: int) -> None:
    assert asked("PARTY", level, BIHAC, support__registered_voters=[f"{BIHAC}:{voters}"]) == number


def test_a_place_whose_voters_nobody_counted_has_no_threshold_and_the_meter_never_says_reached() -> None:
    assert asked("PARTY", "MAYOR", BIHAC) is None
    assert asked("PARTY", "MAYOR", BIHAC, support__registered_voters=["ba.bd:10", f"{BIHAC}:many"]) is None
    seen = meter([Mark.VALID] * 5000, None)
    assert (seen.progress, seen.missing) == (Progress.NOT_POSSIBLE, None)


@pytest.mark.parametrize(
    ("kind", "level"), [("COALITION", "PA_BIH"), ("LIC", "CANTON"), ("NM_GROUP", "MINORITY"), ("IC", "MINORITY")]
)
def test_coalitions_and_minorities_collect_no_signatures(kind: str, level: str) -> None:
    assert asked(kind, level) == 0


def test_an_exemption_is_for_its_constituency_alone() -> None:
    election = an_election(**{"support.needed.canton": ["PARTY:7"]})
    assert needed(election, "PARTY", "CANTON", "201", {"201"}) == 0
    assert needed(election, "PARTY", "CANTON", "202", {"201"}) == 7
    assert needed(election, "IC", "CANTON", "202", {"201"}) is None


@pytest.mark.parametrize(
    ("valid", "checking", "threshold", "progress", "missing"),
    [
        (100, 0, 100, Progress.REACHED, 0),
        (120, 4, 100, Progress.REACHED, 0),
        (60, 40, 100, Progress.CHECKING, 40),
        (60, 39, 100, Progress.SHORT, 40),
        (0, 0, 0, Progress.NOT_NEEDED, 0),
    ],
)
def test_only_valid_lines_reach_the_threshold(
    valid: int, checking: int, threshold: int, progress: Progress, missing: int
) -> None:
    others = [Mark.DUPLICATE, Mark.NOT_IN_CVR, Mark.OTHER_CONSTITUENCY, Mark.NO_SIGNATURE]
    seen = meter([*[Mark.VALID] * valid, *[Mark.CHECKING] * checking, *others], threshold)
    assert seen == Meter(valid, checking, 4, threshold)
    assert (seen.progress, seen.missing) == (progress, missing)


@pytest.mark.provision("P62")
@pytest.mark.parametrize(
    ("change", "kind", "codes"),
    [
        ({}, "PARTY", []),
        ({}, "IC", ["exemption.party_only"]),
        ({"statement": False}, "PARTY", ["exemption.statement_missing"]),
        ({"official": " ", "mandate_body": ""}, "PARTY", ["field.required", "field.required"]),
        ({"mandate_since": date(2026, 5, 21)}, "PARTY", ["exemption.mandate_in_future"]),
    ],
)
def test_an_exemption_holds_with_the_officials_signed_statement(
    change: dict[str, Any], kind: str, codes: list[str]
) -> None:
    whole: dict[str, Any] = {"official": "Ana Đurić", "mandate_body": "Skupština", "statement": True}
    claim = Exemption("CANTON", "201", **(whole | change))
    found = list(defects(claim, kind, date(2026, 5, 20)))
    assert [defect.code for defect in found] == codes
    assert holds(claim, kind, date(2026, 5, 20)) is (not codes)
    assert all((defect.path or "").startswith("contests.CANTON.201.exemption") for defect in found)


def test_data_of_supporters_go_after_finality_and_never_before() -> None:
    election = an_election(**{"support.retention.days": 10})
    final = datetime(2026, 6, 1, 12, tzinfo=UTC)
    due = delete_at(final, election)
    assert due == final + timedelta(days=10)
    assert is_due(final, election, due)
    assert not is_due(final, election, due - timedelta(seconds=1))
    assert not is_due(None, election, due + timedelta(days=4000))
