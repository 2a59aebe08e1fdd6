"""Requests and answers about subjects and the people who act for them."""

import unicodedata
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

SubjectKind = Literal["PARTY", "IC", "COALITION", "LIC", "NM_ASSOC", "NM_GROUP", "NM_IC"]
ScopeCode = Literal["REPRESENT", "COMPLAINTS", "OBSERVERS", "PSC_NOMINATIONS"]
Typed = Annotated[
    str, StringConstraints(max_length=500, strip_whitespace=True), AfterValidator(partial(unicodedata.normalize, "NFC"))
]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SubjectNames(Request):
    latin: Typed
    cyrillic: Typed = ""
    abbreviation_latin: Typed = ""
    abbreviation_cyrillic: Typed = ""


class SignatoryPerson(Request):
    name: Typed
    jmb: Typed = ""
    id_card: Typed = ""
    function: Typed = ""
    email: Typed = ""


class RequestAccount(Request):
    election: str
    kind: SubjectKind
    names: SubjectNames
    representative: SignatoryPerson


class SubjectVersion(Request):
    version: int


class AnswerRequest(SubjectVersion):
    approve: bool
    reason: Typed = ""


class AccountRequestOut(Answer):
    id: UUID
    version: int
    election: str
    status: str
    kind: str
    name: str
    created_at: datetime
    decided_at: datetime | None
    reason: str | None
    subject_id: UUID | None


class AddMandate(SubjectVersion):
    account: Typed
    role: Literal["REP", "EDITOR"]
    scopes: list[ScopeCode] = Field(default_factory=list)
    person: SignatoryPerson
    specimen: UUID | None = None


class MandateOut(Answer):
    id: UUID
    account: str
    role: str
    scopes: list[str]
    name: str
    function: str
    valid_from: datetime
    valid_until: datetime | None
    specimen: bool


class SubjectOut(Answer):
    id: UUID
    version: int
    election: str
    kind: str
    names: SubjectNames
    code: str | None
    certified_at: datetime | None
    mandates: list[MandateOut]
    allowed_actions: list[str]


class MyMandate(Answer):
    """For whom this account may act, and how."""

    subject_id: UUID
    election: str
    subject: str
    kind: str
    role: str
    scopes: list[str]


class ReportChange(SubjectVersion):
    changed_on: date
    names: SubjectNames | None = None
    fields: list[Typed] = Field(default_factory=list, max_length=50)


class ChangeOut(Answer):
    id: UUID
    changed_on: date
    reported_at: datetime
    fields: list[str]
    late: bool


class NameFinanceOfficer(SubjectVersion):
    person: SignatoryPerson
    phone: Typed
    appointed_on: date


class FinanceOfficerOut(Answer):
    appointed_on: date
    reported_at: datetime
    late: bool
