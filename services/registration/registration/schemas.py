"""Requests and answers of the REST interface: the names of gateway/schema.graphql in snake_case."""

import unicodedata
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["bs", "hr", "sr", "en"]
KindCode = Literal["T", "R1", "R2"]
Typed = Annotated[
    str, StringConstraints(max_length=500, strip_whitespace=True), AfterValidator(partial(unicodedata.normalize, "NFC"))
]
"""What somebody types into one line; the rules say more."""


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Text(Answer):
    bs: str
    hr: str
    sr: str
    en: str


class CodeName(Answer):
    code: str
    name: Text


class Defect(Answer):
    code: str
    path: str | None
    article: str | None
    params: dict[str, Any]
    warning: bool


class Fields(BaseModel):
    """A draft may hold anything; dates are ISO 8601 text."""

    model_config = ConfigDict(extra="forbid")

    surname: Typed | None = None
    name: Typed | None = None
    previous_surname: Typed | None = None
    parent_name: Typed | None = None
    date_of_birth: Typed | None = None
    sex: Typed | None = None
    place_of_birth: Typed | None = None
    jmb: Typed | None = None
    citizenship_bih: bool | None = None
    residence_municipality: Typed | None = None
    residence_place: Typed | None = None
    residence_street: Typed | None = None
    residence_house_no: Typed | None = None
    changes_voting_option: bool | None = None
    abroad_country: Typed | None = None
    abroad_city: Typed | None = None
    abroad_street: Typed | None = None
    abroad_house_no: Typed | None = None
    abroad_postal_code: Typed | None = None
    abroad_region: Typed | None = None
    email: Typed | None = None
    phone: Typed | None = None
    voting_channel: Typed | None = None
    dcm_id: Typed | None = None
    id_doc_type: Typed | None = None
    id_doc_number: Typed | None = None
    id_doc_issuer: Typed | None = None
    id_doc_country: Typed | None = None
    id_doc_valid_until: Typed | None = None
    correspondence_language: Typed | None = None
    helper_name: Typed | None = None
    missing_documents: list[Typed] = Field(default=[], max_length=10)


# ------------------------------------------------------------------ what a person asks


class Start(Request):
    election: str
    for_self: bool = True
    kind: KindCode | None = None


class Versioned(Request):
    version: int


class Release(Request):
    """A user administrator cannot read the case and has no version."""

    version: int | None = None


class Save(Versioned):
    kind: KindCode | None = None
    fields: Fields = Fields()


class Submit(Versioned):
    declaration_accuracy: bool
    privacy_notice_version: str


class OpenUpload(Request):
    slot: str
    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    size: int
    type: Annotated[str, StringConstraints(max_length=100)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class WriteMessage(Request):
    text: Annotated[str, StringConstraints(max_length=4000)]
    attachments: list[UUID] = Field(default=[], max_length=10)


class CheckReceipt(Request):
    number: Annotated[str, StringConstraints(max_length=40)]
    code: Annotated[str, StringConstraints(max_length=40)]


class DeficiencyIn(Request):
    code: str
    path: str
    text: str


class Return(Versioned):
    deficiencies: list[DeficiencyIn] = Field(max_length=60)


class WithReason(Versioned):
    reason: str


class ChecklistIn(Request):
    key: str
    result: str
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None


class SaveChecklist(Versioned):
    items: list[ChecklistIn] = Field(max_length=30)


class Propose(Versioned):
    outcome: Literal["APPROVE", "APPROVE_RESIDENCE_CONSTITUENCY", "REJECT"]
    reason_codes: list[str] = Field(default=[], max_length=30)
    reasons: str = ""


class ProposeSupersede(Versioned):
    reasons: str


class DecideSupersede(Versioned):
    agree: bool
    reason: str | None = None


class RegisterSignedForm(Versioned):
    channel: Literal["EMAIL", "POST", "IN_PERSON"]
    received_at: AwareDatetime
    postmark: date | None = None
    document_id: UUID | None = None


class HoldSession(Request):
    number: Annotated[str, StringConstraints(max_length=60)]
    held_at: AwareDatetime
    agenda: Annotated[str, StringConstraints(max_length=4000)]
    members: int = Field(ge=1, le=50)
    present: int
    votes_for: int
    votes_against: int
    application_ids: list[UUID] = Field(max_length=500)


class QueueQuery(Request):
    queue: str = "ALL"
    """MINE, UNASSIGNED, ALL, TO_DECIDE, FLAGGED or LATE."""
    election: str | None = None
    status: list[str] = Field(default=[], max_length=20)
    kind: str | None = None
    country: str | None = None
    flag: str | None = None
    q: Annotated[str, StringConstraints(max_length=200)] | None = None
    """A number, a JMB, or whole words of the name in either script."""
    limit: int = Field(default=25, ge=1, le=100)
    cursor: Annotated[str, StringConstraints(max_length=400)] | None = None


# ------------------------------------------------------------------ what a case looks like


class NextTerm(Answer):
    key: str
    at: datetime
    explanation: Text


class Document(Answer):
    id: UUID
    slot: str
    name: str
    size: int
    content_type: str
    sha256: str
    state: str
    scan: str
    pages: int | None
    uploaded_at: datetime
    content_url: str
    page_url: str
    superseded: bool


class DocumentSlot(Answer):
    slot: str
    name: Text
    required: bool
    may_be_declared_missing: bool
    only_if_changing_option: bool
    document_types: list[CodeName]
    article: str
    max_bytes: int
    content_types: list[str]


class UploadSlot(Answer):
    document_id: UUID
    url: str
    fields: dict[str, str]
    expires_at: datetime


class TimelineEntry(Answer):
    at: datetime
    action: str
    actor_role: str
    status: str | None
    reason: str | None
    params: dict[str, Any]


class Message(Answer):
    id: UUID
    at: datetime
    mine: bool
    side: str
    """`from` in GraphQL: VOTER or CEC."""
    text: str
    attachments: list[Document]
    read_at: datetime | None


class Deficiency(Answer):
    code: str
    path: str
    text: str
    old_value: str | None
    mended: bool


class CorrectionRound(Answer):
    number: int
    opened_at: datetime
    due_at: datetime | None
    state: str
    closed_at: datetime | None
    deficiencies: list[Deficiency]
    needs_new_signature: bool
    cancel_reason: str | None


class Decision(Answer):
    number: str
    outcome: str
    at: datetime
    body: str
    session: str | None
    legal_basis: list[str]
    reasons: str
    reason_codes: list[str]
    remedy: Text | None
    signatory: str
    served_at: datetime | None
    appeal_until: datetime | None
    pdf_url: str


class Receipt(Answer):
    number: str
    code: str
    arrived_at: datetime
    hash: str
    signature: str
    pdf_url: str


class ApplicationOut(Answer):
    id: UUID
    version: int
    election_code: str
    number: str | None
    status: str
    kind: str | None
    for_self: bool
    fields: Fields
    defects: list[Defect]
    documents: list[Document]
    required_slots: list[DocumentSlot]
    allowed_actions: list[str]
    editable: list[str]
    next_term: NextTerm | None
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    arrived_at: datetime | None
    form_url: str | None
    signed_form_due_at: datetime | None
    signed_form_received_at: datetime | None
    signed_form_channel: str | None
    form_match: str | None
    receipt: Receipt | None
    corrections: list[CorrectionRound]
    decision: Decision | None
    timeline: list[TimelineEntry]
    messages: list[Message]
    unread_messages: int


class ApplicationSummary(Answer):
    id: UUID
    election_code: str
    number: str | None
    status: str
    kind: str | None
    for_self: bool
    applicant_name: str | None
    saved_at: datetime
    next_term: NextTerm | None
    unread_messages: int
    allowed_actions: list[str]


class ApplicationPage(Answer):
    items: list[ApplicationSummary]
    next_cursor: str | None


class QueueItem(Answer):
    id: UUID
    number: str
    status: str
    kind: str
    applicant_name: str
    country: str
    voting_channel: str
    submitted_at: datetime
    assignee: str | None
    assigned_to_me: bool
    flags: list[str]
    next_term: NextTerm | None
    days_left: int | None
    unread_messages: int


class QueuePage(Answer):
    items: list[QueueItem]
    next_cursor: str | None
    total: int


class QueueCounts(Answer):
    mine: int
    unassigned: int
    all: int
    to_decide: int
    flagged: int
    late: int


class ChecklistItem(Answer):
    key: str
    name: Text
    article: str | None
    results: list[str]
    required: bool
    result: str | None
    note: str | None
    by: str | None
    at: datetime | None


class RegisterAnswer(Answer):
    state: str
    voter_status: str | None
    differences: list[str]
    municipality: str | None
    age18_on_election_day: bool | None
    checked_at: datetime | None


class FlagCase(Answer):
    id: UUID
    number: str
    status: str


class Flag(Answer):
    code: str
    params: dict[str, Any]
    other_cases: list[FlagCase]


class Proposal(Answer):
    outcome: str
    reason_codes: list[str]
    reasons: str
    by: str
    by_me: bool
    at: datetime


class SentBack(Answer):
    """A proposal that a second official did not accept, in his words (R-T19)."""

    outcome: str
    reason_codes: list[str]
    reasons: str
    by: str
    at: datetime
    sent_back_by: str
    sent_back_at: datetime
    because: str


class HistoryEntry(Answer):
    seq: int
    at: datetime
    actor: str
    actor_role: str
    action: str
    reason: str | None
    params: dict[str, Any]
    hash: str


class OfficeApplication(Answer):
    id: UUID
    version: int
    election_code: str
    number: str
    status: str
    kind: str
    for_self: bool
    fields: Fields
    documents: list[Document]
    flags: list[Flag]
    assignee: str | None
    assigned_to_me: bool
    assigned_until: datetime | None
    allowed_actions: list[str]
    next_term: NextTerm | None
    submitted_at: datetime
    arrived_at: datetime
    late: bool
    signed_form_received_at: datetime | None
    signed_form_channel: str | None
    form_match: str | None
    signature_url: str | None
    id_picture_url: str | None
    register_answer: RegisterAnswer
    """`register` in GraphQL."""
    checklist: list[ChecklistItem]
    corrections: list[CorrectionRound]
    proposal: Proposal | None
    supersede_proposal: Proposal | None
    sent_back: list[SentBack]
    decision: Decision | None
    messages: list[Message]
    history: list[HistoryEntry]
    history_intact: bool


class SessionItem(Answer):
    application_id: UUID
    application_number: str
    outcome: str
    problem: str | None


class CommissionSession(Answer):
    id: UUID
    number: str
    held_at: datetime
    agenda: str
    members: int
    present: int
    quorum: bool
    votes_for: int
    votes_against: int
    items: list[SessionItem]


class SessionPage(Answer):
    items: list[CommissionSession]
    next_cursor: str | None


class ReceiptCheck(Answer):
    number: str
    hash: str
    arrived_at: datetime
    body: str


class AccessLogEntry(Answer):
    at: datetime
    actor_role: str
    action: str
    application_number: str | None
    purpose: str | None


class AccessLogPage(Answer):
    items: list[AccessLogEntry]
    next_cursor: str | None


class Country(Answer):
    code: str
    name: Text
    frequent: bool
    postal_pattern: str | None


class Municipality(Answer):
    key: str
    name_latn: str
    name_cyrl: str
    group: str


class Mission(Answer):
    id: str
    name: Text
    country: str


class KindForm(Answer):
    kind: str
    name: Text
    article: str
    slots: list[DocumentSlot]
    required_fields: list[str]
    id_doc_types: list[CodeName]
    deficiency_codes: list[str]
    """Codes of the form's list that can concern this kind."""
    refusal_grounds: list[str]
    """Those of them on which an application of this kind can be refused."""


class KindAnswer(Answer):
    """The decision questions, answered: which kind that is; null where the register comes first (EL 3.13(2))."""

    refugee: bool
    ever_had_bih_document: bool
    kind: str | None


class ApplicationForm(Answer):
    election: str
    kind_answers: list[KindAnswer]
    kinds: list[KindForm]
    countries: list[Country]
    municipalities: list[Municipality]
    missions: list[Mission]
    privacy_notice_version: str
    privacy_notice: Text
    max_total_bytes: int
    closes_at: datetime
    signed_form_due_at: datetime
    is_open: bool
    deficiency_codes: list[CodeName]
