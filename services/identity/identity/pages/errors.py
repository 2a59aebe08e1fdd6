"""People get a page where programs get a problem document: the same refusal, translated, with a reference to quote.

Works on the finished answer, after the transaction was rolled back, so that showing a page never keeps half a change.
"""

from collections.abc import Mapping

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commons.problems import MEDIA_TYPE
from identity.pages.browser import Browser, language_of
from identity.pages.render import page

TEXTS: Mapping[str, tuple[str, str]] = {
    "request.not_found": ("problem.not_found_title", "problem.not_found"),
    "session.not_found": ("problem.not_found_title", "problem.not_found"),
    "auth.csrf": ("problem.title", "problem.csrf"),
    "request.invalid": ("problem.title", "problem.request"),
    "request.refused": ("problem.title", "problem.request"),
    "request.method_not_allowed": ("problem.title", "problem.request"),
    "request.too_large": ("problem.title", "problem.too_large"),
    "service.unavailable": ("problem.title", "problem.unavailable"),
}
KEPT = ("x-trace-id", "retry-after")
MACHINES = ("/auth/token", "/auth/revoke", "/auth/userinfo", "/auth/jwks.json", "/auth/.well-known/", "/auth/static/")


class ErrorPages:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith("/auth/") or path.startswith(MACHINES):
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                if Headers(raw=message["headers"]).get("content-type", "").startswith(MEDIA_TYPE):
                    held.append(message)
                    return
            elif held:
                held.append(message)
                return
            await send(message)

        await self.app(scope, receive, hold)
        if held:
            problem = orjson.loads(b"".join(message.get("body", b"") for message in held[1:]))
            kept = Headers(raw=held[0]["headers"])
            answer = _page(Request(scope), problem)
            answer.headers.update({name: kept[name] for name in KEPT if name in kept})
            await answer(scope, receive, send)


def _page(request: Request, problem: dict[str, object]) -> Response:
    title, text = TEXTS.get(str(problem["code"]), ("problem.title", "problem.internal"))
    language, _ = language_of(request)
    here = Browser(
        request=request,
        now=request.app.state.clock.now(),
        language=language,
        id="",
        is_new=False,
        session=None,
        account=None,
        carried="",
    )
    reference = problem.get("trace_id") if text == "problem.internal" else None
    return page(here, "problem.html", status=int(str(problem["status"])), title=title, text=text, reference=reference)
