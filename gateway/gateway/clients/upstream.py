"""Why: one pool of connections to one upstream, cheap enough to stand in the way of every request (ADR 0035).

Nothing is added and nothing is guessed: no header but those given, no cookie kept, no redirect followed, no answer
unpacked, no request sent twice.
"""

from collections.abc import AsyncIterable, Iterable, Mapping
from functools import cached_property

import aiohttp
from yarl import URL

POOL = 200
KEPT_SECONDS = 30
"""The services keep an idle connection longer than that."""
UNASKED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""What the library would say on its own."""

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


class Upstream:
    """Seconds: `silence` is how long an answer may stand still."""

    def __init__(self, base_url: str, *, silence: float) -> None:
        self.base_url = base_url
        self._limits = aiohttp.ClientTimeout(total=None, connect=5, sock_connect=2, sock_read=silence)

    async def open(
        self, method: str, target: str, headers: Headers, content: bytes | AsyncIterable[bytes] | None = None
    ) -> aiohttp.ClientResponse:
        """The answer, its body still to be read, and to be released in every case. `target`: path and query as sent."""
        return await self._session.request(
            method, URL(self.base_url + target, encoded=True), headers=headers, data=content, allow_redirects=False
        )

    async def close(self) -> None:
        if "_session" in self.__dict__:
            await self._session.close()

    @cached_property
    def _session(self) -> aiohttp.ClientSession:
        """Made at the first request, because it belongs to the loop that runs then."""
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=POOL, keepalive_timeout=KEPT_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._limits,
            skip_auto_headers=UNASKED,
            auto_decompress=False,
            middlewares=(_once,),
        )


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """A lost connection is told: the library would send a DELETE again, and that is a command."""
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientConnectionError(type(error).__qualname__) from error
