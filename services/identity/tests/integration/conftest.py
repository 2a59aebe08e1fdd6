"""A provider with a real database, and people and a portal to talk to it."""

import base64
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import KeyParameters, RSAKey
from sqlalchemy import text

from commons.clock import FixedClock
from commons.crypto import new_sealing_key, open_with
from identity.app import create_app
from identity.seeds import Seed, plant
from identity.settings import Settings
from identity.testing import Browser, Portal

ORIGIN = "http://localhost:8000"
SECRET = "portal-secret-of-the-tests"
PASSWORD = "zelena livada iza kuće"
PRIVATE, PUBLIC = new_sealing_key()
DATA_KEY, INDEX_KEY = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))


@pytest.fixture(scope="session")
def key_pool() -> list[RSAKey]:
    parameters: KeyParameters = {"use": "sig", "alg": "RS256"}
    return [RSAKey.generate_key(2048, parameters, auto_kid=True) for _ in range(8)]


@pytest.fixture(autouse=True)
def quick_keys(key_pool: list[RSAKey], monkeypatch: pytest.MonkeyPatch) -> None:
    """RSA keys take longer to make than most tests; each test gets the same ones, in a database of its own."""
    pool = iter(key_pool)
    monkeypatch.setattr("identity.signing.new_key", lambda: next(pool))


@pytest.fixture
def settings(fresh_database: Callable[[str], Any]) -> Settings:
    urls = fresh_database("identity")
    return Settings(
        environment="test",
        database_url=urls.app_url,
        owner_database_url=urls.owner_url,
        public_origin=ORIGIN,
        issuer=f"{ORIGIN}/auth",
        data_keys={"k1": DATA_KEY},
        data_key_id="k1",
        index_key=INDEX_KEY,
        notifications_key=PUBLIC,
        portal_client_secret=SECRET,
        answer_floor_ms=0,
    )


@pytest.fixture
def clock() -> FixedClock:
    """Starts now, because the tokens of Authlib live in real time; moves when a test says so."""
    return FixedClock(datetime.now(UTC))


@pytest.fixture
async def app(settings: Settings, clock: FixedClock) -> AsyncIterator[FastAPI]:
    app = create_app(settings)
    app.state.clock = clock
    async with app.router.lifespan_context(app):
        yield app


def transport(app: FastAPI) -> httpx.ASGITransport:
    return httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 1))


@pytest.fixture
def browser(app: FastAPI) -> Callable[..., Browser]:
    return lambda **options: Browser(transport(app), ORIGIN, **options)


@pytest.fixture
async def machine(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A program: no cookies, no pages."""
    async with httpx.AsyncClient(transport=transport(app), base_url=ORIGIN) as client:
        yield client


@pytest.fixture
def portal(machine: httpx.AsyncClient) -> Callable[[], Portal]:
    return lambda: Portal(machine, SECRET, f"{ORIGIN}/session/callback")


@pytest.fixture
def seed(app: FastAPI) -> Callable[..., Awaitable[Seed]]:
    async def make(email: str = "ana@example.org", **fields: Any) -> Seed:
        one = Seed.model_validate({"email": email, "password": PASSWORD, "name": "Ana Anić", "locale": "hr"} | fields)
        async with app.state.database.sessions.begin() as session:
            await plant(session, app.state.parts.vault, [one], app.state.clock.now())
        return one

    return make


@pytest.fixture
async def ana(browser: Callable[..., Browser], seed: Callable[..., Awaitable[Seed]]) -> Browser:
    """A voter who is signed in."""
    here = browser()
    await seed("ana@example.org")
    await here.sign_in("ana@example.org", PASSWORD)
    assert here.session
    return here


@pytest.fixture
def mails(app: FastAPI) -> Callable[[], Awaitable[list[dict[str, Any]]]]:
    """What waits for notifications, the address opened with its key."""

    async def read() -> list[dict[str, Any]]:
        async with app.state.database.sessions() as session:
            rows = (await session.execute(text("SELECT body FROM outbox ORDER BY id"))).scalars().all()
        found = [json.loads(row) for row in rows]
        opened = [open_with(PRIVATE, mail["sealed_address"]) for mail in found]
        return [mail | {"address": seal["email"]} | seal for mail, seal in zip(found, opened, strict=True)]

    return read


@pytest.fixture
def sql(app: FastAPI) -> Callable[..., Awaitable[list[Any]]]:
    async def run(statement: str, **values: Any) -> list[Any]:
        async with app.state.database.sessions.begin() as session:
            result = await session.execute(text(statement), values)
            return list(result.all()) if result.returns_rows else []

    return run
