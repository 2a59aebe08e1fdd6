"""A made-up voter register for the demonstration: the same people for the same number, none of whom exists.

Their identification numbers are valid but carry the register digits 99, which were never given to anybody. Most are
adults entered in ordinary order; a few are deceased, without legal capacity or under age, because an official must be
shown those as well. A fifth write themselves in Cyrillic.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from stdnum.si import emso

from elections.constituencies import Constituency, constituencies
from elections.scripts import script_of

SEED = 20240508
REGISTER_DIGITS = "99"
FIRST_BIRTH, LAST_ADULT_BIRTH, LAST_BIRTH = date(1931, 1, 1), date(2007, 12, 31), date(2014, 12, 31)
SHARE_DECEASED, SHARE_WITHOUT_CAPACITY, SHARE_UNDER_AGE, SHARE_CYRILLIC = 0.02, 0.004, 0.01, 0.2
# As `python -m registration.voters load` reads them.
COLUMNS = (
    *("jmb", "surname", "name", "parent_name", "date_of_birth", "sex"),
    *("municipality_key", "address", "status", "polling_station"),
)

# Latin and Cyrillic spelling of each, so that both scripts of the register are right and not transliterated by guess.
MALE = (
    *(("Adnan", "Аднан"), ("Amir", "Амир"), ("Ante", "Анте"), ("Bojan", "Бојан"), ("Dino", "Дино")),
    *(("Dragan", "Драган"), ("Đorđe", "Ђорђе"), ("Edin", "Един"), ("Emir", "Емир"), ("Goran", "Горан")),
    *(("Haris", "Харис"), ("Ivan", "Иван"), ("Jasmin", "Јасмин"), ("Josip", "Јосип"), ("Kenan", "Кенан")),
    *(("Ljubo", "Љубо"), ("Marko", "Марко"), ("Mirza", "Мирза"), ("Nebojša", "Небојша"), ("Nermin", "Нермин")),
    *(("Njegoš", "Његош"), ("Petar", "Петар"), ("Samir", "Самир"), ("Stjepan", "Стјепан"), ("Željko", "Жељко")),
)
FEMALE = (
    *(("Aida", "Аида"), ("Ajla", "Ајла"), ("Ana", "Ана"), ("Biljana", "Биљана"), ("Dijana", "Дијана")),
    *(("Dženana", "Џенана"), ("Elma", "Елма"), ("Gordana", "Гордана"), ("Ivana", "Ивана"), ("Jelena", "Јелена")),
    *(("Katarina", "Катарина"), ("Lejla", "Лејла"), ("Ljiljana", "Љиљана"), ("Marija", "Марија")),
    *(("Merima", "Мерима"), ("Milica", "Милица"), ("Nataša", "Наташа"), ("Selma", "Селма"), ("Snježana", "Сњежана")),
    *(("Suada", "Суада"), ("Tanja", "Тања"), ("Vesna", "Весна"), ("Zlata", "Злата"), ("Željka", "Жељка")),
)
SURNAMES = (
    *(("Alagić", "Алагић"), ("Babić", "Бабић"), ("Begić", "Бегић"), ("Ćosić", "Ћосић"), ("Čengić", "Ченгић")),
    *(("Delić", "Делић"), ("Đukić", "Ђукић"), ("Džananović", "Џанановић"), ("Filipović", "Филиповић")),
    *(("Grgić", "Гргић"), ("Hadžić", "Хаџић"), ("Ibrahimović", "Ибрахимовић"), ("Ilić", "Илић"), ("Jurić", "Јурић")),
    *(("Kovačević", "Ковачевић"), ("Lukić", "Лукић"), ("Ljubičić", "Љубичић"), ("Marić", "Марић")),
    *(("Mehmedović", "Мехмедовић"), ("Nikolić", "Николић"), ("Njegovan", "Његован"), ("Omerović", "Омеровић")),
    *(("Pavlović", "Павловић"), ("Popović", "Поповић"), ("Radić", "Радић"), ("Salihović", "Салиховић")),
    *(("Šarić", "Шарић"), ("Tomić", "Томић"), ("Vuković", "Вуковић"), ("Zukić", "Зукић"), ("Žunić", "Жунић")),
)
STREETS = (
    *(("Lipova", "Липова"), ("Školska", "Школска"), ("Vrbaska", "Врбаска"), ("Bosanska", "Босанска")),
    *(("Riječka", "Ријечка"), ("Vinogradska", "Виноградска"), ("Cvjetna", "Цвјетна"), ("Kolodvorska", "Колодворска")),
)


@dataclass(frozen=True)
class Voter:
    """One row of the register."""

    jmb: str
    surname: str
    name: str
    parent_name: str
    date_of_birth: date
    sex: str
    place_of_birth: str
    municipality_key: str
    address: str
    status: str
    polling_station: str

    @property
    def residence(self) -> str:
        """The municipality as the person would write it."""
        home = constituencies()[self.municipality_key]
        return home.cyrillic if script_of(self.surname) == "Cyrl" else home.latin

    def row(self) -> tuple[str, ...]:
        return tuple(str(getattr(self, column)) for column in COLUMNS)


def generate(count: int, seed: int = SEED) -> Iterator[Voter]:
    """The first `count` voters; asking for more later gives the same first ones."""
    draw = random.Random(seed)  # noqa: S311 - made-up people, not secrets
    places = list(constituencies().values())
    numbers: set[str] = set()
    made = 0
    while made < count:
        voter = _voter(draw, places)
        if voter.jmb not in numbers:
            numbers.add(voter.jmb)
            made += 1
            yield voter


def write(path: Path, count: int, seed: int = SEED) -> None:
    """The register as CSV, as `python -m registration.voters load` reads it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows(voter.row() for voter in generate(count, seed))


def samples(count: int = 4) -> list[Voter]:
    """Voters with nothing unusual, whose data somebody who tries the portal can type in: both scripts, both sexes."""
    kinds: dict[tuple[str, str], Voter] = {}
    for voter in generate(count * 50):
        if voter.status == "active" and voter.date_of_birth <= LAST_ADULT_BIRTH:
            kinds.setdefault((voter.sex, script_of(voter.surname)), voter)
    return list(kinds.values())[:count]


def _voter(draw: random.Random, places: list[Constituency]) -> Voter:
    lot = draw.random()
    if lot < SHARE_UNDER_AGE:
        status, born = "active", _day(draw, LAST_ADULT_BIRTH + timedelta(days=1), LAST_BIRTH)
    elif lot < SHARE_UNDER_AGE + SHARE_DECEASED:
        status, born = "deceased", _day(draw, FIRST_BIRTH, LAST_ADULT_BIRTH)
    elif lot < SHARE_UNDER_AGE + SHARE_DECEASED + SHARE_WITHOUT_CAPACITY:
        status, born = "no_capacity", _day(draw, FIRST_BIRTH, LAST_ADULT_BIRTH)
    else:
        status, born = "active", _day(draw, FIRST_BIRTH, LAST_ADULT_BIRTH)
    sex = draw.choice("MF")
    script = 1 if draw.random() < SHARE_CYRILLIC else 0
    home, birthplace = draw.choice(places), draw.choice(places)
    return Voter(
        jmb=_jmb(draw, born, sex),
        surname=draw.choice(SURNAMES)[script],
        name=draw.choice(MALE if sex == "M" else FEMALE)[script],
        parent_name=draw.choice(MALE)[script],
        date_of_birth=born,
        sex=sex,
        place_of_birth=birthplace.cyrillic if script else birthplace.latin,
        municipality_key=home.key,
        address=f"{draw.choice(STREETS)[script]} {draw.randint(1, 120)}",
        status=status,
        polling_station=f"{home.number:03d}A{draw.randint(1, 60):03d}",
    )


def _day(draw: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=draw.randint(0, (last - first).days))


def _jmb(draw: random.Random, born: date, sex: str) -> str:
    serial = draw.randint(0, 499) if sex == "M" else draw.randint(500, 999)
    digits = f"{born:%d%m}{born.year % 1000:03d}{REGISTER_DIGITS}{serial:03d}"
    return digits + str(emso.calc_check_digit(digits))
