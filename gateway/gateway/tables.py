"""What the gateway keeps: who is signed in (tokens sealed) and the counters of strict limits. No domain data."""

from datetime import datetime

from sqlalchemy import DateTime, Index, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy's own spelling
        str: Text,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
    }


class SessionRow(Base):
    """One signed-in browser. The key is a hash: whoever reads the table cannot make the cookie."""

    __tablename__ = "session"
    id: Mapped[bytes] = mapped_column(primary_key=True)
    account: Mapped[str]
    sealed: Mapped[bytes]
    """Access, refresh and identity token and the claims shown to the person; associated data: the id."""
    access_expires_at: Mapped[datetime]
    refresh_at: Mapped[datetime]
    """Half-life of the access token, or the next try when the issuer was down. Silence counts from here: the first use
    after it refreshes, so that no other use has to write."""
    expires_at: Mapped[datetime]
    __table_args__ = (Index("session_account", "account"), Index("session_expires_at", "expires_at"))


class RateWindow(Base):
    """A fixed window of a strict limit, shared by all workers."""

    __tablename__ = "rate_window"
    key: Mapped[str] = mapped_column(primary_key=True)
    hits: Mapped[int]
    ends_at: Mapped[datetime]
    __table_args__ = (Index("rate_window_ends_at", "ends_at"),)
