"""An official's look at a case is on record, with role and hour, and the voter can see it (architecture 4.12)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from casework.history import append
from commons.auth import Principal
from registration import store
from registration.domain.model import Application
from registration.permissions import READERS
from registration.store.history import read_lately
from registration.store.sight import in_office
from registration.tables import History


async def case(session: AsyncSession, who: Principal, id: UUID, *, now: datetime) -> Application:
    application = await store.application(session, id, in_office(who))
    await note_read(session, application, who, "case.read", now=now)
    return application


async def note_read(
    session: AsyncSession, application: Application, who: Principal, action: str, *, now: datetime
) -> None:
    """No event and no new version: looking changes nothing."""
    if await read_lately(session, application.id, who.account, action, now):
        return
    role = next((role for role in READERS if who.has(role, election=application.election)), "OFFICIAL")
    await append(
        session,
        History,
        case_id=application.id,
        at=now,
        actor=who.account,
        actor_role=role,
        action=action,
        details={"purpose": "application.review"},
    )
