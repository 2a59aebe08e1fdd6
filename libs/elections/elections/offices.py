"""To which unit an official's role is bound (P07, domain.md 4): a commission's roles to one basic constituency."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from elections.constituencies import constituencies


class UnitKind(StrEnum):
    CONSTITUENCY = "constituency"
    MISSION = "mission"


UNIT_OF_ROLE: Final = {
    "MEC_CLERK": UnitKind.CONSTITUENCY,
    "MEC_MEMBER": UnitKind.CONSTITUENCY,
    "DCM_OFFICER": UnitKind.MISSION,
}


def unit_problem(role: str, unit: str | None, missions: Collection[str]) -> str | None:
    """Why a role cannot be given with this unit: unit.required, unit.unknown, unit.not_for_role; None when it can."""
    kind = UNIT_OF_ROLE.get(role)
    if kind is None:
        return "unit.not_for_role" if unit is not None else None
    if unit is None:
        return "unit.required"
    known = constituencies() if kind is UnitKind.CONSTITUENCY else missions
    return None if unit in known else "unit.unknown"
