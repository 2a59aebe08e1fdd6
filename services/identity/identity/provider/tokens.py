"""Access tokens: JWTs of RFC 9068 that say who, in which session, how authenticated and with which roles."""

from typing import Any

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749 import ResourceProtector
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator, JWTBearerTokenValidator
from joserfc.jwk import KeySet

from identity.provider.subject import Subject
from identity.signing import SIGNING_ALGORITHM

REFRESH_TOKEN_LENGTH = 48


class AccessTokens(JWTBearerTokenGenerator):
    def __init__(self, server: Any) -> None:
        super().__init__(
            server.issuer,
            SIGNING_ALGORITHM,
            refresh_token_generator=lambda **_: generate_token(REFRESH_TOKEN_LENGTH),
            expires_generator=server.access_token_seconds,
        )
        self._server = server

    def get_jwks(self) -> KeySet:
        return self._server.keys.signing

    def get_audiences(self, client: Any, user: Subject, scope: str) -> str:
        del client, user, scope
        return str(self._server.audience)

    def get_auth_time(self, user: Subject) -> int:
        return int(user.authenticated_at.timestamp())

    def get_amr(self, user: Subject) -> list[str]:
        return list(user.amr)

    def get_extra_claims(self, client: Any, grant_type: str, user: Subject, scope: str) -> dict[str, Any]:
        del client, grant_type
        return user.claims(scope) | {"roles": user.role_claims()}


class AccessTokenValidator(JWTBearerTokenValidator):
    """For our own userinfo endpoint; the other services use commons.auth and the JWKS."""

    def __init__(self, server: Any) -> None:
        super().__init__(server.issuer, server.audience)
        self._server = server

    def get_jwks(self) -> KeySet:
        return self._server.keys.published

    def authenticate_token(self, token_string: str) -> Any:
        claims = super().authenticate_token(token_string)
        claims.options["roles"] = {"allow_blank": True}  # a voter has none, which Authlib takes for a defect
        return claims


def protector(server: Any) -> ResourceProtector:
    protector = ResourceProtector()
    protector.register_token_validator(AccessTokenValidator(server))
    return protector
