import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self

import nats
import orjson
import pytest
from nats.aio.client import Client as Nats
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contracts.registration import CaseChanged
from embedded.testing import TestNats
from gateway import live, stream

CASE, OTHER = "0199aaaa-0000-7000-8000-000000000000", "0199aaaa-0000-7000-8000-000000000001"


class Registration:
    """Knows who may see which case; by way of the messages, as the gateway asks."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/v1/{path:path}", self.answer)])

    async def answer(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        if CASE in request.url.path:
            return JSONResponse([])
        body = {"code": "application.not_found", "params": {}, "defects": [], "status": 404}
        return JSONResponse(body, 404, media_type="application/problem+json")


@pytest.fixture
async def registration(world: Any) -> Registration:
    made = Registration()
    await world.upstream("registration", made.app())
    return made


@pytest.fixture
async def events(nats_server: TestNats) -> AsyncIterator[Nats]:
    user, password = nats_server.user("registration")
    client = await nats.connect(nats_server.url, user=user, password=password, inbox_prefix="_INBOX.registration")
    yield client
    await client.close()


async def change(events: Nats, case: str) -> None:
    await events.publish(CaseChanged.subject, orjson.dumps({"entity_id": case, "entity_version": 1}))
    await events.flush()


class Stream:
    """The lines of one stream, as they come."""

    def __init__(self, browser: Any, case: str = CASE) -> None:
        cookie = {"cookie": f"__Host-session={browser.cookies['__Host-session']}"}
        self._context = browser.http.stream("GET", f"{browser.address}/live/cases/{case}", headers=cookie)

    async def __aenter__(self) -> Self:
        self.answer = await self._context.__aenter__()
        self._lines = self.answer.aiter_lines()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._context.__aexit__(*error)

    async def until(self, beginning: str, within: float = 5) -> str:
        async with asyncio.timeout(within):
            async for line in self._lines:
                if line.startswith(beginning):
                    return str(line)
        raise AssertionError("the stream ended")

    async def is_told(self, events: Nats, case: str = CASE) -> dict[str, Any]:
        """Publishes until the subscription of the process is there."""
        for _ in range(20):
            await change(events, case)
            try:
                found: dict[str, Any] = orjson.loads((await self.until("data:", 0.5)).removeprefix("data:"))
                return found
            except TimeoutError:
                continue
        raise AssertionError("nobody was told")


async def test_a_page_is_told_the_id_of_its_case_and_nothing_else(
    world: Any, registration: Registration, events: Nats
) -> None:
    await world.gateway()
    browser = await world.voter()
    async with Stream(browser) as open_page:
        assert open_page.answer.headers["content-type"].startswith("text/event-stream")
        assert open_page.answer.headers["cache-control"] == "no-store"
        assert await open_page.is_told(events) == {"id": CASE}
        await change(events, OTHER)
        with pytest.raises(TimeoutError):
            await open_page.until("data:", 0.5)
    assert registration.asked == [f"/v1/applications/{CASE}/messages"]


async def test_many_changes_while_nobody_reads_are_one_mark(
    world: Any, registration: Registration, events: Nats
) -> None:
    await world.gateway()
    browser = await world.voter()
    async with Stream(browser) as open_page:
        await open_page.is_told(events)
        hub = world.apps[0].state.parts.hub
        for _ in range(10_000):
            hub.changed(CASE)
        await open_page.until("data:", 2)
        with pytest.raises(TimeoutError):
            await open_page.until("data:", 0.5)


async def test_a_case_of_somebody_else_or_of_nobody_is_not_followed(world: Any, registration: Registration) -> None:
    await world.gateway()
    assert (await world.browser().get(f"/live/cases/{CASE}")).status_code == 401
    browser = await world.voter()
    for case in (OTHER, "x", "..", "%2e%2e"):
        assert (await browser.get(f"/live/cases/{case}")).status_code == 404
    foreign = await browser.get(f"/live/cases/{CASE}", headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


async def test_officials_are_asked_for_at_the_office_first(world: Any, registration: Registration) -> None:
    await world.gateway()
    browser = await world.official("CEC_REG_CLERK")
    async with Stream(browser):
        pass
    assert (await browser.get(f"/live/cases/{OTHER}")).status_code == 404
    assert registration.asked == [
        f"/v1/office/applications/{CASE}/messages",
        f"/v1/office/applications/{OTHER}/messages",
        f"/v1/applications/{OTHER}/messages",
    ]


async def test_a_stream_breathes_and_ends_so_that_the_right_to_it_is_asked_again(
    world: Any, registration: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.1)
    monkeypatch.setattr(stream, "STREAM_LIFE", 0.5)
    await world.gateway()
    browser = await world.voter()
    async with Stream(browser) as open_page:
        await open_page.until("retry:")
        await open_page.until(": still here")
        with pytest.raises(AssertionError, match="ended"):
            await open_page.until("never")
    hub = world.apps[0].state.parts.hub
    assert (hub._listeners, hub._streams) == ({}, {})


async def test_a_person_may_hold_a_few_streams_and_gets_them_back(world: Any, registration: Registration) -> None:
    await world.gateway(live_per_session=2)
    browser = await world.voter()
    async with Stream(browser), Stream(browser):
        refused = await browser.get(f"/live/cases/{CASE}")
        assert (refused.status_code, refused.json()["code"]) == (429, "rate.streams")
        assert refused.headers["retry-after"] == "30"
        other = await world.voter("other")
        async with Stream(other):
            pass
    await asyncio.sleep(0.2)
    async with Stream(browser):
        pass


async def test_after_a_reconnect_everybody_looks_again(
    world: Any, registration: Registration, events: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY", 0.1)
    connections: list[Nats] = []
    real = live.Listening.run

    async def noted(self: live.Listening, stop: asyncio.Event) -> None:
        connect = self._connect

        async def remember() -> Nats:
            connections.append(await connect())
            return connections[-1]

        self._connect = remember
        await real(self, stop)

    monkeypatch.setattr(live.Listening, "run", noted)
    await world.gateway()
    browser = await world.voter()
    async with Stream(browser) as open_page:
        await open_page.is_told(events)
        connections[0]._transport.close()  # type: ignore[union-attr]  # the line to NATS breaks
        await open_page.until("data:", 10)
        assert await open_page.is_told(events) == {"id": CASE}


async def test_the_portal_starts_and_answers_while_nats_is_away(world: Any, registration: Registration) -> None:
    await world.gateway(nats_url="nats://127.0.0.1:9")
    browser = await world.voter()
    async with Stream(browser) as open_page:
        await open_page.until("retry:")
    assert (await browser.get("/readyz")).status_code == 200
