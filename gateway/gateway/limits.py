"""Why: one person (or script) must not use up the portal for the others, and a receipt's code must not be guessable.

Two kinds (ADR 0033). Budgets of ordinary use are counted in the process: exact sharing between workers is worth
nothing there, and a read of the portal must not cost a write. Strict limits are counted in PostgreSQL, so that neither
a restart nor another worker gives new tries. The account comes first: a consulate's shared address locks nobody out.
"""

import ipaddress
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter
from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection

from commons.db import Database
from commons.problems import TooMany
from gateway.settings import Settings
from gateway.tables import RateWindow


class DatabaseStorage(Storage):
    """A storage of `limits` in one small table: a window is a row, counted up atomically."""

    STORAGE_SCHEME = ["gateway-postgresql"]  # noqa: RUF012  # the library's own spelling

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        ends = datetime.fromtimestamp(time.time() + expiry, UTC)
        fresh = insert(RateWindow).values(key=key, hits=amount, ends_at=ends)
        over = RateWindow.ends_at <= func.now()
        counted = fresh.on_conflict_do_update(
            index_elements=[RateWindow.key],
            set_={
                "hits": case((over, amount), else_=RateWindow.hits + amount),
                "ends_at": case((over, ends), else_=RateWindow.ends_at),
            },
        ).returning(RateWindow.hits)
        async with self._database.sessions.begin() as session:
            return int((await session.execute(counted)).scalar_one())

    async def get(self, key: str) -> int:
        query = select(RateWindow.hits).where(RateWindow.key == key, RateWindow.ends_at > func.now())
        async with self._database.sessions() as session:
            return (await session.execute(query)).scalar_one_or_none() or 0

    async def get_expiry(self, key: str) -> float:
        async with self._database.sessions() as session:
            ends = (await session.execute(select(RateWindow.ends_at).where(RateWindow.key == key))).scalar_one_or_none()
        return ends.timestamp() if ends else time.time()

    async def check(self) -> bool:
        await self._database.ping()
        return True

    async def reset(self) -> int | None:
        async with self._database.sessions.begin() as session:
            await session.execute(delete(RateWindow))
        return None

    async def clear(self, key: str) -> None:
        async with self._database.sessions.begin() as session:
            await session.execute(delete(RateWindow).where(RateWindow.key == key))


class Sources:
    """Where a request comes from, behind as many proxies as we run ourselves."""

    def __init__(self, trusted_proxies: int) -> None:
        self._trusted = trusted_proxies

    def of(self, connection: HTTPConnection) -> str:
        """The address; of IPv6 the /64, because a household or a phone has as many of the rest as it likes."""
        said = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",") if part.strip()]
        direct = connection.client.host if connection.client else ""
        address = said[-self._trusted] if 0 < self._trusted <= len(said) else direct
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return direct or "unknown"
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
        return address


class Limits:
    """One method per limit; each raises TooMany with the seconds to wait."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = FixedWindowRateLimiter(DatabaseStorage(database))
        self._session = parse(settings.rate_session)
        self._anonymous = parse(settings.rate_anonymous)
        self._sign_in = parse(settings.rate_sign_in)
        self._receipt = [parse(text) for text in settings.rate_receipt]
        self._receipt_number = [parse(text) for text in settings.rate_receipt_number]

    async def request(self, account: str | None, source: str) -> None:
        if account:
            await _hit(self._own, [self._session], "account", account)
        else:
            await _hit(self._own, [self._anonymous], "source", source)

    async def sign_in(self, source: str) -> None:
        await _hit(self._own, [self._sign_in], "sign-in", source)

    async def receipt(self, source: str, number: str) -> None:
        await _hit(self._shared, self._receipt, "receipt", source)
        await _hit(self._shared, self._receipt_number, "receipt-number", number.strip().upper()[:40])


async def _hit(limiter: RateLimiter, items: Sequence[RateLimitItem], *identifiers: str) -> None:
    for item in items:
        if not await limiter.hit(item, *identifiers):
            reset = (await limiter.get_window_stats(item, *identifiers)).reset_time
            raise TooMany("rate.limited", retry_after=max(1, round(reset - time.time())))
