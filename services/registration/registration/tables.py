"""What registration keeps. Personal data is in sealed columns (one blob per row, the row's id as associated data);
what is in clear is what queues, timers and statistics need. The application role may not update or delete history."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.documents.tables import DocumentMixin, SignedFormMixin
from casework.history import HistoryMixin
from casework.numbers import NumberSeriesMixin
from commons.idempotency import IdempotencyMixin
from commons.outbox import InboxMixin, OutboxMixin
from commons.timers import TimerMixin


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[object, object]] = {
        str: Text,
        datetime: DateTime(timezone=True),
        bytes: LargeBinary,
        list[str]: ARRAY(Text),
    }


class ElectionCopy(Base):
    """This service's own copy of the snapshot that `reference` publishes."""

    __tablename__ = "election"
    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    snapshot: Mapped[dict[str, object]] = mapped_column(JSONB)
    received_at: Mapped[datetime]


ENDED = "('WITHDRAWN','LAPSED','REJECTED_FINAL','SUPERSEDED')"


class Application(Base):
    __tablename__ = "application"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    status: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)
    account: Mapped[str]
    language: Mapped[str]
    """Of the account: mails go out in it."""
    mail_address: Mapped[str | None]
    """Sealed for notifications alone; this service cannot open it."""
    for_self: Mapped[bool]
    kind: Mapped[str | None]
    personal: Mapped[bytes]
    jmb_index: Mapped[bytes | None]
    fallback_index: Mapped[bytes | None]
    """Keyed hashes of the JMB, and of name, parent, date and place of birth: who has none is found by the second."""
    country: Mapped[str | None]
    voting_channel: Mapped[str | None]
    dcm: Mapped[str | None]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    """Arrival of the request at the portal's edge."""
    form_version: Mapped[int] = mapped_column(default=0)
    form_hash: Mapped[str | None]
    """Of the frozen form that is in force: the one on the printed page."""
    signed_form_received_at: Mapped[datetime | None]
    signed_form_channel: Mapped[str | None]
    signed_form_postmark: Mapped[date | None]
    form_match: Mapped[str | None]
    assignee: Mapped[str | None]
    assignee_name: Mapped[str | None]
    assigned_at: Mapped[datetime | None]
    assigned_until: Mapped[datetime | None]
    flags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    term_key: Mapped[str | None]
    """Deadline that matters next, with the event that it runs from: what the queue is sorted by."""
    term_anchor: Mapped[datetime | None]
    term_at: Mapped[datetime | None]

    __table_args__ = (
        Index("application_account", "account", "id"),
        Index("application_queue", "election", "status", "term_at", "id"),
        Index("application_jmb", "election", "jmb_index"),
        Index("application_fallback", "election", "fallback_index"),
        Index("application_assignee", "assignee", postgresql_where=text("assignee IS NOT NULL")),
        Index(
            "application_own_draft",
            "election",
            "account",
            unique=True,
            postgresql_where=text(f"for_self AND status NOT IN {ENDED}"),
        ),
        Index(
            "application_own_person",
            "election",
            "account",
            text("coalesce(jmb_index, fallback_index)"),
            unique=True,
            postgresql_where=text(f"fallback_index IS NOT NULL AND status <> 'DRAFT' AND status NOT IN {ENDED}"),
        ),
    )


class FormVersion(Base):
    """The form as it was frozen at submission and after each correction; never changed."""

    __tablename__ = "form_version"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    frozen_at: Mapped[datetime]
    hash: Mapped[str]
    sealed: Mapped[bytes]


class NameToken(Base):
    """One keyed hash per word of a name (Latin, no diacritics): the office finds whole words in either script."""

    __tablename__ = "name_token"
    token: Mapped[bytes] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (Index("name_token_application", "application_id"),)


class Document(DocumentMixin, SignedFormMixin, Base):
    __tablename__ = "document"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    __table_args__ = (
        Index("document_application", "application_id", "slot"),
        CheckConstraint("state IN ('PENDING','SEALED','REFUSED')", name="document_state"),
        CheckConstraint("scan IN ('NOT_SCANNED','CLEAN','INFECTED')", name="document_scan"),
    )


class Correction(Base):
    """One round of 'returned for correction'; every round stays visible."""

    __tablename__ = "correction"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    round: Mapped[int]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    served_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    sealed: Mapped[bytes]
    """The deficiencies: code, path, the official's words, old value; and the reason of a cancellation."""
    __table_args__ = (UniqueConstraint("application_id", "round"),)


class ChecklistEntry(Base):
    __tablename__ = "checklist"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    result: Mapped[str]
    note: Mapped[bytes | None]
    by: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]


class RegisterCheck(Base):
    """What the voter register answered about this application, last time it was asked."""

    __tablename__ = "register_check"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    sealed: Mapped[bytes]


class Proposal(Base):
    __tablename__ = "proposal"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    outcome: Mapped[str]
    state: Mapped[str]
    reason_codes: Mapped[list[str]]
    sealed: Mapped[bytes]
    """Reasons in words, and the reason for which it was sent back."""
    proposed_by: Mapped[str]
    proposed_by_name: Mapped[str]
    proposed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    __table_args__ = (Index("proposal_application", "application_id", "state"),)


class CommissionSession(Base):
    __tablename__ = "commission_session"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    number: Mapped[str]
    held_at: Mapped[datetime]
    agenda: Mapped[str]
    members: Mapped[int]
    present: Mapped[int]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("election", "number"),)


class SessionItem(Base):
    """What the vote did with one proposal: decided, or left out with the code that says why."""

    __tablename__ = "session_item"
    session_id: Mapped[UUID] = mapped_column(ForeignKey("commission_session.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[str]
    problem: Mapped[str | None]


class Decision(Base):
    __tablename__ = "decision"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("commission_session.id"))
    number: Mapped[str] = mapped_column(unique=True)
    outcome: Mapped[str]
    reason_codes: Mapped[list[str]]
    legal_basis: Mapped[list[str]]
    sealed: Mapped[bytes]
    """Reasons in words and constituency, exactly as printed."""
    decided_by: Mapped[str]
    signatory: Mapped[str]
    decided_at: Mapped[datetime]
    served_at: Mapped[datetime | None]
    appeal_until: Mapped[datetime | None]
    remedy: Mapped[str | None]
    __table_args__ = (Index("decision_application", "application_id", "decided_at"),)


class CourtCase(Base):
    """An appeal against a rejection, as complaints (or an operator) reported it."""

    __tablename__ = "court_case"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    case_number: Mapped[str] = mapped_column(primary_key=True)
    filed_at: Mapped[datetime]
    decision_number: Mapped[str | None]
    decided_on: Mapped[date | None]
    outcome: Mapped[str | None]


class Message(Base):
    __tablename__ = "message"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    side: Mapped[str]
    author: Mapped[str]
    sent_at: Mapped[datetime]
    sealed: Mapped[bytes]
    read_at: Mapped[datetime | None]
    """By the other side, first time."""
    __table_args__ = (Index("message_application", "application_id", "id"),)


class Receipt(Base):
    __tablename__ = "receipt"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    arrived_at: Mapped[datetime]
    hash: Mapped[str]
    code: Mapped[bytes]
    """Sealed: it is printed again with the receipt."""
    code_index: Mapped[bytes]
    signature: Mapped[str]


class Voter(Base):
    """The local voter register (see voters.py): one sealed row per voter, found by the keyed hash of the JMB."""

    __tablename__ = "voter"
    jmb_index: Mapped[bytes] = mapped_column(primary_key=True)
    person_key: Mapped[str]
    """By which other services ask for this person (VoterCheckRequested)."""
    sealed: Mapped[bytes]
    __table_args__ = (Index("voter_person_key", "person_key"),)


class VoterCheck(Base):
    """Each question of another service to the register with its purpose (EL 3.1(1)-(3)); only ever added to."""

    __tablename__ = "voter_check"
    asked_by: Mapped[str] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    constituency: Mapped[str]
    as_of: Mapped[date]
    persons: Mapped[int]
    found: Mapped[int]
    answered_at: Mapped[datetime]


class History(HistoryMixin, Base):
    __tablename__ = "history"


class NumberSeries(NumberSeriesMixin, Base):
    __tablename__ = "number_series"


class Timer(TimerMixin, Base):
    __tablename__ = "timer"


class Outbox(OutboxMixin, Base):
    __tablename__ = "outbox"


class Inbox(InboxMixin, Base):
    __tablename__ = "inbox"


class Idempotency(IdempotencyMixin, Base):
    __tablename__ = "idempotency"
