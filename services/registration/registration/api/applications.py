"""The voter's own cases (R-T1, R-T2, R-T5, R-T8), messages, papers, and who looked at them."""

from uuid import UUID

from fastapi import APIRouter, Response

from commons.arrival import Arrival
from commons.db import Session
from commons.idempotency import IdempotencyKey
from registration import schemas, store
from registration.api.common import Cursor, Limit, Now, once, pdf
from registration.domain.model import Kind
from registration.permissions import Anyone
from registration.service import applicant, papers
from registration.store.history import access_log
from registration.store.sight import own
from registration.views import documents_by_id, messages_of, summary_of, voter_page

router = APIRouter(prefix="/v1", tags=["applications"])
CaseAnswer = schemas.ApplicationOut
Language = schemas.Language


@router.post("/applications", status_code=201, response_model=CaseAnswer)
async def start(session: Session, who: Anyone, now: Now, key: IdempotencyKey, body: schemas.Start) -> Response:
    async def act() -> CaseAnswer:
        kind = Kind(body.kind) if body.kind else None
        application = await applicant.start(session, who, body.election, for_self=body.for_self, kind=kind, now=now)
        return await voter_page(session, application, now)

    return await once(session, who, key, act, status=201)


@router.get("/applications")
async def mine(
    session: Session, who: Anyone, now: Now, limit: Limit = 20, cursor: Cursor = None
) -> schemas.ApplicationPage:
    found, more = await store.my_applications(session, who, limit=limit, cursor=cursor)
    unread = await store.unread(session, [each.id for each in found], by_side="VOTER")
    items = [
        summary_of(each, await store.election(session, each.election), unread.get(each.id, 0), now) for each in found
    ]
    return schemas.ApplicationPage(items=items, next_cursor=more)


@router.get("/applications/{id}")
async def one(session: Session, who: Anyone, now: Now, id: UUID) -> CaseAnswer:
    """Opening serves what was made available (domain 0.2)."""
    return await voter_page(session, await applicant.opened(session, who, id, now=now), now)


@router.patch("/applications/{id}")
async def save(session: Session, who: Anyone, now: Now, arrived: Arrival, id: UUID, body: schemas.Save) -> CaseAnswer:
    values = body.fields.model_dump(include=body.fields.model_fields_set)
    if "missing_documents" in values:
        values["missing_documents"] = tuple(values["missing_documents"])
    kind = Kind(body.kind) if body.kind else None
    application = await applicant.save(session, who, id, body.version, values, kind, arrived=arrived, now=now)
    return await voter_page(session, application, now)


@router.post("/applications/{id}/submit", response_model=CaseAnswer)
async def submit(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, body: schemas.Submit
) -> Response:
    async def act() -> CaseAnswer:
        application = await applicant.submit(
            session,
            who,
            id,
            body.version,
            declares_accuracy=body.declaration_accuracy,
            privacy_notice_version=body.privacy_notice_version,
            arrived=arrived,
            now=now,
        )
        return await voter_page(session, application, now)

    return await once(session, who, key, act)


@router.post("/applications/{id}/resubmit", response_model=CaseAnswer)
async def resubmit(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> CaseAnswer:
        application = await applicant.resubmit(session, who, id, body.version, arrived=arrived, now=now)
        return await voter_page(session, application, now)

    return await once(session, who, key, act)


@router.post("/applications/{id}/withdraw", response_model=CaseAnswer)
async def withdraw(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> CaseAnswer:
        application = await applicant.withdraw(session, who, id, body.version, now=now)
        return await voter_page(session, application, now)

    return await once(session, who, key, act)


@router.get("/applications/{id}/form.pdf")
async def form_pdf(session: Session, who: Anyone, id: UUID, lang: Language | None = None) -> Response:
    application = await store.application(session, id, own(who))
    return pdf(await papers.form(session, application, lang), "form.pdf")


@router.get("/applications/{id}/receipt.pdf")
async def receipt_pdf(session: Session, who: Anyone, id: UUID, lang: Language | None = None) -> Response:
    application = await store.application(session, id, own(who))
    return pdf(await papers.receipt(session, application, lang), "receipt.pdf")


@router.get("/applications/{id}/decision.pdf")
async def decision_pdf(session: Session, who: Anyone, now: Now, id: UUID, lang: Language | None = None) -> Response:
    application = await applicant.opened(session, who, id, now=now)
    return pdf(await papers.decision(session, application, lang), "decision.pdf")


@router.get("/applications/{id}/messages")
async def messages(session: Session, who: Anyone, id: UUID) -> list[schemas.Message]:
    application = await store.application(session, id, own(who))
    documents = await documents_by_id(session, application.id)
    return messages_of(await store.messages(session, application.id), documents, side="VOTER")


@router.post("/applications/{id}/messages", status_code=201, response_model=schemas.Message)
async def write(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, body: schemas.WriteMessage
) -> Response:
    async def act() -> schemas.Message:
        new = await applicant.message(session, who, id, body.text, tuple(body.attachments), now=now)
        return messages_of([new], await documents_by_id(session, id), side="VOTER")[0]

    return await once(session, who, key, act, status=201)


@router.post("/applications/{id}/messages/read", status_code=204)
async def messages_read(session: Session, who: Anyone, now: Now, id: UUID) -> None:
    application = await store.application(session, id, own(who))
    await store.mark_messages_read(session, application.id, by_side="VOTER", at=now)


@router.get("/my/access-log")
async def who_looked(session: Session, who: Anyone, limit: Limit = 20, cursor: Cursor = None) -> schemas.AccessLogPage:
    found, more = await access_log(session, who, limit=limit, cursor=cursor)
    items = [
        schemas.AccessLogEntry(
            at=line.at,
            actor_role=line.actor_role,
            action=line.action,
            application_number=number,
            purpose=line.details.get("purpose"),
        )
        for line, number in found
    ]
    return schemas.AccessLogPage(items=items, next_cursor=more)
