"""Why: an application as its party sees it."""

from datetime import date, datetime
from enum import Enum

import strawberry

from gateway.clients import models_registration as m
from gateway.graphql.types.base import JSON, Language, PageInfo, Text, described, download, of
from gateway.graphql.types.form import DocumentSlot
from gateway.graphql.types.problem import Defect


@strawberry.enum
class ApplicationStatus(Enum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    SIGNED_FORM_RECEIVED = "SIGNED_FORM_RECEIVED"
    UNDER_REVIEW = "UNDER_REVIEW"
    RETURNED = "RETURNED"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    APPEALED = "APPEALED"
    REJECTED_FINAL = "REJECTED_FINAL"
    ENTERED = "ENTERED"
    LAPSED = "LAPSED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"


@strawberry.type
@of(m.Fields)
class ApplicationFields:
    surname: str | None
    name: str | None
    previous_surname: str | None
    parent_name: str | None
    date_of_birth: date | None
    sex: str | None
    place_of_birth: str | None
    jmb: str | None = described("Masked (`*********0000`) everywhere but for the applicant and the reviewer.")
    citizenship_bih: bool | None
    residence_municipality: str | None
    residence_place: str | None
    residence_street: str | None
    residence_house_no: str | None
    changes_voting_option: bool | None
    abroad_country: str | None
    abroad_city: str | None
    abroad_street: str | None
    abroad_house_no: str | None
    abroad_postal_code: str | None
    abroad_region: str | None
    email: str | None
    phone: str | None
    voting_channel: str | None
    dcm_id: str | None
    id_doc_type: str | None
    id_doc_number: str | None
    id_doc_issuer: str | None
    id_doc_country: str | None
    id_doc_valid_until: date | None
    correspondence_language: Language | None
    helper_name: str | None = described("Who helped, when the account applies for another person of its household.")
    missing_documents: list[str] | None = described("Slots that the applicant declares missing (3.16(3)).")


@strawberry.type
@of(m.Document)
class Document:
    id: strawberry.ID
    slot: str
    name: str
    size: int
    content_type: str
    sha256: str
    state: str = described("PENDING, SEALED, REFUSED")
    scan: str = described("NOT_SCANNED, CLEAN, INFECTED")
    pages: int | None
    uploaded_at: datetime
    content_url: str = download("Path on the portal's origin; authorised, never cached.")
    page_url: str = download("Path of a picture of page n: replace `{n}` (from 1).")
    superseded: bool


@strawberry.type(description="Where and with which form fields the browser posts the bytes (S3 POST policy).")
@of(m.UploadSlot)
class UploadSlot:
    document_id: strawberry.ID
    url: str
    fields: JSON
    expires_at: datetime


@strawberry.type
@of(m.TimelineEntry)
class TimelineEntry:
    at: datetime
    action: str
    actor_role: str = described("VOTER, CEC, SYSTEM, COURT, …: a role, never a name.")
    status: ApplicationStatus | None
    reason: str | None
    params: JSON


@strawberry.type
@of(m.Message)
class Message:
    id: strawberry.ID
    at: datetime
    mine: bool
    side: str = strawberry.field(name="from", description="VOTER or CEC")
    text: str
    attachments: list[Document]
    read_at: datetime | None


@strawberry.type
@of(m.Deficiency)
class Deficiency:
    code: str
    path: str = described("Field name or `documents.SLOT`")
    text: str = described("The official's words.")
    old_value: str | None
    mended: bool


@strawberry.type
@of(m.CorrectionRound)
class CorrectionRound:
    number: int
    opened_at: datetime
    due_at: datetime | None
    state: str = described("OPEN, RESUBMITTED, EXPIRED, CANCELLED")
    closed_at: datetime | None
    deficiencies: list[Deficiency]
    needs_new_signature: bool = described("A printed field changed: the form must be printed and signed again.")
    cancel_reason: str | None = described("CANCELLED: why, in the official's words.")


@strawberry.type
@of(m.Decision)
class Decision:
    number: str
    outcome: str = described("APPROVED, APPROVED_RESIDENCE_CONSTITUENCY, REJECTED")
    at: datetime
    body: str
    legal_basis: list[str]
    reasons: str
    reason_codes: list[str]
    remedy: Text | None
    signatory: str
    served_at: datetime | None
    appeal_until: datetime | None
    pdf_url: str = download()


@strawberry.type
@of(m.Receipt)
class Receipt:
    number: str
    code: str
    arrived_at: datetime
    hash: str
    signature: str
    pdf_url: str = download()


@strawberry.type(description="The term that matters next for this case.")
@of(m.NextTerm)
class NextTerm:
    key: str
    at: datetime
    explanation: Text


@strawberry.type
@of(m.ApplicationOut)
class Application:
    id: strawberry.ID
    version: int
    election_code: str
    number: str | None
    status: ApplicationStatus
    kind: str | None
    for_self: bool
    fields: ApplicationFields
    defects: list[Defect] = described("Everything that still stands in the way of submitting, and warnings.")
    documents: list[Document]
    required_slots: list[DocumentSlot]
    allowed_actions: list[str]
    editable: list[str] = described("Fields (and `documents.SLOT`) that may be edited now.")
    next_term: NextTerm | None
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    arrived_at: datetime | None
    form_url: str | None = download()
    signed_form_due_at: datetime | None
    signed_form_received_at: datetime | None
    receipt: Receipt | None
    corrections: list[CorrectionRound]
    decision: Decision | None
    timeline: list[TimelineEntry]
    messages: list[Message]
    unread_messages: int


@strawberry.type
@of(m.ApplicationSummary)
class ApplicationSummary:
    id: strawberry.ID
    election_code: str
    number: str | None
    status: ApplicationStatus
    kind: str | None
    for_self: bool
    applicant_name: str | None = described("Given name and surname as the account itself typed them.")
    saved_at: datetime
    next_term: NextTerm | None
    unread_messages: int
    allowed_actions: list[str]


@strawberry.type
class ApplicationSummaryEdge:
    cursor: str
    node: ApplicationSummary


@strawberry.type
class ApplicationSummaryConnection:
    edges: list[ApplicationSummaryEdge]
    page_info: PageInfo


@strawberry.type
@of(m.ReceiptCheck)
class ReceiptCheck:
    number: str
    hash: str
    arrived_at: datetime
    body: str
