"""Lists: who stands where, the address book that feeds them, and the personal links by which candidates consent.

Who is only proposed is sealed; the name on the ballot becomes public with the certification, and only then has a clear
column, which the public search reads.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from candidacy.tables.base import Base
from candidacy.tables.cases import Case


class Person(Base):
    """The address book of a subject: one person may stand on lists at several levels."""

    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    subject_id: Mapped[UUID] = mapped_column()
    person_key: Mapped[str | None]
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    __table_args__ = (
        Index("person_subject", "subject_id", "id"),
        Index(
            "person_once",
            "subject_id",
            "person_key",
            unique=True,
            postgresql_where=text("person_key IS NOT NULL"),
        ),
    )


class Candidate(Base):
    """One place on a list. Replaced ones stay on record with the position that they had."""

    __tablename__ = "candidate"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    position: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    status: Mapped[str]
    sex: Mapped[str | None]
    person_key: Mapped[str | None]
    """Keyed hash of the JMB: the same person on another list is found by it."""
    register: Mapped[str]
    consent: Mapped[str | None]
    consented_at: Mapped[datetime | None]
    consent_account: Mapped[str | None]
    """The account that was signed in when the consent was given."""
    office_proof: Mapped[bool]
    eligible: Mapped[bool | None]
    flags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    reason_codes: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    """Of the refusal."""
    sealed: Mapped[bytes]
    """Person, declarations and the Commission's check under EL 1.7b."""
    ballot_surname: Mapped[str | None]
    ballot_given: Mapped[str | None]
    ballot_folded: Mapped[str | None]
    """Set at certification: from then on the name is public, and searched without script or diacritics."""
    birth_year: Mapped[int | None]
    __table_args__ = (
        Index("candidate_case", "case_id", "position"),
        Index("candidate_person", "person_key"),
        Index("candidate_book", "person_id"),
    )


class ConsentLink(Base):
    """A personal link: only its hash is kept; one use; a number of wrong identity checks ends it."""

    __tablename__ = "consent_link"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    wrong_tries: Mapped[int]
    __table_args__ = (Index("consent_link_candidate", "candidate_id"),)


class Seats(Base):
    """Seats per council as an administrator loaded them; what stands in the snapshot of levels is not repeated here."""

    __tablename__ = "seats"
    election: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    seats: Mapped[int]
    synthetic: Mapped[bool]


Index(
    "case_one_list",
    Case.subject_id,
    Case.level,
    Case.unit,
    unique=True,
    postgresql_where=text("process = 'LIST' AND status NOT IN ('WITHDRAWN','REJECTED','REJECTED_FINAL','VOID')"),
)
