"""Why: a service believes one thing about a caller, the signed access token of the one issuer, and says who may call.

Keys come from the issuer's JWKS and never from the token: headers that carry a key are refused outright
(CVE-2026-27962). Every route declares a permission with `principal`, `require(...)` or `public()`;
`declared_permissions` is what the guard test and the published document read.
"""

import asyncio
import base64
import binascii
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import orjson
import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from commons.problems import Forbidden, Unauthorised, Unavailable

log = structlog.get_logger(__name__)
ALGORITHMS = {"RS256": "RSA", "ES256": "EC", "EdDSA": "OKP", "Ed25519": "OKP"}
KEY_CARRYING_HEADERS = {"jwk", "jku", "x5u", "x5c", "crit"}
LEEWAY = 30
REFRESH_AFTER = 600.0
REFETCH_AT_MOST_EVERY = 10.0


@dataclass(frozen=True)
class RoleGrant:
    """A role, bound to a unit and to an election, or to all of them (None)."""

    role: str
    unit: str | None = None
    election: str | None = None


@dataclass(frozen=True)
class Principal:
    """Who calls. `account` = hash(issuer, subject): stable, and no e-mail address."""

    account: str
    email: str | None = None
    email_verified: bool = False
    name: str | None = None
    locale: str = "bs"
    roles: tuple[RoleGrant, ...] = ()
    second_factor: bool = False
    session: str | None = None

    def has(self, *roles: str, election: str | None = None, unit: str | None = None) -> bool:
        """Does one grant cover it? A grant without unit or election covers all of them."""
        return any(
            grant.role in roles
            and (election is None or grant.election in (None, election))
            and (unit is None or grant.unit in (None, unit))
            for grant in self.roles
        )

    @property
    def is_official(self) -> bool:
        """Roles come by invitation only, so whoever has one is an official."""
        return bool(self.roles)


def account_of(issuer: str, subject: str) -> str:
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]


def _header_of(token: str) -> dict[str, Any]:
    try:
        part = token.partition(".")[0]
        header = orjson.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error) as error:
        raise Unauthorised("auth.token_invalid") from error
    if not isinstance(header, dict):
        raise Unauthorised("auth.token_invalid")
    return header


class TokenVerifier:
    """Checks access tokens against the issuer's published keys; keys stay usable while the issuer is down."""

    def __init__(self, issuer: str, audience: str, jwks_url: str = "", *, client: httpx.AsyncClient | None = None):
        self._issuer, self._audience, self._jwks_url = issuer, audience, jwks_url
        self._client = client or httpx.AsyncClient(timeout=5)
        self._keys: dict[str, Key] = {}
        self._fetched = self._tried = -REFRESH_AFTER
        self._lock = asyncio.Lock()
        self._behind: asyncio.Task[None] | None = None

    async def close(self) -> None:
        if self._behind is not None:
            self._behind.cancel()
        await self._client.aclose()

    async def verify(self, token: str) -> Principal:
        """The caller, or Unauthorised. Expiry is judged by the machine's own time."""
        header = _header_of(token)
        key = await self._key(header)
        try:
            decoded = jwt.decode(token, key, algorithms=[header["alg"]])
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._audience},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
            ).validate(decoded.claims)
        except (JoseError, ValueError) as error:
            code = "auth.token_expired" if getattr(error, "error", "") == "expired_token" else "auth.token_invalid"
            raise Unauthorised(code) from error
        return self._principal(decoded.claims)

    async def _key(self, header: Mapping[str, Any]) -> Key:
        alg, kid = header.get("alg"), header.get("kid")
        typ = str(header.get("typ", "")).lower().removeprefix("application/")
        if alg not in ALGORITHMS or typ != "at+jwt" or not isinstance(kid, str) or KEY_CARRYING_HEADERS & set(header):
            raise Unauthorised("auth.token_invalid")
        if kid not in self._keys:
            await self._refresh(kid)
        elif time.monotonic() - self._fetched > REFRESH_AFTER and (self._behind is None or self._behind.done()):
            self._behind = asyncio.create_task(self._refresh(kid))  # nobody waits for an issuer that hangs
        key = self._keys.get(kid)
        if key is None or key.key_type != ALGORITHMS[alg]:
            raise Unauthorised("auth.token_invalid")
        return key

    async def _refresh(self, kid: str) -> None:
        async with self._lock:
            now = time.monotonic()
            if (kid in self._keys and now - self._fetched < REFRESH_AFTER) or now - self._tried < REFETCH_AT_MOST_EVERY:
                return  # somebody else just did it, or an attacker sends unknown key ids
            self._tried = now
            try:
                if not self._jwks_url:
                    url = f"{self._issuer}/.well-known/openid-configuration"
                    self._jwks_url = (await self._client.get(url)).raise_for_status().json()["jwks_uri"]
                document = (await self._client.get(self._jwks_url)).raise_for_status().json()
                keys = KeySet.import_key_set(document).keys
            except (httpx.HTTPError, ValueError, KeyError, JoseError) as error:
                log.warning("auth.jwks_unreachable", error=type(error).__qualname__, known=len(self._keys))
                if not self._keys:
                    self._tried = -REFRESH_AFTER
                    raise Unavailable("auth.issuer_unreachable", retry_after=5) from error
                return
            self._keys = {key.kid: key for key in keys if key.kid and key.key_type != "oct" and not key.is_private}
            self._fetched = now

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        roles = claims.get("roles") or []
        try:
            grants = tuple(RoleGrant(str(r["role"]), r.get("unit"), r.get("election")) for r in roles)
        except (TypeError, KeyError, AttributeError) as error:
            raise Unauthorised("auth.token_invalid") from error
        return Principal(
            account=account_of(self._issuer, str(claims["sub"])),
            email=claims.get("email"),
            email_verified=claims.get("email_verified") is True,
            name=claims.get("name"),
            locale=str(claims.get("locale") or "bs"),
            roles=grants,
            second_factor="otp" in (claims.get("amr") or []) or "hwk" in (claims.get("amr") or []),
            session=claims.get("sid"),
        )


async def principal(request: Request) -> Principal:
    """Whoever holds a valid token; 401 otherwise."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorised("auth.required")
    verifier: TokenVerifier = request.app.state.verifier
    return await verifier.verify(token)


signed_in = Annotated[Principal, Depends(principal)]


def require(*roles: str) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency: one of these roles, with a second factor (compulsory for officials).

    Whether the role covers the election and unit of the case is asked where the case is known.
    """

    async def official(who: signed_in) -> Principal:
        if not who.has(*roles):
            raise Forbidden("auth.role_missing")
        if not who.second_factor:
            raise Forbidden("auth.second_factor_required")
        return who

    official.__permission__ = " or ".join(roles)  # type: ignore[attr-defined]  # read by the guard that walks the routes
    return official


async def _everybody() -> None:
    """Nothing to check; being here is the declaration."""


def public() -> Any:
    """Marks a route as open to everybody: `dependencies=[public()]`."""
    return Depends(_everybody)


principal.__permission__ = "signed in"  # type: ignore[attr-defined]
_everybody.__permission__ = "public"  # type: ignore[attr-defined]


def declared_permissions(app: FastAPI) -> dict[tuple[str, str], str | None]:
    """(method, path) of every route with what it declares: None is a route that was forgotten."""
    return {
        (method, context.path_format or ""): declared_permission(context.dependant)
        for context in iter_route_contexts(app.routes)
        if isinstance(context.route, APIRoute)
        for method in sorted(context.methods or ())
    }


def declared_permission(dependant: Dependant) -> str | None:
    """The strictest-looking permission in a route's dependency tree (`route.dependant`), or None when it has none."""
    found = [declared_permission(child) for child in dependant.dependencies]
    found.append(getattr(dependant.call, "__permission__", None))
    named = [permission for permission in found if permission]
    return max(named, key=lambda name: (name != "public", name != "signed in"), default=None)
