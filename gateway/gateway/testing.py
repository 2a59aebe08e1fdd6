"""Why: tests and measurements meet the gateway as a browser does: over HTTP, with cookies, and with real upstreams.

`served` runs an ASGI application on a port of its own in the loop of the test; `Provider` is a small OpenID Connect
provider that can be slow, down or unwilling; `Browser` keeps `__Host-` cookies, which httpx does not send without TLS.
"""

import asyncio
import hashlib
import secrets
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from commons.testing import mint_token
from gateway.arrival import StampedProtocol

CLIENT_SECRET = "portal-secret"


@asynccontextmanager
async def served(app: ASGIApp, port: int = 0, *, lifespan: bool = False) -> AsyncIterator[str]:
    """The application on 127.0.0.1; yields its address. Connections that are open at the end are cut."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config(
        app,
        http=StampedProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on" if lifespan else "off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # older uvicorn: signals are pytest's
    task = asyncio.create_task(server.serve([listening]))
    while not server.started:
        if task.done():
            task.result()
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listening.close()


@cache
def _provider_key() -> RSAKey:
    """One for all tests of a process: making one takes longer than most of them."""
    return RSAKey.generate_key(2048, auto_kid=True)


class Provider:
    """Code flow with PKCE, refresh with rotation; whoever `subject` and `claims` say signs in without a question."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = _provider_key()
        self.subject = "voter"
        self.claims: dict[str, Any] = {}
        self.lifetime = 900
        self.down = False
        self.ended = False
        self.delay = 0.0
        self.refreshes = 0
        self.revoked: list[str] = []
        self._codes: dict[str, dict[str, Any]] = {}
        self._refresh: dict[str, dict[str, Any]] = {}

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/auth/.well-known/openid-configuration", self._discovery),
                Route("/auth/jwks.json", self._jwks),
                Route("/auth/authorize", self._authorize),
                Route("/auth/token", self._token, methods=["POST"]),
                Route("/auth/revoke", self._revoke, methods=["POST"]),
            ]
        )

    def token(self, subject: str, **claims: Any) -> str:
        now = int(time.time())
        return mint_token(self.key, sub=subject, iss=self.issuer, exp=now + self.lifetime, **claims)

    async def _discovery(self, _: Request) -> Response:
        names = {"authorization": "authorize", "token": "token", "revocation": "revoke", "end_session": "end-session"}
        addresses = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        return await self._answer(
            {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/jwks.json",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                **addresses,
            }
        )

    async def _jwks(self, _: Request) -> Response:
        return await self._answer({"keys": [self.key.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)

    async def _token(self, request: Request) -> Response:
        sent = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.down:
            return Response("down", 503)
        if sent["grant_type"] == "refresh_token":
            self.refreshes += 1
            kept = self._refresh.pop(sent["refresh_token"], None)
            if kept is None or self.ended:
                return JSONResponse({"error": "invalid_grant"}, 400)
            return JSONResponse(self._tokens(kept))
        asked = self._codes.pop(sent.get("code", ""), None)
        challenge = urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if asked is None or asked.get("code_challenge") != challenge.decode():
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(self._tokens({"sub": self.subject, "nonce": asked["nonce"], **self.claims}))

    def _tokens(self, kept: dict[str, Any]) -> dict[str, Any]:
        refresh = secrets.token_urlsafe(24)
        self._refresh[refresh] = kept
        claims = {name: value for name, value in kept.items() if name not in {"sub", "nonce"}} | self.claims
        now = int(time.time())
        identity = {"iss": self.issuer, "aud": "portal", "sub": kept["sub"], "nonce": kept["nonce"]}
        return {
            "access_token": self.token(kept["sub"], **claims),
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            "refresh_token": refresh,
            "id_token": jwt.encode(
                {"alg": "RS256", "kid": self.key.kid}, identity | {"iat": now, "exp": now + 600}, self.key
            ),
        }

    async def _revoke(self, request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        self.revoked.append(sent["token"][0])
        return Response()

    async def _answer(self, content: dict[str, Any]) -> Response:
        return Response("down", 503) if self.down else JSONResponse(content)


class Browser:
    """Cookies by hand, redirects on demand, the CSRF token of the session on every command."""

    def __init__(self, address: str, origin: str) -> None:
        self.address, self.origin = address, origin
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []
        self.csrf = ""
        self.http = httpx.AsyncClient(base_url=address, follow_redirects=False, timeout=30, trust_env=False)

    async def close(self) -> None:
        await self.http.aclose()

    async def send(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        headers = dict(kwargs.pop("headers", {}))
        if self.cookies:
            headers.setdefault("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        answer = await self.http.request(method, path.replace(self.origin, self.address), headers=headers, **kwargs)
        for line in answer.headers.get_list("set-cookie"):
            self.set_cookies.append(line)
            name, _, rest = line.partition("=")
            if "max-age=0" in line.lower() or "1970" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = rest.split(";")[0]
        return answer

    async def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return await self.send("GET", path, **kwargs)

    async def sign_in(self, next_path: str = "/cases") -> httpx.Response:
        """To the provider and back; the answer of the callback."""
        begun = await self.get(f"/session/login?next={next_path}")
        approved = await self.get(begun.headers["location"])
        answer = await self.get(approved.headers["location"])
        await self.me()
        return answer

    async def me(self) -> dict[str, Any]:
        known: dict[str, Any] = (await self.get("/session/me")).json()
        self.csrf = known["csrf"]
        return known

    async def ask(self, query: str, **variables: Any) -> Any:
        """The JSON of a GraphQL answer."""
        return (await self.post({"query": query, "variables": variables})).json()

    async def post(self, body: dict[str, Any], **headers: str) -> httpx.Response:
        given = {"origin": self.origin, "x-csrf-token": self.csrf} | headers
        return await self.send("POST", "/graphql", json=body, headers=given)
