"""Which roles officials can hold and what each is bound to: data (domain.md 4), because a commission can change it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from elections.constituencies import constituencies
from elections.missions import missions
from elections.offices import unit_problem
from identity.languages import LANGUAGES

UNIT_PROBLEMS = {
    "unit.required": "role.unit_missing",
    "unit.unknown": "role.unit_unknown",
    "unit.not_for_role": "role.unit_not_allowed",
}


@dataclass(frozen=True)
class Role:
    code: str
    names: Mapping[str, str]
    """Language → name."""


@cache
def roles() -> Mapping[str, Role]:
    data = tomllib.loads(files("identity").joinpath("data/roles.toml").read_text(encoding="utf-8"))
    return {code: Role(code, {language: names[language] for language in LANGUAGES}) for code, names in data.items()}


def role_name(code: str, language: str) -> str:
    known = roles().get(code)
    return known.names[language] if known else code


def unit_name(code: str, language: str) -> str:
    """Of a constituency or a mission, in the script of the language."""
    mission, constituency = missions().get(code), constituencies().get(code)
    if mission:
        return mission.city.plain()[language]
    if constituency:
        return constituency.cyrillic if language == "sr" else constituency.latin
    return code


def grant_problem(role: str, unit: str | None) -> str | None:
    """Why a grant cannot stand, or None. EL 1.1a 21): a commission's role is bound to one basic constituency."""
    known = roles().get(role)
    if known is None:
        return "role.unknown"
    problem = unit_problem(role, unit, missions())
    return UNIT_PROBLEMS[problem] if problem else None
