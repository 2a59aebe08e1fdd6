"""Authlib's authorization server for one request: made anew each time, so that it can hold that request's transaction.

Authlib is synchronous. `run` executes it inside `AsyncSession.run_sync`, on the same connection and in the same
transaction as everything else the request does: no second driver, no thread pool (ADR 0020).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from authlib.oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc9207 import IssuerParameter
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from identity.provider import records
from identity.provider.clients import SCOPES, Client, portal
from identity.provider.endpoints import EndSession, Revocation, UserInfo
from identity.provider.grants import CodeGrant, IdTokens, OpenIDCodeFlow, RotatingRefreshGrant, S256Challenge
from identity.provider.http import ProviderRequest, ProviderResponse, respond
from identity.provider.subject import Subject
from identity.provider.tokens import AccessTokens
from identity.settings import Settings
from identity.signing import SigningKeys
from identity.tables import RefreshToken
from identity.vault import Vault, token_hash

T = TypeVar("T")


class Issuer(IssuerParameter):
    """RFC 9207: the answer names who gives it, against mix-up."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def get_issuer(self) -> str:
        return self._issuer


class Provider(AuthorizationServer):
    def __init__(self, parts: "Parts", session: Session, now: datetime) -> None:
        super().__init__(scopes_supported=SCOPES)
        settings = parts.settings
        self.session, self.now, self.keys = session, now, parts.keys
        self.issuer, self.audience = settings.issuer, settings.audience
        self.access_token_seconds = settings.access_token_seconds
        self._parts = parts
        self.register_token_generator("default", AccessTokens(self))
        self.register_grant(CodeGrant, [S256Challenge(required=True), OpenIDCodeFlow(self)])
        self.register_grant(RotatingRefreshGrant, [IdTokens(self)])
        self.end_session = EndSession(self)
        for endpoint in (UserInfo(self), Revocation(self), self.end_session):
            self.register_endpoint(endpoint)
        self.register_hook("after_create_authorization_response", Issuer(settings.issuer).add_issuer_parameter)

    def query_client(self, client_id: str) -> Client | None:
        return self._parts.clients.get(client_id)

    def subject(self, session_id: UUID) -> Subject | None:
        idle = timedelta(minutes=self._parts.settings.session_idle_minutes)
        return records.subject(self.session, self._parts.vault, session_id, self.now, idle)

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Only the refresh token needs a row; it lives as long as the browser session."""
        family = (request.refresh_token.family if request.refresh_token else request.authorization_code.row).id
        self.session.add(
            RefreshToken(
                token_hash=token_hash(token["refresh_token"]),
                authorization_id=family,
                issued_at=self.now,
                expires_at=request.user.session_expires_at,
                used_at=None,
            )
        )

    def create_oauth2_request(self, request: ProviderRequest) -> ProviderRequest:
        return request

    def handle_response(self, status: int, body: Any, headers: Iterable[tuple[str, str]]) -> ProviderResponse:
        return respond(status, body, headers)

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Authlib's signals have no listeners here."""


@dataclass(frozen=True)
class Parts:
    """What lasts longer than a request."""

    settings: Settings
    vault: Vault
    keys: SigningKeys
    clients: dict[str, Client]


def parts(settings: Settings, vault: Vault) -> Parts:
    client = portal(settings.portal_client_secret, settings.public_origin)
    return Parts(settings, vault, SigningKeys(vault), {client.client_id: client})


async def run(parts: Parts, session: AsyncSession, now: datetime, action: Callable[[Provider], T]) -> T:
    """Let the protocol act in this transaction. Its refusals are answers, not exceptions, so what it noted is kept."""
    await parts.keys.fresh(session, now)

    def inside(sync_session: Session) -> T:
        try:
            return action(Provider(parts, sync_session, now))
        except ValueError as error:
            # Authlib quotes some parameters in its error texts, and those must be plain ASCII (RFC 6749 5.2).
            raise InvalidRequestError("A parameter holds characters that are not allowed.") from error

    return await session.run_sync(inside)
