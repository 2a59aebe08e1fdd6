"""Rows of documents, as lists show them. What changes them is documents.py's business."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from registration.tables import Document as Row


async def document_row(session: AsyncSession, id: UUID) -> Row | None:
    return await session.scalar(select(Row).where(Row.id == id, Row.removed_at.is_(None)))


async def document_rows(session: AsyncSession, application_id: UUID) -> Sequence[Row]:
    """Everything that was not taken back, newest first; superseded ones stay visible."""
    rows = await session.scalars(
        select(Row)
        .where(Row.application_id == application_id, Row.removed_at.is_(None))
        .order_by(Row.id.desc())
        .execution_options(populate_existing=True)
    )
    return rows.all()
