"""Why: every service has the same two tables for messages, out (with a published marker) and in (what took effect)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, Text, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class OutboxMixin:
    """Messages of this service. `published_at` is the marker; a command may be forgotten some days later."""

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (Index("outbox_waiting", "attempts", "id", postgresql_where=text("published_at IS NULL")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    is_command: Mapped[bool]
    headers: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(server_default="0")
    round: Mapped[int] = mapped_column(server_default="0")
    """How often it was republished: JetStream must not take the repetition for a duplicate."""


class InboxMixin:
    """Effects that happened: one row per message and handler, in the transaction of the effect."""

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (Index("inbox_versions", "handler", "entity_id", "entity_version"),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    handler: Mapped[str] = mapped_column(Text, primary_key=True)
    entity_id: Mapped[str | None] = mapped_column(Text)
    entity_version: Mapped[int | None]
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class _Base(DeclarativeBase):
    """Never created: the same columns under the same names as in every service, for the statements here."""


class OutboxRow(OutboxMixin, _Base):
    __tablename__ = "outbox"


class InboxRow(InboxMixin, _Base):
    __tablename__ = "inbox"
