"""Statements on documents that come in, are kept, or go, in any service's archive. Which of them a person may touch
is decided before."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casework.documents.tables import Archive, D


async def add_document(session: AsyncSession, archive: Archive[D], row: dict[str, object]) -> None:
    await session.execute(insert(archive.table).values(row))


async def locked_document(session: AsyncSession, archive: Archive[D], id: UUID) -> D | None:
    """Two calls that complete the same upload follow one another."""
    row = archive.table
    return await session.scalar(
        select(row)
        .where(row.id == id, row.removed_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def kept_document(session: AsyncSession, archive: Archive[D], id: UUID) -> D | None:
    row = archive.table
    return await session.scalar(select(row).where(row.id == id, row.state == "SEALED", row.removed_at.is_(None)))


async def bytes_of(
    session: AsyncSession, archive: Archive[D], case_id: UUID, slot: str, *, since: datetime
) -> tuple[int, int]:
    """(bytes that count, uploads under way) of a case: what is kept and what may still come, without what a new
    document in `slot` would replace."""
    row = archive.table
    attached = row.slot.in_(archive.several)
    counted = attached if slot in archive.several else and_(~attached, row.slot != slot)
    under_way = and_(row.state == "PENDING", row.created_at > since)
    found = await session.execute(
        select(func.coalesce(func.sum(row.size).filter(counted), 0), func.count().filter(under_way)).where(
            archive.case_column == case_id,
            row.removed_at.is_(None),
            row.superseded_by.is_(None),
            or_(row.state == "SEALED", under_way),
        )
    )
    size, count = found.one()
    return int(size), int(count)


async def drop_abandoned(
    session: AsyncSession, archive: Archive[D], case_id: UUID, *, before: datetime, now: datetime
) -> None:
    """Uploads that never came: their form has expired."""
    row = archive.table
    await session.execute(
        update(row)
        .where(
            archive.case_column == case_id,
            row.state == "PENDING",
            row.created_at < before,
            row.removed_at.is_(None),
        )
        .values(removed_at=now)
        .execution_options(synchronize_session=False)
    )


async def replace_others(
    session: AsyncSession, archive: Archive[D], new: D, *, now: datetime, keep: bool
) -> Sequence[D]:
    """The others of the slot: superseded but kept once the case was filed, else removed. Answers the removed ones."""
    if new.slot in archive.several:
        return ()
    row = archive.table
    values = {"superseded_by": new.id} if keep else {"removed_at": now}
    changed = await session.scalars(
        update(row)
        .where(
            archive.case_column == archive.case_of(new),
            row.slot == new.slot,
            row.id != new.id,
            row.removed_at.is_(None),
            row.superseded_by.is_(None),
            or_(row.state != "PENDING", row.created_at < new.created_at),
        )
        .values(values)
        .returning(row)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return () if keep else changed.all()


async def unscanned(
    session: AsyncSession, archive: Archive[D], *, sealed_before: datetime, but: Collection[UUID], limit: int = 1
) -> Sequence[D]:
    """For the malware scanner: what nobody scanned yet, each row for one worker."""
    row = archive.table
    rows = await session.scalars(
        select(row)
        .where(
            row.state == "SEALED",
            row.scan == "NOT_SCANNED",
            row.removed_at.is_(None),
            row.sealed_at < sealed_before,
            row.id.not_in(but),
        )
        .order_by(row.sealed_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()
