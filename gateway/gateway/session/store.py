"""Every SQL statement about sessions."""

from datetime import datetime

from sqlalchemy import delete as delete_from
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.tables import RateWindow, SessionRow


async def session(connection: AsyncSession, id: bytes) -> SessionRow | None:
    return await connection.get(SessionRow, id)


async def locked(connection: AsyncSession, id: bytes, *, wait: bool) -> SessionRow | None:
    """The row, locked; None when it is gone, or held by somebody else and `wait` is off."""
    query = select(SessionRow).where(SessionRow.id == id).with_for_update(skip_locked=not wait)
    return (await connection.execute(query)).scalar_one_or_none()


async def delete(connection: AsyncSession, id: bytes) -> SessionRow | None:
    query = delete_from(SessionRow).where(SessionRow.id == id).returning(SessionRow)
    return (await connection.execute(query)).scalar_one_or_none()


async def due(connection: AsyncSession, id: bytes, now: datetime) -> None:
    await connection.execute(update(SessionRow).where(SessionRow.id == id).values(refresh_at=now))


async def sweep(connection: AsyncSession, now: datetime, idle_since: datetime) -> None:
    over = or_(SessionRow.expires_at < now, SessionRow.refresh_at < idle_since)
    await connection.execute(delete_from(SessionRow).where(over))
    await connection.execute(delete_from(RateWindow).where(RateWindow.ends_at < now))
