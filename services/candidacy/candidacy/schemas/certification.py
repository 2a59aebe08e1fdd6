"""Requests and answers about applications for certification."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from candidacy.schemas.subjects import Answer, Request, SubjectVersion, Typed

Words = Annotated[str, StringConstraints(max_length=8000, strip_whitespace=True)]


class StartCertification(Request):
    subject_id: UUID


class ClaimIn(Request):
    official: Typed
    mandate_body: Typed
    mandate_since: Typed | None = None


class ContestIn(Request):
    level: Typed
    unit: Typed
    claim: ClaimIn | None = None


class LoanIn(Request):
    lender: Typed
    amount: Typed
    repayment_on: Typed


class GroupMemberIn(Request):
    name: Typed
    jmb: Typed
    id_card: Typed
    signed: bool = False


class SaveCertification(SubjectVersion):
    fields: dict[str, Typed | bool | None] | None = None
    declarations: list[Literal["GFAP"]] | None = None
    contests: list[ContestIn] | None = Field(default=None, max_length=500)
    members: list[UUID] | None = Field(default=None, max_length=100)
    loans: list[LoanIn] | None = Field(default=None, max_length=50)
    group: list[GroupMemberIn] | None = Field(default=None, max_length=500)


class GiveConsent(Request):
    member: UUID


class EnterConsent(SubjectVersion):
    member: UUID


class RegisterPrint(SubjectVersion):
    number: Typed
    identical: bool


class DeficiencyIn(Request):
    code: Typed
    path: Typed
    text: Words


class GiveNotice(SubjectVersion):
    deficiencies: list[DeficiencyIn] = Field(max_length=200)


class FillChecklist(SubjectVersion):
    results: dict[str, str]


class VerdictIn(Request):
    level: Typed
    unit: Typed
    certify: bool
    reason_codes: list[Typed] = Field(default_factory=list, max_length=50)


class ProposeVerdicts(SubjectVersion):
    verdicts: list[VerdictIn] = Field(max_length=500)
    reasons: Words = ""


class SendBackProposal(SubjectVersion):
    reason: Words


class HoldCertificationSession(Request):
    election: str
    number: Typed
    held_at: AwareDatetime
    agenda: Words
    members: int = Field(ge=1, le=50)
    present: int
    votes_for: int
    votes_against: int
    case_ids: list[UUID] = Field(max_length=500)


class SessionOutcome(Answer):
    case_id: UUID
    outcome: str
    problem: str | None


class SessionOutcomes(Answer):
    items: list[SessionOutcome]


class CertificationDefect(Answer):
    code: str
    path: str | None
    article: str | None
    params: dict[str, Any]
    warning: bool


class ContestOut(Answer):
    level: str
    unit: str
    result: str
    reason_codes: list[str]
    exemption_claimed: bool
    valid: int
    checking: int
    needed: int | None
    """None: not known, so a check is not possible."""


class MemberOut(Answer):
    subject_id: UUID
    name: str
    certified: bool
    consent: str | None


class DeficiencyOut(Answer):
    code: str
    path: str
    text: str
    mended: bool


class NoticeOut(Answer):
    round: int
    state: str
    opened_at: datetime
    served_at: datetime | None
    due_at: datetime
    deficiencies: list[DeficiencyOut]


class DecisionOut(Answer):
    number: str
    outcome: str
    reason_codes: list[str]
    legal_basis: list[str]
    decided_at: datetime
    served_at: datetime | None
    appeal_until: datetime | None
    remedy: str | None


class CertificationOut(Answer):
    id: UUID
    version: int
    election: str
    subject_id: UUID
    kind: str
    status: str
    number: str | None
    fields: dict[str, str | bool | None]
    declarations: list[str]
    contests: list[ContestOut]
    members: list[MemberOut]
    defects: list[CertificationDefect]
    notices: list[NoticeOut]
    decision: DecisionOut | None
    submitted_at: datetime | None
    form_hash: str | None
    print_received_at: datetime | None
    print_match: str | None
    term_key: str | None
    term_at: datetime | None
    assignee: str | None
    checklist: dict[str, str]
    """For officials alone."""
    flags: list[str]
    editable: list[str]
    allowed_actions: list[str]


class CertificationList(Answer):
    items: list[CertificationOut]
