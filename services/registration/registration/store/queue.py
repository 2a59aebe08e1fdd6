"""Lists: the voter's own cases, and the office's queue with its filters, words and counts. Always a page, by keyset."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from commons.auth import Principal
from commons.db import decode_cursor, encode_cursor
from commons.problems import Invalid
from elections.scripts import tokens
from registration.domain.lifecycle import IN_OFFICE, Status
from registration.domain.model import Application
from registration.keys import keys_of
from registration.store.applications import to_application
from registration.store.sight import in_office, own
from registration.tables import Application as Row
from registration.tables import NameToken, Proposal

NEVER = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
QUEUES = ("MINE", "UNASSIGNED", "ALL", "TO_DECIDE", "FLAGGED", "LATE")


@dataclass(frozen=True, slots=True)
class Filter:
    queue: str = "ALL"
    election: str | None = None
    statuses: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    flag: str | None = None
    search: str | None = None


async def my_applications(
    session: AsyncSession, who: Principal, *, limit: int, cursor: str | None
) -> tuple[list[Application], str | None]:
    """Newest first."""
    statement = select(Row).where(own(who)).order_by(Row.id.desc()).limit(limit + 1)
    if cursor:
        (last,) = decode_cursor(cursor, 1)
        statement = statement.where(Row.id < _uuid(last))
    rows = list(await session.scalars(statement))
    more = encode_cursor(str(rows[limit - 1].id)) if len(rows) > limit else None
    return [to_application(row, keys_of(session)) for row in rows[:limit]], more


async def queue(
    session: AsyncSession, who: Principal, wanted: Filter, *, now: datetime, limit: int, cursor: str | None
) -> tuple[list[Application], str | None, int]:
    """What is late first: by the next term, then by age. Returns (page, cursor of the next, how many there are)."""
    where = and_(in_office(who), _wanted(session, who, wanted, now))
    total = await session.scalar(select(func.count()).select_from(Row).where(where)) or 0
    term = func.coalesce(Row.term_at, literal(NEVER))
    statement = select(Row).where(where).order_by(term, Row.id).limit(limit + 1)
    if cursor:
        at, last = decode_cursor(cursor, 2)
        statement = statement.where(or_(term > _instant(at), and_(term == _instant(at), Row.id > _uuid(last))))
    rows = list(await session.scalars(statement))
    more = None
    if len(rows) > limit:
        last_row = rows[limit - 1]
        more = encode_cursor((last_row.term_at or NEVER).isoformat(), str(last_row.id))
    return [to_application(row, keys_of(session)) for row in rows[:limit]], more, total


async def counts(session: AsyncSession, who: Principal, election: str | None, *, now: datetime) -> dict[str, int]:
    """One statement, with the very conditions of the queue, so that counts and lists agree."""
    columns = [func.count().filter(_in_queue(name, who, now)).label(name.lower()) for name in QUEUES]
    statement = select(*columns).select_from(Row).where(in_office(who))
    if election:
        statement = statement.where(Row.election == election)
    row = (await session.execute(statement)).one()
    return dict(row._mapping)  # noqa: SLF001 - the documented way to a dict


def _wanted(session: AsyncSession, who: Principal, wanted: Filter, now: datetime) -> ColumnElement[bool]:
    if wanted.queue not in QUEUES:
        raise Invalid("queue.unknown", {"allowed": list(QUEUES)})
    where = [_in_queue(wanted.queue, who, now)]
    if wanted.election:
        where.append(Row.election == wanted.election)
    if wanted.statuses:
        where.append(Row.status.in_(wanted.statuses))
    if wanted.kind:
        where.append(Row.kind == wanted.kind)
    if wanted.country:
        where.append(Row.country == wanted.country)
    if wanted.flag:
        where.append(literal(wanted.flag) == any_(Row.flags))
    if wanted.search and wanted.search.strip():
        where.append(_matches(session, wanted.search.strip()))
    return and_(*where)


def _in_queue(name: str, who: Principal, now: datetime) -> ColumnElement[bool]:
    proposed_by_other = select(Proposal.id).where(
        Proposal.application_id == Row.id, Proposal.state == "OPEN", Proposal.proposed_by != who.account
    )
    match name:
        case "MINE":
            return Row.assignee == who.account
        case "UNASSIGNED":
            return and_(Row.status == Status.SIGNED_FORM_RECEIVED, Row.assignee.is_(None))
        case "TO_DECIDE":
            return proposed_by_other.exists()
        case "FLAGGED":
            return and_(func.cardinality(Row.flags) > 0, Row.status.in_({*IN_OFFICE, Status.SUBMITTED}))
        case "LATE":
            return and_(Row.status.in_(IN_OFFICE), Row.term_at < now)
        case _:
            return true()


def _matches(session: AsyncSession, text: str) -> ColumnElement[bool]:
    """A number; a JMB (by its keyed hash); or whole words of the name, in either script, all of them."""
    keys = keys_of(session)
    compact = "".join(text.split())
    if compact.isdigit() and len(compact) == 13:
        return Row.jmb_index == keys.jmb_index(compact)
    if any(letter.isdigit() for letter in text):
        return Row.number.ilike(f"%{compact.replace('%', '').replace('_', '')}%")
    words = [keys.word(word) for word in tokens(text)]
    if not words:
        return ~true()
    found = (
        select(NameToken.application_id)
        .where(NameToken.token.in_(words))
        .group_by(NameToken.application_id)
        .having(func.count() == len(set(words)))
    )
    return Row.id.in_(found)


def _uuid(text: str | int) -> UUID:
    try:
        return UUID(str(text))
    except ValueError as error:
        raise Invalid("request.cursor") from error


def _instant(text: str | int) -> datetime:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        raise Invalid("request.cursor") from error
