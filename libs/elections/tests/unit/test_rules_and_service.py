from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.rules import Authority, LegalBasis, amending_articles, entry_into_force
from elections.served import day_term, deemed_served_at, served_at, served_in_portal
from elections.timing import SARAJEVO, at

instants = st.integers(1_720_000_000, 2_870_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))

STAGED = {*range(76, 82), *range(84, 106), 111, 112}


@pytest.mark.provision("P115")
@pytest.mark.parametrize("article", range(1, 115))
def test_the_amending_law_entered_into_force_in_two_steps(article: int) -> None:
    expected = date(2024, 4, 19) if article in STAGED else date(2024, 4, 3)
    assert entry_into_force(article) == expected


@pytest.mark.provision("P115")
@pytest.mark.parametrize("article", [0, 115, -1])
def test_it_has_114_articles(article: int) -> None:
    with pytest.raises(ValueError, match="no article"):
        entry_into_force(article)


@pytest.mark.provision("P115")
@pytest.mark.parametrize(
    ("source", "valid_from", "valid_to", "day", "holds"),
    [
        ("S74", None, None, date(2024, 4, 2), False),
        ("S74", None, None, date(2024, 4, 3), True),
        ("S78", None, None, date(2024, 4, 18), False),
        ("S78", None, None, date(2024, 4, 19), True),
        ("W3", None, None, date(1996, 1, 1), True),
        ("memory", None, date(2024, 4, 3), date(2024, 4, 2), True),
        ("memory", None, date(2024, 4, 3), date(2024, 4, 3), False),
        ("S74", date(2025, 1, 1), None, date(2024, 12, 31), False),
    ],
)
def test_a_legal_basis_holds_from_to(
    source: str, valid_from: date | None, valid_to: date | None, day: date, holds: bool
) -> None:
    authority = Authority.LAW if source.startswith("S") else Authority.SETTING
    assert LegalBasis("EL 6.6(2)", source, authority, valid_from, valid_to).holds_on(day) is holds


@pytest.mark.parametrize("source", ["memory", "design", "W3 W9"])
def test_what_was_not_read_in_the_law_cannot_be_called_law(source: str) -> None:
    with pytest.raises(ValueError, match="is not the amending law"):
        LegalBasis("EL 6.8", source, Authority.LAW)


def test_the_articles_of_a_source_are_read() -> None:
    assert amending_articles("S43 W3") == (43,)
    assert amending_articles("W3") == ()


MONDAY_NOON = at(date(2028, 6, 5), "12:00")


@pytest.mark.parametrize(
    ("opened", "served"),
    [
        (None, at(date(2028, 6, 6), "24:00")),
        (at(date(2028, 6, 5), "12:01"), at(date(2028, 6, 5), "12:01")),
        (at(date(2028, 6, 6), "23:59"), at(date(2028, 6, 6), "23:59")),
        (at(date(2028, 6, 9), "08:00"), at(date(2028, 6, 6), "24:00")),
    ],
)
def test_served_is_the_first_opening_or_the_end_of_the_next_day(opened: datetime | None, served: datetime) -> None:
    assert served_in_portal(MONDAY_NOON, opened) == served


def test_how_long_until_service_is_presumed_is_a_setting() -> None:
    assert deemed_served_at(MONDAY_NOON, 3) == at(date(2028, 6, 8), "24:00")
    assert served_in_portal(MONDAY_NOON, deemed_after_days=0) == at(date(2028, 6, 5), "24:00")


def test_with_publication_the_later_counts() -> None:
    published = MONDAY_NOON + timedelta(days=4)
    assert served_at(MONDAY_NOON, published) == published
    assert served_at(published, MONDAY_NOON) == published
    assert served_at(MONDAY_NOON) == MONDAY_NOON


@pytest.mark.parametrize(
    ("served", "ends"),
    [
        (MONDAY_NOON, at(date(2028, 6, 7), "24:00")),
        (at(date(2028, 6, 5), "00:01"), at(date(2028, 6, 7), "24:00")),
        (at(date(2028, 6, 5), "23:59"), at(date(2028, 6, 7), "24:00")),
        # Presumed service at 24:00 belongs to the day that it ends.
        (at(date(2028, 6, 6), "24:00"), at(date(2028, 6, 8), "24:00")),
    ],
)
def test_two_days_from_receipt_end_at_midnight_of_the_second_day_after_it(served: datetime, ends: datetime) -> None:
    assert day_term(served, 2) == ends


@given(available=instants, seconds=st.integers(0, 10**6), days=st.integers(1, 30))
def test_opening_earlier_never_makes_the_term_end_later(available: datetime, seconds: int, days: int) -> None:
    opened = available + timedelta(seconds=seconds)
    served = served_in_portal(available, opened)
    assert available <= served <= deemed_served_at(available)
    assert day_term(served, days) <= day_term(deemed_served_at(available), days)
    assert day_term(served, days).astimezone(SARAJEVO).hour == 0
