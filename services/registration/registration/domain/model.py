"""What an application to vote from abroad is made of. Frozen: a verb makes a changed copy and the store writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from registration.domain.lifecycle import Status

ApplicationId = NewType("ApplicationId", UUID)
DocumentId = NewType("DocumentId", UUID)
Value = str | bool | tuple[str, ...] | None


class Kind(StrEnum):
    """EL 3.15(1), (4), (7)."""

    T = "T"
    R1 = "R1"
    R2 = "R2"


class Slot(StrEnum):
    """What a document is a proof of (EL 3.15(2), (5), (8), (9), (10))."""

    ID = "ID"
    HOST_ADDRESS = "HOST_ADDRESS"
    RESIDENCE_CHANGE = "RESIDENCE_CHANGE"
    CITIZENSHIP = "CITIZENSHIP"
    RESIDENCE_BIH = "RESIDENCE_BIH"
    SIGNED_FORM = "SIGNED_FORM"
    MESSAGE_ATTACHMENT = "MESSAGE_ATTACHMENT"

    @property
    def path(self) -> str:
        return f"documents.{self.value}"


class Flag(StrEnum):
    DUPLICATE_PERSON = "DUPLICATE_PERSON"
    JMB_SEX_DIFFERS = "JMB_SEX_DIFFERS"
    SIGNED_FORM_LATE = "SIGNED_FORM_LATE"
    FORM_OUTDATED = "FORM_OUTDATED"


class FormMatch(StrEnum):
    MATCHED = "MATCHED"
    TO_BE_MATCHED = "TO_BE_MATCHED"


class Channel(StrEnum):
    """EL 3.15(10): how the signed form came."""

    UPLOAD = "UPLOAD"
    EMAIL = "EMAIL"
    POST = "POST"
    IN_PERSON = "IN_PERSON"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of domain 2.1.3 as typed. A draft may hold anything; dates are ISO 8601 text; None: not filled in."""

    surname: str | None = None
    name: str | None = None
    previous_surname: str | None = None
    parent_name: str | None = None
    date_of_birth: str | None = None
    sex: str | None = None
    place_of_birth: str | None = None
    jmb: str | None = None
    citizenship_bih: bool | None = None
    residence_municipality: str | None = None
    residence_place: str | None = None
    residence_street: str | None = None
    residence_house_no: str | None = None
    changes_voting_option: bool | None = None
    abroad_country: str | None = None
    abroad_city: str | None = None
    abroad_street: str | None = None
    abroad_house_no: str | None = None
    abroad_postal_code: str | None = None
    abroad_region: str | None = None
    email: str | None = None
    phone: str | None = None
    voting_channel: str | None = None
    dcm_id: str | None = None
    id_doc_type: str | None = None
    id_doc_number: str | None = None
    id_doc_issuer: str | None = None
    id_doc_country: str | None = None
    id_doc_valid_until: str | None = None
    correspondence_language: str | None = None
    helper_name: str | None = None
    missing_documents: tuple[str, ...] = ()

    def with_values(self, values: Mapping[str, Value]) -> Self:
        return replace(self, **values)  # type: ignore[arg-type]  # names and types were checked at the edge

    def value(self, name: str) -> Value:
        found: Value = getattr(self, name)
        return found

    def as_dict(self) -> dict[str, Value]:
        return {each.name: self.value(each.name) for each in fields(self)}

    @property
    def born(self) -> date | None:
        return as_date(self.date_of_birth)

    @property
    def full_name(self) -> str | None:
        return " ".join(part for part in (self.name, self.surname) if part) or None


FORM_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(Form))


def printed(form: Form) -> dict[str, Value]:
    """Everything that was typed is on the paper that the voter signs."""
    return form.as_dict()


def as_date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Document:
    """What the rules need to know of an upload; the bytes are documents.py's business."""

    id: DocumentId
    slot: Slot
    state: str
    scan: str
    sha256: str
    created_at: datetime
    form_hash: str | None = None
    form_match: FormMatch | None = None
    uploaded_by: str = ""

    @property
    def is_sealed(self) -> bool:
        return self.state == "SEALED"


@dataclass(frozen=True, slots=True)
class Deficiency:
    """One flagged item of a correction: `path` is a field name or `documents.SLOT`."""

    code: str
    path: str
    text: str
    old_value: str | None = None
    old_document: UUID | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    id: UUID
    round: int
    state: str
    opened_at: datetime
    opened_by: str
    due_at: datetime
    deficiencies: tuple[Deficiency, ...]
    old_form: Form
    served_at: datetime | None = None
    closed_at: datetime | None = None
    cancel_reason: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state == "OPEN"

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(each.path for each in self.deficiencies)


@dataclass(frozen=True, slots=True)
class ChecklistEntry:
    item: str
    result: str
    note: str | None
    by: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    id: UUID
    outcome: str
    state: str
    reason_codes: tuple[str, ...]
    reasons: str
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime
    closed_at: datetime | None = None
    sent_back_because: str | None = None
    sent_back_by: str | None = None
    """The name of who did not accept it."""


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What the voter register said, as far as a reviewer needs it."""

    found: bool
    at: datetime
    status: str | None = None
    municipality: str | None = None
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    id: UUID
    number: str
    outcome: str
    reason_codes: tuple[str, ...]
    reasons: str
    legal_basis: tuple[str, ...]
    decided_by: str
    signatory: str
    decided_at: datetime
    remedy: str | None
    constituency: str | None = None
    session_number: str | None = None
    served_at: datetime | None = None
    appeal_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Application:
    id: ApplicationId
    version: int
    election: str
    status: Status
    account: str
    language: str
    for_self: bool
    created_at: datetime
    saved_at: datetime
    kind: Kind | None = None
    form: Form = Form()
    salt: str = ""
    """Makes the form's hash say nothing to somebody who merely guesses the data."""
    number: str | None = None
    mail_address: str | None = None
    declared_at: datetime | None = None
    privacy_notice_version: str | None = None
    submitted_at: datetime | None = None
    form_version: int = 0
    form_hash: str | None = None
    signed_form_received_at: datetime | None = None
    signed_form_channel: Channel | None = None
    signed_form_postmark: date | None = None
    form_match: FormMatch | None = None
    assignee: str | None = None
    assignee_name: str | None = None
    assigned_at: datetime | None = None
    assigned_until: datetime | None = None
    flags: frozenset[Flag] = frozenset()
    term_key: str | None = None
    term_anchor: datetime | None = None
    term_at: datetime | None = None
    documents: Sequence[Document] = ()
    """Current ones: neither superseded, removed nor refused."""

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]  # mypy cannot see through **; each call names fields

    def document(self, slot: Slot) -> Document | None:
        return next((each for each in self.documents if each.slot is slot), None)

    def sealed(self, slot: Slot) -> bool:
        return any(each.slot is slot and each.is_sealed for each in self.documents)
