"""Why: the row of a document is the same in every service; whose case it belongs to is the service's own column."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column


class DocumentMixin:
    """PENDING until its bytes were looked at, then SEALED or REFUSED; NOT_SCANNED, CLEAN or INFECTED."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(Text)
    uploaded_by: Mapped[str] = mapped_column(Text)
    """Account: the party's own, or an officer's for what came by post or in person."""
    name: Mapped[bytes]
    """File name, sealed: people put their own names into it."""
    size: Mapped[int]
    content_type: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    """Hex, of the bytes that were announced and received (before metadata was stripped)."""
    state: Mapped[str] = mapped_column(Text)
    refusal: Mapped[str | None] = mapped_column(Text)
    """Code of the reason when REFUSED."""
    wrapped_key: Mapped[bytes | None]
    scan: Mapped[str] = mapped_column(Text)
    pages: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sealed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    superseded_by: Mapped[UUID | None]
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SignedFormMixin:
    """For who prints forms that come back signed."""

    form_hash: Mapped[str | None] = mapped_column(Text)
    """Hash of the form that this paper carries by its QR; of the form in force if unreadable."""
    form_match: Mapped[str | None] = mapped_column(Text)
    """MATCHED by its QR, TO_BE_MATCHED by an officer."""


D = TypeVar("D", bound=DocumentMixin)


@dataclass(frozen=True)
class Archive(Generic[D]):
    """The documents of one service's cases."""

    table: type[D]
    case: str
    """The column that holds the case's id."""
    several: Collection[str] = ()
    """Slots with more than one document (a message's attachments); in every other the last one counts. They are
    counted by themselves."""
    full: str = "document.case_full"
    """Code of the refusal when a case holds no more."""

    @property
    def case_column(self) -> Any:
        return getattr(self.table, self.case)

    def case_of(self, row: D) -> UUID:
        case: UUID = getattr(row, self.case)
        return case


class DocumentSettings(Protocol):
    """Where a service's Settings say that bytes are kept."""

    @property
    def quarantine_bucket(self) -> str: ...
    @property
    def vault_bucket(self) -> str: ...


def settings_of(session: AsyncSession) -> DocumentSettings:
    settings: DocumentSettings = session.info["settings"]
    return settings
