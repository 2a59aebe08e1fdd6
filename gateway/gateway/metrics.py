"""Why: the gateway faces the world, and numbers about the portal's traffic are for its operators."""

import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from commons.problems import NotFound, answer_of


class GuardedMetrics:
    """/metrics for whoever holds the token; without a token configured, in production for nobody."""

    def __init__(self, app: ASGIApp, token: str, is_production: bool) -> None:
        self.app, self._token, self._is_production = app, token, is_production

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/metrics" and not self._may_read(Headers(scope=scope)):
            await answer_of(NotFound("request.not_found"))(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _may_read(self, headers: Headers) -> bool:
        if not self._token:
            return not self._is_production
        return hmac.compare_digest(headers.get("authorization", "").encode(), f"Bearer {self._token}".encode())
