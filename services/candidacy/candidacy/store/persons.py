"""The address book of a subject: sealed persons, found by their keyed hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists.model import Person, PersonId
from candidacy.keys import Keys, keys_of
from candidacy.tables.lists import Candidate as CandidateRow
from candidacy.tables.lists import Person as Row
from commons.problems import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Entry:
    """A person in the address book."""

    id: PersonId
    version: int
    subject_id: UUID
    person: Person
    person_key: str | None
    created_at: datetime
    saved_at: datetime


def person_key(keys: Keys, person: Person) -> str | None:
    """What the same person is known by on every list; None until a JMB is typed."""
    return keys.persons.of_jmb(person.jmb) if person.jmb else None


def _aad(id: UUID) -> str:
    return f"person:{id}"


def _entry(row: Row, keys: Keys) -> Entry:
    return Entry(
        id=PersonId(row.id),
        version=row.version,
        subject_id=row.subject_id,
        person=Person(**keys.open(row.sealed, _aad(row.id))),
        person_key=row.person_key,
        created_at=row.created_at,
        saved_at=row.saved_at,
    )


async def persons(session: AsyncSession, subject_id: UUID) -> list[Entry]:
    rows = await session.scalars(select(Row).where(Row.subject_id == subject_id).order_by(Row.id))
    return [_entry(row, keys_of(session)) for row in rows]


async def person(session: AsyncSession, subject_id: UUID, id: UUID, *, version: int | None = None) -> Entry:
    statement = select(Row).where(Row.id == id, Row.subject_id == subject_id)
    if version is not None:
        statement = statement.with_for_update()
    row = await session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("person.not_found")
    if version is not None and row.version != version:
        raise Conflict("person.changed", {"version": row.version})
    return _entry(row, keys_of(session))


async def persons_by_key(session: AsyncSession, subject_id: UUID, keys: Sequence[str]) -> dict[str, Entry]:
    rows = await session.scalars(select(Row).where(Row.subject_id == subject_id, Row.person_key.in_(keys)))
    return {row.person_key: _entry(row, keys_of(session)) for row in rows if row.person_key}


async def add_persons(session: AsyncSession, entries: Sequence[Entry]) -> None:
    keys = keys_of(session)
    rows = [
        {
            "id": each.id,
            "version": each.version,
            "subject_id": each.subject_id,
            "person_key": each.person_key,
            "sealed": keys.seal(each.person.as_dict(), _aad(each.id)),
            "created_at": each.created_at,
            "saved_at": each.saved_at,
        }
        for each in entries
    ]
    if rows:
        try:
            await session.execute(insert(Row), rows)
        except IntegrityError as error:
            raise Conflict("person.already_there") from error


async def save_person(session: AsyncSession, changed: Entry) -> None:
    """The row that the caller has locked."""
    sealed = keys_of(session).seal(changed.person.as_dict(), _aad(changed.id))
    values = {
        "version": changed.version,
        "person_key": changed.person_key,
        "sealed": sealed,
        "saved_at": changed.saved_at,
    }
    try:
        await session.execute(
            update(Row).where(Row.id == changed.id).values(values).execution_options(synchronize_session=False)
        )
    except IntegrityError as error:
        raise Conflict("person.already_there") from error


async def delete_person(session: AsyncSession, id: UUID) -> None:
    """Not while the person stands on a list."""
    if await session.scalar(select(exists().where(CandidateRow.person_id == id))):
        raise Conflict("person.on_a_list")
    await session.execute(delete(Row).where(Row.id == id).execution_options(synchronize_session=False))
