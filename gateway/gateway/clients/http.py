"""Why: one way to ask a service: with the person's token, the arrival stamp and a time-out; a refusal comes back coded.

Only what changes nothing is tried again, once and quickly: a command's retry belongs to whoever holds its
idempotency key, the browser.
"""

import asyncio
import random
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import aiohttp
import structlog
from pydantic import BaseModel, TypeAdapter, ValidationError

from commons import arrival
from commons.problems import Conflict, Defect, Forbidden, Invalid, NotFound, Refusal, TooMany, Unauthorised, Unavailable
from commons.telemetry import traceparent
from gateway.clients.upstream import Upstream

log = structlog.get_logger(__name__)
T = TypeVar("T")
Query = Mapping[str, str | int | list[str] | None]
AGAIN_AFTER = (0.1, 0.4)
"""Seconds, at random between these: not all who wait come back at once."""
FAMILIES: Mapping[int, type[Refusal]] = {
    401: Unauthorised, 403: Forbidden, 404: NotFound, 409: Conflict, 422: Invalid, 429: TooMany, 503: Unavailable,
}  # fmt: skip
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


@dataclass(frozen=True)
class Warned(Defect):
    """A defect as a service reported it; a warning does not stop anything."""

    warning: bool = False


@dataclass(frozen=True)
class Caller:
    """On whose behalf, and since when: what each call to a service carries."""

    token: str | None
    arrived_at: datetime
    language: str = ""


class Broken(Exception):
    """A service answered what its OpenAPI document does not say. Masked: nobody outside can do anything about it."""


class Answer(NamedTuple):
    """What a service answered, read to its end."""

    status: int
    content: bytes


class _Again(Exception):
    """The service could not be reached or asked us to come back."""


class Service:
    """One service over one pooled client; `as_caller` binds it to a request."""

    def __init__(self, name: str, base_url: str, *, arrival_key: str, timeout: float) -> None:
        self.name = name
        self._arrival_key = arrival_key
        self.upstream = Upstream(base_url, silence=timeout)

    async def close(self) -> None:
        await self.upstream.close()

    async def get(self, caller: Caller, path: str, kind: type[T], query: Query | None = None) -> T:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        target = f"{path}?{urlencode(given, doseq=True)}" if given else path
        headers = self._headers(caller)
        try:
            answer = await self._exchange("GET", target, headers)
        except _Again:
            await asyncio.sleep(random.uniform(*AGAIN_AFTER))  # noqa: S311  # no secret
            answer = await self._last(self._exchange("GET", target, headers))
        return self._read(answer, kind)

    async def send(
        self,
        caller: Caller,
        method: str,
        path: str,
        kind: type[T],
        body: BaseModel | None = None,
        idempotency_key: str | None = None,
    ) -> T:
        """A command. The stamp is signed over exactly the bytes that the service receives."""
        content = b"" if body is None else body.model_dump_json(exclude_unset=True).encode()
        headers = self._headers(caller)
        if body is not None:
            headers["content-type"] = "application/json"
        if idempotency_key is not None:
            headers["idempotency-key"] = idempotency_key
        if self._arrival_key:
            headers[arrival.HEADER] = arrival.sign(self._arrival_key, caller.arrived_at, idempotency_key or "", content)
        return self._read(await self._last(self._exchange(method, path, headers, content or None)), kind)

    async def _last(self, exchange: Awaitable[Answer]) -> Answer:
        """The answer to the last try."""
        try:
            return await exchange
        except _Again as error:
            raise Unavailable("service.unavailable", {"service": self.name}, retry_after=5) from error

    def _headers(self, caller: Caller) -> dict[str, str]:
        headers = {"traceparent": traceparent(), "accept": "application/json"}
        if caller.token:
            headers["authorization"] = f"Bearer {caller.token}"
        if caller.language:
            headers["accept-language"] = caller.language
        return headers

    async def _exchange(
        self, method: str, target: str, headers: dict[str, str], content: bytes | None = None
    ) -> Answer:
        try:
            async with await self.upstream.open(method, target, headers, content) as answer:
                found = Answer(answer.status, await answer.read())
        except aiohttp.ClientError as error:
            log.warning("service.unreachable", upstream=self.name, error=type(error).__qualname__)
            raise _Again from error
        if found.status in {502, 504} or (found.status == 503 and method == "GET"):
            log.warning("service.unavailable", upstream=self.name, status=found.status)
            raise _Again
        return found

    def _read(self, answer: Answer, kind: type[T]) -> T:
        if 200 <= answer.status < 300:
            if kind is type(None):
                return None
            try:
                return _adapter(kind).validate_json(answer.content)
            except ValidationError as error:
                # no traceback: the error quotes what the service answered
                log.error("service.broken_contract", upstream=self.name, model=str(kind))  # noqa: TRY400  # said above
                raise Broken(self.name) from error
        raise refusal_of(answer, self.name)


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


class _DefectBody(BaseModel):
    code: str
    path: str | None = None
    article: str | None = None
    params: dict[str, Any] = {}
    warning: bool = False


class _ProblemBody(BaseModel):
    code: str
    params: dict[str, Any] = {}
    retry_after: int | None = None
    defects: list[_DefectBody] = []


def refusal_of(answer: Answer, service: str) -> Exception:
    """A problem of RFC 9457 as the same refusal that the service raised; anything else is Broken."""
    family = FAMILIES.get(answer.status)
    try:
        body = _ProblemBody.model_validate_json(answer.content)
    except ValidationError:
        body = None
    if family is None or body is None:
        log.error("service.failed", upstream=service, status=answer.status, code=body.code if body else None)
        return Broken(service)
    defects = [Warned(d.code, d.path, d.article, d.params, d.warning) for d in body.defects]
    return family(body.code, body.params, defects, body.retry_after)


def segment(id: str) -> str:
    """An id as a path segment. What is no UUID exists nowhere, and nothing of it reaches an address."""
    try:
        return str(UUID(id))
    except ValueError as error:
        raise NotFound("request.not_found") from error
