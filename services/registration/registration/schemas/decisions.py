"""Proposals, the commission's sittings and the decisions that they take."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from registration.schemas.common import Answer, Request, Text, Versioned


class Propose(Versioned):
    outcome: Literal["APPROVE", "APPROVE_RESIDENCE_CONSTITUENCY", "REJECT"]
    reason_codes: list[str] = Field(default=[], max_length=30)
    reasons: str = ""


class ProposeSupersede(Versioned):
    reasons: str


class DecideSupersede(Versioned):
    agree: bool
    reason: str | None = None


class HoldSession(Request):
    number: Annotated[str, StringConstraints(max_length=60)]
    held_at: AwareDatetime
    agenda: Annotated[str, StringConstraints(max_length=4000)]
    members: int = Field(ge=1, le=50)
    present: int
    votes_for: int
    votes_against: int
    application_ids: list[UUID] = Field(max_length=500)


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
