"""Host countries by ISO 3166-1 with their names in the four languages, and postal codes where the pattern is known.

The names are CLDR's (tools/countries.py writes the table). A country without a known pattern takes 2-12 characters.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from elections.scripts import sort_key
from elections.texts import Language, Text

HOME: Final = "BA"

FREQUENT: Final = ("DE", "AT", "HR", "RS", "SI", "CH", "SE", "US", "NO", "NL", "ME", "DK", "AU", "FR", "IT", "CA")
"""Shown first; recalled, so it may be reordered at any time (domain.md 7.6 [memory])."""

_DIGITS_4, _DIGITS_5 = r"[0-9]{4}", r"[0-9]{5}"
_PATTERNS: Final = {
    "DE": _DIGITS_5, "AT": _DIGITS_4, "HR": _DIGITS_5, "RS": r"[0-9]{5,6}", "SI": _DIGITS_4, "CH": _DIGITS_4,
    "SE": r"[0-9]{3} ?[0-9]{2}", "US": r"[0-9]{5}(-[0-9]{4})?", "NO": _DIGITS_4, "NL": r"[1-9][0-9]{3} ?[A-Z]{2}",
    "ME": _DIGITS_5, "DK": _DIGITS_4, "AU": _DIGITS_4, "FR": _DIGITS_5, "IT": _DIGITS_5,
    "CA": r"[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]", "GB": r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}",
    "BE": _DIGITS_4, "MK": _DIGITS_4, "HU": _DIGITS_4, "TR": _DIGITS_5, "ES": _DIGITS_5, "FI": _DIGITS_5,
    "PL": r"[0-9]{2}-[0-9]{3}", "CZ": r"[0-9]{3} ?[0-9]{2}", "SK": r"[0-9]{3} ?[0-9]{2}",
    "LU": _DIGITS_4, "GR": r"[0-9]{3} ?[0-9]{2}", "PT": r"[0-9]{4}-[0-9]{3}",
}  # fmt: skip
_ANY: Final = r"[A-Z0-9][A-Z0-9 -]{0,10}[A-Z0-9]"
_PREFIX: Final = re.compile(r"^[A-Z]{1,3}[- ](?=[0-9])")


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: Text


@cache
def countries() -> Mapping[str, Country]:
    """All countries by alpha-2 code, Bosnia and Herzegovina among them (it issues documents)."""
    table = files("elections").joinpath("data/countries.csv").read_text(encoding="utf-8")
    return {row["code"]: Country(row["code"], Text.from_plain(row)) for row in csv.DictReader(table.splitlines())}


def is_host(code: str) -> bool:
    """Whether somebody can live abroad there."""
    return code in countries() and code != HOME


def host_countries(language: Language) -> tuple[Country, ...]:
    """For a list to choose from: the frequent ones first, then the others by their folded name."""
    table = countries()
    frequent = [table[code] for code in FREQUENT]
    others = [country for code, country in table.items() if code not in FREQUENT and code != HOME]
    return (*frequent, *sorted(others, key=lambda country: sort_key(country.name.of(language))))


def compact_postal_code(code: str) -> str:
    """Upper case, single spaces, without the country's letters before it ("d-80331" -> "80331")."""
    return _PREFIX.sub("", " ".join(code.upper().split()))


def postal_pattern(country: str) -> str | None:
    """A regular expression for the compact code; None where the country's pattern is not known."""
    return _PATTERNS.get(country)


def postal_code_fits(country: str, code: str) -> bool:
    """Whether the code can be one of that country."""
    return re.fullmatch(_PATTERNS.get(country, _ANY), compact_postal_code(code)) is not None
