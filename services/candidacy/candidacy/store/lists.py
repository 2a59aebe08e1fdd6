"""A list: its case, its candidates in their order, and who stands elsewhere at the same level."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.lifecycle import ACTIVE, Status
from candidacy.domain.lists.model import (
    Candidate,
    CandidateId,
    CandidateList,
    ConsentState,
    Declarations,
    EligibilityCheck,
    Flag,
    ListFlag,
    ListId,
    ListKind,
    Person,
    PersonId,
    RegisterState,
)
from candidacy.keys import Keys, keys_of
from candidacy.tables.cases import Case as Row
from candidacy.tables.lists import Candidate as CandidateRow
from candidacy.tables.lists import Seats
from commons.problems import Conflict, NotFound
from elections.scripts import fold

PROCESS = "LIST"
RUNNING = (CandidateStatus.DRAFT, CandidateStatus.CERTIFIED)


async def candidate_list(
    session: AsyncSession,
    id: UUID,
    visible: ColumnElement[bool] | None = None,
    *,
    lock: bool = False,
    version: int | None = None,
) -> CandidateList:
    """One list in the reader's sight. With `version`: locked, and a Conflict when the reader saw an older one."""
    statement = select(Row).where(Row.id == id, Row.process == PROCESS, true() if visible is None else visible)
    if lock or version is not None:
        statement = statement.with_for_update(of=Row)
    row = await session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("list.not_found")
    if version is not None and row.version != version:
        raise Conflict("list.changed", {"version": row.version})
    return to_list(row, keys_of(session), await candidate_rows(session, [row.id]))


async def is_list(session: AsyncSession, id: UUID) -> bool:
    return await session.scalar(select(Row.id).where(Row.id == id, Row.process == PROCESS)) is not None


async def candidate_rows(session: AsyncSession, ids: Sequence[UUID]) -> list[CandidateRow]:
    """In the order of their places; at one place who was there first comes first."""
    rows = await session.scalars(
        select(CandidateRow)
        .where(CandidateRow.case_id.in_(ids))
        .order_by(CandidateRow.case_id, CandidateRow.position, CandidateRow.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def to_list(row: Row, keys: Keys, candidates: Sequence[CandidateRow] = ()) -> CandidateList:
    return CandidateList(
        id=ListId(row.id),
        version=row.version,
        election=row.election,
        subject_id=row.subject_id,
        status=Status(row.status),
        level=row.level or "",
        unit=row.unit or "",
        created_at=row.created_at,
        kind=ListKind(str(row.content.get("kind", ListKind.REGULAR))),
        salt=keys.open(row.personal, f"case:{row.id}")["salt"],
        number=row.number,
        submitted_at=row.submitted_at,
        form_version=row.form_version,
        form_hash=row.form_hash,
        print_received_at=row.print_received_at,
        print_match=None if row.print_match is None else row.print_match == "IDENTICAL",
        assignee=row.assignee,
        flags=frozenset(ListFlag(flag) for flag in row.flags),
        term_key=row.term_key,
        term_anchor=row.term_anchor,
        term_at=row.term_at,
        candidates=tuple(to_candidate(each, keys) for each in candidates),
    )


def to_candidate(row: CandidateRow, keys: Keys) -> Candidate:
    content = keys.open(row.sealed, f"candidate:{row.id}")
    check = content["eligibility"]
    return Candidate(
        id=CandidateId(row.id),
        position=row.position,
        person=Person(**content["person"]),
        person_id=PersonId(row.person_id) if row.person_id else None,
        status=CandidateStatus(row.status),
        person_key=row.person_key,
        register=RegisterState(row.register),
        consent=ConsentState(row.consent) if row.consent else None,
        declarations=Declarations(**content["declarations"]),
        office_proof=row.office_proof,
        eligibility=EligibilityCheck(**{**check, "on": date.fromisoformat(check["on"])}) if check else None,
        flags=frozenset(Flag(flag) for flag in row.flags),
    )


def _candidate_columns(of: Candidate, case_id: UUID, keys: Keys) -> dict[str, Any]:
    check = of.eligibility
    content = {
        "person": of.person.as_dict(),
        "declarations": asdict(of.declarations),
        "eligibility": asdict(check) | {"on": check.on.isoformat()} if check else None,
    }
    return {
        "id": of.id,
        "case_id": case_id,
        "position": of.position,
        "person_id": of.person_id,
        "status": of.status,
        "sex": of.person.sex,
        "person_key": of.person_key,
        "register": of.register,
        "consent": of.consent,
        "office_proof": of.office_proof,
        "eligible": check.clear if check else None,
        "flags": sorted(of.flags),
        "sealed": keys.seal(content, f"candidate:{of.id}"),
        **ballot_columns(of),
    }


ON_BALLOT = frozenset({CandidateStatus.CERTIFIED, CandidateStatus.REMOVED, CandidateStatus.DELETED})


def ballot_columns(of: Candidate) -> dict[str, Any]:
    """The name is public from the certification on, and in clear only then."""
    if of.status not in ON_BALLOT:
        return {"ballot_surname": None, "ballot_given": None, "ballot_folded": None, "birth_year": None}
    return {
        "ballot_surname": of.person.surname,
        "ballot_given": of.person.name,
        "ballot_folded": fold(of.person.full_name),
        "birth_year": of.person.born.year if of.person.born else None,
    }


def _columns(of: CandidateList) -> dict[str, Any]:
    return {
        "version": of.version,
        "status": of.status,
        "number": of.number,
        "submitted_at": of.submitted_at,
        "form_version": of.form_version,
        "form_hash": of.form_hash,
        "print_received_at": of.print_received_at,
        "print_match": None if of.print_match is None else "IDENTICAL" if of.print_match else "DIFFERS",
        "assignee": of.assignee,
        "flags": sorted(of.flags),
        "term_key": of.term_key,
        "term_anchor": of.term_anchor,
        "term_at": of.term_at,
    }


async def add_list(session: AsyncSession, new: CandidateList, account: str, language: str) -> None:
    """One running list per subject, level and unit: the unique index decides between two that began at once."""
    fixed = {
        "id": new.id,
        "election": new.election,
        "subject_id": new.subject_id,
        "process": PROCESS,
        "level": new.level,
        "unit": new.unit,
        "created_by": account,
        "language": language,
        "created_at": new.created_at,
        "saved_at": new.created_at,
        "content": {"kind": new.kind},
        "personal": keys_of(session).seal({"salt": new.salt}, f"case:{new.id}"),
    }
    try:
        await session.execute(insert(Row).values(**fixed, **_columns(new)))
    except IntegrityError as error:
        raise Conflict("list.already_running") from error


async def save_list(
    session: AsyncSession, changed: CandidateList, before: CandidateList, at: datetime
) -> CandidateList:
    """Write the case that the caller has locked, and the candidates that differ from those `before`."""
    changed = changed.but(version=changed.version + 1)
    await session.execute(
        update(Row)
        .where(Row.id == changed.id)
        .values(**_columns(changed), saved_at=at)
        .execution_options(synchronize_session=False)
    )
    await _save_candidates(session, changed, before)
    return changed


async def _save_candidates(session: AsyncSession, changed: CandidateList, before: CandidateList) -> None:
    earlier = {each.id: each for each in before.candidates}
    gone = set(earlier) - {each.id for each in changed.candidates}
    if gone:
        await session.execute(
            delete(CandidateRow).where(CandidateRow.id.in_(gone)).execution_options(synchronize_session=False)
        )
    keys = keys_of(session)
    rows = [_candidate_columns(each, changed.id, keys) for each in changed.candidates if each != earlier.get(each.id)]
    if rows:
        statement = upsert(CandidateRow)
        written = {name: statement.excluded[name] for name in rows[0] if name not in ("id", "case_id")}
        await session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=written), rows)


async def standing_elsewhere(session: AsyncSession, of: CandidateList) -> frozenset[str]:
    """L5: which of its persons stand on another regular list at the same level of the same election, filed or
    certified. A draft takes nobody away: nobody can lock a person out without filing."""
    own = [each.person_key for each in of.running if each.person_key]
    if not own:
        return frozenset()
    found = await session.scalars(
        select(CandidateRow.person_key)
        .join(Row, Row.id == CandidateRow.case_id)
        .where(
            Row.process == PROCESS,
            Row.election == of.election,
            Row.level == of.level,
            Row.id != of.id,
            Row.status.in_(ACTIVE - {Status.DRAFT}),
            Row.content["kind"].as_string() == ListKind.REGULAR,
            CandidateRow.status.in_(RUNNING),
            CandidateRow.person_key.in_(own),
        )
    )
    return frozenset(key for key in found if key)


async def regular_statuses(session: AsyncSession, subject_id: UUID, election: str, level: str) -> list[Status]:
    """P05: in which states the subject's regular lists at this level are."""
    found = await session.scalars(
        select(Row.status).where(
            Row.process == PROCESS,
            Row.subject_id == subject_id,
            Row.election == election,
            Row.level == level,
            Row.content["kind"].as_string() == ListKind.REGULAR,
        )
    )
    return [Status(each) for each in found]


async def lists_of(session: AsyncSession, subject_id: UUID) -> list[CandidateList]:
    rows = list(
        await session.scalars(
            select(Row).where(Row.process == PROCESS, Row.subject_id == subject_id).order_by(Row.id.desc())
        )
    )
    candidates = await candidate_rows(session, [row.id for row in rows])
    return [to_list(row, keys_of(session), [each for each in candidates if each.case_id == row.id]) for row in rows]


async def seats(session: AsyncSession, election: str, level: str, unit: str) -> int | None:
    """As loaded for this election; None: nobody did."""
    return await session.scalar(
        select(Seats.seats).where(Seats.election == election, Seats.level == level, Seats.unit == unit)
    )


async def load_seats(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    statement = upsert(Seats)
    written = {name: statement.excluded[name] for name in ("seats", "synthetic")}
    await session.execute(
        statement.on_conflict_do_update(index_elements=["election", "level", "unit"], set_=written), rows
    )


async def undecided(session: AsyncSession, election: str) -> int:
    """P68: filed lists that wait for a decision."""
    waiting = (Status.SUBMITTED, Status.PRINT_RECEIVED, Status.UNDER_REVIEW, Status.RETURNED, Status.PROPOSED)
    where = (Row.process == PROCESS, Row.election == election, Row.status.in_(waiting))
    return await session.scalar(select(func.count()).select_from(Row).where(*where)) or 0


async def lock_persons(session: AsyncSession, of: CandidateList) -> None:
    """Lists with a person in common are filed one after the other, so that the second sees the first."""
    for key in sorted({each.person_key for each in of.running if each.person_key}):
        lock = func.hashtextextended(f"{of.election}|{of.level}|{key}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(lock)))
