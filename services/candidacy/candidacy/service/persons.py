"""The address book of a subject: typed, or imported from a table with an error per cell (domain.md 2.2.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists import importing
from candidacy.domain.lists.ground import ground_of
from candidacy.domain.lists.model import Person, PersonId
from candidacy.domain.subjects.authority import Act
from candidacy.keys import keys_of
from candidacy.service.lists_common import refuse_if_any
from candidacy.store import persons as book
from candidacy.store.elections import election as election_in
from candidacy.store.persons import Entry
from candidacy.store.standing import acting_for
from commons.auth import Principal
from commons.ids import new_id
from elections.timing import SARAJEVO

MOST_ROWS = 2000
"""Of one file [design]."""


async def add(
    session: AsyncSession, who: Principal, subject_id: UUID, values: Mapping[str, str | None], *, now: datetime
) -> Entry:
    await acting_for(session, who, subject_id, Act.DRAFT, now)
    new = new_entry(session, subject_id, Person().with_values(values), now)
    await book.add_persons(session, [new])
    return new


def new_entry(session: AsyncSession, subject_id: UUID, person: Person, now: datetime) -> Entry:
    key = book.person_key(keys_of(session), person)
    return Entry(PersonId(new_id()), 1, subject_id, person, key, now, now)


async def save(
    session: AsyncSession,
    who: Principal,
    subject_id: UUID,
    id: UUID,
    version: int,
    values: Mapping[str, str | None],
    *,
    now: datetime,
) -> Entry:
    """Lists that the person is already on keep what was filed."""
    await acting_for(session, who, subject_id, Act.DRAFT, now)
    entry = await book.person(session, subject_id, id, version=version)
    person = entry.person.with_values(values)
    changed = replace(
        entry,
        version=entry.version + 1,
        person=person,
        person_key=book.person_key(keys_of(session), person),
        saved_at=now,
    )
    await book.save_person(session, changed)
    return changed


async def remove(session: AsyncSession, who: Principal, subject_id: UUID, id: UUID, *, now: datetime) -> None:
    await acting_for(session, who, subject_id, Act.DRAFT, now)
    entry = await book.person(session, subject_id, id)
    await book.delete_person(session, entry.id)


async def import_table(
    session: AsyncSession, who: Principal, subject_id: UUID, rows: Sequence[Sequence[str]], *, now: datetime
) -> tuple[importing.Imported, list[Entry], int]:
    """Good rows become persons, or are found again by their JMB; the others come back with their errors. The persons
    are in the order of the rows; the number says how many are new."""
    election = await election_in(session, await acting_for(session, who, subject_id, Act.DRAFT, now))
    # A person of the address book is of no level yet, so nothing of a level is judged.
    ground = ground_of(election, "", None, on=now.astimezone(SARAJEVO).date())
    imported = importing.read(rows, MOST_ROWS, ground)
    refuse_if_any("import.invalid", list(imported.defects))
    entries = [new_entry(session, subject_id, row.person, now) for row in imported.rows if row.is_good]
    known = await book.persons_by_key(session, subject_id, [each.person_key for each in entries if each.person_key])
    fresh = [each for each in entries if each.person_key not in known]
    await book.add_persons(session, fresh)
    return imported, [known.get(each.person_key or "", each) for each in entries], len(fresh)
