"""Why: what the portal told a person, and which mails to a case's party came back."""

from datetime import datetime

import strawberry

from gateway.clients import models_notifications as m
from gateway.graphql.types.base import JSON, PageInfo, described, of


@strawberry.type
@of(m.InboxItem)
class InboxItem:
    id: strawberry.ID
    at: datetime
    template: str = described("application.returned, …: the portal has the text in four languages.")
    params: JSON
    link: str
    read_at: datetime | None


@strawberry.type
class InboxEdge:
    cursor: str
    node: InboxItem


@strawberry.type
class InboxConnection:
    edges: list[InboxEdge]
    page_info: PageInfo
    unread: int


@strawberry.type
@of(m.Bounce)
class Bounce:
    at: datetime
    number: str
    template: str
    reason: str
