"""Why: what a person was told stays readable in the portal; an address is kept only until its mail is gone."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from commons.outbox import InboxMixin


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {str: Text, datetime: DateTime(timezone=True), dict[str, Any]: JSONB}


class Item(Base):
    """One line of an account's inbox in the portal."""

    __tablename__ = "item"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account: Mapped[str]
    template: Mapped[str]
    params: Mapped[dict[str, Any]]
    link: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    __table_args__ = (
        Index("item_account", "account", "id"),
        Index("item_unread", "account", postgresql_where=text("read_at IS NULL")),
    )


class Mail(Base):
    """One e-mail on its way: QUEUED, SENT or BOUNCED. Address and link are erased once it is not QUEUED any more."""

    __tablename__ = "mail"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    template: Mapped[str]
    language: Mapped[str]
    params: Mapped[dict[str, Any]]
    number: Mapped[str | None]
    link: Mapped[str]
    sealed_address: Mapped[str | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default="0")
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    """Of a bounce: the SMTP reply code or the kind of failure, never the server's text (it repeats the address)."""
    __table_args__ = (
        Index("mail_due", "due_at", postgresql_where=text("state = 'QUEUED'")),
        Index("mail_bounced", "number", "id", postgresql_where=text("state = 'BOUNCED'")),
    )


class Inbox(InboxMixin, Base):
    __tablename__ = "inbox"
