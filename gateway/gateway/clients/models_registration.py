"""Generated from services/registration/openapi.json by `python -m tools.openapi`: what the service answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel


class AccessLogEntry(BaseModel):
    action: str
    actor_role: str
    application_number: str | None
    at: AwareDatetime
    purpose: str | None


class AccessLogPage(BaseModel):
    items: list[AccessLogEntry]
    next_cursor: str | None


class CheckReceipt(BaseModel):
    code: str
    number: str


class ChecklistIn(BaseModel):
    key: str
    note: str | None = None
    result: str


class DecideSupersede(BaseModel):
    agree: bool
    reason: str | None = None
    version: int


class Defect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None
    warning: bool


class Deficiency(BaseModel):
    code: str
    mended: bool
    old_value: str | None
    path: str
    text: str


class DeficiencyIn(BaseModel):
    code: str
    path: str
    text: str


class Document(BaseModel):
    content_type: str
    content_url: str
    id: str
    name: str
    page_url: str
    pages: int | None
    scan: str
    sha256: str
    size: int
    slot: str
    state: str
    superseded: bool
    uploaded_at: AwareDatetime


class Fields(BaseModel):
    abroad_city: str | None = None
    abroad_country: str | None = None
    abroad_house_no: str | None = None
    abroad_postal_code: str | None = None
    abroad_region: str | None = None
    abroad_street: str | None = None
    changes_voting_option: bool | None = None
    citizenship_bih: bool | None = None
    correspondence_language: str | None = None
    date_of_birth: str | None = None
    dcm_id: str | None = None
    email: str | None = None
    helper_name: str | None = None
    id_doc_country: str | None = None
    id_doc_issuer: str | None = None
    id_doc_number: str | None = None
    id_doc_type: str | None = None
    id_doc_valid_until: str | None = None
    jmb: str | None = None
    missing_documents: list[str] = []
    name: str | None = None
    parent_name: str | None = None
    phone: str | None = None
    place_of_birth: str | None = None
    previous_surname: str | None = None
    residence_house_no: str | None = None
    residence_municipality: str | None = None
    residence_place: str | None = None
    residence_street: str | None = None
    sex: str | None = None
    surname: str | None = None
    voting_channel: str | None = None


class FlagCase(BaseModel):
    id: str
    number: str
    status: str


class HistoryEntry(BaseModel):
    action: str
    actor: str
    actor_role: str
    at: AwareDatetime
    hash: str
    params: dict[str, Any]
    reason: str | None
    seq: int


class HoldSession(BaseModel):
    agenda: str
    application_ids: list[str]
    held_at: AwareDatetime
    members: int
    number: str
    present: int
    votes_against: int
    votes_for: int


class KindAnswer(BaseModel):
    ever_had_bih_document: bool
    kind: str | None
    refugee: bool


class Message(BaseModel):
    at: AwareDatetime
    attachments: list[Document]
    id: str
    mine: bool
    read_at: AwareDatetime | None
    side: str
    text: str


class Municipality(BaseModel):
    group: str
    key: str
    name_cyrl: str
    name_latn: str


class OpenUpload(BaseModel):
    name: str
    sha256: str
    size: int
    slot: str
    type: str


class ProblemDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None


class Proposal(BaseModel):
    at: AwareDatetime
    by: str
    by_me: bool
    outcome: str
    reason_codes: list[str]
    reasons: str


class Propose(BaseModel):
    outcome: Literal["APPROVE", "APPROVE_RESIDENCE_CONSTITUENCY", "REJECT"]
    reason_codes: list[str] = []
    reasons: str = ""
    version: int


class ProposeSupersede(BaseModel):
    reasons: str
    version: int


class QueueCounts(BaseModel):
    all: int
    flagged: int
    late: int
    mine: int
    to_decide: int
    unassigned: int


class Receipt(BaseModel):
    arrived_at: AwareDatetime
    code: str
    hash: str
    number: str
    pdf_url: str
    signature: str


class ReceiptCheck(BaseModel):
    arrived_at: AwareDatetime
    body: str
    hash: str
    number: str


class RegisterAnswer(BaseModel):
    age18_on_election_day: bool | None
    checked_at: AwareDatetime | None
    differences: list[str]
    municipality: str | None
    state: str
    voter_status: str | None


class RegisterSignedForm(BaseModel):
    channel: Literal["EMAIL", "POST", "IN_PERSON"]
    document_id: str | None = None
    postmark: date | None = None
    received_at: AwareDatetime
    version: int


class Release(BaseModel):
    version: int | None = None


class Return(BaseModel):
    deficiencies: list[DeficiencyIn]
    version: int


class Save(BaseModel):
    fields: Fields | None = None
    kind: Literal["T", "R1", "R2"] | None = None
    version: int


class SaveChecklist(BaseModel):
    items: list[ChecklistIn]
    version: int


class SentBack(BaseModel):
    at: AwareDatetime
    because: str
    by: str
    outcome: str
    reason_codes: list[str]
    reasons: str
    sent_back_at: AwareDatetime
    sent_back_by: str


class SessionItem(BaseModel):
    application_id: str
    application_number: str
    outcome: str
    problem: str | None


class Start(BaseModel):
    election: str
    for_self: bool | None = None
    kind: Literal["T", "R1", "R2"] | None = None


class Submit(BaseModel):
    declaration_accuracy: bool
    privacy_notice_version: str
    version: int


class Text(BaseModel):
    bs: str
    en: str
    hr: str
    sr: str


class TimelineEntry(BaseModel):
    action: str
    actor_role: str
    at: AwareDatetime
    params: dict[str, Any]
    reason: str | None
    status: str | None


class UploadSlot(BaseModel):
    document_id: str
    expires_at: AwareDatetime
    fields: dict[str, str]
    url: str


class Versioned(BaseModel):
    version: int


class WithReason(BaseModel):
    reason: str
    version: int


class WriteMessage(BaseModel):
    attachments: list[str] = []
    text: str


class ChecklistItem(BaseModel):
    article: str | None
    at: AwareDatetime | None
    by: str | None
    key: str
    name: Text
    note: str | None
    required: bool
    result: str | None
    results: list[str]


class CodeName(BaseModel):
    code: str
    name: Text


class CommissionSession(BaseModel):
    agenda: str
    held_at: AwareDatetime
    id: str
    items: list[SessionItem]
    members: int
    number: str
    present: int
    quorum: bool
    votes_against: int
    votes_for: int


class CorrectionRound(BaseModel):
    cancel_reason: str | None
    closed_at: AwareDatetime | None
    deficiencies: list[Deficiency]
    due_at: AwareDatetime | None
    needs_new_signature: bool
    number: int
    opened_at: AwareDatetime
    state: str


class Country(BaseModel):
    code: str
    frequent: bool
    name: Text
    postal_pattern: str | None


class Decision(BaseModel):
    appeal_until: AwareDatetime | None
    at: AwareDatetime
    body: str
    legal_basis: list[str]
    number: str
    outcome: str
    pdf_url: str
    reason_codes: list[str]
    reasons: str
    remedy: Text | None
    served_at: AwareDatetime | None
    session: str | None
    signatory: str


class DocumentSlot(BaseModel):
    article: str
    content_types: list[str]
    document_types: list[CodeName]
    max_bytes: int
    may_be_declared_missing: bool
    name: Text
    only_if_changing_option: bool
    required: bool
    slot: str


class Flag(BaseModel):
    code: str
    other_cases: list[FlagCase]
    params: dict[str, Any]


class KindForm(BaseModel):
    article: str
    deficiency_codes: list[str]
    id_doc_types: list[CodeName]
    kind: str
    name: Text
    refusal_grounds: list[str]
    required_fields: list[str]
    slots: list[DocumentSlot]


class Mission(BaseModel):
    country: str
    id: str
    name: Text


class NextTerm(BaseModel):
    at: AwareDatetime
    explanation: Text
    key: str


class OfficeApplication(BaseModel):
    allowed_actions: list[str]
    arrived_at: AwareDatetime
    assigned_to_me: bool
    assigned_until: AwareDatetime | None
    assignee: str | None
    checklist: list[ChecklistItem]
    corrections: list[CorrectionRound]
    decision: Decision | None
    documents: list[Document]
    election_code: str
    fields: Fields
    flags: list[Flag]
    for_self: bool
    form_match: str | None
    history: list[HistoryEntry]
    history_intact: bool
    id: str
    id_picture_url: str | None
    kind: str
    late: bool
    messages: list[Message]
    next_term: NextTerm | None
    number: str
    proposal: Proposal | None
    register_answer: RegisterAnswer
    sent_back: list[SentBack]
    signature_url: str | None
    signed_form_channel: str | None
    signed_form_received_at: AwareDatetime | None
    status: str
    submitted_at: AwareDatetime
    supersede_proposal: Proposal | None
    version: int


class Problem(BaseModel):
    code: str
    defects: list[ProblemDefect]
    params: dict[str, Any]
    retry_after: int | None
    status: int
    title: str
    trace_id: str | None
    type: str


class QueueItem(BaseModel):
    applicant_name: str
    assigned_to_me: bool
    assignee: str | None
    country: str
    days_left: int | None
    flags: list[str]
    id: str
    kind: str
    next_term: NextTerm | None
    number: str
    status: str
    submitted_at: AwareDatetime
    unread_messages: int
    voting_channel: str


class QueuePage(BaseModel):
    items: list[QueueItem]
    next_cursor: str | None
    total: int


class SessionPage(BaseModel):
    items: list[CommissionSession]
    next_cursor: str | None


class ApplicationForm(BaseModel):
    closes_at: AwareDatetime
    countries: list[Country]
    deficiency_codes: list[CodeName]
    election: str
    is_open: bool
    kind_answers: list[KindAnswer]
    kinds: list[KindForm]
    max_total_bytes: int
    missions: list[Mission]
    municipalities: list[Municipality]
    privacy_notice: Text
    privacy_notice_version: str
    signed_form_due_at: AwareDatetime


class ApplicationOut(BaseModel):
    allowed_actions: list[str]
    arrived_at: AwareDatetime | None
    corrections: list[CorrectionRound]
    created_at: AwareDatetime
    decision: Decision | None
    defects: list[Defect]
    documents: list[Document]
    editable: list[str]
    election_code: str
    fields: Fields
    for_self: bool
    form_match: str | None
    form_url: str | None
    id: str
    kind: str | None
    messages: list[Message]
    next_term: NextTerm | None
    number: str | None
    receipt: Receipt | None
    required_slots: list[DocumentSlot]
    saved_at: AwareDatetime
    signed_form_channel: str | None
    signed_form_due_at: AwareDatetime | None
    signed_form_received_at: AwareDatetime | None
    status: str
    submitted_at: AwareDatetime | None
    timeline: list[TimelineEntry]
    unread_messages: int
    version: int


class ApplicationSummary(BaseModel):
    allowed_actions: list[str]
    applicant_name: str | None
    election_code: str
    for_self: bool
    id: str
    kind: str | None
    next_term: NextTerm | None
    number: str | None
    saved_at: AwareDatetime
    status: str
    unread_messages: int


class ApplicationPage(BaseModel):
    items: list[ApplicationSummary]
    next_cursor: str | None
