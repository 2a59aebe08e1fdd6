"""The whole dance over real HTTP, with Authlib's own client, as the gateway dances it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import KeySet

from commons.auth import TokenVerifier
from commons.testing import eventually
from embedded.process import free_ports
from identity.app import create_app
from identity.settings import Settings
from identity.testing import Browser, Portal, one_time_code

PASSWORD = "zelena livada iza kuće"


@asynccontextmanager
async def served(app: FastAPI, port: int) -> AsyncIterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, proxy_headers=False))
    task = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started, every=0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_a_voter_signs_in_refreshes_and_signs_out_through_authlibs_client(
    settings: Settings, tmp_path: Any
) -> None:
    port = free_ports(1)[0]
    origin = f"http://localhost:{port}"
    accounts = tmp_path / "accounts.json"
    accounts.write_text(json.dumps([{"email": "ana@example.org", "password": PASSWORD, "name": "Ana"}]))
    settings = settings.model_copy(
        update={"public_origin": origin, "issuer": f"{origin}/auth", "demo_accounts_file": accounts}
    )
    async with served(create_app(settings), port), httpx.AsyncClient() as plain:
        metadata = (await plain.get(f"{origin}/auth/.well-known/openid-configuration")).json()
        client = AsyncOAuth2Client(
            "portal",
            settings.portal_client_secret,
            scope="openid profile email offline_access",
            redirect_uri=f"{origin}/session/callback",
            code_challenge_method="S256",
            token_endpoint=metadata["token_endpoint"],
        )
        verifier = "v" * 64
        address, state = client.create_authorization_url(
            metadata["authorization_endpoint"], code_verifier=verifier, nonce="n-1"
        )
        person = Browser(httpx.AsyncHTTPTransport(), origin)
        await person.follow(await person.get(address))
        answer = await person.submit("/auth/login", email="ana@example.org", password=PASSWORD)
        back = answer.headers["location"]
        assert back.startswith(f"{origin}/session/callback?")

        token = await client.fetch_token(authorization_response=back, state=state, code_verifier=verifier)
        keys = KeySet.import_key_set((await plain.get(metadata["jwks_uri"])).json())
        identity = jwt.decode(token["id_token"], keys, algorithms=["RS256"])
        options = {
            "iss": {"value": metadata["issuer"]},
            "aud": {"value": "portal"},
            "nonce": {"value": "n-1"},
        }
        CodeIDToken(identity.claims, identity.header, options, {"access_token": token["access_token"]}).validate()

        verifier_of_services = TokenVerifier(metadata["issuer"], "izbori")
        who = await verifier_of_services.verify(token["access_token"])
        assert (who.email, who.email_verified, who.name, who.roles) == ("ana@example.org", True, "Ana", ())
        await verifier_of_services.close()

        fresh = await client.refresh_token(metadata["token_endpoint"])
        assert fresh["refresh_token"] != token["refresh_token"]
        client.token = fresh
        person_now = (await client.get(metadata["userinfo_endpoint"])).json()
        assert person_now["sub"] == identity.claims["sub"]

        out = await person.get(
            metadata["end_session_endpoint"],
            id_token_hint=fresh["id_token"],
            post_logout_redirect_uri=f"{origin}/",
            state="bye",
        )
        assert out.headers["location"] == f"{origin}/?state=bye"
        assert person.session is None
        assert (await client.get(metadata["userinfo_endpoint"])).status_code == 401
        await client.aclose()


async def test_claims_are_exactly_those_that_the_services_read(
    ana: Browser, portal: Callable[[], Portal], machine: httpx.AsyncClient
) -> None:
    tokens = await portal().tokens(ana)
    keys = KeySet.import_key_set((await machine.get("/auth/jwks.json")).json())
    access = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"])
    assert access.header["typ"] == "at+jwt"
    assert set(access.claims) == {
        "iss", "aud", "exp", "iat", "sub", "jti", "client_id", "scope", "email", "email_verified", "name", "locale",
        "roles", "amr", "auth_time", "sid",
    }  # fmt: skip
    assert access.claims["exp"] - access.claims["iat"] == 900
    assert access.claims["amr"] == ["pwd"]
    assert access.claims["roles"] == []
    assert access.claims["locale"] == "hr"


async def test_an_official_carries_roles_units_and_the_second_factor(
    browser: Callable[..., Browser],
    portal: Callable[[], Portal],
    machine: httpx.AsyncClient,
    seed: Any,
    clock: Any,
) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    roles = [
        {"role": "CEC_REG_REVIEWER", "election": "DEMO"},
        {"role": "DCM_OFFICER", "unit": "dcm.de.stuttgart", "election": "DEMO"},
    ]
    await seed("clerk@example.org", totp_secret=secret, roles=roles)
    here, gate = browser(), portal()
    await here.follow(await here.get(f"/auth/authorize?{gate.request()}"))
    page = await here.submit("/auth/login", email="clerk@example.org", password=PASSWORD)
    assert "Enter the code" in page.text
    answer = await here.submit("/auth/second-factor", code=one_time_code(secret, clock.now()))
    tokens = (await gate.redeem(gate.returned(answer)["code"])).json()
    keys = KeySet.import_key_set((await machine.get("/auth/jwks.json")).json())
    claims = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"]).claims
    assert claims["amr"] == ["pwd", "otp"]
    assert claims["roles"] == [
        {"role": "CEC_REG_REVIEWER", "unit": None, "election": "DEMO"},
        {"role": "DCM_OFFICER", "unit": "dcm.de.stuttgart", "election": "DEMO"},
    ]
