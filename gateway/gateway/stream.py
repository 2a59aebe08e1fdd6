"""Why: the stream of one case to one browser, by server-sent events: a heartbeat keeps proxies from cutting it."""

import asyncio
from collections.abc import AsyncIterator

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from commons.auth import public
from commons.problems import Forbidden, Unauthorised
from gateway.arrival import arrived_at
from gateway.clients.http import Caller, segment
from gateway.clients.registration import Registration
from gateway.live import HEARTBEAT, STREAM_LIFE
from gateway.parts import parts_of
from gateway.session import cookies

router = APIRouter(include_in_schema=False, dependencies=[public()])


@router.get("/live/cases/{id}")
async def live_case(request: Request, id: str) -> Response:
    """Server-sent events `case-changed` with the id of the case."""
    parts = parts_of(request)
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden("session.foreign_origin")
    found = await parts.keeper.find(cookies.secret_of(request))
    if found is None:
        raise Unauthorised("auth.required")
    await parts.limits.request(found.who.account, "")
    case = segment(id)
    caller = Caller(found.tokens.access, arrived_at(request, parts.clock))
    await Registration(parts.upstreams.registration, caller).refuse_unless_visible(case, official=found.who.is_official)
    listener = parts.hub.listener(case, found.id.hex())
    changed = await listener.__aenter__()

    async def events() -> AsyncIterator[bytes]:
        try:
            yield b"retry: 3000\n\n"
            loop = asyncio.get_running_loop()
            until = loop.time() + STREAM_LIFE
            while (left := until - loop.time()) > 0:
                try:
                    await asyncio.wait_for(changed.wait(), min(HEARTBEAT, left))
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                changed.clear()
                yield b"event: case-changed\ndata: " + orjson.dumps({"id": case}) + b"\n\n"
        finally:
            await listener.__aexit__(None, None, None)

    return StreamingResponse(events(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
