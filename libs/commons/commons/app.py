"""Why: every service starts, answers, reports itself and stops in the same way; a service only says what is its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress

import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commons import problems
from commons.auth import TokenVerifier
from commons.db import Database
from commons.openapi import truthful
from commons.problems import TooLarge, answer_of
from commons.settings import ServiceSettings
from commons.telemetry import Check, configure_logging, health, instrument
from commons.worker import WorkerParts, until_stopped

LifespanPart = Callable[[FastAPI], AbstractAsyncContextManager[object]]
MAX_BODY = 1_048_576


class BodyLimit:
    """Commands are small; files go to the object store. Says 413 before reading, and stops a body that lied."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = TooLarge("request.too_large", {"limit": self.limit})
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.limit:
            await answer_of(refusal)(scope, receive, send)
            return
        seen = 0
        started = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise refusal
            return message

        async def unless_too_large(message: Message) -> None:
            """FastAPI turns an error while reading into a 400 of its own; ours is the better answer."""
            nonlocal started
            if seen <= self.limit:
                started = True
                await send(message)

        with suppress(TooLarge):
            await self.app(scope, counted, unless_too_large)
        if seen > self.limit and not started:
            await answer_of(refusal)(scope, receive, send)


def create_service(
    settings: ServiceSettings,
    *,
    database: Database,
    title: str,
    version: str,
    routers: Sequence[APIRouter],
    checks: Mapping[str, Check] | None = None,
    lifespan: Sequence[LifespanPart] = (),
    worker: Callable[[FastAPI], WorkerParts] | None = None,
    max_body: int = MAX_BODY,
) -> FastAPI:
    """Wire a service. `app.state` holds settings, database, clock and verifier; lifespan parts may add to it.

    `worker(app)` is the context manager of the relay, consumers and timers. It runs inside this process
    when `settings.worker_in_process` says so; otherwise `python -m <service>.worker` runs it.
    """
    service = title.lower()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        configure_logging(service, settings.log_level)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(database.dispose)
            stack.push_async_callback(app.state.verifier.close)
            for part in lifespan:
                await stack.enter_async_context(part(app))
            if worker is not None and settings.worker_in_process:
                stop = asyncio.Event()
                task = asyncio.create_task(until_stopped(lambda: worker(app), stop))
                try:
                    yield
                finally:
                    stop.set()
                    await task
            else:
                yield

    app = FastAPI(title=title, version=version, lifespan=life, docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.database = database
    app.state.clock = settings.clock()
    app.state.verifier = TokenVerifier(settings.issuer, settings.audience, settings.jwks_url)
    for router in routers:
        app.include_router(router)
    health(app, {"database": database.ping, **(checks or {})})
    app.add_middleware(BodyLimit, limit=max_body)
    problems.install(app)
    instrument(app, service)
    app.openapi = truthful(app)  # type: ignore[method-assign]  # the way FastAPI documents
    return app


KEEP_ALIVE = 75
"""Longer than the gateway keeps an idle connection (30 s): else a command now and then meets one that just closed."""


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Run until told to stop; requests under way may finish."""
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=10,
    )
