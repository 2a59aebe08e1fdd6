"""Userinfo, revocation (RFC 7009) and sign-out started by the client (OpenID Connect RP-Initiated Logout)."""

from typing import Any
from uuid import UUID

from authlib.consts import default_json_headers
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6750 import InvalidTokenError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oidc.core import UserInfoEndpoint
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet

from identity.provider import records
from identity.provider.grants import CLIENT_AUTHENTICATION
from identity.provider.tokens import protector


class UserInfo(UserInfoEndpoint):
    """The person now, not as of when the token was made; a session that has ended answers nothing."""

    def __call__(self, request: Any) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        token = protector(self.server).validate_request(["openid"], request)
        session_id = _uuid(token.get("sid"))
        subject = self.server.subject(session_id) if session_id else None
        if subject is None or str(subject.account) != token["sub"]:
            raise InvalidTokenError
        return 200, subject.claims(token["scope"]) | {"roles": subject.role_claims()}, default_json_headers


class Revocation(RevocationEndpoint):
    """Ends the family of a refresh token. Access tokens live for minutes and cannot be called back."""

    CLIENT_AUTH_METHODS = CLIENT_AUTHENTICATION

    def query_token(self, token_string: str, token_type_hint: str | None) -> records.StoredRefreshToken | None:
        del token_type_hint
        found = records.locked_refresh_token(self.server.session, token_string)
        return records.StoredRefreshToken(*found, subject=None) if found else None

    def revoke_token(self, token: records.StoredRefreshToken, request: Any) -> None:
        del request
        records.end_family(self.server.session, token.family.id, "revoked", self.server.now)


class EndSession(EndSessionEndpoint):
    """`ended` tells the page which session the client's ID token named; the page ends it with its cookie."""

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        self.ended: UUID | None = None

    def get_server_jwks(self) -> KeySet:
        return self.server.keys.published

    def validate_request(self, request: Any) -> Any:
        asked = super().validate_request(request)
        claims = asked.id_token_claims
        # Access tokens are signed with the same keys and must not pass for ID tokens.
        if claims is not None and (claims.get("iss") != self.server.issuer or "client_id" in claims):
            raise InvalidRequestError("The 'id_token_hint' is not an ID token of this issuer.")
        return asked

    def end_session(self, end_session_request: Any) -> None:
        claims = end_session_request.id_token_claims
        self.ended = _uuid(claims.get("sid")) if claims else None


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
