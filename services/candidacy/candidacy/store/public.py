"""What anybody may read of published lists, in one statement: places and names, never a sealed column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.lifecycle import Status
from candidacy.tables.cases import Case
from candidacy.tables.lists import Candidate
from candidacy.tables.subjects import Subject
from elections.scripts import fold

MOST = 5000
"""Candidates of one answer: a constituency page has hundreds, a whole election is exported per level."""


@dataclass(frozen=True, slots=True)
class Place:
    list_id: UUID
    number: str
    subject: str
    subject_code: str | None
    level: str
    unit: str
    position: int
    surname: str
    given: str
    sex: str
    birth_year: int | None


async def places(
    session: AsyncSession, election: str, *, level: str | None = None, unit: str | None = None, q: str | None = None
) -> list[Place]:
    """Of published lists, in the order of subjects' codes and places. `q`: words of a name in either script."""
    statement = (
        select(
            Case.id,
            Case.number,
            Subject.name_latin,
            Subject.code,
            Case.level,
            Case.unit,
            Candidate.position,
            Candidate.ballot_surname,
            Candidate.ballot_given,
            Candidate.sex,
            Candidate.birth_year,
        )
        .join(Candidate, Candidate.case_id == Case.id)
        .join(Subject, Subject.id == Case.subject_id)
        .where(
            Case.process == "LIST",
            Case.election == election,
            Case.status == Status.PUBLISHED,
            Candidate.status == CandidateStatus.CERTIFIED,
        )
        .order_by(Case.level, Case.unit, func.coalesce(Subject.code, ""), Case.id, Candidate.position)
        .limit(MOST)
    )
    if level is not None:
        statement = statement.where(Case.level == level)
    if unit is not None:
        statement = statement.where(Case.unit == unit)
    for word in fold(q or "").split():
        statement = statement.where(Candidate.ballot_folded.contains(word, autoescape=True))
    rows: Sequence[Any] = (await session.execute(statement)).all()
    return [Place(*row) for row in rows]
