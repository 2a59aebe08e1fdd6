"""Why: who is signed in, where else, and who looked at their data."""

from datetime import datetime

import strawberry

from gateway.clients import models_identity as identity
from gateway.clients import models_registration as registration
from gateway.graphql.types.base import PageInfo, described, of


@strawberry.type
class Role:
    role: str
    unit: str | None
    election: str | None


@strawberry.type
@of(identity.SessionOut)
class AccountSession:
    id: strawberry.ID
    current: bool
    started_at: datetime
    last_seen_at: datetime
    user_agent: str


@strawberry.type
@of(registration.AccessLogEntry)
class AccessLogEntry:
    at: datetime
    actor_role: str = described("VOTER, CEC_REG_CLERK, …")
    action: str = described("document.read, case.read, register.lookup, …")
    application_number: str | None
    purpose: str | None


@strawberry.type
class AccessLogEdge:
    cursor: str
    node: AccessLogEntry


@strawberry.type
class AccessLogConnection:
    edges: list[AccessLogEdge]
    page_info: PageInfo
