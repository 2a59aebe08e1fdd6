"""Deadlines as data: what a term counts from, how far, until which hour, and who says so (domain.md section 3).

An election takes its own copy of this table with it, so a later change of the law or of the file moves nothing that
was already announced.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from elections.rules import Authority, LegalBasis
from elections.texts import Text


class ElectionType(StrEnum):
    LOCAL = "LOCAL"
    GENERAL = "GENERAL"
    EARLY = "EARLY"
    POSTPONED = "POSTPONED"
    REPEAT = "REPEAT"


class Anchor(StrEnum):
    ELECTION_DAY = "E"
    CALL = "CALL"
    POLLS = "POLLS"
    """The opening of the polling stations."""
    YEAR = "YEAR"
    """A date of the year of the election."""
    TERM = "TERM"
    """Another deadline, with all that moves it."""
    EVENT = "EVENT"
    """An instant that only the case knows: service, violation, submission …"""


class Unit(StrEnum):
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Kind(StrEnum):
    LAW_FIXED = "law_fixed"
    """A change needs a legal note beside the decision."""
    CONFIGURABLE = "configurable"
    ADJACENT = "adjacent"
    """The term of another system, shown in the calendar."""
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Deadline:
    key: str
    name: Text
    anchor: Anchor
    offset: int
    unit: Unit
    basis: LegalBasis
    kind: Kind
    hour: str = "24:00"
    """Closing hour in Sarajevo of a day term ("16:00", "24:00"; "00:00" for something that begins)."""
    free_hour: bool = False
    """The date is fixed by law, the hour is not."""
    event: str | None = None
    of: str | None = None
    month_day: str | None = None
    types: tuple[ElectionType, ...] = ()
    without_types: tuple[ElectionType, ...] = ()

    @property
    def law_fixed(self) -> bool:
        return self.kind is Kind.LAW_FIXED

    def applies_to(self, type: ElectionType) -> bool:
        return (not self.types or type in self.types) and type not in self.without_types

    def plain(self) -> dict[str, Any]:
        """As JSON: what goes out in an election's snapshot."""
        basis = asdict(self.basis)
        basis["valid_from"] = self.basis.valid_from and self.basis.valid_from.isoformat()
        basis["valid_to"] = self.basis.valid_to and self.basis.valid_to.isoformat()
        own = {field: getattr(self, field) for field in _PLAIN_FIELDS}
        return {
            **own,
            "name": self.name.plain(),
            "basis": basis,
            "types": list(self.types),
            "without_types": list(self.without_types),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Deadline":
        basis = plain["basis"]
        return cls(
            key=plain["key"],
            name=Text.from_plain(plain["name"]),
            anchor=Anchor(plain["anchor"]),
            offset=plain["offset"],
            unit=Unit(plain["unit"]),
            basis=LegalBasis(
                article=basis["article"],
                source=basis["source"],
                authority=Authority(basis["authority"]),
                valid_from=_day(basis.get("valid_from")),
                valid_to=_day(basis.get("valid_to")),
            ),
            kind=Kind(plain["kind"]),
            hour=plain.get("hour", "24:00"),
            free_hour=plain.get("free_hour", False),
            event=plain.get("event"),
            of=plain.get("of"),
            month_day=plain.get("month_day"),
            types=tuple(ElectionType(type) for type in plain.get("types", ())),
            without_types=tuple(ElectionType(type) for type in plain.get("without_types", ())),
        )


_PLAIN_FIELDS = ("key", "anchor", "offset", "unit", "kind", "hour", "free_hour", "event", "of", "month_day")
_BASIS_FIELDS = ("article", "source", "authority", "valid_from", "valid_to")


def deadlines_for(type: ElectionType) -> tuple[Deadline, ...]:
    """The table for a new election: every version of every key that applies to its type."""
    rows = [deadline for deadline in _table() if deadline.applies_to(type)]
    if type is not ElectionType.EARLY:
        return tuple(rows)
    early = _early_changes()
    return tuple(_counted_from_calling(row, early[row.key]) if row.key in early else row for row in rows)


@cache
def _table() -> tuple[Deadline, ...]:
    return tuple(Deadline.from_plain(_nested(row)) for row in _file("deadlines.toml"))


@cache
def _early_changes() -> Mapping[str, Mapping[str, Any]]:
    return {row["key"]: row for row in _file("deadlines-early.toml")}


def _counted_from_calling(row: Deadline, change: Mapping[str, Any]) -> Deadline:
    basis = LegalBasis(
        article=change.get("article", row.basis.article),
        source=change["source"],
        authority=Authority(change["authority"]),
    )
    return replace(
        row,
        anchor=Anchor(change["anchor"]),
        offset=change["offset"],
        hour=change["hour"],
        basis=basis,
        kind=Kind(change.get("kind", row.kind)),
        free_hour=change.get("free_hour", row.free_hour),
    )


def _nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the file is flat, because people write it; the legal basis is an object everywhere else."""
    return {**row, "basis": {field: row[field] for field in _BASIS_FIELDS if field in row}}


def _file(name: str) -> list[dict[str, Any]]:
    text = files("elections").joinpath("data", name).read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["deadline"]
    return rows


def _day(written: str | date | None) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else written
