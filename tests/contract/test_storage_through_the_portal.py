"""Why: browsers know one origin, so what the contract promises must still hold behind the gateway's own routes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from commons.problems import NotFound, install
from commons.storage import Bucket, ObjectStore, PresignedPost
from gateway.clients.upstream import Upstream
from gateway.proxy.routes import router
from gateway.proxy.uploads import Uploads
from gateway.settings import Settings as GatewaySettings

ORIGIN = "http://portal.example:8000"
HOUR = timedelta(hours=1)
LARGEST = 1_000_000


@dataclass(frozen=True)
class Settings:
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    s3_region: str
    s3_secure: bool = False
    s3_public_origin: str = ORIGIN


@dataclass
class Portal:
    """The gateway's routes before one store, a browser that is signed in, and two buckets."""

    store: ObjectStore
    browser: httpx.AsyncClient
    inbound: str
    public: str

    async def post(self, to: PresignedPost, content: bytes, **changed: str) -> int:
        answer = await self.browser.post(to.url, data={**to.fields, **changed}, files={"file": ("x", content)})
        return answer.status_code


@pytest.fixture
async def portal(store_server: Any) -> AsyncIterator[Portal]:
    inbound, public = f"in-{uuid4()}", f"public-{uuid4()}"
    settings = Settings(store_server.endpoint, store_server.access_key, store_server.secret_key, store_server.region)
    store = ObjectStore(settings)
    await store.ensure_buckets([Bucket(inbound, expire_days=2), Bucket(public)])

    async def find(_: object) -> object:
        return SimpleNamespace(who=SimpleNamespace(account="voter"))

    app = FastAPI()
    app.include_router(router)
    install(app)
    to_store = Upstream(f"http://{store_server.endpoint}", silence=30)
    app.state.parts = SimpleNamespace(
        settings=GatewaySettings.model_construct(
            upload_buckets=(inbound,), download_buckets=(public,), max_upload_bytes=LARGEST, public_origin=ORIGIN
        ),
        keeper=SimpleNamespace(find=find),
        sources=SimpleNamespace(of=lambda _: "192.0.2.1"),
        uploads=Uploads(),
        upstreams=SimpleNamespace(store=to_store),
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as browser:
        yield Portal(store, browser, inbound, public)
    await to_store.close()
    store.close()


async def test_a_browser_posts_exactly_what_was_agreed(portal: Portal) -> None:
    slot = portal.store.presigned_post(portal.inbound, "k", size=5, content_type="image/png", expires=HOUR)
    assert await portal.post(slot, b"hell") in {400, 403}
    assert await portal.post(slot, b"hello!") in {400, 403}
    assert await portal.post(slot, b"hello", **{"Content-Type": "text/html"}) in {400, 403}
    assert await portal.post(slot, b"hello", key="other") in {400, 403}
    assert await portal.post(slot, b"x" * (LARGEST + 1)) == 413
    with pytest.raises(NotFound):
        await portal.store.stat(portal.inbound, "k")
    assert await portal.post(slot, b"hello") == 204
    assert await portal.store.get(portal.inbound, "k", limit=5) == b"hello"


async def test_a_browser_follows_a_presigned_address_and_no_other(portal: Portal) -> None:
    await portal.store.put(portal.public, "2028/list.csv", b"a,b\n", "text/csv")
    url = portal.store.presigned_get(portal.public, "2028/list.csv", expires=HOUR)
    answer = await portal.browser.get(url)
    assert (answer.status_code, answer.content) == (200, b"a,b\n")
    split = urlsplit(url)
    assert (await portal.browser.get(split.path)).status_code == 404, "without its signature"
    forged = url.replace("list.csv", "other.csv")
    assert (await portal.browser.get(forged)).status_code == 403


async def test_what_came_in_cannot_be_fetched_back(portal: Portal) -> None:
    await portal.store.put(portal.inbound, "k", b"private", "text/plain")
    url = portal.store.presigned_get(portal.inbound, "k", expires=HOUR)
    assert (await portal.browser.get(url)).status_code == 404
    slot = portal.store.presigned_post(portal.public, "k", size=5, content_type="text/plain", expires=HOUR)
    assert await portal.post(slot, b"hello") == 404
