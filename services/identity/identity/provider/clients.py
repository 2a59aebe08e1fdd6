"""Who may ask this provider to sign people in: a short list from settings, because it changes by deployment."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin, list_to_scope, scope_to_list

from identity.signing import SIGNING_ALGORITHM

SCOPES = ("openid", "profile", "email", "offline_access")


@dataclass(frozen=True)
class Client(ClientMixin):
    """A confidential client. Its secret is random and long, so a plain SHA-256 is all the hash it needs."""

    client_id: str
    secret_sha256: bytes
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    id_token_signed_response_alg: str = SIGNING_ALGORITHM

    @property
    def client_metadata(self) -> dict[str, Any]:
        return {"post_logout_redirect_uris": list(self.post_logout_redirect_uris)}

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str | None:
        # RFC 9700 wants the address spelled out and compared exactly, even where only one is registered.
        return None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        asked = scope_to_list(scope or "")
        return list_to_scope([s for s in asked if s in SCOPES]) if "openid" in asked else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(self.secret_sha256, hashlib.sha256(client_secret.encode()).digest())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        del endpoint
        return method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in {"authorization_code", "refresh_token"}


def portal(secret: str, public_origin: str) -> Client:
    """The gateway of the portal: the only client of this provider."""
    return Client(
        client_id="portal",
        secret_sha256=hashlib.sha256(secret.encode()).digest(),
        redirect_uris=(f"{public_origin}/session/callback",),
        post_logout_redirect_uris=(f"{public_origin}/",),
    )
