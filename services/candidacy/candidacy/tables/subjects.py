"""Political subjects, the requests on which their accounts were opened, and who acts for them (domain.md 2.2.1)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from candidacy.tables.base import Base


class Subject(Base):
    __tablename__ = "subject"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    kind: Mapped[str]
    name_latin: Mapped[str]
    name_cyrillic: Mapped[str]
    abbreviation_latin: Mapped[str]
    abbreviation_cyrillic: Mapped[str]
    folded: Mapped[str]
    """Searched without script or diacritics."""
    code: Mapped[str | None]
    """Five digits, from certification on."""
    created_at: Mapped[datetime]
    certified_at: Mapped[datetime | None]
    decertified_at: Mapped[datetime | None]
    finance_officer: Mapped[bytes | None]
    finance_reported_at: Mapped[datetime | None]
    finance_late: Mapped[bool | None]
    __table_args__ = (
        Index("subject_code", "election", "code", unique=True, postgresql_where=text("code IS NOT NULL")),
        Index("subject_election", "election", "id"),
    )


class AccountRequest(Base):
    __tablename__ = "account_request"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    status: Mapped[str]
    account: Mapped[str]
    kind: Mapped[str]
    name_latin: Mapped[str]
    name_cyrillic: Mapped[str]
    abbreviation_latin: Mapped[str]
    abbreviation_cyrillic: Mapped[str]
    sealed: Mapped[bytes]
    """The representative."""
    created_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"))
    __table_args__ = (
        Index("account_request_queue", "election", "status", "id"),
        Index("account_request_account", "account"),
    )


class Mandate(Base):
    __tablename__ = "mandate"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"))
    account: Mapped[str]
    role: Mapped[str]
    scopes: Mapped[list[str]]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    sealed: Mapped[bytes]
    specimen: Mapped[UUID | None]
    """The document with the deposited signature."""
    __table_args__ = (
        Index("mandate_account", "account"),
        Index("mandate_subject", "subject_id"),
        CheckConstraint("role IN ('REP','EDITOR')", name="mandate_role"),
    )


class DataChange(Base):
    """EL 4.22: reported within ten days or late."""

    __tablename__ = "data_change"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"))
    changed_on: Mapped[date]
    reported_at: Mapped[datetime]
    reported_by: Mapped[str]
    fields: Mapped[list[str]]
    late: Mapped[bool]
    __table_args__ = (Index("data_change_subject", "subject_id", "id"),)
