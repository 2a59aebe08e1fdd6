"""Why: a refusal is said once, in the words of the procedure, and becomes HTTP in exactly one place.

Business code raises one of four families (NotFound, Forbidden, Conflict, Invalid) with a stable code.
This module turns them, request validation errors and whatever nobody expected into RFC 9457 problems.
Messages and input values never leave the process: both can hold personal data.
"""

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, cast

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"
RETRY_SQLSTATES = {"40001", "40P01", "53300", "55P03", "57P01", "57P02", "57P03"}


class DefectLike(Protocol):
    """What a rule reports; a pure domain may bring a class of its own."""

    @property
    def code(self) -> str: ...
    @property
    def path(self) -> str | None: ...
    @property
    def article(self) -> str | None: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong: a stable code, the field it belongs to, the article of the law, the numbers."""

    code: str
    path: str | None = None
    article: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


class Refusal(Exception):
    """Base of the families. `params` are numbers and codes for the translated text, never personal data."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Refused"

    def __init__(
        self,
        code: str,
        params: Mapping[str, Any] | None = None,
        defects: Sequence[DefectLike] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = dict(params or {})
        self.defects = tuple(defects)
        self.retry_after = retry_after


class NotFound(Refusal):
    status, title = 404, "Not found"


class Forbidden(Refusal):
    status, title = 403, "Forbidden"


class Conflict(Refusal):
    status, title = 409, "Conflict"


class Invalid(Refusal):
    status, title = 422, "Invalid"


class Unauthorised(Refusal):
    status, title = 401, "Sign-in needed"


class TooLarge(Refusal):
    status, title = 413, "Too large"


class TooMany(Refusal):
    status, title = 429, "Too many requests"


class Unavailable(Refusal):
    status, title = 503, "Unavailable"


def problem(
    status: int,
    code: str,
    title: str,
    *,
    params: Mapping[str, Any] | None = None,
    defects: Iterable[DefectLike] = (),
    retry_after: int | None = None,
) -> Response:
    """The one shape of an error, everywhere in the portal."""
    trace_id = structlog.contextvars.get_contextvars().get("trace_id")
    body = {
        "type": f"urn:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "params": params or {},
        "trace_id": trace_id,
        "retry_after": retry_after,
        "defects": [{"code": d.code, "path": d.path, "article": d.article, "params": dict(d.params)} for d in defects],
    }
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(orjson.dumps(body, default=str), status, headers, MEDIA_TYPE)


def answer_of(refusal: Refusal) -> Response:
    return problem(
        refusal.status,
        refusal.code,
        refusal.title,
        params=refusal.params,
        defects=refusal.defects,
        retry_after=refusal.retry_after,
    )


def is_outage(error: BaseException) -> bool:
    """The database (or another server) is away or asks us to try again: the client should, we did nothing wrong."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None)
        return error.connection_invalidated or state in RETRY_SQLSTATES or str(state).startswith("08")
    return isinstance(error, ConnectionError | TimeoutError | PoolTimeout)


def where(error: BaseException) -> list[str]:
    """The last frames of a traceback without values, fit for a log."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{frame.filename.rsplit('/site-packages/')[-1]}:{frame.lineno}" for frame in frames]


def _simple(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


def _validation(error: RequestValidationError) -> Response:
    defects = [
        Defect(
            code=f"request.{e['type']}",
            path=".".join(str(part) for part in e["loc"] if part != "body") or None,
            # only limits (max_length, ge, expected …); the input itself may be personal
            params={k: v for k, v in (e.get("ctx") or {}).items() if _simple(v) and k not in {"error", "input_value"}},
        )
        for e in error.errors()
    ]
    return problem(422, "request.invalid", "Invalid", defects=defects)


class LastResort:
    """Outermost catch: a coded answer instead of a stack trace, and a log line without values."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            outage = is_outage(error)
            log.error(  # noqa: TRY400 - a traceback with values may hold personal data
                "request.unavailable" if outage else "request.failed",
                error=type(error).__qualname__,
                cause=type(error.__cause__).__qualname__ if error.__cause__ else None,
                at=where(error),
            )
            if started:
                raise
            answer = (
                problem(503, "service.unavailable", "Unavailable", retry_after=5)
                if outage
                else problem(500, "internal", "Internal error")
            )
            await answer(scope, receive, send)


HTTP_CODES = {404: "request.not_found", 405: "request.method_not_allowed", 413: "request.too_large"}


def install(app: FastAPI) -> None:
    """Give an application the one problem format. Call after all other middleware was added but telemetry."""

    async def on_refusal(_: Request, error: Exception) -> Response:
        return answer_of(cast("Refusal", error))

    async def on_validation(_: Request, error: Exception) -> Response:
        return _validation(cast("RequestValidationError", error))

    async def on_http(_: Request, error: Exception) -> Response:
        status = cast("HTTPException", error).status_code
        return problem(status, HTTP_CODES.get(status, "request.refused"), "Refused")

    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_middleware(LastResort)
