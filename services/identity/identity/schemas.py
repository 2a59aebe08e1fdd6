"""Requests and answers of the programs' side."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field


class Me(BaseModel):
    email: str
    email_verified: bool
    name: str
    locale: Literal["bs", "hr", "sr", "en"]
    second_factor: bool
    """Whether the account has one, not whether this session used it."""
    recovery_codes_left: int
    passkeys: int


class MeChange(BaseModel):
    name: str | None = Field(default=None, max_length=120)
    locale: Literal["bs", "hr", "sr", "en"] | None = None


class SessionOut(BaseModel):
    id: UUID
    current: bool
    started_at: datetime
    last_seen_at: datetime
    user_agent: str
    """Browser and system in words ("Firefox, Android"), or empty."""


class Ended(BaseModel):
    ended: int


class RoleOut(BaseModel):
    role: str
    unit: str | None
    election: str | None


class Official(BaseModel):
    account: str
    """hash(issuer, subject), as the other services know it."""
    name: str
    email: str
    roles: list[RoleOut]


class Officials(BaseModel):
    items: list[Official]
    next: str | None
