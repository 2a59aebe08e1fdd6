"""Diplomatic-consular missions at which voters abroad may vote; each election opens some of them (domain.md 7.5)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from elections.texts import Text


@dataclass(frozen=True, slots=True)
class Mission:
    code: str
    country: str
    """ISO 3166-1 alpha-2."""
    city: Text


@cache
def missions() -> Mapping[str, Mission]:
    rows = tomllib.loads(files("elections").joinpath("data/missions.toml").read_text(encoding="utf-8"))["mission"]
    return {row["code"]: Mission(row["code"], row["country"], Text.from_plain(row)) for row in rows}
