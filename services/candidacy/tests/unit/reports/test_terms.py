from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.reports.amounts import fenings, written
from candidacy.domain.reports.model import Kind
from candidacy.domain.reports.terms import due, is_late
from elections.election import Fact
from elections.seeds import from_seed

ELECTION = from_seed(
    {
        "code": "LE2024",
        "short": "2024L",
        "name": {"bs": "Lokalni izbori", "hr": "Lokalni izbori", "sr": "Локални избори", "en": "Local elections"},
        "type": "LOCAL",
        "day": date(2024, 10, 6),
        "levels": [],
        "entities": ["FBIH"],
        "missions": [],
    },
    date(2024, 1, 1),
)


@pytest.mark.provision("P74")
def test_the_first_report_is_due_three_days_before_election_day() -> None:
    term = due(Kind.PRE_ELECTION, ELECTION)
    assert term == datetime(2024, 10, 3, 22, tzinfo=UTC)
    assert not is_late(Kind.PRE_ELECTION, ELECTION, term - timedelta(seconds=1))
    assert is_late(Kind.PRE_ELECTION, ELECTION, term)


@pytest.mark.provision("P74")
def test_the_final_report_has_no_term_until_the_results_are_in_the_official_gazette() -> None:
    assert due(Kind.FINAL, ELECTION) is None
    assert not is_late(Kind.FINAL, ELECTION, datetime(2030, 1, 1, tzinfo=UTC))
    published = replace(ELECTION, facts={Fact.RESULTS_PUBLISHED: datetime(2024, 11, 7, 9, tzinfo=UTC)})
    assert due(Kind.FINAL, published) == datetime(2024, 12, 7, 23, tzinfo=UTC)
    assert due(Kind.ACCOUNT_CLOSED, published) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", 123_450),
        ("1 234,5", 123_450),
        ("1234.50", 123_450),
        ("1,234.50 KM", 123_450),
        ("1.234", 123_400),
        ("0,05", 5),
        ("7", 700),
        ("1.23.4", None),
        ("12,345", None),
        ("-5", None),
        ("x", None),
        ("", None),
        ("9" * 12, None),
    ],
)
def test_amounts_are_read_as_our_countries_write_them_and_never_rounded(text: str, amount: int | None) -> None:
    assert fenings(text) == amount


@given(st.integers(0, 10**12))
def test_a_written_amount_is_read_back(amount: int) -> None:
    assert fenings(written(amount)) == amount
