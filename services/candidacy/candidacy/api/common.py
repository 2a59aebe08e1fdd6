"""What routes share: the hour, one page of a list, an answer that is given once per Idempotency-Key."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import orjson
from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.keys import keys_of
from commons.auth import Principal
from commons.idempotency import Attempt
from commons.idempotency import once as once_


async def the_hour(request: Request) -> datetime:
    now: datetime = request.app.state.clock.now()
    return now


Now = Annotated[datetime, Depends(the_hour)]
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=400)]


async def once(
    session: AsyncSession,
    who: Principal,
    attempt: Attempt,
    action: Callable[[], Awaitable[BaseModel]],
    *,
    status: int = 200,
) -> Response:
    """The answer as it was given the first time. It may hold personal data, so it is kept sealed; it was validated when
    it was made, so it is sent as it is."""
    keyring = keys_of(session).keyring
    answer = await once_(session, who.account, attempt.key, attempt.body_hash, action, keyring=keyring)
    return Response(orjson.dumps(answer), status, media_type="application/json")
