"""The office's desk: queue, case, and every verb before a decision (R-T3, R-T6, R-T7, R-T9, R-T20, R-T21)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from commons.db import Session
from commons.idempotency import IdempotencyKey
from registration import schemas, store
from registration.api.common import Now, once, pdf
from registration.domain.catalogue import Outcome
from registration.domain.model import Channel, Deficiency
from registration.permissions import READERS, Clerk, DocumentReader, Intake, OfficeReader, Releaser, Reviewer
from registration.service import office, papers, reading
from registration.service.signed_form import register_by_officer
from registration.store.sight import in_office
from registration.views import documents_by_id, messages_of, office_page, queue_item

router = APIRouter(prefix="/v1/office", tags=["office"])
CaseAnswer = schemas.OfficeApplication


@router.get("/applications")
async def queue(
    session: Session, who: OfficeReader, now: Now, asked: Annotated[schemas.QueueQuery, Query()]
) -> schemas.QueuePage:
    wanted = store.Filter(
        asked.queue.upper(), asked.election, tuple(asked.status), asked.kind, asked.country, asked.flag, asked.q
    )
    found, more, total = await store.queue(session, who, wanted, now=now, limit=asked.limit, cursor=asked.cursor)
    unread = await store.unread(session, [each.id for each in found], by_side="CEC")
    items = [
        queue_item(each, await store.election(session, each.election), who, unread.get(each.id, 0), now)
        for each in found
    ]
    return schemas.QueuePage(items=items, next_cursor=more, total=total)


@router.get("/counts")
async def counts(session: Session, who: OfficeReader, now: Now, election: str | None = None) -> schemas.QueueCounts:
    return schemas.QueueCounts(**await store.counts(session, who, election, now=now))


@router.get("/applications/{id}")
async def one(session: Session, who: OfficeReader, now: Now, id: UUID) -> CaseAnswer:
    return await office_page(session, await reading.case(session, who, id, now=now), who, now)


@router.post("/applications/{id}/take")
async def take(session: Session, who: Clerk, now: Now, id: UUID, body: schemas.Versioned) -> CaseAnswer:
    return await office_page(session, await office.take(session, who, id, body.version, now=now), who, now)


@router.post("/applications/{id}/release")
async def release(session: Session, who: Releaser, now: Now, id: UUID, body: schemas.Release) -> CaseAnswer | None:
    """No case in the answer to a user administrator, who frees what he may not read."""
    application = await office.release(session, who, id, body.version, now=now)
    return await office_page(session, application, who, now) if who.has(*READERS) else None


@router.post("/applications/{id}/return", response_model=CaseAnswer)
async def give_back(
    session: Session, who: Clerk, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Return
) -> Response:
    async def act() -> CaseAnswer:
        items = [Deficiency(item.code, item.path, item.text) for item in body.deficiencies]
        application = await office.return_for_correction(session, who, id, body.version, items, now=now)
        return await office_page(session, application, who, now)

    return await once(session, who, key, act)


@router.post("/applications/{id}/cancel-correction")
async def cancel_correction(session: Session, who: Clerk, now: Now, id: UUID, body: schemas.WithReason) -> CaseAnswer:
    application = await office.cancel_correction(session, who, id, body.version, body.reason, now=now)
    return await office_page(session, application, who, now)


@router.post("/applications/{id}/checklist")
async def checklist(session: Session, who: Clerk, now: Now, id: UUID, body: schemas.SaveChecklist) -> CaseAnswer:
    items = [(item.key, item.result, item.note) for item in body.items]
    application = await office.save_checklist(session, who, id, body.version, items, now=now)
    return await office_page(session, application, who, now)


@router.post("/applications/{id}/match-form")
async def match_form(session: Session, who: Clerk, now: Now, id: UUID, body: schemas.Versioned) -> CaseAnswer:
    return await office_page(session, await office.match_form(session, who, id, body.version, now=now), who, now)


@router.post("/applications/{id}/signed-form", response_model=CaseAnswer)
async def signed_form(
    session: Session, who: Intake, now: Now, key: IdempotencyKey, id: UUID, body: schemas.RegisterSignedForm
) -> Response:
    async def act() -> CaseAnswer:
        application = await register_by_officer(
            session,
            who,
            id,
            body.version,
            channel=Channel(body.channel),
            received_at=body.received_at,
            postmark=body.postmark,
            document_id=body.document_id,
            now=now,
        )
        return await office_page(session, application, who, now)

    return await once(session, who, key, act)


@router.post("/applications/{id}/propose", response_model=CaseAnswer)
async def propose(
    session: Session, who: Reviewer, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Propose
) -> Response:
    async def act() -> CaseAnswer:
        outcome = Outcome(body.outcome)
        application = await office.propose(
            session, who, id, body.version, outcome, body.reason_codes, body.reasons, now=now
        )
        return await office_page(session, application, who, now)

    return await once(session, who, key, act)


@router.get("/applications/{id}/form.pdf")
async def form_pdf(session: Session, who: Reviewer, now: Now, id: UUID) -> Response:
    """It prints the whole JMB, which only a reviewer sees (2.0)."""
    application = await reading.case(session, who, id, now=now)
    return pdf(await papers.form(session, application, None), "form.pdf")


@router.get("/applications/{id}/decision-preview.pdf")
async def preview(session: Session, who: DocumentReader, now: Now, id: UUID) -> Response:
    application = await reading.case(session, who, id, now=now)
    return pdf(await papers.preview(session, application, who.name or "", now), "preview.pdf")


@router.get("/applications/{id}/decision.pdf")
async def decision_pdf(session: Session, who: DocumentReader, now: Now, id: UUID) -> Response:
    application = await reading.case(session, who, id, now=now)
    return pdf(await papers.decision(session, application, None), "decision.pdf")


@router.get("/applications/{id}/messages")
async def messages(session: Session, who: OfficeReader, now: Now, id: UUID) -> list[schemas.Message]:
    application = await reading.case(session, who, id, now=now)
    documents = await documents_by_id(session, application.id)
    return messages_of(await store.messages(session, application.id), documents, side="CEC")


@router.post("/applications/{id}/messages", status_code=201, response_model=schemas.Message)
async def write(
    session: Session, who: Clerk, now: Now, key: IdempotencyKey, id: UUID, body: schemas.WriteMessage
) -> Response:
    async def act() -> schemas.Message:
        new = await office.message(session, who, id, body.text, tuple(body.attachments), now=now)
        return messages_of([new], await documents_by_id(session, id), side="CEC")[0]

    return await once(session, who, key, act, status=201)


@router.post("/applications/{id}/messages/read", status_code=204)
async def messages_read(session: Session, who: Clerk, now: Now, id: UUID) -> None:
    application = await store.application(session, id, in_office(who))
    await store.mark_messages_read(session, application.id, by_side="CEC", at=now)
