"""Lists and the address book, for who acts for a subject (C-B1, C-B2, C-B6, C-A12)."""

from uuid import UUID

from fastapi import APIRouter, Response

from candidacy.api.common import Now, once
from candidacy.domain.lists import importing
from candidacy.domain.lists.model import CandidateList
from candidacy.domain.subjects.authority import Act
from candidacy.permissions import Anyone
from candidacy.schemas import lists as schemas
from candidacy.service import lists, persons
from candidacy.store import lists as store
from candidacy.store import persons as book
from candidacy.store.persons import Entry
from candidacy.store.standing import acting_for
from candidacy.views.lists import line_of, subject_page
from commons.arrival import Arrival
from commons.db import Session
from commons.idempotency import IdempotencyKey

router = APIRouter(prefix="/v1", tags=["lists"])
ListOut = schemas.ListOut


def person_of(entry: Entry) -> schemas.PersonOut:
    fields = schemas.PersonIn.model_validate(entry.person.as_dict())
    return schemas.PersonOut(id=entry.id, version=entry.version, fields=fields)


def said(error: importing.CellError) -> str:
    return f"{error.column}: {error.code}"


@router.get("/subjects/{subject_id}/persons")
async def address_book(session: Session, who: Anyone, now: Now, subject_id: UUID) -> list[schemas.PersonOut]:
    await acting_for(session, who, subject_id, Act.DRAFT, now)
    return [person_of(each) for each in await book.persons(session, subject_id)]


@router.post("/subjects/{subject_id}/persons", status_code=201, response_model=schemas.PersonOut)
async def add_person(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, subject_id: UUID, body: schemas.PersonIn
) -> Response:
    async def act() -> schemas.PersonOut:
        return person_of(await persons.add(session, who, subject_id, body.model_dump(), now=now))

    return await once(session, who, key, act, status=201)


@router.patch("/subjects/{subject_id}/persons/{id}")
async def save_person(
    session: Session, who: Anyone, now: Now, subject_id: UUID, id: UUID, body: schemas.SavePerson
) -> schemas.PersonOut:
    values = body.fields.model_dump(exclude_unset=True)
    return person_of(await persons.save(session, who, subject_id, id, body.version, values, now=now))


@router.delete("/subjects/{subject_id}/persons/{id}", status_code=204)
async def delete_person(session: Session, who: Anyone, now: Now, subject_id: UUID, id: UUID) -> None:
    await persons.remove(session, who, subject_id, id, now=now)


@router.post("/subjects/{subject_id}/persons/import", response_model=schemas.Imported)
async def import_persons(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, subject_id: UUID, body: schemas.Table
) -> Response:
    async def act() -> schemas.Imported:
        imported, entries, added = await persons.import_table(session, who, subject_id, body.rows, now=now)
        return schemas.Imported(
            added=added,
            known=len(entries) - added,
            refused=len(imported.rows) - len(entries),
            errors=[schemas.CellError.model_validate(each) for each in imported.errors],
            corrected=importing.corrected(imported, body.language, said),
            persons=[each.id for each in entries],
        )

    return await once(session, who, key, act)


@router.get("/subjects/{subject_id}/lists")
async def lists_of_subject(session: Session, who: Anyone, now: Now, subject_id: UUID) -> list[schemas.ListLine]:
    await acting_for(session, who, subject_id, Act.DRAFT, now)
    return [line_of(each) for each in await store.lists_of(session, subject_id)]


@router.post("/lists", status_code=201, response_model=ListOut)
async def start(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, body: schemas.Start
) -> Response:
    async def act() -> ListOut:
        of = await lists.start(session, who, body.subject_id, body.level, body.unit, arrived=arrived, now=now)
        return await subject_page(session, who, of, now)

    return await once(session, who, key, act, status=201)


@router.get("/lists/{id}")
async def one(session: Session, who: Anyone, now: Now, id: UUID) -> ListOut:
    return await subject_page(session, who, await lists.own(session, who, id, Act.DRAFT, now), now)


@router.post("/lists/{id}/candidates", response_model=ListOut)
async def add_candidates(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, body: schemas.AddPersons
) -> Response:
    async def act() -> ListOut:
        of = await lists.add_persons(session, who, id, body.version, body.persons, arrived=arrived, now=now)
        return await subject_page(session, who, of, now)

    return await once(session, who, key, act)


@router.put("/lists/{id}/candidates")
async def reorder(session: Session, who: Anyone, now: Now, arrived: Arrival, id: UUID, body: schemas.Order) -> ListOut:
    of = await lists.reorder(session, who, id, body.version, body.candidates, arrived=arrived, now=now)
    return await subject_page(session, who, of, now)


@router.post("/lists/{id}/copy", response_model=ListOut)
async def copy(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, body: schemas.Copy
) -> Response:
    async def act() -> ListOut:
        of = await lists.copy(session, who, id, body.version, body.source, arrived=arrived, now=now)
        return await subject_page(session, who, of, now)

    return await once(session, who, key, act)


@router.patch("/lists/{id}/candidates/{candidate}")
async def edit(
    session: Session,
    who: Anyone,
    now: Now,
    arrived: Arrival,
    id: UUID,
    candidate: UUID,
    body: schemas.EditCandidate,
) -> ListOut:
    values = body.fields.model_dump(exclude_unset=True)
    of = await lists.edit(session, who, id, body.version, candidate, values, arrived=arrived, now=now)
    return await subject_page(session, who, of, now)


@router.post("/lists/{id}/candidates/{candidate}/replace", response_model=ListOut)
async def replace(
    session: Session,
    who: Anyone,
    now: Now,
    arrived: Arrival,
    key: IdempotencyKey,
    id: UUID,
    candidate: UUID,
    body: schemas.Replace,
) -> Response:
    async def act() -> ListOut:
        of = await lists.replace(session, who, id, body.version, candidate, body.person_id, arrived=arrived, now=now)
        return await subject_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/lists/{id}/submit", response_model=ListOut)
async def submit(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> ListOut:
        of: CandidateList = await lists.submit(session, who, id, body.version, arrived=arrived, now=now)
        return await subject_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/lists/{id}/cure", response_model=ListOut)
async def submit_cure(
    session: Session, who: Anyone, now: Now, arrived: Arrival, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> ListOut:
        of = await lists.submit_cure(session, who, id, body.version, arrived=arrived, now=now)
        return await subject_page(session, who, of, now)

    return await once(session, who, key, act)


@router.post("/lists/{id}/withdraw", response_model=ListOut)
async def withdraw(
    session: Session, who: Anyone, now: Now, key: IdempotencyKey, id: UUID, body: schemas.Versioned
) -> Response:
    async def act() -> ListOut:
        of = await lists.withdraw(session, who, id, body.version, now=now)
        return await subject_page(session, who, of, now)

    return await once(session, who, key, act)
