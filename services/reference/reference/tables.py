"""Why: each version of an election stays readable, and who changed what is a chain that cannot be rewritten."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.history import HistoryMixin
from commons.outbox import OutboxMixin


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {str: Text, datetime: DateTime(timezone=True), dict[str, Any]: JSONB}


class Election(Base):
    """The current version; locked by whoever changes it. `id` is the case of its history."""

    __tablename__ = "election"
    code: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    version: Mapped[int]


class ElectionVersion(Base):
    """Append-only: what held, and since when."""

    __tablename__ = "election_version"
    code: Mapped[str] = mapped_column(ForeignKey("election.code"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    snapshot: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Proposal(Base):
    """A change that one official proposed and another confirms."""

    __tablename__ = "proposal"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    election_version: Mapped[int]
    change: Mapped[dict[str, Any]]
    status: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    __table_args__ = (Index("proposal_election", "election", "id"),)


class History(HistoryMixin, Base):
    __tablename__ = "history"


class Outbox(OutboxMixin, Base):
    __tablename__ = "outbox"
