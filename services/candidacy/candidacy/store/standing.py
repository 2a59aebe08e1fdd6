"""What lists need to know of subjects: who acts for one, and where it was certified. Tables of the other areas."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Text,
    Uuid,
    and_,
    any_,
    column,
    exists,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.subjects.authority import Act
from candidacy.domain.subjects.model import Role, Scope
from candidacy.tables.cases import Case
from commons.auth import Principal
from commons.problems import Forbidden, NotFound

MANDATE = table(
    "mandate",
    column("subject_id", Uuid),
    column("account", Text),
    column("role", Text),
    column("scopes", ARRAY(Text)),
    column("valid_from", DateTime(timezone=True)),
    column("valid_until", DateTime(timezone=True)),
    column("specimen", Uuid),
)
CONTEST = table(
    "contest",
    column("case_id", Uuid),
    column("level", Text),
    column("unit", Text),
    column("result", Text),
)
SUBJECT = table("subject", column("id", Uuid), column("election", Text))


def _acts(who: Principal, now: datetime) -> ColumnElement[bool]:
    """A mandate in force that lets this account work on lists."""
    until = MANDATE.c.valid_until
    return and_(
        MANDATE.c.account == who.account,
        MANDATE.c.valid_from <= now,
        or_(until.is_(None), until > now),
        or_(MANDATE.c.role == Role.EDITOR, literal(Scope.REPRESENT.value) == any_(MANDATE.c.scopes)),
    )


def sees_lists(who: Principal, now: datetime) -> ColumnElement[bool]:
    return exists().where(MANDATE.c.subject_id == Case.subject_id, _acts(who, now))


async def acting_for(session: AsyncSession, who: Principal, subject_id: UUID, act: Act, now: datetime) -> str:
    """The election of the subject. Who acts for it not at all learns nothing of it; a signature asks for a
    representative with a deposited specimen."""
    rows = (
        await session.execute(
            select(SUBJECT.c.election, MANDATE.c.role, MANDATE.c.specimen)
            .join(MANDATE, MANDATE.c.subject_id == SUBJECT.c.id)
            .where(SUBJECT.c.id == subject_id, _acts(who, now))
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
            CONTEST.c.case_id == Case.id,
            CONTEST.c.level == level,
            CONTEST.c.unit == unit,
            CONTEST.c.result == "CERTIFIED",
            Case.subject_id == subject_id,
            Case.process == "CERTIFICATION",
            Case.status == "CERTIFIED",
        )
    )
    return bool(await session.scalar(statement))


async def signatories(session: AsyncSession, subject_id: UUID, now: datetime) -> list[str]:
    """Accounts that represent the subject: who may appeal."""
    until = MANDATE.c.valid_until
    found = await session.scalars(
        select(MANDATE.c.account).where(
            MANDATE.c.subject_id == subject_id,
            MANDATE.c.role == Role.REP,
            literal(Scope.REPRESENT.value) == any_(MANDATE.c.scopes),
            MANDATE.c.valid_from <= now,
            or_(until.is_(None), until > now),
        )
    )
    return sorted(set(found))


async def represents(session: AsyncSession, who: Principal, subject_id: UUID, now: datetime) -> bool:
    return who.account in await signatories(session, subject_id, now)
