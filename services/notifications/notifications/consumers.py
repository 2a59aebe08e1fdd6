"""Why: a mail request becomes an inbox line and a mail to send, in one transaction with its inbox row."""

from collections.abc import Mapping

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from commons.clock import Clock
from commons.messaging import Handler
from contracts import MailRequest, Message
from notifications import letters, store
from notifications.tables import Mail

log = structlog.get_logger(__name__)


SAYABLE = {"number", "term"}
"""All that a notice may say beside its link; whatever else a sender puts in is not kept."""


class UnknownTemplate(ValueError):
    """Goes to the dead letters: a text is missing, and somebody must add it."""


def handlers(clock: Clock) -> Mapping[type[Message], Handler]:
    async def deliver(session: AsyncSession, request: MailRequest) -> None:
        if not letters.known(request.template):
            raise UnknownTemplate(request.template)
        params = {name: value for name, value in request.params.items() if name in SAYABLE}
        if request.account is not None:
            await store.add_item(
                session,
                id=request.event_id,
                account=request.account,
                template=request.template,
                params=params,
                link=request.link,
                at=request.occurred_at,
            )
        if request.sealed_address is not None:
            mail = Mail(
                id=request.event_id,
                template=request.template,
                language=request.language,
                params=params,
                number=params.get("number"),
                link=request.link,
                sealed_address=request.sealed_address,
                state="QUEUED",
                due_at=clock.now(),
            )
            await store.add_mail(session, mail)

    return {MailRequest: deliver}
