"""Requests and answers about lists, candidates and the address book."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Short = Annotated[str, StringConstraints(max_length=400)]
Long = Annotated[str, StringConstraints(max_length=8000)]
Code = Annotated[str, StringConstraints(max_length=64)]


class In(BaseModel):
    """What comes in says nothing that nobody reads."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PersonIn(In):
    surname: Short | None = None
    name: Short | None = None
    sex: Short | None = None
    date_of_birth: Short | None = None
    jmb: Short | None = None
    id_card_number: Short | None = None
    residence_municipality: Short | None = None
    residence_address: Short | None = None
    email: Short | None = None
    phone: Short | None = None


class SavePerson(In):
    version: int
    fields: PersonIn


class PersonOut(Out):
    id: UUID
    version: int
    fields: PersonIn


class Table(In):
    """Rows of a table as text: pasted, or read in the browser."""

    rows: Annotated[list[Annotated[list[Short], Field(max_length=100)]], Field(max_length=2001)]
    language: Literal["bs", "hr", "sr", "en"] = "bs"


class CellError(Out):
    row: int
    column: str
    code: str
    params: dict[str, Any]
    warning: bool


class Imported(BaseModel):
    """Which rows became persons, an error per cell, and the file to mend and send again."""

    added: int
    known: int
    """Persons who were in the address book already."""
    refused: int
    errors: list[CellError]
    corrected: list[list[str]]
    persons: list[UUID]
    """Of the good rows, in their order."""


class Start(In):
    subject_id: UUID
    level: Code
    unit: Code


class Versioned(In):
    version: int


class AddPersons(Versioned):
    persons: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class Copy(Versioned):
    source: UUID


class Order(Versioned):
    candidates: Annotated[list[UUID], Field(max_length=200)]


class EditCandidate(Versioned):
    fields: PersonIn


class Replace(Versioned):
    person_id: UUID


class RegisterPrint(Versioned):
    received_at: AwareDatetime
    identical: bool


class DeficiencyIn(In):
    code: Code
    path: Code
    text: Annotated[str, StringConstraints(max_length=2000)]


class Return(Versioned):
    deficiencies: Annotated[list[DeficiencyIn], Field(max_length=300)]


class DeclarationsIn(In):
    office: Code | None = None
    no_conviction: bool | None = None
    compatible: bool | None = None
    declared_group: Code | None = None


class EligibilityIn(In):
    clear: bool
    source: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    on: date


class Record(Versioned):
    register_state: Literal["YES", "NO", "ELSEWHERE"] | None = None
    eligibility: EligibilityIn | None = None
    office_proof: bool | None = None
    paper_consent: DeclarationsIn | None = None


class RefusedCandidate(In):
    candidate: UUID
    codes: Annotated[list[Code], Field(max_length=20)]


class Propose(Versioned):
    candidates: Annotated[list[RefusedCandidate], Field(max_length=200)] = []
    whole_list: Annotated[list[Code], Field(max_length=20)] = []
    reasons: Long = ""


class SendBack(Versioned):
    reason: Annotated[str, StringConstraints(max_length=2000)]


class TakeOff(Versioned):
    ground: Literal["OFFICE_NOT_RESOLVED", "PERSONAL_RESPONSIBILITY", "LEGAL_CAPACITY", "MANDATE_REFUSED"]
    statement_on_file: bool = False
    reason: Annotated[str, StringConstraints(max_length=2000)]


class HoldSession(In):
    number: Short
    held_at: AwareDatetime
    agenda: Long
    members: int
    present: int
    votes_for: int
    votes_against: int
    lists: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class SessionItem(Out):
    list_id: UUID
    outcome: str
    problem: str | None


class SessionOut(BaseModel):
    id: UUID
    items: list[SessionItem]


class Defect(Out):
    code: str
    path: str | None
    article: str | None
    params: dict[str, Any]
    warning: bool


class Meter(Out):
    rule: str
    result: str
    have: int | None
    need: int | None


class CandidateOut(BaseModel):
    id: UUID
    position: int
    status: str
    fields: PersonIn
    consent: str | None
    register_state: str
    office_proof: bool
    declared: bool
    """All questions are answered; the answers are for the office."""
    declarations: DeclarationsIn | None = None
    eligible: bool | None = None
    flags: list[str]


class Deficiency(Out):
    code: str
    path: str
    text: str


class NoticeOut(Out):
    round: int
    state: str
    opened_at: datetime
    due_at: datetime
    deficiencies: list[Deficiency]


class Term(BaseModel):
    key: str
    at: datetime


class ListLine(BaseModel):
    id: UUID
    version: int
    status: str
    number: str | None
    subject_id: UUID
    level: str
    unit: str
    kind: str
    candidates_count: int
    term: Term | None


class ListOut(ListLine):
    candidates: list[CandidateOut]
    defects: list[Defect]
    meters: list[Meter]
    notices: list[NoticeOut]
    allowed: list[str]
    form_version: int
    form_hash: str | None
    needs_new_print: bool


class PublicCandidate(BaseModel):
    """Never JMB, address, contact or anything declared."""

    position: int
    name: str
    surname: str
    sex: str
    birth_year: int | None


class PublicList(BaseModel):
    number: str
    subject: str
    subject_code: str | None
    level: str
    unit: str
    candidates: list[PublicCandidate]


class PublicStatistics(BaseModel):
    total: int
    sexes: dict[str, int]
    heads: dict[str, int]
    ages: dict[str, int]


class PublicLists(BaseModel):
    items: list[PublicList]
    statistics: PublicStatistics


class AskConsents(Versioned):
    candidates: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class Token(In):
    token: Annotated[str, StringConstraints(min_length=20, max_length=100)]


class ConsentPage(BaseModel):
    """Whoever holds the link sees the contest, and whom it asks only by initials."""

    election: str
    level: str
    unit: str
    position: int
    initials: str
    expires_at: datetime


class ConsentIn(Token):
    jmb: Annotated[str, StringConstraints(max_length=40)]
    consents: bool
    declarations: DeclarationsIn | None = None


class ConsentAnswer(Out):
    accepted: bool
    tries_left: int


class Countdown(Out):
    """The commission's clock to E-65 (P68)."""

    due: datetime
    days_left: int
    undecided: int
    alarm: bool
