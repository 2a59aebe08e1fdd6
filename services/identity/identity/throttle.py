"""Guessing gets slower with every failure. Keys are blind indexes, so an address without an account is the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from identity.tables import Throttle


@dataclass(frozen=True)
class Limit:
    """`free` attempts cost nothing; after them the wait doubles from `first` up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta
    forget_after: timedelta

    def wait(self, failures: int) -> timedelta:
        over = failures - self.free
        return timedelta(0) if over < 0 else min(self.first * 2 ** min(over, 20), self.longest)


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PASSWORD = Limit(free=5, first=MINUTE, longest=15 * MINUTE, forget_after=HOUR)
SECOND_FACTOR = Limit(free=5, first=MINUTE, longest=15 * MINUTE, forget_after=HOUR)
# A consulate or a workplace comes from one address, so this one only stops machines.
NETWORK = Limit(free=100, first=MINUTE, longest=15 * MINUTE, forget_after=15 * MINUTE)
MAIL = Limit(free=3, first=5 * MINUTE, longest=HOUR, forget_after=HOUR)
NEW_ACCOUNTS = Limit(free=30, first=MINUTE, longest=15 * MINUTE, forget_after=HOUR)


async def blocked(session: AsyncSession, key: bytes, now: datetime) -> timedelta:
    """How long to wait still; zero when free to try. Takes no lock."""
    until = await session.scalar(select(Throttle.blocked_until).where(Throttle.key == key))
    return max(until - now, timedelta(0)) if until else timedelta(0)


async def attempt(session: AsyncSession, key: bytes, limit: Limit, now: datetime) -> timedelta:
    """Count an attempt before it is checked; the row stays locked until the commit, so parallel guesses queue up.

    Answers how long to wait when the attempt must not be made at all. An attempt made while waiting is not counted.
    """
    locked = (
        insert(Throttle)
        .values(key=key, failures=0, last_at=now)
        .on_conflict_do_update(index_elements=[Throttle.key], set_={"key": key})
        .returning(Throttle.failures, Throttle.last_at, Throttle.blocked_until)
    )
    row = (await session.execute(locked)).one()
    if row.blocked_until and row.blocked_until > now:
        remaining: timedelta = row.blocked_until - now
        return remaining
    failures = 1 if row.last_at < now - limit.forget_after else row.failures + 1
    wait = limit.wait(failures)
    changed = {"failures": failures, "last_at": now, "blocked_until": now + wait if wait else None}
    await session.execute(update(Throttle).where(Throttle.key == key).values(changed))
    return timedelta(0)


async def clear(session: AsyncSession, key: bytes) -> None:
    """The right password was given."""
    await session.execute(delete(Throttle).where(Throttle.key == key))
