"""Which basic constituencies vote in a unit of a level: where a supporter or a candidate must be registered.

Read from the columns of data/municipalities.csv, so a unit that moves is a changed row. Voters of Brčko District vote
with either entity (domain.md 7.3), so it is in units of both.
"""

from functools import cache
from typing import Final

from elections.constituencies import Constituency, constituencies
from elections.levels import levels

_ENTITIES_OF_UNIT: Final = {
    "701": ("FBIH", "BRCKO"),
    "702": ("FBIH", "BRCKO"),
    "703": ("RS", "BRCKO"),
    "501": ("FBIH", "BRCKO"),
    "502": ("RS", "BRCKO"),
    "400": ("FBIH", "BRCKO"),
    "300": ("RS", "BRCKO"),
    "5": ("RS", "BRCKO"),
}
"""Units that are a whole entity: the Presidency, the president of Republika Srpska and the compensatory lists."""


@cache
def territory(level: str, unit: str | None = None) -> frozenset[str]:
    """Keys of the basic constituencies of a unit, or of the whole level without one. Empty: nobody knows the unit."""
    if unit is None:
        known = levels().get(level)
        return frozenset[str]().union(*(territory(level, each.code) for each in known.units)) if known else frozenset()
    return frozenset(each.key for each in constituencies().values() if _votes_in(each, level, unit))


def _votes_in(place: Constituency, level: str, unit: str) -> bool:
    if unit in _ENTITIES_OF_UNIT:
        return place.entity in _ENTITIES_OF_UNIT[unit]
    match level:
        case "PA_BIH":
            return unit in place.hor_bih_codes
        case "HOR_FBIH" | "NA_RS":
            return unit in place.entity_assembly_codes
        case "CANTON":
            return unit == place.canton_code
        case _:
            return unit == place.key
