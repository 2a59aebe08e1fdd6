"""Style sheets, fonts and the one small script, from the package, at addresses that change with their content."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from commons.auth import public
from commons.problems import NotFound

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
}
router = APIRouter(prefix="/auth/static", include_in_schema=False, dependencies=[public()])


@dataclass(frozen=True)
class Asset:
    content: bytes
    media_type: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    found = {}
    for file in files("identity").joinpath("static").iterdir():
        kind = next((t for suffix, t in TYPES.items() if file.name.endswith(suffix)), None)
        if kind:
            content = file.read_bytes()
            found[file.name] = Asset(content, kind, hashlib.sha256(content).hexdigest()[:12])
    return found


def address(name: str) -> str:
    return f"/auth/static/{name}?v={assets()[name].version}"


@router.get("/{name}")
async def asset(name: str) -> Response:
    found = assets().get(name)
    if found is None:
        raise NotFound("request.not_found")
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(found.content, headers=headers, media_type=found.media_type)
