"""Why: operators need to see what a service does without seeing anybody's data.

Logs are JSON lines; access lines carry method, route template, status, duration and trace id: never a query string,
a body, a header or the path as typed (it may hold an id or a number). Metrics are Prometheus text on /metrics.
"""

import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commons.auth import public

Check = Callable[[], Awaitable[object]]
TRACEPARENT = re.compile(rb"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("http_requests_total", "Requests answered", ["service", "method", "route", "status"])
DURATION = Histogram("http_request_seconds", "Time to answer", ["service", "route"], buckets=BUCKETS)
QUIET = {"/livez", "/readyz", "/metrics"}
log = structlog.get_logger("access")


def configure_logging(service: str, level: str = "INFO") -> None:
    """JSON lines on stdout. Libraries' own loggers pass from WARNING up, and without their exception text."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.EventRenamer("event"),
            structlog.processors.JSONRenderer(sort_keys=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(level=logging.WARNING, force=True, handlers=[_Bridge(service)])


class _Bridge(logging.Handler):
    """Foreign log records as our JSON: name and message template, not the arguments, which may be anything."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._log = structlog.get_logger("library").bind(service=service)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__qualname__ if record.exc_info and record.exc_info[0] else None
        self._log.warning(
            "library", logger=record.name, level_name=record.levelname, template=str(record.msg), error=error
        )


def trace_id() -> str | None:
    """The trace of the request (or message) that is being worked on."""
    value = structlog.contextvars.get_contextvars().get("trace_id")
    return str(value) if value else None


def traceparent() -> str:
    """W3C trace context for the next hop."""
    return f"00-{trace_id() or secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


class RequestContext:
    """Gives each request a trace id, a measurement and an access line."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self.app, self.service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        found = TRACEPARENT.fullmatch(dict(scope["headers"]).get(b"traceparent", b""))
        trace = found[1].decode() if found else secrets.token_hex(16)
        status = 500
        began = time.perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-trace-id", trace.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(trace_id=trace, service=self.service):
            try:
                await self.app(scope, receive, watch)
            finally:
                route = _template(scope)
                took = time.perf_counter() - began
                REQUESTS.labels(self.service, scope["method"], route, status).inc()
                DURATION.labels(self.service, route).observe(took)
                if route not in QUIET:
                    log.info("http", method=scope["method"], route=route, status=status, ms=round(took * 1000, 1))


def _template(scope: Scope) -> str:
    """`/v1/things/{id}`, not the id; an unknown path is one label, or a scanner would fill the memory."""
    # a route of an included router knows its own part only; FastAPI keeps the whole of it beside
    whole = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(whole, "path", None) or getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    app = scope.get("app")
    for route in getattr(app, "routes", ()):
        if route.matches(scope)[0] != Match.NONE:
            return str(getattr(route, "path", "?"))
    return "?"


def instrument(app: FastAPI, service: str, registry: CollectorRegistry = REGISTRY) -> None:
    """Trace ids, metrics and access lines. Added last, so that it is outermost and sees every answer."""

    @app.get("/metrics", include_in_schema=False, dependencies=[public()])
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    app.add_middleware(RequestContext, service=service)


def health(app: FastAPI, checks: Mapping[str, Check]) -> None:
    """/livez: the process answers. /readyz: what it needs answers too; names only, no details."""

    @app.get("/livez", include_in_schema=False, dependencies=[public()])
    async def livez() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False, dependencies=[public()])
    async def readyz(response: Response) -> dict[str, object]:
        states: dict[str, str] = {}
        for name, check in checks.items():
            try:
                await check()
                states[name] = "ok"
            except Exception as error:  # noqa: BLE001 - any failure of a check means "not ready"
                states[name] = "failed"
                log.warning("health.failed", check=name, error=type(error).__qualname__)
        ready = all(state == "ok" for state in states.values())
        response.status_code = 200 if ready else 503
        return {"status": "ok" if ready else "failed", "checks": states}
