"""What lists need to know of subjects: who acts for one, and where it was certified."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.subjects.authority import Act
from candidacy.domain.subjects.model import Role, Scope
from candidacy.tables.cases import Case
from candidacy.tables.certification import Contest
from candidacy.tables.subjects import Mandate, Subject
from commons.auth import Principal
from commons.problems import Forbidden, NotFound


def _acts(who: Principal, now: datetime) -> ColumnElement[bool]:
    """A mandate in force that lets this account work on lists."""
    until = Mandate.valid_until
    return and_(
        Mandate.account == who.account,
        Mandate.valid_from <= now,
        or_(until.is_(None), until > now),
        or_(Mandate.role == Role.EDITOR, literal(Scope.REPRESENT.value) == any_(Mandate.scopes)),
    )


def sees_lists(who: Principal, now: datetime) -> ColumnElement[bool]:
    return exists().where(Mandate.subject_id == Case.subject_id, _acts(who, now))


async def acting_for(session: AsyncSession, who: Principal, subject_id: UUID, act: Act, now: datetime) -> str:
    """The election of the subject. Who acts for it not at all learns nothing of it; a signature asks for a
    representative with a deposited specimen."""
    rows = (
        await session.execute(
            select(Subject.election, Mandate.role, Mandate.specimen)
            .join(Mandate, Mandate.subject_id == Subject.id)
            .where(Subject.id == subject_id, _acts(who, now))
        )
    ).all()
    if not rows:
        raise NotFound("subject.not_found")
    if act is not Act.DRAFT and not any(role == Role.REP and specimen for _, role, specimen in rows):
        raise Forbidden("mandate.represent_required")
    election: str = rows[0][0]
    return election


async def certified_for(session: AsyncSession, subject_id: UUID, level: str, unit: str) -> bool:
    """C-B1: a result per contest, of a certification that was not taken away again."""
    statement = select(
        exists().where(
            Contest.case_id == Case.id,
            Contest.level == level,
            Contest.unit == unit,
            Contest.result == "CERTIFIED",
            Case.subject_id == subject_id,
            Case.process == "CERTIFICATION",
            Case.status == "CERTIFIED",
        )
    )
    return bool(await session.scalar(statement))


async def signatories(session: AsyncSession, subject_id: UUID, now: datetime) -> list[str]:
    """Accounts that represent the subject: who may appeal."""
    until = Mandate.valid_until
    found = await session.scalars(
        select(Mandate.account).where(
            Mandate.subject_id == subject_id,
            Mandate.role == Role.REP,
            literal(Scope.REPRESENT.value) == any_(Mandate.scopes),
            Mandate.valid_from <= now,
            or_(until.is_(None), until > now),
        )
    )
    return sorted(set(found))


async def represents(session: AsyncSession, who: Principal, subject_id: UUID, now: datetime) -> bool:
    return who.account in await signatories(session, subject_id, now)
