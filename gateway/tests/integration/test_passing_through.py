import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from minio import Minio
from minio.datatypes import PostPolicy
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from commons.testing import eventually
from embedded.testing import TestStore

CASE = "0199aaaa-0000-7000-8000-000000000000"
FORM = "registration-quarantine"


class Echo:
    """Says what it got, remembers how it came, and can stream without end."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.broken = 0
        self.sent = 0
        self.closed = asyncio.Event()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/endless", self.endless),
                Route("/v1/documents/{id}/content", self.headers),
                Route("/v1/documents/{id}/pages/{n}.png", self.endless),
                Route("/auth/cookies", self.cookies),
                Route("/auth/{path:path}", self.headers, methods=["GET", "POST"]),
                Route("/{path:path}", self.take, methods=["GET", "POST"]),
            ]
        )

    async def headers(self, request: Request) -> Response:
        return JSONResponse({"path": request.url.path, "query": request.url.query, **dict(request.headers)})

    async def cookies(self, request: Request) -> Response:
        answer = PlainTextResponse("x", headers={"Connection": "X-Hop", "X-Hop": "1", "X-Stays": "1"})
        answer.set_cookie("a", "1")
        answer.set_cookie("b", "2")
        return answer

    async def take(self, request: Request) -> Response:
        try:
            async for chunk in request.stream():
                self.chunks.append(chunk)
        except ClientDisconnect:
            self.broken += 1
            raise
        return JSONResponse({"bytes": sum(map(len, self.chunks)), "path": request.url.path}, 201)

    async def endless(self, request: Request) -> Response:
        async def many() -> AsyncIterator[bytes]:
            try:
                while True:
                    self.sent += 65536
                    yield b"x" * 65536
                    await asyncio.sleep(0)  # the gateway and the browser run in this loop, too
            finally:
                self.closed.set()

        return StreamingResponse(many(), media_type="image/png")


@pytest.fixture
async def echo(world: Any) -> Echo:
    made = Echo()
    for name in ("s3", "registration"):
        await world.upstream(name, made.app())
    return made


async def upload(browser: Any, content: Any, path: str = f"/files/{FORM}", **headers: str) -> Any:
    return await browser.send("POST", path, content=content, headers={"content-type": "text/plain"} | headers)


async def test_an_upload_reaches_the_store_while_it_is_still_being_sent(world: Any, echo: Echo) -> None:
    await world.gateway()
    browser = await world.voter()
    rest = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"first"
        await rest.wait()
        yield b"second"

    under_way = asyncio.create_task(upload(browser, slowly()))

    async def first_is_there() -> bool:
        return echo.chunks[:1] == [b"first"]

    await eventually(first_is_there)
    rest.set()
    answer = await under_way
    assert (answer.status_code, answer.json()) == (201, {"bytes": 11, "path": f"/{FORM}"})


async def test_only_who_is_signed_in_uploads_and_only_into_quarantine(world: Any, echo: Echo) -> None:
    await world.gateway()
    assert (await upload(world.browser(), b"x")).status_code == 401
    browser = await world.voter()
    for path in ("/files/registration-vault", "/files/", "/files/other", f"/files/{FORM}/key", f"/files/{FORM}/../x"):
        assert (await upload(browser, b"x", path)).status_code in {404, 405}, path
    for method in ("PUT", "DELETE", "PATCH"):
        assert (await browser.send(method, f"/files/{FORM}")).status_code == 405
    assert echo.chunks == []


async def test_what_is_too_large_is_refused_at_once_or_cut_where_it_lied(world: Any, echo: Echo) -> None:
    await world.gateway(max_upload_bytes=1000)
    browser = await world.voter()
    said = await upload(browser, b"x" * 1001)
    assert (said.status_code, said.json()["code"]) == (413, "request.too_large")
    assert echo.chunks == []

    async def unsaid() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 100

    lied = await upload(browser, unsaid())
    assert (lied.status_code, lied.json()["code"]) == (413, "request.too_large")
    assert sum(map(len, echo.chunks)) <= 1000


async def test_an_upload_that_stands_still_is_given_up_and_frees_its_slot(world: Any, echo: Echo) -> None:
    await world.gateway(upload_silence=0.3)
    browser = await world.voter()

    async def stuck() -> AsyncIterator[bytes]:
        yield b"first"
        await asyncio.sleep(5)
        yield b"never"

    answer = await upload(browser, stuck())
    assert (answer.status_code, answer.json()["code"]) == (422, "request.too_slow")
    assert world.apps[0].state.parts.uploads._under_way == {}
    assert (await upload(browser, b"again")).status_code == 201


async def test_an_upload_whose_line_breaks_ends_at_the_store_too(world: Any, echo: Echo) -> None:
    address = await world.gateway()
    browser = await world.voter()
    host, port = address.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)))
    cookie = browser.cookies["__Host-session"]
    line.sendall(
        f"POST /files/{FORM} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
        f"Cookie: __Host-session={cookie}\r\n\r\nhalf".encode()
    )

    async def half_is_there() -> bool:
        return echo.chunks == [b"half"]

    await eventually(half_is_there)
    line.close()

    async def is_over() -> bool:
        return echo.broken == 1 and world.apps[0].state.parts.uploads._under_way == {}

    await eventually(is_over)


async def test_many_slow_uploads_of_one_person_do_not_keep_others_out(world: Any, echo: Echo) -> None:
    await world.gateway()
    greedy, other = await world.voter("greedy"), await world.voter("other")
    go = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"x"
        await go.wait()

    held = [asyncio.create_task(upload(greedy, slowly())) for _ in range(6)]

    async def all_are_there() -> bool:
        return len(echo.chunks) == 6

    await eventually(all_are_there)
    refused = await upload(greedy, b"x")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate.uploads")
    assert (await upload(other, b"x")).status_code == 201
    go.set()
    assert {answer.status_code for answer in await asyncio.gather(*held)} == {201}


async def test_a_store_that_is_away_is_a_coded_answer(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    answer = await upload(browser, b"x" * 1000)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (
        *(503, "service.unavailable"),
        "5",
    )


async def test_a_download_is_handed_on_as_it_comes_and_ends_when_nobody_reads(world: Any, echo: Echo) -> None:
    await world.gateway()
    browser = await world.voter()
    url = f"{browser.address}/download/registration/documents/{CASE}/pages/1.png"
    cookie = {"cookie": f"__Host-session={browser.cookies['__Host-session']}"}
    async with browser.http.stream("GET", url, headers=cookie) as answer:
        assert answer.headers["cache-control"] == "no-store"
        got = 0
        async for chunk in answer.aiter_raw():
            got += len(chunk)
            if got > 1_000_000:
                break
        await asyncio.sleep(0.3)
        assert echo.sent < 40_000_000  # nobody read on, so nobody sends on: the line pushes back through both hops
    await asyncio.wait_for(echo.closed.wait(), 5)


async def test_a_download_carries_the_token_and_nothing_of_the_browser(world: Any, echo: Echo) -> None:
    await world.gateway()
    path = f"/download/registration/documents/{CASE}/content"
    assert (await world.browser().get(path)).status_code == 401
    browser = await world.voter()
    seen = (await browser.get(f"{path}?lang=bs", headers={"x-forwarded-for": "6.6.6.6"})).json()
    assert (seen["path"], seen["query"]) == (f"/v1/documents/{CASE}/content", "lang=bs")
    assert seen["authorization"].startswith("Bearer ey")
    assert not {"cookie", "x-forwarded-for", "x-csrf-token"} & set(seen)
    foreign = await browser.get(path, headers={"sec-fetch-site": "cross-site"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "session.foreign_origin")


@pytest.mark.parametrize(
    "path",
    [
        "/download/registration/applications",
        f"/download/registration/applications/{CASE}",
        "/download/registration/my/access-log",
        f"/download/registration/documents/{CASE}/content/../../../my/access-log",
        f"/download/registration/documents/%2e%2e/{CASE}/content",
        f"/download/registration/documents/{CASE}%2f..%2f..%2fx/content",
        f"/download/reference/documents/{CASE}/content",
        f"/download/registration//documents/{CASE}/content",
    ],
)
async def test_other_paths_of_a_service_are_not_there(world: Any, echo: Echo, path: str) -> None:
    await world.gateway()
    browser = await world.voter()
    line = await asyncio.open_connection(*browser.address.removeprefix("http://").split(":"))
    cookie = browser.cookies["__Host-session"]
    line[1].write(
        f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: __Host-session={cookie}\r\nConnection: close\r\n\r\n".encode()
    )
    status = (await line[0].readline()).split()[1]
    assert status == b"404"
    line[1].close()


async def test_the_provider_is_told_where_the_browser_is_and_sees_no_cookie_of_ours(world: Any, echo: Echo) -> None:
    await world.upstream("identity", echo.app())
    await world.gateway()
    browser = world.browser()
    browser.cookies = {"__Host-session": "s" * 43, "identity-language": "bs"}
    headers = {"x-forwarded-for": "6.6.6.6", "x-forwarded-host": "evil.example", "te": "trailers"}
    seen = (await browser.get("/auth/.well-known/any-thing?x=%C5%A1", headers=headers)).json()
    assert (seen["path"], seen["query"]) == ("/auth/.well-known/any-thing", "x=%C5%A1")
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["host"] == seen["x-forwarded-host"] == world.origin.removeprefix("http://")
    assert seen["cookie"] == "identity-language=bs"
    assert "te" not in seen
    answer = await browser.get("/auth/cookies")
    assert len(answer.headers.get_list("set-cookie")) == 2
    assert answer.headers["x-stays"] == "1"
    assert "x-hop" not in answer.headers
    large = await browser.send("POST", "/auth/login", content=b"x" * 300_000)
    assert large.status_code == 413
    for path in ("/auth/../v1/me", "/auth/%2e%2e/v1/me", "/auth//x"):
        answer = await browser.http.get(browser.address + path)
        assert answer.status_code == 404, path


async def test_a_signed_form_and_a_signed_address_work_at_the_real_store(world: Any, s3_server: TestStore) -> None:
    world.values["s3_url"] = f"http://{s3_server.endpoint}"
    world.values["download_buckets"] = [FORM]
    await world.gateway()
    browser = await world.voter()
    keys = {"access_key": s3_server.access_key, "secret_key": s3_server.secret_key}
    inside = Minio(s3_server.endpoint, **keys, secure=False, region=s3_server.region)
    if not inside.bucket_exists(FORM):
        inside.make_bucket(FORM)
    policy = PostPolicy(FORM, inside_until())
    policy.add_equals_condition("key", "a.pdf")
    policy.add_content_length_range_condition(5, 5)
    fields = inside.presigned_post_policy(policy) | {"key": "a.pdf"}
    files = {"file": ("a.pdf", b"12345")}
    good = await browser.send("POST", f"/files/{FORM}", data=fields, files=files)
    assert good.status_code in {200, 201, 204}, good.text
    assert inside.get_object(FORM, "a.pdf").data == b"12345"
    bad = await browser.send("POST", f"/files/{FORM}", data=fields, files={"file": ("a.pdf", b"123456")})
    assert bad.status_code in {400, 403}

    outside = Minio(world.origin.removeprefix("http://"), **keys, secure=False, region=s3_server.region)
    address = outside.presigned_get_object(FORM, "a.pdf", expires=timedelta(minutes=5)).replace(
        f"/{FORM}", f"/files/{FORM}", 1
    )
    assert (await browser.get(address)).content == b"12345"
    assert (await browser.get(address[:-1] + ("0" if address[-1] != "0" else "1"))).status_code == 403
    assert (await browser.get(f"/files/{FORM}/a.pdf")).status_code == 404
    with suppress(Exception):
        inside.put_object(FORM, "b", BytesIO(b""), 0)


def inside_until() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC) + timedelta(minutes=5)
