"""Statements of the campaign-finance reports, and a report as it is sealed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.reports.lifecycle import Status
from candidacy.domain.reports.model import Category, Debt, Direction, Filing, Kind, Payment, Report
from candidacy.keys import keys_of
from candidacy.tables.reports import FinanceFiling as FilingRow
from candidacy.tables.reports import FinanceReport as Row
from commons.problems import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Kept:
    id: UUID
    version: int
    election: str
    subject_id: UUID
    kind: Kind
    status: Status
    draft: Report
    filings: tuple[Filing, ...] = ()


def _plain(report: Report) -> Any:
    def written(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: written(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [written(each) for each in value]
        return value.isoformat() if isinstance(value, date) else value

    return written(asdict(report))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _report(plain: dict[str, Any]) -> Report:
    payments = tuple(
        Payment(
            **(
                each
                | {
                    "on": _day(each["on"]),
                    "repay_by": _day(each["repay_by"]),
                    "direction": Direction(each["direction"]),
                    "category": Category(each["category"]),
                }
            )
        )
        for each in plain["payments"]
    )
    debts = tuple(
        Debt(**(each | {"category": Category(each["category"]), "pay_by": _day(each["pay_by"])}))
        for each in plain["debts"]
    )
    days = {name: _day(plain[name]) for name in ("since", "until", "account_closed_on")}
    return Report(**(plain | days | {"kind": Kind(plain["kind"]), "payments": payments, "debts": debts}))


async def add(session: AsyncSession, new: Kept, now: datetime) -> None:
    await session.execute(
        insert(Row).values(
            id=new.id,
            version=new.version,
            election=new.election,
            subject_id=new.subject_id,
            kind=new.kind,
            status=new.status,
            draft=keys_of(session).seal(_plain(new.draft), f"finance_report:{new.id}"),
            created_at=now,
            saved_at=now,
        )
    )


async def running(session: AsyncSession, subject_id: UUID, kind: Kind) -> UUID | None:
    found: UUID | None = await session.scalar(
        select(Row.id).where(Row.subject_id == subject_id, Row.kind == kind, Row.status != Status.DISCARDED)
    )
    return found


async def report(session: AsyncSession, id: UUID, *, version: int | None = None) -> Kept:
    """With `version`: locked; a Conflict when the reader saw an older one."""
    statement = select(Row).where(Row.id == id).execution_options(populate_existing=True)
    row = await session.scalar(statement.with_for_update() if version is not None else statement)
    if row is None:
        raise NotFound("report.not_found")
    if version is not None and row.version != version:
        raise Conflict("report.changed", {"version": row.version})
    keys = keys_of(session)
    filings = await session.scalars(select(FilingRow).where(FilingRow.report_id == id).order_by(FilingRow.number))
    return Kept(
        id=row.id,
        version=row.version,
        election=row.election,
        subject_id=row.subject_id,
        kind=Kind(row.kind),
        status=Status(row.status),
        draft=_report(keys.open(row.draft, f"finance_report:{id}")),
        filings=tuple(
            Filing(
                each.number,
                _report(keys.open(each.sealed, f"finance_filing:{id}:{each.number}")),
                each.filed_at,
                each.filed_by,
                each.reason,
                each.late,
            )
            for each in filings
        ),
    )


async def save(session: AsyncSession, of: Kept, now: datetime, *, published: bool = False) -> None:
    more = {"published_at": now} if published else {}
    await session.execute(
        update(Row)
        .where(Row.id == of.id)
        .values(
            version=of.version,
            status=of.status,
            draft=keys_of(session).seal(_plain(of.draft), f"finance_report:{of.id}"),
            saved_at=now,
            **more,
        )
    )


async def add_filing(session: AsyncSession, id: UUID, filing: Filing) -> None:
    await session.execute(
        insert(FilingRow).values(
            report_id=id,
            number=filing.number,
            sealed=keys_of(session).seal(_plain(filing.report), f"finance_filing:{id}:{filing.number}"),
            filed_at=filing.filed_at,
            filed_by=filing.filed_by,
            reason=filing.reason,
            late=filing.late,
        )
    )


async def in_force(session: AsyncSession, subject_id: UUID, kind: Kind) -> Report | None:
    """What was filed last under this kind."""
    id = await running(session, subject_id, kind)
    filings = (await report(session, id)).filings if id else ()
    return filings[-1].report if filings else None
