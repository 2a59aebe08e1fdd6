"""Why: a submission is judged by when its request reached the portal, not by when there was time to look at it.

The stamp is taken when the first byte of the request is parsed (`StampedProtocol`), before headers and body are in:
on a slow line those take seconds. Where another server runs the application, the stamp is the start of its handling.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from commons.clock import Clock

FIRST_BYTE = "gateway.first_byte"
"""Key in the ASGI scope: `time.monotonic()` of the first byte."""


class StampedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with a note of when each request began."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        scope: Any = self.scope
        scope[FIRST_BYTE] = time.monotonic()


class Stamp:
    """Outermost: makes sure that every request has its first-byte time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault(FIRST_BYTE, time.monotonic())
        await self.app(scope, receive, send)


def arrived_at(connection: HTTPConnection, clock: Clock) -> datetime:
    """The instant of the first byte by the portal's clock, which a rehearsal may run faster."""
    waited = time.monotonic() - connection.scope[FIRST_BYTE]
    return clock.now() - timedelta(seconds=waited * clock.scale)
