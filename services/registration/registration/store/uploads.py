"""Statements on documents that are coming in, are kept, or go. Which of them a person may touch is decided before."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from registration.domain.model import Slot
from registration.tables import Document as Row

NOT_REPLACED = (Slot.MESSAGE_ATTACHMENT,)
"""A message may have several; in every other slot the last one counts."""


async def add_document(session: AsyncSession, row: dict[str, object]) -> None:
    await session.execute(insert(Row).values(row))


async def locked_document(session: AsyncSession, id: UUID) -> Row | None:
    """Two calls that complete the same upload follow one another."""
    return await session.scalar(
        select(Row)
        .where(Row.id == id, Row.removed_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def kept_document(session: AsyncSession, id: UUID) -> Row | None:
    return await session.scalar(select(Row).where(Row.id == id, Row.state == "SEALED", Row.removed_at.is_(None)))


async def bytes_of(session: AsyncSession, application_id: UUID, slot: Slot, *, since: datetime) -> tuple[int, int]:
    """(bytes that count, uploads under way) of a case: what is kept and what may still come, without what a new
    document in `slot` would replace. Attachments of messages are counted by themselves."""
    attached = Row.slot == Slot.MESSAGE_ATTACHMENT
    counted = attached if slot in NOT_REPLACED else and_(~attached, Row.slot != slot)
    under_way = and_(Row.state == "PENDING", Row.created_at > since)
    found = await session.execute(
        select(func.coalesce(func.sum(Row.size).filter(counted), 0), func.count().filter(under_way)).where(
            Row.application_id == application_id,
            Row.removed_at.is_(None),
            Row.superseded_by.is_(None),
            or_(Row.state == "SEALED", under_way),
        )
    )
    size, count = found.one()
    return int(size), int(count)


async def drop_abandoned(session: AsyncSession, application_id: UUID, *, before: datetime, now: datetime) -> None:
    """Uploads that never came: their form has expired."""
    await session.execute(
        update(Row)
        .where(
            Row.application_id == application_id,
            Row.state == "PENDING",
            Row.created_at < before,
            Row.removed_at.is_(None),
        )
        .values(removed_at=now)
        .execution_options(synchronize_session=False)
    )


async def replace_others(session: AsyncSession, row: Row, *, now: datetime, keep: bool) -> Sequence[Row]:
    """The others of the slot: superseded but kept once the case was filed, else removed. Answers the removed ones."""
    if row.slot in NOT_REPLACED:
        return ()
    values = {"superseded_by": row.id} if keep else {"removed_at": now}
    changed = await session.scalars(
        update(Row)
        .where(
            Row.application_id == row.application_id,
            Row.slot == row.slot,
            Row.id != row.id,
            Row.removed_at.is_(None),
            Row.superseded_by.is_(None),
            or_(Row.state != "PENDING", Row.created_at < row.created_at),
        )
        .values(values)
        .returning(Row)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return () if keep else changed.all()


async def unscanned(
    session: AsyncSession, *, sealed_before: datetime, but: Collection[UUID], limit: int = 1
) -> Sequence[Row]:
    """For the malware scanner: what nobody scanned yet, each row for one worker."""
    rows = await session.scalars(
        select(Row)
        .where(
            Row.state == "SEALED",
            Row.scan == "NOT_SCANNED",
            Row.removed_at.is_(None),
            Row.sealed_at < sealed_before,
            Row.id.not_in(but),
        )
        .order_by(Row.sealed_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()
