"""Documents: announce, complete, look at, take back. The bytes themselves go to the object store."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from casework.documents.inspection import Announced
from commons.arrival import Arrival
from commons.db import Session
from commons.idempotency import IdempotencyKey
from commons.problems import Invalid, answer_of
from elections.procedure import Defect
from registration import schemas
from registration.api.common import Now, once, private
from registration.documents import Desk
from registration.domain.model import Slot
from registration.permissions import Anyone, DocumentReader, Intake
from registration.service import uploads
from registration.views import office_page, voter_page

router = APIRouter(prefix="/v1", tags=["documents"])


async def the_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


WithDesk = Annotated[Desk, Depends(the_desk)]


def slot_named(name: str) -> Slot:
    if name not in set(Slot):
        raise Invalid("document.slot_unknown", {}, [Defect("field.not_in_list", "slot")])
    return Slot(name)


def _slot(of: uploads.Ticket) -> schemas.UploadSlot:
    return schemas.UploadSlot(
        document_id=of.document_id, url=of.post.url, fields=of.post.fields, expires_at=of.post.expires_at
    )


@router.post("/applications/{id}/documents", status_code=201, response_model=schemas.UploadSlot)
async def announce(
    session: Session, desk: WithDesk, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, body: schemas.OpenUpload
) -> Response:
    async def act() -> schemas.UploadSlot:
        announced = Announced(body.size, body.type, body.sha256)
        return _slot(
            await uploads.open_upload(session, desk, who, id, slot_named(body.slot), announced, body.name, now=now)
        )

    return await once(session, who, key, act, status=201)


@router.post("/office/applications/{id}/documents", status_code=201, response_model=schemas.UploadSlot)
async def announce_by_office(
    session: Session, desk: WithDesk, who: Intake, now: Now, key: IdempotencyKey, id: UUID, body: schemas.OpenUpload
) -> Response:
    async def act() -> schemas.UploadSlot:
        announced = Announced(body.size, body.type, body.sha256)
        slot = slot_named(body.slot)
        return _slot(await uploads.open_office_upload(session, desk, who, id, slot, announced, body.name, now=now))

    return await once(session, who, key, act, status=201)


@router.post("/documents/{id}/complete", response_model=schemas.ApplicationOut)
async def complete(session: Session, desk: WithDesk, who: Anyone, now: Now, arrived: Arrival, id: UUID) -> object:
    """The case after it. A refusal is an answer and not an exception, so that it is committed with its reason."""
    done, application = await uploads.complete(session, desk, who, id, arrived=arrived, now=now)
    refusal = uploads.refusal_of(done)
    return answer_of(refusal) if refusal else await voter_page(session, application, now)


@router.post("/office/documents/{id}/complete", response_model=schemas.OfficeApplication)
async def complete_by_office(
    session: Session, desk: WithDesk, who: Intake, now: Now, arrived: Arrival, id: UUID
) -> object:
    done, application = await uploads.complete(session, desk, who, id, arrived=arrived, now=now, office=True)
    refusal = uploads.refusal_of(done)
    return answer_of(refusal) if refusal else await office_page(session, application, who, now)


@router.delete("/documents/{id}")
async def remove(session: Session, desk: WithDesk, who: Anyone, now: Now, id: UUID) -> schemas.ApplicationOut:
    return await voter_page(session, await uploads.remove(session, desk, who, id, now=now), now)


@router.get("/documents/{id}/content")
async def content(session: Session, desk: WithDesk, who: Anyone, now: Now, id: UUID) -> Response:
    found = await uploads.content(session, desk, who, id, now=now)
    return private(found.content, found.content_type)


PageNumber = Annotated[int, Path(ge=1, le=200)]


@router.get("/documents/{id}/pages/{number}.png")
async def page(session: Session, desk: WithDesk, who: Anyone, now: Now, id: UUID, number: PageNumber) -> Response:
    return private(await uploads.page(session, desk, who, id, number, now=now), "image/png")


@router.get("/office/applications/{id}/signature.png")
async def signature(session: Session, desk: WithDesk, who: DocumentReader, now: Now, id: UUID) -> Response:
    return private(await uploads.signature(session, desk, who, id, now=now), "image/png")
