"""Wiring only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog
from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from commons.app import create_service
from commons.auth import TokenVerifier
from commons.clock import SystemClock
from commons.db import Database
from identity import api, seeds, signing, worker
from identity.pages import account, assets, oidc, passkeys, registration, signin
from identity.pages.browser import SignInFirst
from identity.pages.errors import ErrorPages
from identity.provider import server
from identity.settings import Settings
from identity.vault import Vault

log = structlog.get_logger(__name__)


def create_app(settings: Settings) -> FastAPI:
    database, vault = Database(settings.database_url), Vault(settings)

    @asynccontextmanager
    async def prepared(app: FastAPI) -> AsyncIterator[None]:
        """Keys to sign with, and the accounts of a demonstration, before the first request."""
        now = app.state.clock.now()
        async with database.sessions.begin() as session:
            await signing.ensure(session, vault, now)
            if settings.demo_accounts_file and settings.environment != "production":
                made = await seeds.plant(session, vault, seeds.read(settings.demo_accounts_file), now)
                log.info("seeds.planted", accounts=made)
        yield

    app = create_service(
        settings,
        database=database,
        title="Identity",
        version="0.1.0",
        routers=[
            oidc.router, signin.router, registration.router, account.router, passkeys.router, assets.router, api.router
        ],
        lifespan=[prepared],
        worker=lambda app: worker.parts(settings, database, app.state.clock),
        max_body=65_536,
    )  # fmt: skip
    # Codes on telephones and the expiry of tokens follow the world's time, also in a rehearsal that runs faster.
    app.state.clock = SystemClock()
    app.state.parts = server.parts(settings, vault)
    app.state.verifier = _own_verifier(app, settings)
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_middleware(ErrorPages)
    return app


def _own_verifier(app: FastAPI, settings: Settings) -> TokenVerifier:
    """Our own tokens are checked like anybody's, by our JWKS, without leaving the process."""
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.issuer)
    return TokenVerifier(settings.issuer, settings.audience, f"{settings.issuer}/jwks.json", client=client)


async def _sign_in_first(request: Request, error: Exception) -> Response:
    del request
    return RedirectResponse(
        error.path if isinstance(error, SignInFirst) else "/auth/login", 303, {"Cache-Control": "no-store"}
    )
