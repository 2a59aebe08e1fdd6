"""What is kept no longer than it must be (EL 3.15(10), domain 2.1.7): documents of withdrawn applications."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from casework.documents import verbs
from registration.documents import Desk
from registration.domain.lifecycle import Status
from registration.domain.model import Application
from registration.service.common import SYSTEM, tell
from registration.store.documents import document_rows


async def delete_documents(session: AsyncSession, desk: Desk, application: Application, now: datetime) -> None:
    """The history keeps that they were there, and their hashes."""
    if application.status is not Status.WITHDRAWN:
        return
    rows = await document_rows(session, application.id)
    for row in rows:
        await verbs.remove(session, desk, row.id, now=now)
    if rows:
        await tell(
            session,
            application,
            by=SYSTEM,
            at=now,
            action="DELETE_DOCUMENTS",
            visible=False,
            details={"count": len(rows)},
        )
