"""Officials before applications for certification: print, take, return, check, propose, decide (C-A3 … C-A8)."""

from uuid import UUID

from fastapi import APIRouter, Response

from candidacy.api.common import Limit, Now, once
from candidacy.domain.certification.model import Certification, Deficiency, Place, Verdict
from candidacy.permissions import Clerk, Member, OfficeReader, Reviewer
from candidacy.schemas import certification as body
from candidacy.schemas.subjects import SubjectVersion
from candidacy.service import certification_office as verbs
from candidacy.store import certification as store
from candidacy.views.certification import office_page
from casework.sittings import Vote
from commons.db import Session
from commons.idempotency import IdempotencyKey
from commons.problems import NotFound

router = APIRouter(prefix="/v1/office/certifications", tags=["certification office"])
Page = body.CertificationOut


@router.get("")
async def queue(
    session: Session, who: OfficeReader, now: Now, status: str | None = None, limit: Limit = 20
) -> body.CertificationList:
    found = [await store.certification(session, id) for id in await store.queue(session, status, limit)]
    covered = [each for each in found if covers(who, each)]
    return body.CertificationList(items=[await office_page(session, each, who, now) for each in covered])


def covers(who: OfficeReader, of: Certification) -> bool:
    return any(grant.election in (None, of.election) for grant in who.roles)


@router.get("/{id}")
async def one(session: Session, who: OfficeReader, now: Now, id: UUID) -> Page:
    of = await store.certification(session, id)
    if not covers(who, of):
        raise NotFound("certification.not_found")
    return await office_page(session, of, who, now)


@router.post("/{id}/print")
async def register_print(session: Session, who: Clerk, now: Now, id: UUID, asked: body.RegisterPrint) -> Page:
    of = await verbs.register_print(session, who, id, asked.version, asked.number, identical=asked.identical, now=now)
    return await office_page(session, of, who, now)


@router.post("/{id}/take")
async def take(session: Session, who: Clerk, now: Now, id: UUID, asked: SubjectVersion) -> Page:
    return await office_page(session, await verbs.take(session, who, id, asked.version, now=now), who, now)


@router.post("/{id}/release")
async def release(session: Session, who: Clerk, now: Now, id: UUID, asked: SubjectVersion) -> Page:
    return await office_page(session, await verbs.release(session, who, id, asked.version, now=now), who, now)


@router.post("/{id}/consents")
async def enter_consent(session: Session, who: Clerk, now: Now, id: UUID, asked: body.EnterConsent) -> Page:
    of = await verbs.enter_consent(session, who, id, asked.version, asked.member, now=now)
    return await office_page(session, of, who, now)


@router.post("/{id}/return")
async def give_notice(session: Session, who: Reviewer, now: Now, id: UUID, asked: body.GiveNotice) -> Page:
    items = [Deficiency(each.code, each.path, each.text) for each in asked.deficiencies]
    of = await verbs.give_notice(session, who, id, asked.version, items, now=now)
    return await office_page(session, of, who, now)


@router.put("/{id}/checklist")
async def check(session: Session, who: Clerk, now: Now, id: UUID, asked: body.FillChecklist) -> Page:
    of = await verbs.check(session, who, id, asked.version, asked.results, now=now)
    return await office_page(session, of, who, now)


@router.post("/{id}/propose", response_model=Page)
async def propose(
    session: Session, who: Reviewer, now: Now, key: IdempotencyKey, id: UUID, asked: body.ProposeVerdicts
) -> Response:
    async def act() -> Page:
        verdicts = [
            Verdict(Place(each.level, each.unit), each.certify, tuple(each.reason_codes)) for each in asked.verdicts
        ]
        of = await verbs.propose(session, who, id, asked.version, verdicts, asked.reasons, now=now)
        return await office_page(session, of, who, now)

    return await once(session, who, key, act)


@router.post("/{id}/send-back")
async def send_back(session: Session, who: Member, now: Now, id: UUID, asked: body.SendBackProposal) -> Page:
    of = await verbs.send_back(session, who, id, asked.version, asked.reason, now=now)
    return await office_page(session, of, who, now)


@router.post("/sessions", status_code=201, response_model=body.SessionOutcomes)
async def hold_session(
    session: Session, who: Member, now: Now, key: IdempotencyKey, asked: body.HoldCertificationSession
) -> Response:
    async def act() -> body.SessionOutcomes:
        vote = Vote(
            number=asked.number,
            held_at=asked.held_at,
            agenda=asked.agenda,
            members=asked.members,
            present=asked.present,
            votes_for=asked.votes_for,
            votes_against=asked.votes_against,
        )
        found = await verbs.hold_session(session, who, asked.election, vote, asked.case_ids, now=now)
        return body.SessionOutcomes(
            items=[body.SessionOutcome(case_id=each.case, outcome=each.outcome, problem=each.problem) for each in found]
        )

    return await once(session, who, key, act, status=201)
