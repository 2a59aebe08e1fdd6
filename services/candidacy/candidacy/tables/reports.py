"""Campaign-finance reports (EL 15.1d): the draft as it stands, and every filing as it was filed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from candidacy.tables.base import Base


class FinanceReport(Base):
    __tablename__ = "finance_report"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    subject_id: Mapped[UUID]
    kind: Mapped[str]
    status: Mapped[str]
    draft: Mapped[bytes]
    """Sealed: it names natural persons who gave."""
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    __table_args__ = (
        Index(
            "finance_report_once",
            "subject_id",
            "kind",
            unique=True,
            postgresql_where=text("status <> 'DISCARDED'"),
        ),
        Index("finance_report_election", "election", "kind", "status"),
    )


class FinanceFiling(Base):
    """The first filing and each amendment; never changed."""

    __tablename__ = "finance_filing"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("finance_report.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    filed_at: Mapped[datetime]
    filed_by: Mapped[str]
    reason: Mapped[str | None]
    late: Mapped[bool]
