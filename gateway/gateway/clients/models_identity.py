"""Generated from services/identity/openapi.json by `python -m tools.openapi`: what the service answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel


class Ended(BaseModel):
    ended: int


class Me(BaseModel):
    email: str
    email_verified: bool
    locale: Literal["bs", "hr", "sr", "en"]
    name: str
    passkeys: int
    recovery_codes_left: int
    second_factor: bool


class MeChange(BaseModel):
    locale: Literal["bs", "hr", "sr", "en"] | None = None
    name: str | None = None


class ProblemDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None


class RoleOut(BaseModel):
    election: str | None
    role: str
    unit: str | None


class SessionOut(BaseModel):
    current: bool
    id: str
    last_seen_at: AwareDatetime
    started_at: AwareDatetime
    user_agent: str


class Official(BaseModel):
    account: str
    email: str
    name: str
    roles: list[RoleOut]


class Officials(BaseModel):
    items: list[Official]
    next: str | None


class Problem(BaseModel):
    code: str
    defects: list[ProblemDefect]
    params: dict[str, Any]
    retry_after: int | None
    status: int
    title: str
    trace_id: str | None
    type: str
