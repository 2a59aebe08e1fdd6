"""The thread of a case, both sides. A message never moves a legal clock: it touches no status, version or timer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commons.ids import new_id
from commons.problems import Invalid
from elections.procedure import Defect
from registration import store
from registration.domain.model import Application
from registration.service.common import Actor, refuse_if_any, tell

LONGEST = 4000


async def write_message(
    session: AsyncSession,
    application: Application,
    side: str,
    by: Actor,
    text: str,
    attachments: tuple[UUID, ...],
    *,
    now: datetime,
) -> store.Message:
    text = text.strip()
    if not text:
        refuse_if_any("message.invalid", [Defect("field.required", "text")])
    if len(text) > LONGEST:
        refuse_if_any("message.invalid", [Defect("field.too_long", "text", params={"max": LONGEST})])
    new = store.Message(
        id=new_id(), side=side, author=by.account, sent_at=now, text=text, read_at=None, attachments=attachments
    )
    if not await store.add_message(session, application.id, new):
        raise Invalid("message.attachment_unknown")
    await tell(session, application, by=by, at=now, action="MESSAGE", visible=False, details={"side": side})
    return new
