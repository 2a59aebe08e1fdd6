"""Why: the routes. Everybody may read the elections; nobody changes one over HTTP."""

from fastapi import APIRouter, Request

from commons.db import Session
from commons.problems import NotFound
from reference import answers, store
from reference.permissions import Everybody
from reference.schemas import ElectionAnswer, ElectionList, ElectionView

router = APIRouter(prefix="/v1", dependencies=[Everybody])


@router.get("/elections")
async def elections(session: Session) -> ElectionList:
    return ElectionList(elections=[answers.line(election) for election in await store.elections(session)])


@router.get("/calendar")
async def calendar(session: Session, request: Request) -> list[ElectionView]:
    """All elections with their calendars in one answer: what the portal shows needs no second question."""
    now = request.app.state.clock.now()
    return [answers.view(election, now) for election in await store.elections(session)]


@router.get("/elections/{code}")
async def election(code: str, session: Session, request: Request) -> ElectionAnswer:
    found = await store.election(session, code)
    if found is None:
        raise NotFound("election.not_found", {"code": code})
    return answers.answer(found, request.app.state.clock.now())
