from collections.abc import Callable
from datetime import date

import pytest

from elections.calendar import Calendar
from elections.deadlines import ElectionType, deadlines_for

DAYS = {
    "LE2024": (ElectionType.LOCAL, date(2024, 10, 6), date(2024, 5, 8)),
    "GE2026": (ElectionType.GENERAL, date(2026, 10, 4), None),
    "LE2028": (ElectionType.LOCAL, date(2028, 10, 1), None),
    "RS2025": (ElectionType.EARLY, date(2025, 11, 23), date(2025, 8, 28)),
}


@pytest.fixture
def calendar() -> Callable[[str], Calendar]:
    def of(code: str) -> Calendar:
        type, day, called_on = DAYS[code]
        return Calendar(election_day=day, deadlines=deadlines_for(type), called_on=called_on)

    return of
