"""Lists in the office: printed copy, review, notice, proposal, session, publication (C-B3 … C-B14)."""

from uuid import UUID

from fastapi import APIRouter, Response

from candidacy.api.common import Now, once
from candidacy.domain.lists import afterwards, terms
from candidacy.domain.lists.model import CandidateId, CandidateList, Declarations, Deficiency, RegisterState
from candidacy.domain.lists.review import Refusals
from candidacy.permissions import Clerk, Editor, Member, OfficeReader, Releaser, Reviewer
from candidacy.schemas import lists as schemas
from candidacy.service import lists_office, lists_session
from candidacy.service.lists_office import Found, checked_on
from candidacy.store import lists as store
from candidacy.store.elections import election as election_in
from candidacy.views.lists import office_page
from casework.sittings import Vote
from commons.auth import Principal
from commons.db import Session
from commons.idempotency import IdempotencyKey
from commons.problems import NotFound

router = APIRouter(prefix="/v1/office/lists", tags=["office"])
sessions = APIRouter(prefix="/v1/office/list-sessions", tags=["office"])
ListOut = schemas.ListOut


@router.get("/{id}")
async def one(session: Session, who: OfficeReader, now: Now, id: UUID) -> ListOut:
    of = await store.candidate_list(session, id)
    if of.number is None or not any(grant.election in (None, of.election) for grant in who.roles):
        raise NotFound("list.not_found")
    return await office_page(session, who, of, now)


@router.post("/{id}/print", response_model=ListOut)
async def register_print(
    session: Session, who: Clerk, now: Now, key: IdempotencyKey, id: UUID, body: schemas.RegisterPrint
) -> Response:
    async def act() -> ListOut:
        of = await lists_office.register_print(
            session, who, id, body.version, received_at=body.received_at, identical=body.identical, now=now
        )
        return await office_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/{id}/take", response_model=ListOut)
async def take(
    session: Session, who: Clerk, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> ListOut:
        return await office_page(session, who, await lists_office.take(session, who, id, body.version, now=now), now)

    return await once(session, who, key, act)


@router.post("/{id}/release", response_model=ListOut)
async def release(
    session: Session, who: Releaser, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> ListOut:
        return await office_page(session, who, await lists_office.release(session, who, id, body.version, now=now), now)

    return await once(session, who, key, act)


@router.post("/{id}/return", response_model=ListOut)
async def return_for_cure(
    session: Session, who: Reviewer, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Return
) -> Response:
    async def act() -> ListOut:
        items = [Deficiency(each.code, each.path, each.text) for each in body.deficiencies]
        of = await lists_office.return_for_cure(session, who, id, body.version, items, now=now)
        return await office_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/{id}/candidates/{candidate}/record", response_model=ListOut)
async def record(
    session: Session, who: Clerk, now: Now, key: IdempotencyKey, id: UUID, candidate: UUID, body: schemas.Record
) -> Response:
    async def act() -> ListOut:
        of = await lists_office.record(session, who, id, body.version, candidate, found_in(body, who), now=now)
        return await office_page(session, who, of, now)

    return await once(session, who, key, act)


def found_in(body: schemas.Record, who: Principal) -> Found:
    check, paper = body.eligibility, body.paper_consent
    return Found(
        register=RegisterState(body.register_state) if body.register_state else None,
        eligibility=checked_on(check.on, check.source, check.clear, who) if check else None,
        office_proof=body.office_proof,
        paper_consent=Declarations(**paper.model_dump()) if paper else None,
    )


@router.post("/{id}/propose", response_model=ListOut)
async def propose(
    session: Session, who: Reviewer, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Propose
) -> Response:
    async def act() -> ListOut:
        refused = {CandidateId(each.candidate): tuple(each.codes) for each in body.candidates}
        refusals = Refusals(refused, tuple(body.whole_list), body.reasons.strip())
        of = await lists_office.propose(session, who, id, body.version, refusals, now=now)
        return await office_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/{id}/send-back", response_model=ListOut)
async def send_back(
    session: Session, who: Member, now: Now, key: IdempotencyKey, id: UUID, body: schemas.SendBack
) -> Response:
    async def act() -> ListOut:
        of = await lists_office.send_back(session, who, id, body.version, body.reason, now=now)
        return await office_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/{id}/publish", response_model=ListOut)
async def publish(
    session: Session, who: Editor, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> ListOut:
        of: CandidateList = await lists_office.publish_list(session, who, id, body.version, now=now)
        return await office_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/{id}/candidates/{candidate}/take-off", response_model=ListOut)
async def take_off(
    session: Session, who: Member, now: Now, key: IdempotencyKey, id: UUID, candidate: UUID, body: schemas.TakeOff
) -> Response:
    async def act() -> ListOut:
        of = await lists_office.take_off(
            session,
            who,
            id,
            body.version,
            candidate,
            afterwards.Ground(body.ground),
            statement_on_file=body.statement_on_file,
            reason=body.reason,
            now=now,
        )
        return await office_page(session, who, of, now)

    return await once(session, who, key, act)


@sessions.post("", status_code=201, response_model=schemas.SessionOut)
async def hold(session: Session, who: Member, now: Now, key: IdempotencyKey, body: schemas.HoldSession) -> Response:
    async def act() -> schemas.SessionOut:
        vote = Vote(**body.model_dump(exclude={"lists"}))
        id, items = await lists_session.hold(session, who, vote, body.lists, now=now)
        return schemas.SessionOut(id=id, items=[schemas.SessionItem.model_validate(each) for each in items])

    return await once(session, who, key, act, status=201)


@sessions.get("/countdown")
async def clock(session: Session, _who: OfficeReader, now: Now, election: str) -> schemas.Countdown:
    """P68, EL 4.21(2): how long until E-65, and how many lists still wait."""
    waiting = await store.undecided(session, election)
    left = terms.countdown(await election_in(session, election), now, waiting)
    return schemas.Countdown(due=left.due, days_left=left.days_left, undecided=waiting, alarm=left.alarm)
