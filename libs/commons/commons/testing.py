"""Why: tests of every service sign in, call and stop the clock in the same way, with real tokens and real servers.

Nothing here replaces PostgreSQL, NATS or the store: those come from the root conftest.py.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey, RSAKey

from commons.auth import TokenVerifier
from commons.clock import FixedClock
from commons.ids import new_id

__all__ = ["AUDIENCE", "ISSUER", "FixedClock", "TestIssuer", "client_of", "eventually", "mint_token", "role"]

ISSUER = "http://localhost:8000/auth"
AUDIENCE = "izbori"


class TestIssuer:
    """Keys and JWKS of an issuer; `verifier()` is what a service under test puts into `app.state.verifier`."""

    __test__ = False

    def __init__(self, issuer: str = ISSUER, *, key: OKPKey | RSAKey | None = None) -> None:
        self.issuer = issuer
        self.key = key or OKPKey.generate_key("Ed25519", auto_kid=True)
        self.fetched = 0
        self.down = False

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def verifier(self, audience: str = AUDIENCE) -> TokenVerifier:
        def answer(request: httpx.Request) -> httpx.Response:
            self.fetched += 1
            if self.down:
                raise httpx.ConnectError("down", request=request)
            return httpx.Response(200, json=self.jwks())

        client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        return TokenVerifier(self.issuer, audience, "http://issuer.invalid/jwks", client=client)

    def install(self, app: FastAPI) -> None:
        """Let the application under test believe this issuer."""
        app.state.verifier = self.verifier(app.state.settings.audience)

    def token(self, subject: str = "voter", **claims: Any) -> str:
        return mint_token(self.key, **({"sub": subject, "iss": self.issuer} | claims))

    def headers(self, subject: str = "voter", **claims: Any) -> dict[str, str]:
        """Authorization and a fresh Idempotency-Key."""
        return {
            "Authorization": f"Bearer {self.token(subject, **claims)}",
            "Idempotency-Key": str(new_id()),
        }

    def official(
        self, subject: str, *roles: str, unit: str | None = None, election: str | None = None
    ) -> dict[str, str]:
        """Headers of an official with these roles, who used a second factor."""
        return self.headers(subject, roles=[role(r, unit, election) for r in roles], amr=["pwd", "otp"])


def role(name: str, unit: str | None = None, election: str | None = None) -> dict[str, str | None]:
    return {"role": name, "unit": unit, "election": election}


def mint_token(key: OKPKey | RSAKey, *, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
    """An access token as identity makes them; any claim or header field can be changed, None leaves a claim out."""
    now = int(time.time())
    algorithm = "Ed25519" if isinstance(key, OKPKey) else "RS256"
    given = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "voter",
        "iat": now,
        "exp": now + 900,
        "jti": str(new_id()),
        "client_id": "portal",
        "scope": "openid email profile",
        "email": "voter@example.org",
        "email_verified": True,
        "name": "Test",
        "locale": "bs",
        "roles": [],
        "amr": ["pwd"],
        "sid": "s1",
    } | claims
    kept = {name: value for name, value in given.items() if value is not None}
    head = {"alg": algorithm, "typ": "at+jwt", "kid": key.kid} | dict(header or {})
    return jwt.encode(head, kept, key, algorithms=[algorithm])


@asynccontextmanager
async def client_of(app: FastAPI, headers: Mapping[str, str] | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application with its lifespan running. Server errors are answers, as over the network."""
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers) as client:
            yield client


async def eventually(condition: Callable[[], Awaitable[Any]], *, within: float = 10.0, every: float = 0.05) -> Any:
    """Wait until it is truthy and return it; time-outs are failures."""
    deadline = time.monotonic() + within
    while True:
        value = await condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s")
        await asyncio.sleep(every)


def problem_of(response: httpx.Response) -> tuple[int, str, Sequence[str]]:
    """(status, code, codes of the defects) of a problem answer."""
    body = orjson.loads(response.content)
    return response.status_code, body["code"], [defect["code"] for defect in body["defects"]]
