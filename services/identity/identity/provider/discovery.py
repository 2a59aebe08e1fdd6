"""What the provider says about itself, checked by Authlib's own model of the metadata."""

from typing import Any

from authlib.oauth2 import rfc9207
from authlib.oidc import rpinitiated
from authlib.oidc.discovery import OpenIDProviderMetadata

from identity.languages import LANGUAGES
from identity.provider.clients import SCOPES
from identity.provider.grants import CLIENT_AUTHENTICATION
from identity.signing import SIGNING_ALGORITHM


def metadata(issuer: str) -> dict[str, Any]:
    document = OpenIDProviderMetadata(
        issuer=issuer,
        authorization_endpoint=f"{issuer}/authorize",
        token_endpoint=f"{issuer}/token",
        userinfo_endpoint=f"{issuer}/userinfo",
        jwks_uri=f"{issuer}/jwks.json",
        revocation_endpoint=f"{issuer}/revoke",
        end_session_endpoint=f"{issuer}/end-session",
        scopes_supported=list(SCOPES),
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=["authorization_code", "refresh_token"],
        subject_types_supported=["public"],
        id_token_signing_alg_values_supported=[SIGNING_ALGORITHM],
        token_endpoint_auth_methods_supported=CLIENT_AUTHENTICATION,
        revocation_endpoint_auth_methods_supported=CLIENT_AUTHENTICATION,
        code_challenge_methods_supported=["S256"],
        claims_supported=["sub", "sid", "name", "locale", "email", "email_verified", "roles", "amr", "auth_time"],
        ui_locales_supported=list(LANGUAGES),
        prompt_values_supported=["none", "login", "create"],
        request_parameter_supported=False,
        request_uri_parameter_supported=False,
        authorization_response_iss_parameter_supported=True,
    )
    document.validate(metadata_classes=[rfc9207.AuthorizationServerMetadata, rpinitiated.OpenIDProviderMetadata])
    return dict(document)
