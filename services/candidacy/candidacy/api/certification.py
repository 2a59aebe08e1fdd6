"""A subject's application for certification (C-A1, C-A2, C-A6, C-A12) and the consent of members."""

from uuid import UUID

from fastapi import APIRouter, Response

from candidacy.api.common import Now, once
from candidacy.domain.certification.model import (
    FORM_FIELDS,
    Claim,
    Contest,
    Declaration,
    GroupMember,
    Loan,
    Place,
)
from candidacy.permissions import Anyone
from candidacy.schemas import certification as body
from candidacy.schemas.subjects import SubjectVersion
from candidacy.service import certification as verbs
from candidacy.service.subjects import refuse_if_any
from candidacy.store import certification as store
from candidacy.views.certification import subject_page
from commons.arrival import Arrival
from commons.db import Session
from commons.idempotency import IdempotencyKey
from elections.procedure import Defect

router = APIRouter(prefix="/v1/certifications", tags=["certification"])
Page = body.CertificationOut


@router.post("", status_code=201, response_model=Page)
async def start(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, asked: body.StartCertification
) -> Response:
    async def act() -> Page:
        of = await verbs.start(session, who, asked.subject_id, arrived=arrived, now=now)
        return await subject_page(session, of, who, now)

    return await once(session, who, key, act, status=201)


@router.get("")
async def mine(session: Session, who: Anyone, now: Now) -> body.CertificationList:
    found = [await store.certification(session, id) for id in await store.mine(session, who, now)]
    return body.CertificationList(items=[await subject_page(session, each, who, now) for each in found])


@router.get("/{id}")
async def one(session: Session, who: Anyone, now: Now, id: UUID) -> Page:
    """Opening serves what was made available (domain 0.2)."""
    return await subject_page(session, await verbs.opened(session, who, id, now=now), who, now)


@router.patch("/{id}")
async def save(
    session: Session, who: Anyone, now: Now, arrived: Arrival, id: UUID, asked: body.SaveCertification
) -> Page:
    of = await verbs.save(session, who, id, asked.version, changes_of(asked), arrived=arrived, now=now)
    return await subject_page(session, of, who, now)


def changes_of(asked: body.SaveCertification) -> verbs.Changes:
    unknown = sorted(set(asked.fields or {}) - set(FORM_FIELDS))
    refuse_if_any("certification.fields", [Defect("field.unknown", name) for name in unknown])
    contests = None
    if asked.contests is not None:
        by_place = {Place(each.level, each.unit): each.claim for each in asked.contests}
        contests = [
            Contest(place, claim=Claim(**claim.model_dump()) if claim else None) for place, claim in by_place.items()
        ]
    return verbs.Changes(
        fields=asked.fields,
        declared=None if asked.declarations is None else frozenset(Declaration(each) for each in asked.declarations),
        contests=contests,
        members=asked.members,
        loans=None if asked.loans is None else tuple(Loan(**each.model_dump()) for each in asked.loans),
        group=None if asked.group is None else tuple(GroupMember(**each.model_dump()) for each in asked.group),
    )


@router.post("/{id}/consents", response_model=body.SessionOutcome)
async def consent(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, asked: body.GiveConsent
) -> Response:
    async def act() -> body.SessionOutcome:
        of = await verbs.consent(session, who, id, asked.member, now=now)
        return body.SessionOutcome(case_id=of.id, outcome="CONSENTED", problem=None)

    return await once(session, who, key, act)


@router.post("/{id}/submit", response_model=Page)
async def submit(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, asked: SubjectVersion
) -> Response:
    async def act() -> Page:
        of = await verbs.submit(session, who, id, asked.version, arrived=arrived, now=now)
        return await subject_page(session, of, who, now)

    return await once(session, who, key, act)


@router.post("/{id}/cure", response_model=Page)
async def cure(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, asked: SubjectVersion
) -> Response:
    async def act() -> Page:
        of = await verbs.cure(session, who, id, asked.version, arrived=arrived, now=now)
        return await subject_page(session, of, who, now)

    return await once(session, who, key, act)


@router.post("/{id}/withdraw", response_model=Page)
async def withdraw(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, asked: SubjectVersion
) -> Response:
    async def act() -> Page:
        of = await verbs.withdraw(session, who, id, asked.version, now=now)
        return await subject_page(session, of, who, now)

    return await once(session, who, key, act)
