"""Statements of the support signatures, and the way between rows and the rules' entries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification.model import Place
from candidacy.domain.support.marks import Claim
from candidacy.domain.support.model import Answer, Entry, Line, Mark, Source
from candidacy.keys import keys_of
from candidacy.tables.cases import Case
from candidacy.tables.support import SupportBatch, SupportCheck, SupportEntry
from commons.problems import NotFound

Row = SupportEntry
NOT_RUNNING = ("DRAFT", "WITHDRAWN", "REJECTED_FINAL", "DECERTIFIED")


@dataclass(frozen=True, slots=True)
class Batch:
    id: UUID
    place: Place
    source: Source
    title: str
    added_at: datetime
    lines: int
    document_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as its subject and the officials see it."""

    id: UUID
    batch_id: UUID
    number: int
    line: Line
    mark: Mark


@dataclass(frozen=True, slots=True)
class New:
    """A line to be added."""

    id: UUID
    number: int
    line: Line
    person_key: str | None
    complete: bool


def _of(case_id: UUID, place: Place) -> tuple[ColumnElement[bool], ...]:
    return (Row.case_id == case_id, Row.level == place.level, Row.unit == place.unit)


def _aad(id: UUID) -> str:
    return f"support_entry:{id}"


async def lock_contest(session: AsyncSession, case_id: UUID, place: Place) -> None:
    """Two who add lines at once, or an answer of the register meanwhile, would mark from half of the list."""
    key = func.hashtextextended(f"support:{case_id}:{place.level}:{place.unit}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def add_batch(session: AsyncSession, case_id: UUID, batch: Batch, lines: Sequence[New], *, added_by: str) -> None:
    keys = keys_of(session)
    await session.execute(
        insert(SupportBatch).values(
            id=batch.id,
            case_id=case_id,
            level=batch.place.level,
            unit=batch.place.unit,
            source=batch.source,
            title=keys.seal(batch.title, f"support_batch:{batch.id}"),
            document_id=batch.document_id,
            added_by=added_by,
            added_at=batch.added_at,
        )
    )
    rows = [
        {
            "id": each.id,
            "case_id": case_id,
            "batch_id": batch.id,
            "level": batch.place.level,
            "unit": batch.place.unit,
            "number": each.number,
            "sealed": keys.seal(asdict(each.line), _aad(each.id)),
            "person_key": each.person_key,
            "complete": each.complete,
            "mark": Mark.CHECKING,
        }
        for each in lines
    ]
    if rows:
        await session.execute(insert(Row), rows)


async def batches(session: AsyncSession, case_id: UUID, place: Place) -> list[Batch]:
    keys = keys_of(session)
    statement = (
        select(SupportBatch, func.count(Row.id))
        .outerjoin(Row, Row.batch_id == SupportBatch.id)
        .where(SupportBatch.case_id == case_id, SupportBatch.level == place.level, SupportBatch.unit == place.unit)
        .group_by(SupportBatch.id)
        .order_by(SupportBatch.id)
    )
    return [
        Batch(
            row.id,
            place,
            Source(row.source),
            keys.open(row.title, f"support_batch:{row.id}"),
            row.added_at,
            lines,
            row.document_id,
        )
        for row, lines in (await session.execute(statement)).all()
    ]


async def remove_batch(session: AsyncSession, case_id: UUID, id: UUID) -> Place:
    statement = (
        delete(SupportBatch)
        .where(SupportBatch.id == id, SupportBatch.case_id == case_id)
        .returning(SupportBatch.level, SupportBatch.unit)
    )
    removed = (await session.execute(statement)).one_or_none()
    if removed is None:
        raise NotFound("support.batch_not_found")
    return Place(removed.level, removed.unit)


async def count(session: AsyncSession, case_id: UUID, place: Place) -> int:
    return await session.scalar(select(func.count()).select_from(Row).where(*_of(case_id, place))) or 0


async def counts(session: AsyncSession, case_id: UUID, place: Place) -> Mapping[Mark, int]:
    found = await session.execute(select(Row.mark, func.count()).where(*_of(case_id, place)).group_by(Row.mark))
    return {Mark(mark): number for mark, number in found.all()}


async def page(
    session: AsyncSession, case_id: UUID, place: Place, *, after: UUID | None, limit: int, mark: Mark | None
) -> list[Shown]:
    keys = keys_of(session)
    statement = select(Row).where(*_of(case_id, place)).order_by(Row.id).limit(limit)
    if after is not None:
        statement = statement.where(Row.id > after)
    if mark is not None:
        statement = statement.where(Row.mark == mark)
    return [
        Shown(row.id, row.batch_id, row.number, Line(**keys.open(row.sealed, _aad(row.id))), Mark(row.mark))
        for row in await session.scalars(statement)
    ]


async def entries(session: AsyncSession, case_id: UUID, place: Place) -> list[tuple[Entry, Mark]]:
    """The whole list in its order, with the marks that it has now; nothing is unsealed for it."""
    statement = select(
        Row.id, Row.person_key, Row.complete, Row.mark, Row.in_register, Row.constituency, Row.age_on_election_day
    )
    found = await session.execute(statement.where(*_of(case_id, place)).order_by(Row.id))
    return [
        (
            Entry(
                row.id,
                row.person_key,
                row.complete,
                None if row.in_register is None else Answer(row.in_register, row.constituency, row.age_on_election_day),
            ),
            Mark(row.mark),
        )
        for row in found.all()
    ]


async def save_marks(session: AsyncSession, changed: Mapping[UUID, Mark]) -> None:
    by_mark: dict[Mark, list[UUID]] = defaultdict(list)
    for id, mark in changed.items():
        by_mark[mark].append(id)
    for mark, ids in by_mark.items():
        await session.execute(update(Row).where(Row.id.in_(ids)).values(mark=mark))


async def claims(session: AsyncSession, case: Case, place: Place) -> list[Claim]:
    """Filed applications of other subjects that have supporters of this list at the same level."""
    mine = select(Row.person_key).where(*_of(case.id, place), Row.person_key.is_not(None))
    statement = (
        select(Row.person_key, func.min(Case.submitted_at))
        .join(Case, Case.id == Row.case_id)
        .where(
            Row.level == place.level,
            Row.person_key.in_(mine),
            Row.complete,
            Case.election == case.election,
            Case.subject_id != case.subject_id,
            Case.submitted_at.is_not(None),
            Case.status.not_in(NOT_RUNNING),
        )
        .group_by(Row.person_key, Case.id)
    )
    found = (await session.execute(statement)).all()
    return [Claim(person, filed_at) for person, filed_at in found if person is not None and filed_at is not None]


async def sharing(session: AsyncSession, case: Case) -> list[tuple[UUID, Place]]:
    """Contests of other filed applications whose lists name a supporter of this one at the same level."""
    mine = select(Row.person_key, Row.level).where(Row.case_id == case.id, Row.person_key.is_not(None))
    statement = (
        select(Row.case_id, Row.level, Row.unit)
        .join(Case, Case.id == Row.case_id)
        .where(
            tuple_(Row.person_key, Row.level).in_(mine),
            Case.election == case.election,
            Case.subject_id != case.subject_id,
            Case.submitted_at.is_not(None),
            Case.status.not_in(NOT_RUNNING),
        )
        .distinct()
        .order_by(Row.case_id, Row.level, Row.unit)
    )
    return [(case_id, Place(level, unit)) for case_id, level, unit in (await session.execute(statement)).all()]


async def not_asked(session: AsyncSession, case_id: UUID, place: Place) -> list[str]:
    """Each person once, in the order of the list."""
    statement = (
        select(Row.person_key)
        .where(*_of(case_id, place), Row.person_key.is_not(None), Row.check_id.is_(None), Row.complete)
        .group_by(Row.person_key)
        .order_by(func.min(Row.number), Row.person_key)
    )
    return [str(key) for key in await session.scalars(statement)]


async def add_check(
    session: AsyncSession, case_id: UUID, place: Place, id: UUID, persons: Sequence[str], at: datetime
) -> None:
    await session.execute(
        insert(SupportCheck).values(
            id=id, case_id=case_id, level=place.level, unit=place.unit, persons=len(persons), asked_at=at
        )
    )
    await session.execute(
        update(Row).where(*_of(case_id, place), Row.person_key.in_(persons), Row.check_id.is_(None)).values(check_id=id)
    )


async def check(session: AsyncSession, id: UUID) -> tuple[UUID, Place] | None:
    """None: the question was not about supporters, or they are deleted."""
    found = (
        await session.execute(
            select(SupportCheck.case_id, SupportCheck.level, SupportCheck.unit).where(SupportCheck.id == id)
        )
    ).one_or_none()
    return found and (found.case_id, Place(found.level, found.unit))


async def save_answers(session: AsyncSession, id: UUID, answers: Mapping[str, Answer], at: datetime) -> None:
    """Persons with the same answer in one statement: most have the same."""
    alike: dict[Answer, list[str]] = defaultdict(list)
    for person, answer in answers.items():
        alike[answer].append(person)
    for answer, persons in alike.items():
        await session.execute(
            update(Row)
            .where(Row.check_id == id, Row.person_key.in_(persons))
            .values(
                in_register=answer.in_register,
                constituency=answer.constituency,
                age_on_election_day=answer.age_on_election_day,
            )
        )
    await session.execute(update(SupportCheck).where(SupportCheck.id == id).values(answered_at=at))


async def case_row(session: AsyncSession, id: UUID) -> Case:
    found = await session.get(Case, id, populate_existing=True)
    if found is None:
        raise NotFound("certification.not_found")
    return found


async def delete_supporters(session: AsyncSession, case_id: UUID) -> Mapping[str, int]:
    """Lines, batches and questions; the counts per mark are what stays."""
    found = await session.execute(select(Row.mark, func.count()).where(Row.case_id == case_id).group_by(Row.mark))
    kept = {str(mark): number for mark, number in found.all()}
    await session.execute(delete(SupportBatch).where(SupportBatch.case_id == case_id))
    await session.execute(delete(SupportCheck).where(SupportCheck.case_id == case_id))
    return kept
