"""What registration keeps. Personal data is in sealed columns (one blob per row, the row's id as associated data);
what is in clear is what queues, timers and statistics need. The application role may not update or delete history."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.documents.tables import DocumentMixin, SignedFormMixin
from casework.history import HistoryMixin
from casework.numbers import NumberSeriesMixin
from casework.tables import (
    AssignmentMixin,
    ChecklistMixin,
    CourtCaseMixin,
    DecisionMixin,
    ElectionCopyMixin,
    FormVersionMixin,
    MessageMixin,
    ProposalMixin,
    ReceiptMixin,
    RoundMixin,
    SessionItemMixin,
    SessionMixin,
    TermMixin,
)
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


class ElectionCopy(ElectionCopyMixin, Base):
    """This service's own copy of the snapshot that `reference` publishes."""

    __tablename__ = "election"


ENDED = "('WITHDRAWN','LAPSED','REJECTED_FINAL','SUPERSEDED')"


class Application(AssignmentMixin, TermMixin, Base):
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
    flags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))

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


class FormVersion(FormVersionMixin, Base):
    """The form as it was frozen at submission and after each correction; never changed."""

    __tablename__ = "form_version"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)


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


class Correction(RoundMixin, Base):
    """One round of 'returned for correction'; every round stays visible."""

    __tablename__ = "correction"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    __table_args__ = (UniqueConstraint("application_id", "round"),)


class ChecklistEntry(ChecklistMixin, Base):
    __tablename__ = "checklist"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)


class RegisterCheck(Base):
    """What the voter register answered about this application, last time it was asked."""

    __tablename__ = "register_check"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    sealed: Mapped[bytes]


class Proposal(ProposalMixin, Base):
    __tablename__ = "proposal"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    __table_args__ = (Index("proposal_application", "application_id", "state"),)


class CommissionSession(SessionMixin, Base):
    __tablename__ = "commission_session"
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    __table_args__ = (UniqueConstraint("election", "number"),)


class SessionItem(SessionItemMixin, Base):
    """What the vote did with one proposal: decided, or left out with the code that says why."""

    __tablename__ = "session_item"
    session_id: Mapped[UUID] = mapped_column(ForeignKey("commission_session.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)


class Decision(DecisionMixin, Base):
    __tablename__ = "decision"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("commission_session.id"))
    __table_args__ = (Index("decision_application", "application_id", "decided_at"),)


class CourtCase(CourtCaseMixin, Base):
    """An appeal against a rejection, as complaints (or an operator) reported it."""

    __tablename__ = "court_case"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)


class Message(MessageMixin, Base):
    __tablename__ = "message"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    __table_args__ = (Index("message_application", "application_id", "id"),)


class Receipt(ReceiptMixin, Base):
    __tablename__ = "receipt"
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)


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
