"""Support signatures of an application for certification (EL 4.4): lines, files, batches, the meter."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from candidacy.api.common import Limit, Now, once
from candidacy.domain.certification.model import Place
from candidacy.domain.subjects.authority import Act
from candidacy.domain.support.model import Line, Mark, Source
from candidacy.permissions import Anyone, Clerk
from candidacy.schemas import support as schemas
from candidacy.service import support, support_access
from candidacy.service.support import Origin
from candidacy.views import support as views
from commons.db import Session
from commons.idempotency import IdempotencyKey

router = APIRouter(prefix="/v1", tags=["support"])
Word = Annotated[str, Query(max_length=64)]
After = Annotated[UUID | None, Query()]


async def the_place(level: Word, unit: Word) -> Place:
    return Place(level, unit)


InContest = Annotated[Place, Depends(the_place)]


@router.post("/certifications/{id}/support", status_code=201, response_model=schemas.SupportAdded)
async def add(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, body: schemas.AddSupport
) -> Response:
    async def act() -> schemas.SupportAdded:
        access = await support_access.of_subject(session, who, id, Act.DRAFT, now)
        place = support_access.contest(access, Place(body.level, body.unit))
        lines = [Line(**each.model_dump()) for each in body.lines]
        origin = Origin(Source.SCAN if body.document_id else Source.TYPED, body.title, body.document_id)
        case = support_access.open_to_change(access)
        added = await support.add_lines(session, case, place, lines, origin, by=who.account, now=now)
        return await views.added_page(session, access, added, None, now)

    return await once(session, who, key, act, status=201)


@router.post("/certifications/{id}/support/import", status_code=201, response_model=schemas.SupportAdded)
async def import_file(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, body: schemas.ImportSupport
) -> Response:
    async def act() -> schemas.SupportAdded:
        access = await support_access.of_subject(session, who, id, Act.DRAFT, now)
        place = support_access.contest(access, Place(body.level, body.unit))
        case = support_access.open_to_change(access)
        added, table = await support.import_table(
            session, case, place, body.content, body.name, by=who.account, now=now
        )
        return await views.added_page(session, access, added, table, now)

    return await once(session, who, key, act, status=201)


@router.get("/certifications/{id}/support")
async def lines(
    session: Session,
    who: Anyone,
    now: Now,
    id: UUID,
    place: InContest,
    limit: Limit = 50,
    after: After = None,
    mark: Mark | None = None,
) -> schemas.SupportPage:
    access = await support_access.of_subject(session, who, id, Act.DRAFT, now)
    place = support_access.contest(access, place)
    return await views.page(session, access, place, after=after, limit=limit, mark=mark, masked=True)


@router.get("/certifications/{id}/support/batches")
async def batches(session: Session, who: Anyone, now: Now, id: UUID, place: InContest) -> schemas.SupportBatches:
    access = await support_access.of_subject(session, who, id, Act.DRAFT, now)
    return await views.batches(session, access, support_access.contest(access, place))


@router.get("/certifications/{id}/support/meter")
async def meter(session: Session, who: Anyone, now: Now, id: UUID) -> schemas.SupportMeters:
    return await views.meters(session, await support_access.of_subject(session, who, id, Act.READ, now), now)


@router.delete("/certifications/{id}/support/{batch_id}", status_code=204)
async def remove(session: Session, who: Anyone, now: Now, id: UUID, batch_id: UUID) -> None:
    access = await support_access.of_subject(session, who, id, Act.DRAFT, now)
    await support.remove_batch(session, support_access.open_to_change(access), batch_id, by=who.account, now=now)


@router.get("/office/certifications/{id}/support")
async def office_lines(
    session: Session,
    who: Clerk,
    now: Now,
    id: UUID,
    place: InContest,
    limit: Limit = 50,
    after: After = None,
    mark: Mark | None = None,
) -> schemas.SupportPage:
    """Each look goes on record. The whole number is for the reviewer."""
    access = await support_access.of_office(session, who, id, now)
    place = support_access.contest(access, place)
    masked = not any(grant.role == "CEC_CERT_REVIEWER" for grant in who.roles)
    return await views.page(session, access, place, after=after, limit=limit, mark=mark, masked=masked)
