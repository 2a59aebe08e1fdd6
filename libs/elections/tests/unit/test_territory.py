import pytest

from elections.constituencies import constituencies
from elections.levels import levels
from elections.territory import territory

UNITS = [(level.code, unit.code) for level in levels().values() for unit in level.units]


@pytest.mark.parametrize(("level", "unit"), [(level, unit) for level, unit in UNITS if not unit.startswith("ba.")])
def test_every_unit_of_a_level_has_voters_somewhere(level: str, unit: str) -> None:
    assert territory(level, unit)


@pytest.mark.parametrize("level", ["PA_BIH", "HOR_FBIH", "NA_RS", "CANTON"])
def test_regular_units_of_a_level_share_no_voters_but_those_of_brcko(level: str) -> None:
    regular = [unit.code for unit in levels()[level].units if not unit.compensatory]
    places = [place for unit in regular for place in territory(level, unit) if place != "ba.bd"]
    assert len(places) == len(set(places))


def test_brcko_votes_with_either_entity_and_a_council_is_its_own_territory() -> None:
    assert "ba.bd" in territory("HOR_FBIH", "402")
    assert "ba.bd" in territory("NA_RS", "306")
    assert territory("MAYOR", "ba.fbih.usk.bihac") == {"ba.fbih.usk.bihac"}


def test_a_whole_level_is_all_of_its_units_and_an_unknown_unit_is_nowhere() -> None:
    assert territory("PA_BIH") == set(constituencies())
    assert territory("NA_RS") == {each.key for each in constituencies().values() if each.entity in ("RS", "BRCKO")}
    assert territory("PA_BIH", "999") == frozenset()
    assert territory("NO_SUCH_LEVEL") == frozenset()
