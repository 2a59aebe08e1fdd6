"""A case as its own account asks for it and sees it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from registration.schemas.common import Answer, Defect, KindCode, NextTerm, Request, Versioned
from registration.schemas.decisions import Decision
from registration.schemas.documents import Document, DocumentSlot
from registration.schemas.form import Fields
from registration.schemas.messages import Message


class Start(Request):
    election: str
    for_self: bool = True
    kind: KindCode | None = None


class Save(Versioned):
    kind: KindCode | None = None
    fields: Fields = Fields()


class Submit(Versioned):
    declaration_accuracy: bool
    privacy_notice_version: str


class CheckReceipt(Request):
    number: Annotated[str, StringConstraints(max_length=40)]
    code: Annotated[str, StringConstraints(max_length=40)]


class TimelineEntry(Answer):
    at: datetime
    action: str
    actor_role: str
    status: str | None
    reason: str | None
    params: dict[str, Any]


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


class Receipt(Answer):
    number: str
    code: str
    arrived_at: datetime
    hash: str
    signature: str
    pdf_url: str


class ReceiptCheck(Answer):
    number: str
    hash: str
    arrived_at: datetime
    body: str


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
