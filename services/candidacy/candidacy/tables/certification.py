"""What an application for certification has several of: contests with a result each, and members that consent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from candidacy.tables.base import Base
from candidacy.tables.cases import KeyedByCase


class Contest(KeyedByCase, Base):
    __tablename__ = "contest"
    level: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    result: Mapped[str]
    reason_codes: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    claim: Mapped[bytes | None]
    """Sealed: the elected official on whose mandate an exemption relies."""
    __table_args__ = (
        Index("contest_place", "level", "unit"),
        Index("contest_case", "case_id"),
        CheckConstraint("result IN ('OPEN','CERTIFIED','REFUSED')", name="contest_result"),
    )


class Member(KeyedByCase, Base):
    __tablename__ = "member"
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    consent_channel: Mapped[str | None]
    consent_at: Mapped[datetime | None]
    consent_by: Mapped[str | None]
    __table_args__ = (Index("member_case", "case_id"),)
