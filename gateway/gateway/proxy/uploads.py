"""Why: slow lines hold connections to the store for minutes, so how many uploads are under way is bounded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from commons.problems import TooMany


class Uploads:
    """Slots for uploads, by account and in all."""

    def __init__(self, in_all: int = 200, per_account: int = 6) -> None:
        self._in_all, self._per_account = in_all, per_account
        self._under_way: dict[str, int] = {}

    @asynccontextmanager
    async def slot(self, account: str) -> AsyncIterator[None]:
        own = self._under_way.get(account, 0)
        if own >= self._per_account or sum(self._under_way.values()) >= self._in_all:
            raise TooMany("rate.uploads", retry_after=10)
        self._under_way[account] = own + 1
        try:
            yield
        finally:
            self._under_way[account] -= 1
            if not self._under_way[account]:
                del self._under_way[account]
