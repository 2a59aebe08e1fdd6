"""Generated from services/notifications/openapi.json by `python -m tools.openapi`: what the service answers."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, BaseModel


class Bounce(BaseModel):
    at: AwareDatetime
    number: str
    reason: str
    template: str


class InboxItem(BaseModel):
    at: AwareDatetime
    id: str
    link: str
    params: dict[str, Any]
    read_at: AwareDatetime | None
    template: str


class InboxPage(BaseModel):
    items: list[InboxItem]
    next: str | None
    unread: int


class ProblemDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None


class Problem(BaseModel):
    code: str
    defects: list[ProblemDefect]
    params: dict[str, Any]
    retry_after: int | None
    status: int
    title: str
    trace_id: str | None
    type: str
