"""Second pairs of eyes: decide, send back, sittings of the commission, duplicates (R-T10, R-T11, R-T18, R-T19)."""

from uuid import UUID

from fastapi import APIRouter, Response

from casework.sittings import Vote
from commons.db import Session
from commons.idempotency import IdempotencyKey
from registration import schemas, store
from registration.api.common import Cursor, Limit, Now, once
from registration.permissions import Decider, Member, OfficeReader, Reviewer
from registration.service import deciding, duplicates
from registration.store.decisions import Sitting
from registration.views import office_page

router = APIRouter(prefix="/v1/office", tags=["decisions"])
CaseAnswer = schemas.OfficeApplication


@router.post("/applications/{id}/decide", response_model=CaseAnswer)
async def decide(
    session: Session, who: Decider, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> CaseAnswer:
        application = await deciding.decide(session, who, id, body.version, now=now)
        return await office_page(session, application, who, now)

    return await once(session, who, key, act)


@router.post("/applications/{id}/send-back")
async def send_back(session: Session, who: Decider, now: Now, id: UUID, body: schemas.WithReason) -> CaseAnswer:
    application = await deciding.send_back(session, who, id, body.version, body.reason, now=now)
    return await office_page(session, application, who, now)


@router.post("/applications/{id}/supersede-proposals", response_model=CaseAnswer)
async def propose_supersede(
    session: Session, who: Reviewer, now: Now, key: IdempotencyKey, id: UUID, body: schemas.ProposeSupersede
) -> Response:
    async def act() -> CaseAnswer:
        application = await duplicates.propose_supersede(session, who, id, body.version, body.reasons, now=now)
        return await office_page(session, application, who, now)

    return await once(session, who, key, act)


@router.post("/applications/{id}/supersede-decisions", response_model=CaseAnswer)
async def decide_supersede(
    session: Session, who: Decider, now: Now, key: IdempotencyKey, id: UUID, body: schemas.DecideSupersede
) -> Response:
    async def act() -> CaseAnswer:
        application = await duplicates.decide_supersede(
            session, who, id, body.version, agree=body.agree, reason=body.reason, now=now
        )
        return await office_page(session, application, who, now)

    return await once(session, who, key, act)


@router.post("/sessions", status_code=201, response_model=schemas.CommissionSession)
async def hold_session(
    session: Session, who: Member, now: Now, key: IdempotencyKey, body: schemas.HoldSession
) -> Response:
    async def act() -> schemas.CommissionSession:
        vote = Vote(
            number=body.number,
            held_at=body.held_at,
            agenda=body.agenda,
            members=body.members,
            present=body.present,
            votes_for=body.votes_for,
            votes_against=body.votes_against,
        )
        return _sitting(await deciding.hold_session(session, who, vote, body.application_ids, now=now))

    return await once(session, who, key, act, status=201)


@router.get("/sessions")
async def sessions(
    session: Session, who: OfficeReader, election: str | None = None, limit: Limit = 20, cursor: Cursor = None
) -> schemas.SessionPage:
    found, more = await store.sessions(session, who, election, limit=limit, cursor=cursor)
    return schemas.SessionPage(items=[_sitting(each) for each in found], next_cursor=more)


def _sitting(of: Sitting) -> schemas.CommissionSession:
    return schemas.CommissionSession(
        id=of.id,
        number=of.number,
        held_at=of.held_at,
        agenda=of.agenda,
        members=of.members,
        present=of.present,
        quorum=2 * of.present > of.members,
        votes_for=of.votes_for,
        votes_against=of.votes_against,
        items=[schemas.SessionItem.model_validate(each) for each in of.items],
    )
