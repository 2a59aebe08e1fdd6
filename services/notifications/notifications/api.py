"""Why: the routes. The inbox is the caller's own; bounces are for officials, by case number."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from commons.db import Session
from commons.problems import NotFound
from notifications import store
from notifications.permissions import Anybody, Official
from notifications.schemas import Bounce, InboxPage

router = APIRouter(prefix="/v1")


@router.get("/inbox")
async def inbox(
    session: Session,
    who: Anybody,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> InboxPage:
    return await store.inbox(session, who.account, limit=limit, cursor=cursor)


@router.post("/inbox/read-all", status_code=204)
async def read_all(request: Request, session: Session, who: Anybody) -> Response:
    await store.mark_read(session, who.account, request.app.state.clock.now())
    return Response(status_code=204)


@router.post("/inbox/{id}/read", status_code=204)
async def read(id: UUID, request: Request, session: Session, who: Anybody) -> Response:
    if not await store.mark_read(session, who.account, request.app.state.clock.now(), id):
        raise NotFound("inbox.not_found")
    return Response(status_code=204)


@router.get("/office/bounces")
async def bounces(session: Session, _: Official, number: Annotated[str, Query(max_length=40)]) -> list[Bounce]:
    return await store.bounces(session, number)
