import csv
from pathlib import Path

import pytest

import elections
from elections.constituencies import constituencies, constituency
from elections.countries import (
    FREQUENT,
    compact_postal_code,
    countries,
    host_countries,
    is_host,
    postal_code_fits,
    postal_pattern,
)
from elections.deadlines import ElectionType
from elections.levels import levels, levels_for
from elections.missions import missions
from elections.offices import unit_problem
from elections.texts import LANGUAGES

DATA = Path(elections.__file__).parent / "data"


def test_there_are_143_basic_constituencies() -> None:
    entities = [unit.entity for unit in constituencies().values()]
    assert len(entities) == 143
    assert (entities.count("FBIH"), entities.count("RS"), entities.count("BRCKO")) == (79, 63, 1)
    assert sum(unit.elects_mayor for unit in constituencies().values()) == 141
    assert all(unit.elects_council for unit in constituencies().values())


def test_every_row_of_the_list_is_there_once_and_in_its_order() -> None:
    with (DATA / "municipalities.csv").open(encoding="utf-8") as table:
        keys = [row["key"] for row in csv.DictReader(table)]
    assert list(constituencies()) == keys
    assert [unit.number for unit in constituencies().values()] == list(range(1, 144))


def test_a_constituency_has_its_names_and_codes() -> None:
    ljubuski = next(unit for unit in constituencies().values() if unit.latin == "Ljubuški")
    assert (ljubuski.cec_code, ljubuski.cyrillic, ljubuski.name("sr"), ljubuski.name("hr")) == (
        "171A", "Љубушки", "Љубушки", "Ljubuški",
    )  # fmt: skip
    brcko = constituency("ba.bd")
    assert (brcko.entity_assembly_codes, brcko.hor_bih_codes) == (("402", "306"), ("515", "522"))
    assert brcko.canton_code is None
    with pytest.raises(KeyError):
        constituency("ba.xx")


@pytest.mark.provision("P07")
def test_every_basic_constituency_has_one_election_commission() -> None:
    for language in LANGUAGES:
        names = {unit.commission.of(language) for unit in constituencies().values()}
        assert len(names) == 143


@pytest.mark.provision("P07")
@pytest.mark.parametrize(
    ("role", "unit", "problem"),
    [
        ("MEC_CLERK", "ba.fbih.usk.bihac", None),
        ("MEC_MEMBER", "ba.bd", None),
        ("MEC_MEMBER", "ba.fbih.hnk.mostar", None),
        ("MEC_CLERK", None, "unit.required"),
        ("MEC_MEMBER", "dcm.at.vienna", "unit.unknown"),
        ("MEC_CLERK", "ba.nowhere", "unit.unknown"),
        ("DCM_OFFICER", "dcm.at.vienna", None),
        ("DCM_OFFICER", None, "unit.required"),
        ("DCM_OFFICER", "ba.bd", "unit.unknown"),
        ("CEC_REG_CLERK", None, None),
        ("CEC_REG_CLERK", "ba.bd", "unit.not_for_role"),
    ],
)
def test_a_role_of_a_commission_is_bound_to_one_basic_constituency(
    role: str, unit: str | None, problem: str | None
) -> None:
    assert unit_problem(role, unit, missions()) == problem


def test_countries_have_names_in_the_four_languages_serbian_in_ijekavian() -> None:
    assert len(countries()) == 249
    assert countries()["DE"].name.plain() == {"bs": "Njemačka", "hr": "Njemačka", "sr": "Њемачка", "en": "Germany"}
    assert all(all(country.name.plain().values()) for country in countries().values())


def test_one_lives_abroad_everywhere_but_at_home() -> None:
    assert is_host("AT")
    assert not is_host("BA")
    assert not is_host("XX")


def test_frequent_countries_come_first_and_the_others_by_name() -> None:
    listed = host_countries("bs")
    assert tuple(country.code for country in listed[: len(FREQUENT)]) == FREQUENT
    rest = [country.name.bs for country in listed[len(FREQUENT) :]]
    assert rest.index("Čile") == rest.index("Češka") + 1
    assert len(listed) == 248


@pytest.mark.parametrize(
    ("country", "code", "fits"),
    [
        ("DE", "80331", True),
        ("DE", "D-80331", True),
        ("DE", "8033", False),
        ("DE", "80331A", False),
        ("AT", " 1010 ", True),
        ("SE", "111 22", True),
        ("SE", "11122", True),
        ("NL", "1012 ab", True),
        ("NL", "0012 AB", False),
        ("CA", "K1A 0B1", True),
        ("US", "60601-1234", True),
        ("US", "60601-12", False),
        ("NZ", "6011", True),
        ("NZ", "6", False),
        ("NZ", "1234567890123", False),
        ("NZ", "60<11", False),
        ("NZ", "", False),
    ],
)
@pytest.mark.provision("P42")
def test_a_postal_code_fits_its_country(country: str, code: str, fits: bool) -> None:
    assert postal_code_fits(country, code) is fits


def test_a_postal_code_is_kept_compact() -> None:
    assert compact_postal_code(" d-80331 ") == "80331"
    assert compact_postal_code("k1a  0b1") == "K1A 0B1"
    assert postal_pattern("DE") == "[0-9]{5}"
    assert postal_pattern("NZ") is None


def test_missions_are_in_countries_where_one_can_live() -> None:
    assert all(is_host(mission.country) for mission in missions().values())
    assert missions()["dcm.at.vienna"].city.sr == "Беч"
    assert len(missions()) == 22


def test_levels_have_the_seats_that_the_sources_give() -> None:
    seats = {code: sum(unit.seats or 0 for unit in level.units) for code, level in levels().items()}
    assert (seats["PA_BIH"], seats["HOR_FBIH"], seats["NA_RS"], seats["CANTON"]) == (42, 98, 83, 289)
    assert seats["MAYOR"] == 141
    assert levels()["MUN_COUNCIL"].units[0].seats is None
    assert len(levels()["MUN_COUNCIL"].units) == 141


def test_a_type_of_election_knows_its_levels() -> None:
    assert [level.code for level in levels_for(ElectionType.LOCAL)] == [
        "MUN_COUNCIL", "MAYOR", "BRCKO_ASM", "CITY_MOSTAR", "MINORITY",
    ]  # fmt: skip
    assert "PRES_RS" in [level.code for level in levels_for(ElectionType.EARLY)]
