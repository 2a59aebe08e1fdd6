"""Answers that must not tell whether an account exists do not tell it by their speed either.

The pause comes after the commit: this dependency is entered before the transaction and left after it.
"""

import asyncio
import time
from collections.abc import AsyncIterator

from fastapi import Depends, Request


async def _floor(request: Request) -> AsyncIterator[None]:
    began = time.monotonic()
    yield
    rest = request.app.state.settings.answer_floor_ms / 1000 - (time.monotonic() - began)
    if rest > 0:
        await asyncio.sleep(rest)


STEADY = Depends(_floor, scope="function")
