"""A certification and a candidate list are both cases: one table, and on it everything that officials do with one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from candidacy.tables.base import Base
from casework.documents.tables import DocumentMixin
from casework.tables import (
    AssignmentMixin,
    ChecklistMixin,
    CourtCaseMixin,
    DecisionMixin,
    FormVersionMixin,
    MessageMixin,
    ProposalMixin,
    ReceiptMixin,
    RoundMixin,
    SessionItemMixin,
    SessionMixin,
    TermMixin,
)


class Case(AssignmentMixin, TermMixin, Base):
    __tablename__ = "case"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    subject_id: Mapped[UUID]
    process: Mapped[str]
    """CERTIFICATION or LIST: which lifecycle `status` is of."""
    status: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)
    level: Mapped[str | None]
    unit: Mapped[str | None]
    """Of a list; the contests of a certification are rows of their own."""
    created_by: Mapped[str]
    language: Mapped[str]
    """Of the account that began it: mails go out in it."""
    mail_address: Mapped[str | None]
    """Sealed for notifications alone; this service cannot open it."""
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    """What anybody may know of it."""
    personal: Mapped[bytes]
    flags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    """Arrival of the request at the portal's edge."""
    submitted_by: Mapped[str | None]
    form_version: Mapped[int] = mapped_column(default=0)
    form_hash: Mapped[str | None]
    print_received_at: Mapped[datetime | None]
    print_match: Mapped[str | None]

    __table_args__ = (
        Index("case_subject", "subject_id", "process", "id"),
        Index("case_queue", "election", "process", "status", "term_at", "id"),
        Index("case_unit", "election", "process", "level", "unit"),
        Index("case_assignee", "assignee", postgresql_where=text("assignee IS NOT NULL")),
        CheckConstraint("process IN ('CERTIFICATION','LIST')", name="case_process"),
    )


class OfCase:
    """Goes when its case goes."""

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))


class KeyedByCase:
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True)


class FormVersion(KeyedByCase, FormVersionMixin, Base):
    __tablename__ = "form_version"


class Message(OfCase, MessageMixin, Base):
    __tablename__ = "message"
    __table_args__ = (Index("message_case", "case_id", "id"),)


class Document(DocumentMixin, Base):
    __tablename__ = "document"
    case_id: Mapped[UUID]
    """Of a case, of a request for an account or of a subject: a specimen signature outlives every case."""
    item: Mapped[str | None]
    """The contest, member or loan that it proves."""
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    __table_args__ = (
        Index("document_case", "case_id", "slot"),
        CheckConstraint("state IN ('PENDING','SEALED','REFUSED')", name="document_state"),
        CheckConstraint("scan IN ('NOT_SCANNED','CLEAN','INFECTED')", name="document_scan"),
    )


class Notice(OfCase, RoundMixin, Base):
    """A round of deficiencies, with the term to cure them (EL 4.6(3), 4.20(2))."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("case_id", "round"),)


class ChecklistEntry(KeyedByCase, ChecklistMixin, Base):
    __tablename__ = "checklist"


class Proposal(OfCase, ProposalMixin, Base):
    __tablename__ = "proposal"
    __table_args__ = (Index("proposal_case", "case_id", "state"),)


class CommissionSession(SessionMixin, Base):
    __tablename__ = "commission_session"
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    __table_args__ = (UniqueConstraint("election", "number"),)


class SessionItem(KeyedByCase, SessionItemMixin, Base):
    __tablename__ = "session_item"
    session_id: Mapped[UUID] = mapped_column(ForeignKey("commission_session.id"), primary_key=True)


class Decision(OfCase, DecisionMixin, Base):
    __tablename__ = "decision"
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("commission_session.id"))
    __table_args__ = (Index("decision_case", "case_id", "decided_at"),)


class CourtCase(KeyedByCase, CourtCaseMixin, Base):
    __tablename__ = "court_case"


class Receipt(KeyedByCase, ReceiptMixin, Base):
    __tablename__ = "receipt"
