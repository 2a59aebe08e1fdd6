"""The 143 basic constituencies, and the election commission of each (P07, EL 1.1a 21)).

The list is data (data/municipalities.csv); the portal's own `key` is primary because the Commission's codes are not
all known. Names in Cyrillic were transliterated by machine.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from elections.texts import Language, Text


@dataclass(frozen=True, slots=True)
class Constituency:
    key: str
    number: int
    latin: str
    cyrillic: str
    entity: str
    """FBIH, RS or BRCKO."""
    group: str
    canton_code: str | None
    entity_assembly_codes: tuple[str, ...]
    hor_bih_codes: tuple[str, ...]
    cec_code: str | None
    elects_council: bool
    elects_mayor: bool

    def name(self, language: Language) -> str:
        return self.cyrillic if language == "sr" else self.latin

    @property
    def commission(self) -> Text:
        """EL 1.1a 21): "municipal election commission" is the commission of every basic constituency."""
        return Text(
            bs=f"Izborna komisija osnovne izborne jedinice {self.latin}",
            hr=f"Izborno povjerenstvo osnovne izborne jedinice {self.latin}",
            sr=f"Изборна комисија основне изборне јединице {self.cyrillic}",
            en=f"Election commission of {self.latin}",
        )


def constituency(key: str) -> Constituency:
    """Raises KeyError for a key that is none of the 143."""
    return constituencies()[key]


@cache
def constituencies() -> Mapping[str, Constituency]:
    """All 143 by key, in the order of domain.md 7.3."""
    table = files("elections").joinpath("data/municipalities.csv").read_text(encoding="utf-8")
    rows = (_constituency(row) for row in csv.DictReader(table.splitlines()))
    return MappingProxyType({row.key: row for row in rows})


def _constituency(row: Mapping[str, str]) -> Constituency:
    return Constituency(
        key=row["key"],
        number=int(row["n"]),
        latin=row["name_latn"],
        cyrillic=row["name_cyrl"],
        entity=row["entity"],
        group=row["group"],
        canton_code=row["canton_code"] or None,
        # Brčko District votes with either entity: "402/306".
        entity_assembly_codes=tuple(row["entity_assembly_code"].split("/")),
        hor_bih_codes=tuple(row["hor_bih_code"].split("/")),
        cec_code=row["cec_code"] or None,
        elects_council=row["elects_council"] == "True",
        elects_mayor=row["elects_mayor"] == "True",
    )
