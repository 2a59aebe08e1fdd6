"""The two grants of this provider: authorization code with PKCE, and refresh with rotation (RFC 9700)."""

from datetime import timedelta
from typing import Any

import structlog
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.grants.code import OpenIDToken
from joserfc.jwk import KeySet

from commons.ids import new_id
from identity.provider import records
from identity.provider.records import StoredCode, StoredRefreshToken
from identity.provider.subject import Subject
from identity.tables import Authorization
from identity.vault import token_hash

log = structlog.get_logger(__name__)
CODE_LIFETIME = timedelta(seconds=60)
CLIENT_AUTHENTICATION = ["client_secret_basic", "client_secret_post"]


class S256Challenge(CodeChallenge):
    """PKCE for every client, and never with `plain`."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]  # noqa: RUF012  # Authlib's own shape

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        sent = grant.request.payload.data
        if not sent.get("code_challenge") or sent.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A 'code_challenge' with the method 'S256' is required.")
        super().validate_code_challenge(grant, redirect_uri)


class CodeGrant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_AUTHENTICATION

    def save_authorization_code(self, code: str, request: Any) -> None:
        sent, subject, server = request.payload.data, request.user, self.server
        server.session.add(
            Authorization(
                id=new_id(),
                code_hash=token_hash(code),
                client_id=request.client.client_id,
                account_id=subject.account,
                session_id=subject.session,
                redirect_uri=sent["redirect_uri"],
                scope=request.scope,
                nonce=sent.get("nonce"),
                code_challenge=sent["code_challenge"],
                code_challenge_method=sent["code_challenge_method"],
                issued_at=server.now,
                code_expires_at=server.now + CODE_LIFETIME,
            )
        )
        records.touch(server.session, subject.session, server.now)

    def query_authorization_code(self, code: str, client: Any) -> StoredCode | None:
        server = self.server
        row = records.locked_code(server.session, code)
        if row is None or row.client_id != client.client_id:
            return None
        if row.redeemed_at is not None:
            # RFC 6749 4.1.2: somebody holds a copy, so what was issued for it ends too.
            records.end_family(server.session, row.id, "code_reused", server.now)
            log.warning("oidc.code_reused", family=str(row.id))
            return None
        subject = server.subject(row.session_id)
        return StoredCode(row, subject) if subject and row.code_expires_at > server.now else None

    def delete_authorization_code(self, authorization_code: StoredCode) -> None:
        """Kept and marked, so that a second use is seen."""
        authorization_code.row.redeemed_at = self.server.now

    def authenticate_user(self, authorization_code: StoredCode) -> Subject:
        return authorization_code.subject


class RotatingRefreshGrant(RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_AUTHENTICATION
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> StoredRefreshToken | None:
        server = self.server
        found = records.locked_refresh_token(server.session, refresh_token)
        if found is None:
            return None
        row, family = found
        if row.used_at is not None:
            records.end_family(server.session, family.id, "refresh_token_reused", server.now)
            log.warning("oidc.refresh_token_reused", family=str(family.id))
            return None
        if family.ended_at is not None or row.expires_at <= server.now:
            return None
        subject = server.subject(family.session_id)
        return StoredRefreshToken(row, family, subject) if subject else None

    def authenticate_user(self, refresh_token: StoredRefreshToken) -> Subject | None:
        return refresh_token.subject

    def revoke_old_credential(self, refresh_token: StoredRefreshToken) -> None:
        refresh_token.row.used_at = self.server.now
        records.touch(self.server.session, refresh_token.family.session_id, self.server.now)


class IdTokens(OpenIDToken):
    """ID tokens of both grants."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def resolve_client_private_key(self, client: Any) -> KeySet:
        del client
        return self._server.keys.signing

    def get_client_claims(self, client: Any) -> dict[str, Any]:
        return {"iss": self._server.issuer, "aud": client.client_id}

    def generate_user_info(self, user: Subject, scope: str) -> UserInfo:
        """No name and no address: the client sends this token back in the address of a sign-out (id_token_hint).

        OpenID Connect Core 5.4: with a code flow the claims of `profile` and `email` come from userinfo.
        """
        del scope
        at = int(user.authenticated_at.timestamp())
        return UserInfo(user.claims("openid") | {"auth_time": at, "amr": list(user.amr)})


class OpenIDCodeFlow(IdTokens, OpenIDCode):
    """Adds nonce and prompt to the authorization request."""

    def __init__(self, server: Any) -> None:
        IdTokens.__init__(self, server)
        OpenIDCode.__init__(self, require_nonce=False)

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return records.nonce_seen(self._server.session, request.payload.client_id, nonce)
