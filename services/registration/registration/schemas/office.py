"""A case as officials work on it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from registration.schemas.cases import CorrectionRound
from registration.schemas.common import Answer, NextTerm, Request, Text, Versioned
from registration.schemas.decisions import Decision, Proposal, SentBack
from registration.schemas.documents import Document
from registration.schemas.form import Fields
from registration.schemas.messages import Message


class Release(Request):
    """A user administrator cannot read the case and has no version."""

    version: int | None = None


class DeficiencyIn(Request):
    code: str
    path: str
    text: str


class Return(Versioned):
    deficiencies: list[DeficiencyIn] = Field(max_length=60)


class ChecklistIn(Request):
    key: str
    result: str
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None


class SaveChecklist(Versioned):
    items: list[ChecklistIn] = Field(max_length=30)


class RegisterSignedForm(Versioned):
    channel: Literal["EMAIL", "POST", "IN_PERSON"]
    received_at: AwareDatetime
    postmark: date | None = None
    document_id: UUID | None = None


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


class AccessLogEntry(Answer):
    at: datetime
    actor_role: str
    action: str
    application_number: str | None
    purpose: str | None


class AccessLogPage(Answer):
    items: list[AccessLogEntry]
    next_cursor: str | None
