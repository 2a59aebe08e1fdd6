"""A political subject and the people who act for it: who is recorded here may act, whatever an account is called.

Names are public and kept in both scripts; what identifies a signatory (JMB, identity card) is sealed by the store.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from candidacy.domain.subjects.lifecycle import Status

SubjectId = NewType("SubjectId", UUID)
RequestId = NewType("RequestId", UUID)
MandateId = NewType("MandateId", UUID)


class Kind(StrEnum):
    """Who may apply for certification (domain.md 2.2.1)."""

    PARTY = "PARTY"
    IC = "IC"
    COALITION = "COALITION"
    LIC = "LIC"
    NM_ASSOC = "NM_ASSOC"
    NM_GROUP = "NM_GROUP"
    NM_IC = "NM_IC"

    @property
    def is_person(self) -> bool:
        return self in (Kind.IC, Kind.NM_IC)

    @property
    def is_joint(self) -> bool:
        """Made of subjects that are certified themselves."""
        return self in (Kind.COALITION, Kind.LIC)

    @property
    def is_minority(self) -> bool:
        return self in (Kind.NM_ASSOC, Kind.NM_GROUP, Kind.NM_IC)

    @property
    def member_kind(self) -> "Kind | None":
        return {Kind.COALITION: Kind.PARTY, Kind.LIC: Kind.IC}.get(self)


class Role(StrEnum):
    REP = "REP"
    """Signs: has a specimen signature deposited with the Commission."""
    EDITOR = "EDITOR"
    """Drafts and never submits."""


class Scope(StrEnum):
    REPRESENT = "REPRESENT"
    COMPLAINTS = "COMPLAINTS"
    OBSERVERS = "OBSERVERS"
    PSC_NOMINATIONS = "PSC_NOMINATIONS"


@dataclass(frozen=True, slots=True)
class Names:
    """As registered (EL 4.3) and as transcribed."""

    latin: str
    cyrillic: str = ""
    abbreviation_latin: str = ""
    abbreviation_cyrillic: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A signatory. Sealed whole."""

    name: str
    jmb: str = ""
    id_card: str = ""
    function: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """The written request on which the Commission opens a subject's account."""

    id: RequestId
    version: int
    election: str
    status: Status
    account: str
    kind: Kind | None
    names: Names
    representative: Person
    created_at: datetime
    form_document: UUID | None = None
    """The signed request form."""
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    subject: SubjectId | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    id: MandateId
    subject: SubjectId
    account: str
    role: Role
    scopes: frozenset[Scope]
    valid_from: datetime
    person: Person
    valid_until: datetime | None = None
    specimen: UUID | None = None
    """The deposited specimen signature."""

    def in_force(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)

    def ended(self, at: datetime) -> Self:
        return replace(self, valid_until=at)


@dataclass(frozen=True, slots=True)
class FinanceOfficer:
    """EL 15.3: a party names who is authorised for its finances; an independent candidate may."""

    person: Person
    phone: str
    appointed_on: date
    reported_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class DataChange:
    """EL 4.22: what changed, when it happened and when it was told."""

    id: UUID
    changed_on: date
    reported_at: datetime
    reported_by: str
    fields: tuple[str, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Subject:
    id: SubjectId
    version: int
    election: str
    kind: Kind
    names: Names
    code: str | None = None
    certified_at: datetime | None = None
    decertified_at: datetime | None = None
    mandates: tuple[Mandate, ...] = field(default=())

    @property
    def is_certified(self) -> bool:
        return self.certified_at is not None and self.decertified_at is None

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]  # mypy cannot see through **; each call names fields

    def mandates_of(self, account: str, at: datetime) -> tuple[Mandate, ...]:
        return tuple(each for each in self.mandates if each.account == account and each.in_force(at))


def signatories(mandates: Iterable[Mandate], at: datetime) -> dict[str, frozenset[Scope]]:
    """Accounts that may sign, and for what: what the other services are told."""
    found: dict[str, frozenset[Scope]] = {}
    for each in mandates:
        if each.role is Role.REP and each.in_force(at):
            found[each.account] = found.get(each.account, frozenset()) | each.scopes
    return found
