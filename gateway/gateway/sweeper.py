"""Why: sessions that are over and windows that have ended are no one's any more."""

import asyncio

from commons.worker import pause
from gateway.session.keeper import Keeper

EVERY = 300.0


class Sweeper:
    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._keeper.sweep()
            await pause(stop, EVERY)
