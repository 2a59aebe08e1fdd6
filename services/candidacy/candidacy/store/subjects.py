"""Subjects, requests for accounts and mandates: row and dataclass."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.subjects.lifecycle import Status
from candidacy.domain.subjects.model import (
    AccountRequest,
    DataChange,
    FinanceOfficer,
    Kind,
    Mandate,
    MandateId,
    Names,
    Person,
    RequestId,
    Role,
    Scope,
    Subject,
    SubjectId,
)
from candidacy.domain.subjects.rules import code_of
from candidacy.keys import Keys, keys_of
from candidacy.tables.base import NumberSeries
from candidacy.tables.cases import Document
from candidacy.tables.subjects import AccountRequest as RequestRow
from candidacy.tables.subjects import DataChange as ChangeRow
from candidacy.tables.subjects import Mandate as MandateRow
from candidacy.tables.subjects import Subject as SubjectRow
from casework.numbers import next_number
from commons.auth import Principal
from commons.problems import Conflict, NotFound
from elections.scripts import fold


def _names(row: SubjectRow | RequestRow) -> Names:
    return Names(row.name_latin, row.name_cyrillic, row.abbreviation_latin, row.abbreviation_cyrillic)


def _name_columns(names: Names) -> dict[str, str]:
    return {
        "name_latin": names.latin,
        "name_cyrillic": names.cyrillic,
        "abbreviation_latin": names.abbreviation_latin,
        "abbreviation_cyrillic": names.abbreviation_cyrillic,
    }


async def add_request(session: AsyncSession, new: AccountRequest) -> None:
    await session.execute(
        insert(RequestRow).values(
            id=new.id,
            version=new.version,
            election=new.election,
            status=new.status,
            account=new.account,
            kind=new.kind,
            **_name_columns(new.names),
            sealed=keys_of(session).seal(asdict(new.representative), f"account-request:{new.id}"),
            created_at=new.created_at,
        )
    )


async def request(
    session: AsyncSession, id: UUID, *, account: str | None = None, version: int | None = None
) -> AccountRequest:
    """With `account`: only its own. With `version`: locked."""
    statement = select(RequestRow).where(RequestRow.id == id)
    if account is not None:
        statement = statement.where(RequestRow.account == account)
    if version is not None:
        statement = statement.with_for_update()
    row = await session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("account_request.not_found")
    if version is not None and row.version != version:
        raise Conflict("account_request.changed", {"version": row.version})
    form = await document_in(session, id, "ACCOUNT_REQUEST")
    return AccountRequest(
        id=RequestId(row.id),
        version=row.version,
        election=row.election,
        status=Status(row.status),
        account=row.account,
        kind=Kind(row.kind),
        names=_names(row),
        representative=Person(**keys_of(session).open(row.sealed, f"account-request:{row.id}")),
        created_at=row.created_at,
        form_document=form,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        subject=SubjectId(row.subject_id) if row.subject_id else None,
    )


async def save_request(session: AsyncSession, of: AccountRequest) -> None:
    await session.execute(
        update(RequestRow)
        .where(RequestRow.id == of.id)
        .values(
            version=RequestRow.version + 1,
            status=of.status,
            decided_by=of.decided_by,
            decided_at=of.decided_at,
            reason=of.reason,
            subject_id=of.subject,
        )
        .execution_options(synchronize_session=False)
    )


async def open_requests(session: AsyncSession, elections: Sequence[str] | None, limit: int) -> list[UUID]:
    statement = select(RequestRow.id).where(RequestRow.status == Status.REQUESTED).order_by(RequestRow.id).limit(limit)
    if elections is not None:
        statement = statement.where(RequestRow.election.in_(elections))
    return list(await session.scalars(statement))


async def document_in(session: AsyncSession, owner: UUID, slot: str) -> UUID | None:
    """The sealed document in force in this slot of a request, a subject or a case."""
    found: UUID | None = await session.scalar(
        select(Document.id)
        .where(
            Document.case_id == owner,
            Document.slot == slot,
            Document.state == "SEALED",
            Document.removed_at.is_(None),
            Document.superseded_by.is_(None),
        )
        .order_by(Document.id.desc())
        .limit(1)
    )
    return found


async def add_subject(session: AsyncSession, new: Subject, now: datetime) -> None:
    folded = fold(f"{new.names.latin} {new.names.abbreviation_latin}")
    await session.execute(
        insert(SubjectRow).values(
            id=new.id,
            version=new.version,
            election=new.election,
            kind=new.kind,
            **_name_columns(new.names),
            folded=folded,
            created_at=now,
        )
    )


def _acts(account: str, now: datetime) -> Any:
    until = MandateRow.valid_until
    return (
        select(MandateRow.id)
        .where(
            MandateRow.subject_id == SubjectRow.id,
            MandateRow.account == account,
            MandateRow.valid_from <= now,
            or_(until.is_(None), until > now),
        )
        .exists()
    )


async def subject(
    session: AsyncSession,
    id: UUID,
    who: Principal | None = None,
    *,
    now: datetime | None = None,
    version: int | None = None,
) -> Subject:
    """With `who`: only if that account acts for it. With `version`: locked."""
    statement = select(SubjectRow).where(SubjectRow.id == id)
    if who is not None and now is not None:
        statement = statement.where(_acts(who.account, now))
    if version is not None:
        statement = statement.with_for_update()
    row = await session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("subject.not_found")
    if version is not None and row.version != version:
        raise Conflict("subject.changed", {"version": row.version})
    return to_subject(row, await mandates(session, row.id))


def to_subject(row: SubjectRow, of: tuple[Mandate, ...]) -> Subject:
    return Subject(
        id=SubjectId(row.id),
        version=row.version,
        election=row.election,
        kind=Kind(row.kind),
        names=_names(row),
        code=row.code,
        certified_at=row.certified_at,
        decertified_at=row.decertified_at,
        mandates=of,
    )


async def my_subjects(session: AsyncSession, who: Principal, now: datetime) -> list[Subject]:
    rows = await session.scalars(
        select(SubjectRow)
        .where(_acts(who.account, now))
        .order_by(SubjectRow.id)
        .execution_options(populate_existing=True)
    )
    return [to_subject(row, await mandates(session, row.id)) for row in rows]


async def save_subject(session: AsyncSession, of: Subject) -> Subject:
    await session.execute(
        update(SubjectRow)
        .where(SubjectRow.id == of.id)
        .values(
            version=SubjectRow.version + 1,
            **_name_columns(of.names),
            folded=fold(f"{of.names.latin} {of.names.abbreviation_latin}"),
            code=of.code,
            certified_at=of.certified_at,
            decertified_at=of.decertified_at,
        )
        .execution_options(synchronize_session=False)
    )
    return of.but(version=of.version + 1)


async def next_code(session: AsyncSession, election: str) -> str:
    """The next five digits of this election; its counter is locked until the commit."""
    await next_number(session, NumberSeries, f"CODE-{election}")
    last = await session.scalar(select(NumberSeries.last).where(NumberSeries.series == f"CODE-{election}"))
    return code_of(int(last or 0))


async def mandates(session: AsyncSession, subject_id: UUID) -> tuple[Mandate, ...]:
    rows = await session.scalars(
        select(MandateRow)
        .where(MandateRow.subject_id == subject_id)
        .order_by(MandateRow.id)
        .execution_options(populate_existing=True)
    )
    keys = keys_of(session)
    return tuple(_mandate(row, keys) for row in rows)


def _mandate(row: MandateRow, keys: Keys) -> Mandate:
    return Mandate(
        id=MandateId(row.id),
        subject=SubjectId(row.subject_id),
        account=row.account,
        role=Role(row.role),
        scopes=frozenset(Scope(each) for each in row.scopes),
        valid_from=row.valid_from,
        person=Person(**keys.open(row.sealed, f"mandate:{row.id}")),
        valid_until=row.valid_until,
        specimen=row.specimen,
    )


async def add_mandate(session: AsyncSession, new: Mandate) -> None:
    await session.execute(
        insert(MandateRow).values(
            id=new.id,
            subject_id=new.subject,
            account=new.account,
            role=new.role,
            scopes=sorted(new.scopes),
            valid_from=new.valid_from,
            valid_until=new.valid_until,
            sealed=keys_of(session).seal(asdict(new.person), f"mandate:{new.id}"),
            specimen=new.specimen,
        )
    )


async def end_mandate(session: AsyncSession, id: UUID, at: datetime) -> None:
    await session.execute(
        update(MandateRow)
        .where(MandateRow.id == id)
        .values(valid_until=at)
        .execution_options(synchronize_session=False)
    )


async def add_change(session: AsyncSession, subject_id: UUID, new: DataChange) -> None:
    await session.execute(
        insert(ChangeRow).values(
            id=new.id,
            subject_id=subject_id,
            changed_on=new.changed_on,
            reported_at=new.reported_at,
            reported_by=new.reported_by,
            fields=list(new.fields),
            late=new.late,
        )
    )


async def changes(session: AsyncSession, subject_id: UUID) -> list[ChangeRow]:
    return list(
        await session.scalars(select(ChangeRow).where(ChangeRow.subject_id == subject_id).order_by(ChangeRow.id))
    )


async def keep_finance_officer(session: AsyncSession, subject_id: UUID, new: FinanceOfficer) -> None:
    content = {"person": asdict(new.person), "phone": new.phone, "appointed_on": new.appointed_on.isoformat()}
    await session.execute(
        update(SubjectRow)
        .where(SubjectRow.id == subject_id)
        .values(
            version=SubjectRow.version + 1,
            finance_officer=keys_of(session).seal(content, f"finance-officer:{subject_id}"),
            finance_reported_at=new.reported_at,
            finance_late=new.late,
        )
        .execution_options(synchronize_session=False)
    )


async def certified_subjects(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Subject]:
    rows = await session.scalars(select(SubjectRow).where(SubjectRow.id.in_(ids)))
    return {row.id: to_subject(row, ()) for row in rows}
