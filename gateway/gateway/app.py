"""Wiring only."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI

from commons.app import create_service
from commons.crypto import Keyring
from commons.db import Database
from commons.transport import connect
from commons.worker import Runnable
from gateway import portal, stream
from gateway.arrival import Stamp
from gateway.cache import PublicAnswers
from gateway.clients.http import Service
from gateway.clients.upstream import Upstream
from gateway.graphql import endpoint
from gateway.graphql.documents import Documents
from gateway.graphql.schema import core
from gateway.headers import SecurityHeaders
from gateway.limits import Limits, Sources
from gateway.live import Hub, Listening
from gateway.metrics import GuardedMetrics
from gateway.parts import Parts, Upstreams
from gateway.proxy import routes as proxy
from gateway.proxy.uploads import Uploads
from gateway.session import routes as session
from gateway.session.issuer import Issuer
from gateway.session.keeper import Keeper
from gateway.settings import Settings
from gateway.sweeper import Sweeper


def create_app(settings: Settings) -> FastAPI:
    database = Database(settings.database_url)

    @asynccontextmanager
    async def closed_at_the_end(app: FastAPI) -> AsyncIterator[None]:
        parts: Parts = app.state.parts
        try:
            yield
        finally:
            await parts.upstreams.close()

    @asynccontextmanager
    async def background(app: FastAPI) -> AsyncIterator[Sequence[Runnable]]:
        parts: Parts = app.state.parts
        listening = Listening(lambda: connect(settings, "gateway"), parts.hub, parts.public)
        yield [listening, Sweeper(parts.keeper)]

    app = create_service(
        settings.model_copy(update={"worker_in_process": True}),  # streams and cache live in this process
        database=database,
        title="Gateway",
        version="0.1.0",
        routers=[session.router, endpoint.router, proxy.router, stream.router],
        lifespan=[closed_at_the_end],
        worker=background,
        max_body=settings.max_upload_bytes,
    )
    app.include_router(portal.router)  # last: it answers every path that nobody else has
    app.state.parts = _parts(settings, database, app)
    app.add_middleware(session.SignInCookie, key=_cookie_key(settings))
    app.add_middleware(SecurityHeaders, public_origin=settings.public_origin)
    app.add_middleware(GuardedMetrics, token=settings.metrics_token, is_production=settings.is_production)
    app.add_middleware(Stamp)
    return app


def _parts(settings: Settings, database: Database, app: FastAPI) -> Parts:
    issuer = Issuer(
        settings.issuer,
        settings.issuer_internal_url,
        settings.client_id,
        settings.client_secret,
        settings.public_origin,
    )
    return Parts(
        settings=settings,
        clock=app.state.clock,
        issuer=issuer,
        keeper=Keeper(
            database,
            Keyring({name: base64.b64decode(key) for name, key in settings.data_keys.items()}, settings.data_key_id),
            issuer,
            app.state.verifier,
            lifetime=timedelta(hours=settings.session_hours),
            idle=timedelta(minutes=settings.session_idle_minutes),
        ),
        limits=Limits(settings, database),
        sources=Sources(settings.trusted_proxies),
        uploads=Uploads(),
        upstreams=_upstreams(settings),
        documents=Documents(
            core, settings.operations_files, registered_only=settings.is_production, max_tokens=settings.max_tokens
        ),
        public=PublicAnswers(settings.public_seconds),
        hub=Hub(settings.live_per_session),
    )


def _upstreams(settings: Settings) -> Upstreams:
    def service(name: str, url: str) -> Service:
        return Service(name, url, arrival_key=settings.arrival_key, timeout=settings.service_timeout)

    return Upstreams(
        identity=service("identity", settings.identity_url),
        reference=service("reference", settings.reference_url),
        notifications=service("notifications", settings.notifications_url),
        registration=service("registration", settings.registration_url),
        store=Upstream(settings.s3_url, silence=60),
    )


def _cookie_key(settings: Settings) -> str:
    """Signs the cookie of a sign-in under way; derived, so that there is one secret less to keep."""
    key = base64.b64decode(settings.data_keys[settings.data_key_id])
    return hmac.new(key, b"sign-in cookie", hashlib.sha256).hexdigest()
