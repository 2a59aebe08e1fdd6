"""Levels of authority, the units in which each is elected, and their known seats (domain.md 7.2)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from elections.constituencies import constituencies
from elections.deadlines import ElectionType
from elections.texts import Text

OWN_COUNCIL_ELSEWHERE = frozenset({"ba.bd", "ba.fbih.hnk.mostar"})
"""Brčko District and Mostar elect their assembly and council as levels of their own."""


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    seats: int | None = None
    compensatory: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    code: str
    name: Text
    units: tuple[Unit, ...]
    types: frozenset[ElectionType]


def levels_for(type: ElectionType) -> tuple[Level, ...]:
    """The levels that elections of this type can elect; an election names those that it does elect."""
    return tuple(level for level in levels().values() if type in level.types)


@cache
def levels() -> Mapping[str, Level]:
    rows = tomllib.loads(files("elections").joinpath("data/levels.toml").read_text(encoding="utf-8"))["level"]
    return {row["code"]: _level(row) for row in rows}


def _level(row: Mapping[str, Any]) -> Level:
    match row.get("unit_of"):
        case "council":
            keys = [c.key for c in constituencies().values() if c.elects_council and c.key not in OWN_COUNCIL_ELSEWHERE]
            units = tuple(Unit(key) for key in keys)
        case "mayor":
            units = tuple(Unit(c.key, seats=1) for c in constituencies().values() if c.elects_mayor)
        case _:
            units = tuple(Unit(**unit) for unit in row["units"])
    return Level(row["code"], Text.from_plain(row["name"]), units, frozenset(ElectionType(t) for t in row["types"]))
