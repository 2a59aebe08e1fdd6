"""Why: the four addresses of a session; everything else about signing in happens at the issuer."""

import re
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from commons.auth import public
from commons.problems import Forbidden, Unavailable
from gateway.parts import parts_of
from gateway.proxy.stream import Bounds, bounded_body
from gateway.session import cookies, csrf
from gateway.session.redirects import safe_next

router = APIRouter(prefix="/session", include_in_schema=False, dependencies=[public()])
PROBLEM_PAGE = "/sign-in-problem?code="
SIGN_IN_SECONDS = 3600
"""Long enough for somebody who registers first and looks for the mail."""
FORM = Bounds(max_bytes=2048)
_LOCALE = re.compile(r"[A-Za-z]{2}(-[A-Za-z]{2,8})?")


class SignInCookie:
    """Only the sign-in needs the signed cookie; nothing else pays for it."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._with_cookie = SessionMiddleware(
            app, key, session_cookie=cookies.SIGN_IN, max_age=SIGN_IN_SECONDS, same_site="lax", https_only=True
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        needed = scope["type"] == "http" and scope["path"].startswith("/session/")
        await (self._with_cookie if needed else self._app)(scope, receive, send)


@router.get("/login")
async def login(request: Request, next: str = "/", ui_locales: str = "", screen: str = "") -> Response:  # noqa: A002  # the public name of the parameter
    parts = parts_of(request)
    await parts.limits.sign_in(parts.sources.of(request))
    hints = {}
    if _LOCALE.fullmatch(ui_locales):
        hints["ui_locales"] = ui_locales
    if screen == "register":
        hints["prompt"] = "create"  # OpenID Connect Prompt Create 1.0
    try:
        return _to(await parts.issuer.begin(request, safe_next(next), hints))
    except Unavailable as refusal:
        return _to(PROBLEM_PAGE + quote(refusal.code))


@router.get("/callback")
async def callback(request: Request) -> Response:
    parts = parts_of(request)
    try:
        tokens, next_path = await parts.issuer.finish(request)
        found = await parts.keeper.start(tokens)
    except (Forbidden, Unavailable) as refusal:
        if await parts.keeper.find(cookies.secret_of(request)):
            return _to("/")  # an old callback, opened again
        return _to(PROBLEM_PAGE + quote(refusal.code))
    old = cookies.secret_of(request)
    if old:
        await parts.keeper.forget(old)
    answer = _to(safe_next(next_path))
    cookies.give(answer, found.secret, int(parts.keeper.lifetime.total_seconds()))
    return answer


@router.post("/logout")
async def logout(request: Request) -> Response:
    """A form post is redirected; a fetch that accepts JSON gets the address to go to."""
    parts = parts_of(request)
    secret = cookies.secret_of(request)
    csrf.refuse_foreign_origin(request.headers, parts.settings.origins, has_cookie=secret is not None)
    address = "/"
    if secret:
        csrf.refuse_without_token(request.headers.get(csrf.HEADER) or await _form_token(request), secret)
        address = await parts.keeper.end(secret)
    as_json = "application/json" in request.headers.get("accept", "")
    answer: Response = JSONResponse({"redirect": address}) if as_json else _to(address)
    cookies.take(answer)
    # What the browser kept of this session (answers, drafts) goes with it.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/me")
async def me(request: Request) -> Response:
    parts = parts_of(request)
    secret = cookies.secret_of(request)
    found = await parts.keeper.find(secret)
    answer = JSONResponse({"signed_in": found is not None, "csrf": csrf.token_of(found.secret) if found else ""})
    if secret and not found:
        cookies.take(answer)
    return answer


async def _form_token(request: Request) -> str:
    body = b"".join([chunk async for chunk in bounded_body(request, FORM)])
    return parse_qs(body.decode("latin-1")).get("csrf", [""])[0]


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)
