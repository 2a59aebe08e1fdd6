"""What a candidate list is made of. Frozen: a verb makes a changed copy and the store writes it.

A person is what the address book of a subject knows; a candidate is that person in one place on one list, with what
he or she declared and what the office found out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.lifecycle import Status

ListId = NewType("ListId", UUID)
CandidateId = NewType("CandidateId", UUID)
PersonId = NewType("PersonId", UUID)


class ListKind(StrEnum):
    """EL 1.1a 10)-12): two lists, of which the second follows the certification of the first."""

    REGULAR = "REGULAR"
    COMPENSATORY = "COMPENSATORY"


class RegisterState(StrEnum):
    """What the voter register said of a person. ELSEWHERE: registered, but in another constituency."""

    UNKNOWN = "UNKNOWN"
    CHECKING = "CHECKING"
    YES = "YES"
    NO = "NO"
    ELSEWHERE = "ELSEWHERE"


class ConsentState(StrEnum):
    ASKED = "ASKED"
    GIVEN = "GIVEN"
    ON_PAPER = "ON_PAPER"
    """Given by hand, the scan entered by an official: equal."""
    DECLINED = "DECLINED"


class Flag(StrEnum):
    NO_MANDATE_IF_ELECTED = "NO_MANDATE_IF_ELECTED"


class ListFlag(StrEnum):
    PRINT_LATE = "PRINT_LATE"
    UNDER_APPEAL = "UNDER_APPEAL"


@dataclass(frozen=True, slots=True)
class Person:
    """As typed; dates are ISO 8601 text; None: not filled in."""

    surname: str | None = None
    name: str | None = None
    sex: str | None = None
    date_of_birth: str | None = None
    jmb: str | None = None
    id_card_number: str | None = None
    residence_municipality: str | None = None
    residence_address: str | None = None
    email: str | None = None
    phone: str | None = None

    def with_values(self, values: Mapping[str, str | None]) -> Self:
        return replace(self, **values)

    def value(self, name: str) -> str | None:
        found: str | None = getattr(self, name)
        return found

    def as_dict(self) -> dict[str, str | None]:
        return {each: self.value(each) for each in PERSON_FIELDS}

    @property
    def born(self) -> date | None:
        return as_date(self.date_of_birth)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.name, self.surname) if part)


PERSON_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(Person))


def as_date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Declarations:
    """What the candidate says under his or her own name; None: not answered yet."""

    office: str | None = None
    """EL 1.8(1): a code of catalogue.OFFICES; NONE: holds no such function."""
    no_conviction: bool | None = None
    """EL 1.6, 1.7, 1.7a, 1.7b."""
    compatible: bool | None = None
    """EL 1.8(4): will not hold incompatible functions."""
    declared_group: str | None = None
    """People or minority, asked only where the level requires it: a special category of data."""


@dataclass(frozen=True, slots=True)
class EligibilityCheck:
    """The Commission's own check under EL 1.7b: what was found, where, when and by whom (P13)."""

    clear: bool
    source: str
    on: date
    officer: str


@dataclass(frozen=True, slots=True)
class Candidate:
    id: CandidateId
    position: int
    person: Person = Person()
    person_id: PersonId | None = None
    status: CandidateStatus = CandidateStatus.DRAFT
    person_key: str | None = None
    """Keyed hash of the JMB: equal for the same person on any list."""
    register: RegisterState = RegisterState.UNKNOWN
    consent: ConsentState | None = None
    declarations: Declarations = Declarations()
    office_proof: bool = False
    """EL 4.2 3): the proof of the resolved status is on file, complete."""
    eligibility: EligibilityCheck | None = None
    flags: frozenset[Flag] = frozenset()

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]  # mypy cannot see through **; each call names fields

    def path(self, field: str) -> str:
        """Where a defect of this candidate is: it stays the same when the list is reordered."""
        return f"candidates.{self.id}.{field}"

    @property
    def in_the_running(self) -> bool:
        return self.status in (CandidateStatus.DRAFT, CandidateStatus.CERTIFIED)


@dataclass(frozen=True, slots=True)
class Deficiency:
    """One item of a notice (EL 4.21): a candidate (`candidates.ID`), or the list as a whole (`list`)."""

    code: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    id: UUID
    round: int
    state: str
    opened_at: datetime
    opened_by: str
    due_at: datetime
    deficiencies: tuple[Deficiency, ...]
    served_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state == "OPEN"

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(each.path for each in self.deficiencies)


@dataclass(frozen=True, slots=True)
class CandidateList:
    id: ListId
    version: int
    election: str
    subject_id: UUID
    status: Status
    level: str
    unit: str
    created_at: datetime
    kind: ListKind = ListKind.REGULAR
    salt: str = ""
    """Makes the list's hash say nothing to somebody who merely guesses the data."""
    number: str | None = None
    submitted_at: datetime | None = None
    form_version: int = 0
    form_hash: str | None = None
    print_received_at: datetime | None = None
    print_match: bool | None = None
    assignee: str | None = None
    flags: frozenset[ListFlag] = frozenset()
    term_key: str | None = None
    term_anchor: datetime | None = None
    term_at: datetime | None = None
    candidates: tuple[Candidate, ...] = ()
    """Those that stand or stood on it, in the order of their positions."""

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]  # mypy cannot see through **; each call names fields

    @property
    def running(self) -> tuple[Candidate, ...]:
        """Whom the rules count: neither replaced, refused, removed nor deleted."""
        return tuple(each for each in self.candidates if each.in_the_running)

    def candidate(self, id: CandidateId) -> Candidate | None:
        return next((each for each in self.candidates if each.id == id), None)
