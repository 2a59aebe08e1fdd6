"""Why: the built portal is served by its own origin's server: one policy, one cookie, no other site in between.

A page address that is no file answers with the start page (the portal has a router). Files with a hash in their name
never change; the start page is asked for each time and carries a fresh nonce.
"""

import mimetypes
from email.utils import formatdate
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from commons.auth import public
from commons.problems import NotFound
from gateway import headers
from gateway.parts import parts_of

router = APIRouter(include_in_schema=False, dependencies=[public()])
IMMUTABLE = "public, max-age=31536000, immutable"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
NONCE = "__CSP_NONCE__"
NOT_PAGES = ("graphql", "session/", "auth/", "files/", "live/", "download/", "assets/")


@router.api_route("/{path:path}", methods=["GET", "HEAD"])
async def portal(request: Request, path: str) -> Response:
    root = parts_of(request).settings.portal_dir
    if root is None:
        raise NotFound("request.not_found")
    file = file_of(root, path)
    if file is not None and file.name != "index.html":
        return _file(request, file, path)
    wants_page = "text/html" in request.headers.get("accept", "") or "*/*" in request.headers.get("accept", "*/*")
    if not wants_page or path.startswith(NOT_PAGES) or "." in path.rsplit("/", 1)[-1] or _is_hidden(path):
        raise NotFound("request.not_found")
    return _page(request, root / "index.html")


def file_of(root: Path, path: str) -> Path | None:
    """A file below the root, never outside of it and never a hidden one."""
    if not path or "\x00" in path or _is_hidden(path):
        return None
    found = (root / path).resolve()
    return found if found.is_relative_to(root.resolve()) and found.is_file() else None


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _file(request: Request, file: Path, path: str) -> Response:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    extra = {
        "Cache-Control": IMMUTABLE if path.startswith("assets/") else "public, max-age=3600",
        "Vary": "Accept-Encoding",
    }
    accepted = {part.split(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
    for name, suffix in ENCODINGS:
        packed = file.with_name(file.name + suffix)
        if name in accepted and packed.is_file():
            return FileResponse(packed, headers={**extra, "Content-Encoding": name}, media_type=kind)
    return FileResponse(file, headers=extra, media_type=kind)


def _page(request: Request, index: Path) -> Response:
    if not index.is_file():
        raise NotFound("portal.not_built")
    settings = parts_of(request).settings
    nonce = headers.new_nonce()
    return Response(
        index.read_text().replace(NONCE, nonce),
        media_type="text/html",
        headers={
            "Cache-Control": "no-cache",
            "Last-Modified": formatdate(index.stat().st_mtime, usegmt=True),
            "Content-Security-Policy": headers.page_policy(nonce, settings.issuer, settings.public_origin),
        },
    )
