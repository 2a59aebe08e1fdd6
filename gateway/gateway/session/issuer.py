"""Why: the portal is a plain OpenID Connect client of whatever issuer it is given; all protocol logic is Authlib's.

Code flow with PKCE, discovery, RFC 9207 `iss` check. The browser is sent to the addresses that discovery names; this
process may reach the same issuer by an internal address, so the endpoints it calls itself are rewritten to that one.
"""

import time
import warnings
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from authlib.common.urls import add_params_to_uri
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc.errors import JoseError
from starlette.requests import Request

from commons.problems import Forbidden, Unavailable

with warnings.catch_warnings():
    # Authlib would rather have httpx2; one HTTP library is enough for one process (ADR 0030).
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.starlette_client import OAuth, StarletteIntegration, StarletteOAuth2App

log = structlog.get_logger(__name__)
SCOPE = "openid profile email offline_access"
CALLED_BY_US = ("token_endpoint", "jwks_uri", "revocation_endpoint", "userinfo_endpoint", "introspection_endpoint")
ALGORITHMS = ("RS256", "ES256", "EdDSA")
ATTEMPTS_KEPT = 4
TIMEOUT = 5.0


@dataclass(frozen=True)
class Tokens:
    """What a sign-in or a refresh brought. Times are the machine's, in seconds since the epoch."""

    access: str
    refresh: str
    id_token: str
    expires_at: float


class Ended(Exception):
    """The issuer will not refresh this session any more."""


class _Attempts(StarletteIntegration):  # type: ignore[misc]  # Authlib is untyped
    """Keeps a few sign-ins under way, so that a second tab does not break the first."""

    async def set_state_data(self, session: dict[str, Any] | None, state: str, data: Any) -> None:
        if session is None:
            raise RuntimeError("the sign-in cookie is not there")
        prefix = f"_state_{self.name}_"
        older = sorted((key for key in session if key.startswith(prefix)), key=lambda key: session[key].get("exp", 0))
        for key in older[: max(0, len(older) - ATTEMPTS_KEPT + 1)]:
            session.pop(key)
        session[f"{prefix}{state}"] = {"data": data, "exp": time.time() + 600}


class _App(StarletteOAuth2App):  # type: ignore[misc]  # Authlib is untyped
    """Refuses a discovery document of another issuer, and calls the issuer where this process reaches it."""

    async def load_server_metadata(self) -> dict[str, Any]:
        if "_loaded_at" not in self.server_metadata:
            issuer, internal = self.server_metadata["expected_issuer"], self.server_metadata["internal_url"]
            async with self._get_session() as client:
                answer = await client.request(
                    "GET", f"{internal}/.well-known/openid-configuration", withhold_token=True
                )
                metadata: dict[str, Any] = answer.raise_for_status().json()
            if metadata.get("issuer") != issuer:
                raise ValueError("discovery answers for another issuer")
            for key in CALLED_BY_US:
                if str(metadata.get(key, "")).startswith(issuer + "/"):
                    metadata[key] = internal + metadata[key].removeprefix(issuer)
            offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
            metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
            self.server_metadata |= metadata | {"_loaded_at": time.time()}
        return dict(self.server_metadata)


class _Clients(OAuth):  # type: ignore[misc]  # Authlib is untyped
    framework_integration_cls = _Attempts


OUTAGE = (httpx.TransportError, httpx.HTTPStatusError)


class Issuer:
    """The portal as a client of one OpenID Connect provider."""

    def __init__(self, issuer: str, internal_url: str, client_id: str, client_secret: str, public_origin: str) -> None:
        self._issuer, self._origin = issuer, public_origin
        self._client_id, self._client_secret = client_id, client_secret
        self._method = "client_secret_basic" if client_secret else "none"
        self._app: Any = _Clients().register(
            "portal",
            client_cls=_App,
            client_id=client_id,
            client_secret=client_secret or None,
            expected_issuer=issuer,
            internal_url=(internal_url or issuer).rstrip("/"),
            client_kwargs={
                "scope": SCOPE,
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": self._method,
                "timeout": TIMEOUT,
            },
        )

    @property
    def _callback(self) -> str:
        return f"{self._origin}/session/callback"

    async def begin(self, request: Request, next_path: str, hints: dict[str, str]) -> str:
        """The address at the issuer to send the browser to; the attempt is kept in the sign-in cookie."""
        try:
            attempt = await self._app.create_authorization_url(self._callback, **hints)
        except (*OUTAGE, ValueError) as error:
            raise _unavailable(error) from error
        url = attempt.pop("url")  # not worth its bytes in the cookie
        await self._app.save_authorize_data(request, redirect_uri=self._callback, next=next_path, **attempt)
        return str(url)

    async def finish(self, request: Request) -> tuple[Tokens, str]:
        """Tokens and the path to return to; Forbidden where the callback does not belong to this browser."""
        state = request.query_params.get("state", "")
        kept = await self._app.framework.get_state_data(request.session, state) or {}
        if request.query_params.get("iss", self._issuer) != self._issuer:
            raise Forbidden("session.sign_in_failed")
        try:
            token = await self._app.authorize_access_token(request, leeway=30)
        except OUTAGE as error:
            raise _unavailable(error) from error
        except (OAuthError, JoseError, ValueError) as error:
            code = (
                "session.sign_in_refused"
                if getattr(error, "error", "") == "access_denied"
                else "session.sign_in_failed"
            )
            log.info("session.sign_in_failed", error=getattr(error, "error", type(error).__qualname__))
            raise Forbidden(code) from error
        if "userinfo" not in token:
            raise Forbidden("session.sign_in_failed")
        return _tokens(token, {}), str(kept.get("next") or "/")

    async def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens. Ended when the issuer refuses; Unavailable when it does not answer."""
        try:
            metadata = await self._app.load_server_metadata()
            async with self._app._get_oauth_client(**metadata) as client:  # noqa: SLF001  # Authlib names no public way
                token = await client.refresh_token(metadata["token_endpoint"], refresh_token=tokens.refresh)
        except OAuthError as error:
            if error.error in {"invalid_grant", "invalid_token", "unauthorized_client"}:
                raise Ended from error
            raise _unavailable(error) from error
        except (*OUTAGE, ValueError) as error:
            raise _unavailable(error) from error
        return _tokens(token, {"refresh_token": tokens.refresh, "id_token": tokens.id_token})

    async def end(self, tokens: Tokens) -> str:
        """Tell the issuer, if it answers, and give the address where the browser ends its session there too."""
        try:
            metadata = await self._app.load_server_metadata()
            if "revocation_endpoint" in metadata:
                async with self._app._get_oauth_client(**metadata) as client:  # noqa: SLF001  # as above
                    # RFC 7009: revoking the refresh token ends everything that grew from the sign-in
                    await client.revoke_token(metadata["revocation_endpoint"], token=tokens.refresh)
            if "end_session_endpoint" not in metadata:
                return "/"
            told = {
                "id_token_hint": tokens.id_token,
                "post_logout_redirect_uri": f"{self._origin}/",
                "client_id": self._client_id,
            }
            return str(add_params_to_uri(metadata["end_session_endpoint"], told))
        except (*OUTAGE, OAuthError, ValueError) as error:
            log.warning("session.issuer_not_told", error=type(error).__qualname__)
            return "/"


def _tokens(token: dict[str, Any], before: dict[str, str]) -> Tokens:
    lifetime = float(token.get("expires_in") or 0)
    return Tokens(
        access=token["access_token"],
        refresh=token.get("refresh_token") or before.get("refresh_token", ""),
        id_token=token.get("id_token") or before.get("id_token", ""),
        expires_at=float(token.get("expires_at") or time.time() + lifetime),
    )


def _unavailable(error: Exception) -> Unavailable:
    log.warning("session.issuer_unreachable", error=type(error).__qualname__)
    return Unavailable("session.issuer_unreachable", retry_after=5)
