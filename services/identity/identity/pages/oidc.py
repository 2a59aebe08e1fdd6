"""The protocol's addresses. What they mean is Authlib's business; this page only hands over and answers."""

import time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from authlib.oauth2 import OAuth2Error
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from commons.auth import public
from commons.db import Session
from identity import store
from identity.pages.browser import Browser, Fields, Here, parts_of
from identity.pages.render import go, page
from identity.provider import discovery
from identity.provider.http import ProviderRequest, ProviderResponse, provider_request, respond
from identity.provider.server import Issuer, Parts, Provider, run
from identity.provider.subject import Subject

router = APIRouter(prefix="/auth", include_in_schema=False, dependencies=[public()])
CACHED = {"Cache-Control": "public, max-age=300"}


@router.get("/.well-known/openid-configuration")
async def configuration(request: Request) -> Response:
    return JSONResponse(discovery.metadata(parts_of(request).settings.issuer), headers=CACHED)


@router.get("/jwks.json")
async def jwks(request: Request, session: Session) -> Response:
    keys = await parts_of(request).keys.fresh(session, request.app.state.clock.now())
    return JSONResponse(keys.jwks(), headers=CACHED)


@router.api_route("/authorize", methods=["GET", "POST"])
async def authorize(request: Request, session: Session, here: Here) -> Response:
    """A code for a client, when somebody is signed in; otherwise the sign-in page."""
    if request.method == "POST":
        form = [(k, v) for k, v in (await request.form()).multi_items() if isinstance(v, str)]
        return go(here, f"/auth/authorize?{urlencode(form)}")
    try:
        asked = await provider_request(request, here.parts.settings.issuer)
        answer = await run(here.parts, session, here.now, lambda provider: _authorize(provider, here, asked))
    except OAuth2Error as error:
        return _refused(here, error)
    if isinstance(answer, ProviderResponse):
        return here.dress(answer)
    return go(here, here.there("register" if answer == "create" else "login"))


def _authorize(provider: Provider, here: Browser, asked: ProviderRequest) -> ProviderResponse | str:
    subject = provider.subject(here.session.id) if here.session else None
    grant = provider.get_consent_grant(asked, subject)
    sent = asked.payload.data
    if "create" in sent.get("prompt", "").split() and subject is None:
        return "create"
    if subject is None or grant.prompt == "login" or _too_old(sent, subject):
        if sent.get("prompt") == "none":
            raise _login_required(grant.redirect_uri, asked)
        return "login"
    answer: ProviderResponse = provider.create_authorization_response(asked, subject, grant=grant)
    return answer


def _too_old(sent: dict[str, str], subject: Subject) -> bool:
    """OpenID Connect `max_age`: seconds since the person last proved who they are."""
    asked = sent.get("max_age", "")
    return asked.isdecimal() and time.time() - subject.authenticated_at.timestamp() > int(asked[:9])


def _login_required(redirect_uri: str, asked: ProviderRequest) -> OAuth2Error:
    return OAuth2Error(error="login_required", redirect_uri=redirect_uri, state=asked.payload.state)


def _refused(here: Browser, error: OAuth2Error) -> Response:
    """Back to the client where its address is known to be good; otherwise the person is told, and goes nowhere."""
    if error.redirect_uri:
        answer = respond(*error(None))
        Issuer(here.parts.settings.issuer).add_issuer_parameter(None, answer)
        return here.dress(answer)
    return page(here, "problem.html", status=400, title="problem.title", text="problem.request", reference=None)


async def _answer(request: Request, session: Session, action: Any) -> Response:
    parts: Parts = parts_of(request)
    try:
        asked = await provider_request(request, parts.settings.issuer)
        return await run(parts, session, request.app.state.clock.now(), lambda provider: action(provider, asked))
    except OAuth2Error as error:
        return respond(*error(None))


@router.post("/token")
async def token(request: Request, session: Session) -> Response:
    return await _answer(request, session, lambda provider, asked: provider.create_token_response(asked))


@router.post("/revoke")
async def revoke(request: Request, session: Session) -> Response:
    return await _answer(request, session, lambda p, asked: p.create_endpoint_response("revocation", asked))


@router.api_route("/userinfo", methods=["GET", "POST"])
async def userinfo(request: Request, session: Session) -> Response:
    return await _answer(request, session, lambda p, asked: p.create_endpoint_response("userinfo", asked))


@router.api_route("/end-session", methods=["GET", "POST"])
async def end_session(request: Request, session: Session, here: Here) -> Response:
    """Sign-out that a client asked for. Its ID token says whose; without a good one the person is asked."""
    try:
        asked = await provider_request(request, here.parts.settings.issuer)
        ended, back = await run(here.parts, session, here.now, lambda provider: _end(provider, asked))
    except OAuth2Error:
        ended, back = None, None
    if ended is None and here.session is not None:
        return page(here, "sign_out.html")
    if ended is not None:
        account = await store.end_session(session, ended, here.now)
        if here.session is not None and here.session.account_id == account:
            await store.end_session(session, here.session.id, here.now)
            here.sign_out()
    return go(here, back or "/auth/signed-out")


def _end(provider: Provider, asked: ProviderRequest) -> tuple[UUID | None, str | None]:
    wanted = provider.validate_endpoint_request("end_session", asked)
    answer = provider.create_endpoint_response("end_session", wanted)
    return provider.end_session.ended, answer.location if answer is not None else None


@router.get("/sign-out")
async def sign_out_page(here: Here) -> Response:
    return page(here, "sign_out.html")


@router.post("/sign-out")
async def sign_out(session: Session, here: Here, fields: Fields) -> Response:  # noqa: ARG001  # checked
    if here.session is not None:
        await store.end_session(session, here.session.id, here.now)
    here.sign_out()
    return go(here, "/auth/signed-out")


@router.get("/signed-out")
async def signed_out(here: Here) -> Response:
    return page(here, "signed_out.html")
