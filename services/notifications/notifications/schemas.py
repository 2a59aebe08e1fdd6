"""Why: the shapes of the REST answers; the gateway's client is generated from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class InboxItem(BaseModel):
    id: UUID
    at: datetime
    template: str
    params: dict[str, Any]
    link: str
    read_at: datetime | None


class InboxPage(BaseModel):
    items: list[InboxItem]
    next: str | None
    unread: int


class Bounce(BaseModel):
    at: datetime
    number: str
    template: str
    reason: str
