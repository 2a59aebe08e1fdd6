"""Why: POST /graphql for everything, GET for what everybody may see; guards first, then the operation.

In this order: origin and CSRF token, rate, size of the body, the operation itself, its cost. A refusal of the request
as a whole has its HTTP status; an operation that ran answers 200 and says in its data what was refused.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, ValidationError

from commons.auth import public
from commons.problems import Forbidden, Invalid, Refusal, TooLarge
from gateway.arrival import arrived_at
from gateway.cache import NotKept, PublicAnswer
from gateway.graphql import cost
from gateway.graphql.context import Context
from gateway.graphql.documents import NotValid, Prepared
from gateway.graphql.run import refused, run
from gateway.graphql.schema import core
from gateway.parts import Parts, parts_of
from gateway.session import cookies, csrf

router = APIRouter(include_in_schema=False, dependencies=[public()])
MOST_BYTES = 262_144
JSON_TYPE = "application/json"
QUERY_NAMES = ("documentId", "query", "operationName", "variables")


class Asked(BaseModel):
    """The body of a request, as browsers' clients send it."""

    document_id: str | None = Field(None, alias="documentId")
    query: str | None = None
    operation_name: str | None = Field(None, alias="operationName")
    variables: dict[str, Any] | None = None


@router.post("/graphql")
async def command(request: Request) -> Response:
    parts = parts_of(request)
    try:
        secret = cookies.secret_of(request)
        csrf.refuse_foreign_origin(request.headers, parts.settings.origins, has_cookie=secret is not None)
        session = await parts.keeper.find(secret)
        if session is not None:
            csrf.refuse_without_token(request.headers.get(csrf.HEADER), session.secret)
        source = parts.sources.of(request)
        await parts.limits.request(session.who.account if session else None, source)
        asked = await _asked(request)
        prepared = _prepared(parts, asked)
        variables = asked.variables or {}
        if prepared.is_public:
            return _public(request, await _kept(parts, request, prepared, variables), parts, cacheable=False)
        context = Context(parts, arrived_at(request, parts.clock), source, session)
        body, _ = await run(core, prepared, variables, context, terse=parts.settings.is_production)
        return Response(body, media_type=JSON_TYPE)
    except (Refusal, NotValid, NotKept) as error:
        return _refusal(error, parts)


@router.get("/graphql")
async def public_query(request: Request) -> Response:
    """Public queries only: their answers carry a tag and may be kept by whoever is between. Cookies do not count."""
    parts = parts_of(request)
    try:
        await parts.limits.request(None, parts.sources.of(request))
        asked = _from_query(request)
        prepared = _prepared(parts, asked)
        if not prepared.is_public:
            raise Forbidden("graphql.post_only")
        return _public(request, await _kept(parts, request, prepared, asked.variables or {}), parts, cacheable=True)
    except (Refusal, NotValid, NotKept) as error:
        return _refusal(error, parts)


async def _asked(request: Request) -> Asked:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON_TYPE:
        raise Invalid("graphql.content_type")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge("request.too_large", {"limit": MOST_BYTES})
    return _parsed(bytes(body))


def _parsed(body: bytes) -> Asked:
    try:
        return Asked.model_validate(orjson.loads(body))
    except (ValueError, ValidationError) as error:
        raise Invalid("request.invalid") from error


def _from_query(request: Request) -> Asked:
    told: dict[str, Any] = {name: request.query_params[name] for name in QUERY_NAMES if name in request.query_params}
    if "variables" in told:
        try:
            told["variables"] = orjson.loads(told["variables"])
        except ValueError as error:
            raise Invalid("request.invalid") from error
    return _parsed(orjson.dumps(told))


def _prepared(parts: Parts, asked: Asked) -> Prepared:
    if asked.document_id:
        return parts.documents.registered(asked.document_id)
    if not asked.query:
        raise Invalid("graphql.nothing_asked")
    prepared = parts.documents.any(asked.query, asked.operation_name)
    if not prepared.registered:
        size = cost.size_of(core, prepared.document, prepared.operation, asked.variables or {})
        limits = parts.settings
        cost.refuse_if_too_large(
            size, max_depth=limits.max_depth, max_aliases=limits.max_aliases, max_cost=limits.max_cost
        )
    return prepared


async def _kept(parts: Parts, request: Request, prepared: Prepared, variables: Mapping[str, Any]) -> PublicAnswer:
    context = Context(parts, arrived_at(request, parts.clock), "", None)

    async def make() -> bytes:
        body, whole = await run(core, prepared, variables, context, terse=parts.settings.is_production)
        if not whole:
            raise NotKept(body)
        return body

    return await parts.public.get(parts.public.key(prepared.id, variables), make)


def _public(request: Request, answer: PublicAnswer, parts: Parts, *, cacheable: bool) -> Response:
    headers = {"Vary": "Accept-Encoding"}
    if cacheable:
        seconds = int(parts.public.seconds)
        headers |= {
            "ETag": answer.etag,
            "Cache-Control": f"public, max-age={seconds}, stale-while-revalidate=60, stale-if-error=3600",
        }
        if answer.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    if answer.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(answer.packed, media_type=JSON_TYPE, headers={**headers, "Content-Encoding": "gzip"})
    return Response(answer.body, media_type=JSON_TYPE, headers=headers)


def _refusal(error: Refusal | NotValid | NotKept, parts: Parts) -> Response:
    if isinstance(error, NotKept):
        return Response(error.body, media_type=JSON_TYPE)
    if isinstance(error, NotValid):
        messages = ("graphql.invalid",) if parts.settings.is_production else error.messages
        errors = [{"message": message, "extensions": {"code": "graphql.invalid"}} for message in messages]
        return Response(orjson.dumps({"errors": errors}), 400, media_type=JSON_TYPE)
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
    return Response(refused(error), error.status, headers, JSON_TYPE)
