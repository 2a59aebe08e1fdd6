"""Why: what officials work with: the queue, a case from their side, sittings of the commission."""

from datetime import datetime

import strawberry

from gateway.clients import models_registration as m
from gateway.graphql.context import Info
from gateway.graphql.lookups import came_back
from gateway.graphql.types.application import (
    ApplicationFields,
    ApplicationStatus,
    CorrectionRound,
    Decision,
    Document,
    Message,
    NextTerm,
)
from gateway.graphql.types.base import JSON, PageInfo, Text, described, download, of
from gateway.graphql.types.problem import Problem


@strawberry.type
@of(m.QueueItem)
class QueueItem:
    id: strawberry.ID
    number: str
    status: ApplicationStatus
    kind: str
    applicant_name: str
    country: str
    voting_channel: str
    submitted_at: datetime
    assignee: str | None
    assigned_to_me: bool
    flags: list[str]
    next_term: NextTerm | None
    days_left: int | None = described("Whole days until the next term; negative when late.")
    unread_messages: int


@strawberry.type
class QueueEdge:
    cursor: str
    node: QueueItem


@strawberry.type
class QueueConnection:
    edges: list[QueueEdge]
    page_info: PageInfo
    total: int


@strawberry.type
@of(m.QueueCounts)
class QueueCounts:
    mine: int
    unassigned: int
    all: int
    to_decide: int
    flagged: int
    late: int


@strawberry.type(description="One point of the reviewer's checklist.")
@of(m.ChecklistItem)
class ChecklistItem:
    key: str
    name: Text
    article: str | None
    results: list[str] = described("Allowed results, e.g. MATCH, NO_MATCH, UNCLEAR.")
    required: bool
    result: str | None
    note: str | None
    by: str | None
    at: datetime | None


@strawberry.type
@of(m.RegisterAnswer)
class RegisterAnswer:
    state: str = described("FOUND, NOT_FOUND, NOT_ASKED")
    voter_status: str | None = described("ACTIVE, DECEASED, NO_CAPACITY")
    differences: list[str] = described("Fields that differ between application and register.")
    municipality: str | None
    age18_on_election_day: bool | None = strawberry.field(name="age18OnElectionDay")
    checked_at: datetime | None


@strawberry.type
@of(m.FlagCase)
class FlagCase:
    id: strawberry.ID
    number: str
    status: ApplicationStatus


@strawberry.type
@of(m.Flag)
class Flag:
    code: str
    params: JSON
    other_cases: list[FlagCase]


@strawberry.type
@of(m.Proposal)
class Proposal:
    outcome: str = described("APPROVE, APPROVE_RESIDENCE_CONSTITUENCY, REJECT")
    reason_codes: list[str]
    reasons: str
    by: str
    by_me: bool
    at: datetime


@strawberry.type(description="A proposal that a second official did not accept.")
@of(m.SentBack)
class SentBack:
    outcome: str = described("As of a proposal, or SUPERSEDE.")
    reason_codes: list[str]
    reasons: str
    by: str
    at: datetime
    sent_back_by: str
    sent_back_at: datetime
    because: str = described("In the words of who sent it back.")


@strawberry.type
@of(m.HistoryEntry)
class HistoryEntry:
    seq: int
    at: datetime
    actor: str
    actor_role: str
    action: str
    reason: str | None
    params: JSON
    hash: str


@strawberry.type
@of(m.OfficeApplication)
class OfficeApplication:
    id: strawberry.ID
    version: int
    election_code: str
    number: str
    status: ApplicationStatus
    kind: str
    for_self: bool
    fields: ApplicationFields
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
    form_match: str | None = described("MATCHED, TO_BE_MATCHED, or null before a form is in.")
    signature_url: str | None = download(
        "Picture of the signature box of the signed form, and of the identity document."
    )
    id_picture_url: str | None = download()
    register_answer: RegisterAnswer = strawberry.field(name="register")
    checklist: list[ChecklistItem]
    corrections: list[CorrectionRound]
    proposal: Proposal | None
    supersede_proposal: Proposal | None
    sent_back: list[SentBack] = described("The last first.")
    decision: Decision | None
    messages: list[Message]
    history: list[HistoryEntry]
    history_intact: bool = described("The history's hash chain was recomputed and holds.")

    @strawberry.field
    async def mail_bounced(self, info: Info) -> bool:
        return await came_back(info, self.number)


@strawberry.type(description="What one vote decided.")
class SessionItem:
    application_id: strawberry.ID
    application_number: str
    outcome: str
    votes_for: int
    votes_against: int
    problem: Problem | None = described("null: decided; else the code of why this one was left out.")


@strawberry.type
class CommissionSession:
    id: strawberry.ID
    number: str
    held_at: datetime
    agenda: str
    members: int
    present: int
    quorum: bool
    items: list[SessionItem]


@strawberry.type
class CommissionSessionEdge:
    cursor: str
    node: CommissionSession


@strawberry.type
class CommissionSessionConnection:
    edges: list[CommissionSessionEdge]
    page_info: PageInfo
