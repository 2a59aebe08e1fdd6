"""What identity keeps. Names, addresses and secrets are sealed; tokens, links and codes are kept as hashes only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from commons.message_tables import OutboxMixin


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy's own spelling
        str: Text,
        datetime: DateTime(timezone=True),
        bytes: LargeBinary,
        list[str]: ARRAY(Text),
        dict[str, Any]: JSONB,
    }


class Account(Base):
    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    email_index: Mapped[bytes] = mapped_column(unique=True)
    personal: Mapped[bytes]
    """Sealed e-mail address and name."""
    password_hash: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class Grant(Base):
    """A role of an official, bound to a unit and an election or to all (domain.md 4)."""

    __tablename__ = "role_grant"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[str]
    unit: Mapped[str | None] = mapped_column(index=True)
    election: Mapped[str | None]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("account_id", "role", "unit", "election", postgresql_nulls_not_distinct=True),)


class Totp(Base):
    __tablename__ = "totp"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[bytes]
    confirmed_at: Mapped[datetime | None]
    """Empty while the person is still setting it up."""
    last_step: Mapped[int] = mapped_column(default=0)
    """A code is good once: nothing at or before this time step is taken again."""


class RecoveryCode(Base):
    __tablename__ = "recovery_code"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)


class Passkey(Base):
    __tablename__ = "passkey"
    credential_id: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    device: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class BrowserSession(Base):
    """One signed-in browser. `stage` says what is still missing: second_factor, enrolment, or nothing (complete)."""

    __tablename__ = "session"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    stage: Mapped[str]
    amr: Mapped[list[str]]
    device: Mapped[str]
    started_at: Mapped[datetime]
    authenticated_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class Link(Base):
    """A link in a mail. Kept after use, so that it can explain itself when it is opened again."""

    __tablename__ = "link"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    """Empty for an address without an account: hit and miss do the same work."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    __table_args__ = (Index("link_account_kind", "account_id", "kind"),)


class Throttle(Base):
    __tablename__ = "throttle"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]


class Authorization(Base):
    """One authorization code and the family of refresh tokens that grew from it."""

    __tablename__ = "oidc_authorization"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    client_id: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    redirect_uri: Mapped[str]
    scope: Mapped[str]
    nonce: Mapped[str | None]
    code_challenge: Mapped[str]
    code_challenge_method: Mapped[str]
    issued_at: Mapped[datetime]
    code_expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]
    __table_args__ = (Index("oidc_authorization_nonce", "client_id", "nonce"),)


class RefreshToken(Base):
    __tablename__ = "oidc_refresh_token"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    authorization_id: Mapped[UUID] = mapped_column(ForeignKey("oidc_authorization.id", ondelete="CASCADE"), index=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SigningKey(Base):
    """next (neither date) → current (activated) → previous (retired, still published for a while)."""

    __tablename__ = "signing_key"
    kid: Mapped[str] = mapped_column(primary_key=True)
    private_key: Mapped[bytes]
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class Outbox(OutboxMixin, Base):
    __tablename__ = "outbox"
