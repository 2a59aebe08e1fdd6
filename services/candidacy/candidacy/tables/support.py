"""Support signatures of a contest (EL 4.4): what names a supporter is sealed; found by the keyed hash that services
share, and deleted whole once the certification is final."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from candidacy.tables.base import Base
from candidacy.tables.cases import OfCase


class SupportBatch(OfCase, Base):
    """Lines that came together: typed, a file, or the sheets of one scan."""

    __tablename__ = "support_batch"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str]
    unit: Mapped[str]
    source: Mapped[str]
    title: Mapped[bytes]
    """Sealed: people name files after people."""
    document_id: Mapped[UUID | None]
    """The scan that its lines were typed from."""
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    __table_args__ = (
        Index("support_batch_case", "case_id", "level", "unit"),
        CheckConstraint("source IN ('TYPED','FILE','SCAN')", name="support_batch_source"),
    )


class SupportEntry(OfCase, Base):
    __tablename__ = "support_entry"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Of version 7, made in the order of the lines: the list has an order without a counter."""
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("support_batch.id", ondelete="CASCADE"))
    level: Mapped[str]
    unit: Mapped[str]
    number: Mapped[int]
    """Line or row in its batch."""
    sealed: Mapped[bytes]
    person_key: Mapped[str | None]
    complete: Mapped[bool]
    mark: Mapped[str]
    check_id: Mapped[UUID | None]
    in_register: Mapped[bool | None]
    constituency: Mapped[str | None]
    age_on_election_day: Mapped[int | None]
    __table_args__ = (
        Index("support_entry_contest", "case_id", "level", "unit", "id"),
        Index("support_entry_batch", "batch_id"),
        Index("support_entry_person", "person_key", "level"),
        Index("support_entry_check", "check_id", postgresql_where=text("check_id IS NOT NULL")),
    )


class SupportCheck(OfCase, Base):
    """One question to the voter register, and when it was answered."""

    __tablename__ = "support_check"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str]
    unit: Mapped[str]
    persons: Mapped[int]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    __table_args__ = (Index("support_check_case", "case_id"),)
