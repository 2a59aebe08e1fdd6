"""Accounts of subjects on request, the people who act for them, changed data (domain.md 2.2.1)."""

from uuid import UUID

from fastapi import APIRouter, Response

from candidacy.api.common import Limit, Now, once
from candidacy.domain.subjects.authority import Act
from candidacy.domain.subjects.model import Kind, Names, Person, Role, Scope
from candidacy.permissions import Anyone, Clerk
from candidacy.schemas import subjects as body
from candidacy.service import subjects as verbs
from candidacy.store import subjects as store
from candidacy.views.subjects import mandates_page, request_page, subject_page
from commons.arrival import Arrival
from commons.db import Session
from commons.idempotency import IdempotencyKey

router = APIRouter(prefix="/v1", tags=["subjects"])


@router.post("/account-requests", status_code=201, response_model=body.AccountRequestOut)
async def request_account(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, asked: body.RequestAccount
) -> Response:
    async def act() -> body.AccountRequestOut:
        names, person = Names(**asked.names.model_dump()), Person(**asked.representative.model_dump())
        return request_page(
            await verbs.request_account(session, who, asked.election, Kind(asked.kind), names, person, now=now)
        )

    return await once(session, who, key, act, status=201)


@router.get("/account-requests/{id}")
async def my_request(session: Session, who: Anyone, id: UUID) -> body.AccountRequestOut:
    return request_page(await store.request(session, id, account=who.account))


@router.post("/account-requests/{id}/cancel", status_code=204)
async def cancel_request(session: Session, who: Anyone, now: Now, id: UUID, asked: body.SubjectVersion) -> None:
    await verbs.cancel_request(session, who, id, asked.version, now=now)


@router.get("/office/account-requests")
async def requests(session: Session, who: Clerk, limit: Limit = 50) -> list[body.AccountRequestOut]:
    covered = [grant.election for grant in who.roles if grant.role in verbs.CLERKS]
    elections = None if None in covered else [each for each in covered if each]
    return [
        request_page(await store.request(session, id)) for id in await store.open_requests(session, elections, limit)
    ]


@router.post("/office/account-requests/{id}/answer", response_model=body.AccountRequestOut)
async def answer_request(
    session: Session, who: Clerk, now: Now, key: IdempotencyKey, id: UUID, asked: body.AnswerRequest
) -> Response:
    async def act() -> body.AccountRequestOut:
        if asked.approve:
            await verbs.approve_request(session, who, id, asked.version, now=now)
        else:
            await verbs.refuse_request(session, who, id, asked.version, asked.reason, now=now)
        return request_page(await store.request(session, id))

    return await once(session, who, key, act)


@router.get("/mandates")
async def mandates(session: Session, who: Anyone, now: Now) -> list[body.MyMandate]:
    return [each for of in await store.my_subjects(session, who, now) for each in mandates_page(of, who, now)]


@router.get("/my/subjects")
async def mine(session: Session, who: Anyone, now: Now) -> list[body.SubjectOut]:
    return [subject_page(of, who, now) for of in await store.my_subjects(session, who, now)]


@router.get("/subjects/{id}")
async def one(session: Session, who: Anyone, now: Now, id: UUID) -> body.SubjectOut:
    return subject_page(await verbs.acting(session, who, id, Act.READ, now=now), who, now)


@router.post("/subjects/{id}/mandates", status_code=201, response_model=body.SubjectOut)
async def add_mandate(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, asked: body.AddMandate
) -> Response:
    async def act() -> body.SubjectOut:
        scopes = frozenset(Scope(each) for each in asked.scopes)
        person = Person(**asked.person.model_dump())
        role = Role(asked.role)
        of = await verbs.add_mandate(
            session, who, id, asked.version, asked.account, role, scopes, person, asked.specimen, now=now
        )
        return subject_page(of, who, now)

    return await once(session, who, key, act, status=201)


@router.delete("/subjects/{id}/mandates/{mandate}")
async def end_mandate(
    session: Session, who: Anyone, now: Now, id: UUID, mandate: UUID, version: int
) -> body.SubjectOut:
    return subject_page(await verbs.end_mandate(session, who, id, version, mandate, now=now), who, now)


@router.get("/subjects/{id}/changes")
async def changes(session: Session, who: Anyone, now: Now, id: UUID) -> list[body.ChangeOut]:
    of = await verbs.acting(session, who, id, Act.READ, now=now)
    return [body.ChangeOut.model_validate(each) for each in await store.changes(session, of.id)]


@router.post("/subjects/{id}/changes", status_code=201, response_model=body.ChangeOut)
async def report_change(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, asked: body.ReportChange
) -> Response:
    async def act() -> body.ChangeOut:
        names = Names(**asked.names.model_dump()) if asked.names else None
        found = await verbs.report_change(
            session, who, id, asked.version, asked.changed_on, names, asked.fields, arrived=arrived, now=now
        )
        return body.ChangeOut.model_validate(found)

    return await once(session, who, key, act, status=201)


@router.put("/subjects/{id}/finance-officer")
async def name_finance_officer(
    session: Session, who: Anyone, now: Now, arrived: Arrival, id: UUID, asked: body.NameFinanceOfficer
) -> body.FinanceOfficerOut:
    person = Person(**asked.person.model_dump())
    found = await verbs.name_finance_officer(
        session, who, id, asked.version, person, asked.phone, asked.appointed_on, arrived=arrived, now=now
    )
    return body.FinanceOfficerOut.model_validate(found)
