"""Why: the three doors that are not GraphQL: the identity provider's pages, the store's files, downloads of a case.

Each takes an allow-list of paths in plain characters; nothing that an upstream might normalise differently is let in.
"""

import re

from fastapi import APIRouter, Request
from fastapi.responses import Response

from commons.auth import public
from commons.problems import Forbidden, NotFound, Unauthorised
from commons.telemetry import traceparent
from gateway.parts import parts_of
from gateway.proxy.headers import to_upstream
from gateway.proxy.stream import Bounds, pass_through
from gateway.session import cookies

router = APIRouter(include_in_schema=False, dependencies=[public()])
IDENTITY = Bounds(max_bytes=262_144, silence=20, total=60)
DOWNLOAD = Bounds(max_bytes=0, total=300)
PLAIN = re.compile(r"[A-Za-z0-9._~/@:-]+")
ID = r"[0-9A-Za-z-]{1,64}"
REGISTRATION = re.compile(
    rf"(documents/{ID}/content"
    rf"|documents/{ID}/pages/[0-9]{{1,4}}\.png"
    rf"|applications/{ID}/(form|receipt|decision)\.pdf"
    rf"|office/applications/{ID}/(signature\.png|(form|decision|decision-preview)\.pdf))"
)


def plain_path(raw_path: bytes, prefix: str) -> str:
    """The part of the path after the prefix as it was sent, or NotFound: no escapes, no dots, no doubled slashes."""
    rest = raw_path.decode("latin-1").removeprefix(prefix)
    if rest and (
        not PLAIN.fullmatch(rest) or "//" in f"/{rest}" or any(part in {".", ".."} for part in rest.split("/"))
    ):
        raise NotFound("request.not_found")
    return rest


def _query(request: Request) -> str:
    query: bytes = request.scope["query_string"]
    return f"?{query.decode('latin-1')}" if query else ""


@router.api_route("/auth/{path:path}", methods=["GET", "HEAD", "POST"])
async def identity(request: Request) -> Response:
    parts = parts_of(request)
    rest = plain_path(request.scope["raw_path"], "/auth/")
    headers = to_upstream(request, parts.sources.of(request), parts.settings.public_origin)
    headers.append(("traceparent", traceparent()))
    if "authorization" in request.headers:  # the provider's own endpoints (token, userinfo) authenticate by it
        headers.append(("authorization", request.headers["authorization"]))
    return await pass_through(
        request, parts.upstreams.identity.upstream, f"/auth/{rest}{_query(request)}", headers, IDENTITY
    )


@router.post("/files/{bucket}")
async def upload(request: Request, bucket: str) -> Response:
    """A presigned form: the store checks the policy, we only bound what nobody may exceed."""
    parts = parts_of(request)
    if bucket not in parts.settings.upload_buckets:
        raise NotFound("request.not_found")
    found = await parts.keeper.find(cookies.secret_of(request))
    if found is None:
        raise Unauthorised("auth.required")
    bounds = Bounds(max_bytes=parts.settings.max_upload_bytes, silence=parts.settings.upload_silence)
    headers = to_upstream(request, parts.sources.of(request), parts.settings.public_origin)
    headers = [pair for pair in headers if pair[0] != "cookie"]
    async with parts.uploads.slot(found.who.account):
        return await pass_through(request, parts.upstreams.store, f"/{bucket}", headers, bounds)


@router.api_route("/files/{bucket}/{key:path}", methods=["GET", "HEAD"])
async def stored_file(request: Request, bucket: str) -> Response:
    """A presigned address: host and path are what was signed, so both are kept."""
    parts = parts_of(request)
    if bucket not in parts.settings.download_buckets or "X-Amz-Signature" not in request.query_params:
        raise NotFound("request.not_found")
    rest = plain_path(request.scope["raw_path"], "/files/")
    headers = to_upstream(request, parts.sources.of(request), parts.settings.public_origin)
    headers = [pair for pair in headers if pair[0] != "cookie"]
    return await pass_through(request, parts.upstreams.store, f"/{rest}{_query(request)}", headers, DOWNLOAD)


@router.api_route("/download/registration/{path:path}", methods=["GET", "HEAD"])
async def registration(request: Request) -> Response:
    """What belongs to a case, with the person's token: the service decides who may see it and writes it down."""
    parts = parts_of(request)
    rest = plain_path(request.scope["raw_path"], "/download/registration/")
    if not REGISTRATION.fullmatch(rest):
        raise NotFound("request.not_found")
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden("session.foreign_origin")
    found = await parts.keeper.find(cookies.secret_of(request))
    if found is None:
        raise Unauthorised("auth.required")
    await parts.limits.request(found.who.account, "")
    kept = [(name, request.headers[name]) for name in ("accept", "accept-language", "range") if name in request.headers]
    headers = [*kept, ("authorization", f"Bearer {found.tokens.access}"), ("traceparent", traceparent())]
    extra = {"cache-control": "no-store"}
    return await pass_through(
        request, parts.upstreams.registration.upstream, f"/v1/{rest}{_query(request)}", headers, DOWNLOAD, extra
    )
