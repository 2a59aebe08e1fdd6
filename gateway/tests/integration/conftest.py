import base64
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.types import ASGIApp

from embedded.process import free_ports
from embedded.testing import TestNats
from gateway.app import create_app
from gateway.settings import Settings
from gateway.testing import CLIENT_SECRET, Browser, Provider, served

ARRIVAL_KEY = secrets.token_hex(32)
DATA_KEY = base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass
class World:
    """A gateway on a port, its provider, and whatever stands behind it."""

    stack: AsyncExitStack
    provider: Provider
    origin: str
    values: dict[str, Any]
    apps: list[FastAPI] = field(default_factory=list)
    browsers: list[Browser] = field(default_factory=list)

    async def upstream(self, name: str, app: ASGIApp, *, lifespan: bool = False) -> str:
        """Serve an application as one of the services (or as `s3`)."""
        address = await self.stack.enter_async_context(served(app, lifespan=lifespan))
        self.values[f"{name}_url"] = address
        return address

    async def gateway(self, port: int | None = None, **changes: Any) -> str:
        """Start a gateway (or another one on the same database); its address."""
        app = create_app(Settings(**self.values | changes))
        self.apps.append(app)
        own = int(self.origin.rsplit(":", 1)[1]) if port is None else port
        return await self.stack.enter_async_context(served(app, own, lifespan=True))

    def browser(self, address: str | None = None) -> Browser:
        made = Browser(address or self.origin.replace("localhost", "127.0.0.1"), self.origin)
        self.browsers.append(made)
        return made

    async def voter(self, subject: str = "voter", **claims: Any) -> Browser:
        """A browser that is signed in."""
        self.provider.subject, self.provider.claims = subject, claims
        browser = self.browser()
        assert (await browser.sign_in()).status_code == 303
        assert browser.csrf
        return browser

    async def official(self, *roles: str, subject: str = "official") -> Browser:
        grants = [{"role": role, "unit": None, "election": None} for role in roles]
        return await self.voter(subject, roles=grants, amr=["pwd", "otp"])


@pytest.fixture
async def world(fresh_database: Callable[[str], Any], nats_server: TestNats, tmp_path: Path) -> AsyncIterator[World]:
    """Nothing behind the gateway but its provider; a test adds upstreams and then starts it."""
    origin = f"http://localhost:{free_ports(1)[0]}"
    provider = Provider(f"{origin}/auth")
    user, password = nats_server.user("gateway")
    async with AsyncExitStack() as stack:
        values = {
            "environment": "development",
            "database_url": fresh_database("gateway").app_url,
            "nats_url": nats_server.url,
            "nats_user": user,
            "nats_password": password,
            "public_origin": origin,
            "issuer": provider.issuer,
            "client_secret": CLIENT_SECRET,
            "arrival_key": ARRIVAL_KEY,
            "data_keys": {"k1": DATA_KEY},
            "data_key_id": "k1",
            "operations_files": [tmp_path / "operations.json"],
            "portal_dir": tmp_path / "dist",
        }
        made = World(stack, provider, origin, values)
        identity = await made.upstream("identity", provider.app())
        values["jwks_url"] = f"{identity}/auth/jwks.json"
        for name in ("reference", "notifications", "registration", "s3"):
            values[f"{name}_url"] = f"http://127.0.0.1:{free_ports(1)[0]}"  # nobody is there
        yield made
        for browser in made.browsers:
            await browser.close()


Handler = Callable[..., Awaitable[Any]]


@pytest.fixture
def empty() -> Starlette:
    return Starlette()
