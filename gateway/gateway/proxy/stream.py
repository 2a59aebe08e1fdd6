"""Why: bytes pass in both directions as they come, so that a large file or a slow line costs neither memory nor others.

A request is bounded in size, in how long it may be silent and in how long it may take in all. What it needs of the
upstream is given back whatever happens: the end, an error, or a browser that went away.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import aiohttp
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from commons.problems import Invalid, TooLarge, Unavailable
from gateway.clients.upstream import Upstream
from gateway.proxy.headers import to_browser

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Bounds:
    """What one kind of pass-through allows. Seconds and bytes."""

    max_bytes: int
    silence: float = 30.0
    total: float = 900.0


class SlowRequest(Exception):
    """The browser stopped sending."""


def declared_length(request: Request, bounds: Bounds) -> int | None:
    """What the request says about its size; TooLarge at once when that is too much."""
    said = request.headers.get("content-length")
    if said is None:
        return None
    if not said.isdigit():
        raise Invalid("request.invalid")
    if int(said) > bounds.max_bytes:
        raise TooLarge("request.too_large", {"limit": bounds.max_bytes})
    return int(said)


async def bounded_body(request: Request, bounds: Bounds) -> AsyncGenerator[bytes]:
    seen = 0
    chunks = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(bounds.silence):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise SlowRequest from error
        seen += len(chunk)
        if seen > bounds.max_bytes:
            raise TooLarge("request.too_large", {"limit": bounds.max_bytes})
        if chunk:
            yield chunk


class Streamed(Response):
    """An upstream's answer on its way to the browser; closed in every case."""

    def __init__(self, answer: aiohttp.ClientResponse, bounds: Bounds, extra: dict[str, str]) -> None:
        super().__init__(status_code=answer.status)
        self._answer, self._bounds = answer, bounds
        pairs = [(name, value) for name, value in answer.headers.items() if name.lower() not in extra]
        self.raw_headers = to_browser(answer.headers, [*pairs, *extra.items()])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._bounds.total):
                # a server's `send` says nothing when the browser went away, and an upstream may never end
                passing = asyncio.create_task(self._pass(scope["method"], send))
                gone = asyncio.create_task(_until_gone(receive))
                try:
                    await asyncio.wait({passing, gone}, return_when=asyncio.FIRST_COMPLETED)
                    if passing.done():
                        passing.result()
                finally:
                    for task in (passing, gone):
                        task.cancel()
                    await asyncio.gather(passing, gone, return_exceptions=True)
        finally:
            self._answer.release()

    async def _pass(self, method: str, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if method != "HEAD":
            async for chunk in self._answer.content.iter_any():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def pass_through(
    request: Request,
    upstream: Upstream,
    target: str,
    headers: list[tuple[str, str]],
    bounds: Bounds,
    extra: dict[str, str] | None = None,
) -> Response:
    """Send the request on and hand the answer back. `target`: path and query, already checked, below the base URL."""
    length = declared_length(request, bounds)
    has_body = length != 0 and (length is not None or "transfer-encoding" in request.headers)
    if not has_body:
        headers = [pair for pair in headers if pair[0] != "content-length"]
    content = bounded_body(request, bounds) if has_body else None
    try:
        async with asyncio.timeout(bounds.total):
            answer = await upstream.open(request.method, target, headers, content)
    except aiohttp.ClientError as error:
        if isinstance(error.__cause__, ClientDisconnect):
            return Response(status_code=499)  # nobody is there to read it; the access log should say so
        if isinstance(error.__cause__, SlowRequest):
            raise Invalid("request.too_slow") from error
        if isinstance(error.__cause__, TooLarge | Invalid):
            raise error.__cause__ from None
        log.warning("proxy.upstream_unavailable", upstream=upstream.base_url, error=type(error).__qualname__)
        raise Unavailable("service.unavailable", retry_after=5) from error
    except TimeoutError as error:
        raise Invalid("request.too_slow") from error
    return Streamed(answer, bounds, extra or {})
