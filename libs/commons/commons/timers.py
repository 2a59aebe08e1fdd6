"""Why: what happens by itself when a term ends (close, lapse, expire) must happen once, also after a restart,
and must move when the calendar moves. So a timer is a row with its deadline's key and anchor, not a sleeping task.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import DateTime, Index, Text, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from commons.clock import Clock
from commons.db import Database, table_of
from commons.ids import new_id
from commons.problems import where
from commons.worker import pause

log = structlog.get_logger(__name__)
POLL = 1.0
RETRY = timedelta(seconds=30)


class TimerMixin:
    """One waiting timer per case and kind. `retry_at` is in the machine's time: a failure waits, the others go on."""

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        waiting = text("fired_at IS NULL")
        return (
            Index("timer_waiting", "due_at", postgresql_where=waiting),
            Index("timer_one_per_kind", "case_id", "kind", unique=True, postgresql_where=waiting),
        )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    case_id: Mapped[UUID]
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    deadline_key: Mapped[str | None] = mapped_column(Text)
    anchor_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    retry_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class _Base(DeclarativeBase):
    """Never created: the same columns as in every service's own table."""


class _Row(TimerMixin, _Base):
    __tablename__ = "timer"


@dataclass(frozen=True)
class Timer:
    id: UUID
    kind: str
    case_id: UUID
    due_at: datetime
    deadline_key: str | None
    anchor_at: datetime | None


_SET = insert(table_of(_Row))
SET = _SET.on_conflict_do_update(
    index_elements=["case_id", "kind"],
    index_where=text("fired_at IS NULL"),
    set_={name: _SET.excluded[name] for name in ("due_at", "deadline_key", "anchor_at", "retry_at")},
)

TimerHandler = Callable[[AsyncSession, Timer], Awaitable[None]]
COLUMNS = (_Row.id, _Row.kind, _Row.case_id, _Row.due_at, _Row.deadline_key, _Row.anchor_at)


async def set_timer(
    session: AsyncSession,
    *,
    kind: str,
    case_id: UUID,
    due_at: datetime,
    deadline_key: str | None = None,
    anchor_at: datetime | None = None,
) -> None:
    """Set, or move the one that waits."""
    when = {"due_at": due_at, "deadline_key": deadline_key, "anchor_at": anchor_at, "retry_at": None}
    await session.execute(SET, {"id": new_id(), "kind": kind, "case_id": case_id, **when})


async def cancel_timers(session: AsyncSession, case_id: UUID, *kinds: str) -> None:
    """The waiting timers of a case: all, or those of these kinds."""
    statement = delete(_Row).where(_Row.case_id == case_id, _Row.fired_at.is_(None))
    await session.execute(statement.where(_Row.kind.in_(kinds)) if kinds else statement)


async def recompute(session: AsyncSession, due: Callable[[Timer], datetime | None]) -> int:
    """After the calendar moved: ask `due` for each waiting timer that hangs on a deadline (None: leave it)."""
    waiting = select(*COLUMNS).where(_Row.fired_at.is_(None), _Row.deadline_key.is_not(None)).with_for_update()
    moved = 0
    for row in (await session.execute(waiting)).all():
        at = due(Timer(*row))
        if at is not None and at != row.due_at:
            await session.execute(update(_Row).where(_Row.id == row.id).values(due_at=at, retry_at=None))
            moved += 1
    return moved


class Timers:
    """Fires what is due: each timer in one transaction with its effect. Several may run at once."""

    def __init__(self, database: Database, clock: Clock, handlers: Mapping[str, TimerHandler]) -> None:
        self._database, self._clock, self._handlers = database, clock, dict(handlers)

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                if await self.fire_next():
                    continue
            except Exception as error:  # noqa: BLE001 - the database may be away; what is due stays due
                log.warning("timers.failed", error=type(error).__qualname__, at=where(error))
            await pause(stop, POLL)

    async def fire_next(self) -> bool:
        """Fire the most overdue timer; False when nothing is due. A failing one is tried again later."""
        timer: Timer | None = None
        try:
            async with self._database.sessions.begin() as session:
                row = (
                    await session.execute(
                        select(*COLUMNS)
                        .where(
                            _Row.fired_at.is_(None),
                            _Row.due_at <= self._clock.now(),
                            _Row.kind.in_(self._handlers),
                            or_(_Row.retry_at.is_(None), _Row.retry_at <= func.now()),
                        )
                        .order_by(_Row.due_at)
                        .limit(1)
                        .with_for_update(skip_locked=True)
                    )
                ).one_or_none()
                if row is None:
                    return False
                timer = Timer(*row)
                await session.execute(update(_Row).where(_Row.id == timer.id).values(fired_at=self._clock.now()))
                await self._handlers[timer.kind](session, timer)
        except Exception as error:
            if timer is None:
                raise
            log.warning("timer.failed", kind=timer.kind, error=type(error).__qualname__, at=where(error))
            async with self._database.sessions.begin() as session:
                await session.execute(update(_Row).where(_Row.id == timer.id).values(retry_at=func.now() + RETRY))
        return True
