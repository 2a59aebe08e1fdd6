import asyncio
import time
from typing import Annotated, Any

import httpx
import orjson
import pytest
from fastapi import APIRouter, Depends, FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from commons import auth, problems
from commons.auth import Principal, RoleGrant, account_of, declared_permissions, public, require, signed_in
from commons.problems import Unauthorised, Unavailable
from commons.testing import ISSUER, TestIssuer, mint_token, role


async def refusal(issuer: TestIssuer, token: str) -> str:
    with pytest.raises(Unauthorised) as caught:
        await issuer.verifier().verify(token)
    return caught.value.code


async def test_a_genuine_token_says_who_calls() -> None:
    issuer = TestIssuer()
    token = issuer.token("s-1", roles=[role("CEC_REG_CLERK", "CEC", "DEMO")], amr=["pwd", "otp"], locale="sr")
    who = await issuer.verifier().verify(token)
    assert who.account == account_of(ISSUER, "s-1")
    assert len(who.account) == 32
    assert who.roles == (RoleGrant("CEC_REG_CLERK", "CEC", "DEMO"),)
    assert who.second_factor
    assert who.is_official
    assert who.locale == "sr"


@pytest.mark.parametrize("kind", ["RSA", "EC", "OKP"])
async def test_the_three_signature_families_are_accepted(kind: str) -> None:
    key: Any = {
        "RSA": lambda: RSAKey.generate_key(2048, auto_kid=True),
        "EC": lambda: ECKey.generate_key("P-256", auto_kid=True),
        "OKP": lambda: OKPKey.generate_key("Ed25519", auto_kid=True),
    }[kind]()
    algorithm = {"RSA": "RS256", "EC": "ES256", "OKP": "Ed25519"}[kind]
    issuer = TestIssuer(key=key)
    claims = {"iss": ISSUER, "aud": "izbori", "sub": "s", "iat": int(time.time()), "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": algorithm, "typ": "at+jwt", "kid": key.kid}, claims, key, algorithms=[algorithm])
    assert (await issuer.verifier().verify(token)).account == account_of(ISSUER, "s")


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "https://evil.example"}, "auth.token_invalid"),
        ({"iss": None}, "auth.token_invalid"),
        ({"aud": "another-service"}, "auth.token_invalid"),
        ({"aud": None}, "auth.token_invalid"),
        ({"exp": int(time.time()) - 3600}, "auth.token_expired"),
        ({"exp": None}, "auth.token_invalid"),
        ({"sub": None}, "auth.token_invalid"),
        ({"iat": None}, "auth.token_invalid"),
        ({"iat": int(time.time()) + 3600}, "auth.token_invalid"),
        ({"nbf": int(time.time()) + 3600}, "auth.token_invalid"),
        ({"roles": ["CEC_MEMBER"]}, "auth.token_invalid"),
        ({"roles": 7}, "auth.token_invalid"),
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(claims: dict[str, Any], code: str) -> None:
    issuer = TestIssuer()
    assert await refusal(issuer, issuer.token(**claims)) == code


@pytest.mark.parametrize("typ", ["JWT", "jwt", "", "id+jwt", "logout+jwt"])
async def test_only_access_tokens_count_not_other_tokens_of_the_same_issuer(typ: str) -> None:
    issuer = TestIssuer()
    assert await refusal(issuer, mint_token(issuer.key, header={"typ": typ})) == "auth.token_invalid"


async def test_a_key_injected_through_the_header_is_refused() -> None:
    """CVE-2026-27962: the verifier must not take the key from the token."""
    issuer, attacker = TestIssuer(), OKPKey.generate_key("Ed25519", auto_kid=True)
    jwk = attacker.as_dict(private=False)
    for header in ({"jwk": jwk}, {"jwk": jwk, "kid": issuer.key.kid}, {"jku": "https://evil.example/jwks"}):
        forged = mint_token(attacker, header=header, roles=[role("CEC_MEMBER")])
        assert await refusal(issuer, forged) == "auth.token_invalid"


async def test_a_header_that_carries_a_key_is_refused_even_with_a_good_signature() -> None:
    issuer = TestIssuer()
    token = mint_token(issuer.key, header={"jwk": issuer.key.as_dict(private=False)})
    assert await refusal(issuer, token) == "auth.token_invalid"


async def test_unsigned_tokens_and_shared_secret_signatures_are_refused() -> None:
    issuer = TestIssuer()
    _, claims, _ = issuer.token().split(".")
    none = auth.base64.urlsafe_b64encode(orjson.dumps({"alg": "none", "typ": "at+jwt", "kid": issuer.key.kid}))
    assert await refusal(issuer, f"{none.decode().rstrip('=')}.{claims}.") == "auth.token_invalid"
    secret = OctKey.import_key(orjson.dumps(issuer.jwks()["keys"][0]))
    header = {"alg": "HS256", "typ": "at+jwt", "kid": issuer.key.kid}
    forged = jwt.encode(header, {"iss": ISSUER, "aud": "izbori", "sub": "x"}, secret, algorithms=["HS256"])
    assert await refusal(issuer, forged) == "auth.token_invalid"


async def test_an_algorithm_of_another_key_type_is_refused() -> None:
    issuer = TestIssuer()
    rsa = RSAKey.generate_key(2048, auto_kid=True)
    assert await refusal(issuer, mint_token(rsa, header={"kid": issuer.key.kid})) == "auth.token_invalid"


@pytest.mark.parametrize(
    "token", ["", "x", "a.b", "a.b.c", "....", "e30.e30.e30", "\u0107.b.c", "W10.e30.x", "A" * 9000]
)
async def test_garbage_is_refused_and_nothing_worse(token: str) -> None:
    assert await refusal(TestIssuer(), token) == "auth.token_invalid"


async def test_a_changed_claim_breaks_the_signature() -> None:
    issuer = TestIssuer()
    head, _, signature = issuer.token("voter").split(".")
    _, other, _ = issuer.token("voter", roles=[role("CEC_MEMBER")]).split(".")
    assert await refusal(issuer, f"{head}.{other}.{signature}") == "auth.token_invalid"


async def test_a_new_key_is_fetched_once_and_unknown_ids_cannot_flood_the_issuer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issuer = TestIssuer()
    verifier = issuer.verifier()
    await verifier.verify(issuer.token())
    issuer.key = OKPKey.generate_key("Ed25519", auto_kid=True)
    monkeypatch.setattr(auth, "REFETCH_AT_MOST_EVERY", 0.0)
    await verifier.verify(issuer.token())
    assert issuer.fetched == 2
    monkeypatch.setattr(auth, "REFETCH_AT_MOST_EVERY", 60.0)
    stranger = OKPKey.generate_key("Ed25519", auto_kid=True)
    for _ in range(20):
        with pytest.raises(Unauthorised):
            await verifier.verify(mint_token(stranger))
    assert issuer.fetched == 2


async def test_known_keys_stay_good_while_the_issuer_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    issuer = TestIssuer()
    verifier = issuer.verifier()
    await verifier.verify(issuer.token())
    issuer.down = True
    monkeypatch.setattr(auth, "REFRESH_AFTER", 0.0)
    monkeypatch.setattr(auth, "REFETCH_AT_MOST_EVERY", 0.0)
    for _ in range(3):
        assert (await verifier.verify(issuer.token())).account
        await asyncio.sleep(0)
    assert issuer.fetched > 1


async def test_nobody_waits_for_an_issuer_that_hangs_when_the_key_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    issuer = TestIssuer()
    hangs = False

    async def answer(request: httpx.Request) -> httpx.Response:
        if hangs:
            await asyncio.sleep(3600)
        return httpx.Response(200, json=issuer.jwks())

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    verifier = auth.TokenVerifier(ISSUER, "izbori", "http://issuer.invalid/jwks", client=client)
    await verifier.verify(issuer.token())
    hangs = True
    monkeypatch.setattr(auth, "REFRESH_AFTER", 0.0)
    monkeypatch.setattr(auth, "REFETCH_AT_MOST_EVERY", 0.0)
    for _ in range(5):
        assert await asyncio.wait_for(verifier.verify(issuer.token()), 0.5)
        await asyncio.sleep(0)
    await verifier.close()


async def test_without_any_key_yet_an_unreachable_issuer_is_an_outage_and_no_refusal() -> None:
    issuer = TestIssuer()
    issuer.down = True
    with pytest.raises(Unavailable):
        await issuer.verifier().verify(issuer.token())


async def test_the_key_set_is_found_by_discovery() -> None:
    issuer = TestIssuer()
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        if request.url.path.endswith("openid-configuration"):
            return httpx.Response(200, json={"jwks_uri": "http://localhost:8000/auth/jwks"})
        return httpx.Response(200, json=issuer.jwks())

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    verifier = auth.TokenVerifier(ISSUER, "izbori", client=client)
    assert await verifier.verify(issuer.token())
    assert seen == [f"{ISSUER}/.well-known/openid-configuration", "http://localhost:8000/auth/jwks"]


@pytest.mark.parametrize(
    ("grant", "asked", "covered"),
    [
        (RoleGrant("A"), {}, True),
        (RoleGrant("A"), {"election": "E", "unit": "U"}, True),
        (RoleGrant("A", election="E"), {"election": "E"}, True),
        (RoleGrant("A", election="F"), {"election": "E"}, False),
        (RoleGrant("A", unit="U", election="E"), {"election": "E", "unit": "U"}, True),
        (RoleGrant("A", unit="V", election="E"), {"election": "E", "unit": "U"}, False),
        (RoleGrant("B"), {}, False),
    ],
)
def test_a_grant_covers_its_own_unit_and_election(grant: RoleGrant, asked: dict[str, str], covered: bool) -> None:
    assert Principal("x", roles=(grant,)).has("A", "C", **asked) is covered


def test_unit_and_election_of_two_grants_do_not_add_up() -> None:
    who = Principal("x", roles=(RoleGrant("A", unit="U", election="E"), RoleGrant("A", unit="V", election="F")))
    assert not who.has("A", unit="U", election="F")


Clerk = Annotated[Principal, Depends(require("CLERK", "REVIEWER"))]


def service(issuer: TestIssuer) -> FastAPI:
    app, router = FastAPI(), APIRouter()

    @app.get("/open", dependencies=[public()])
    async def open_() -> str:
        return "open"

    @app.get("/mine")
    async def mine(who: signed_in) -> str:
        return who.account

    @router.get("/office")
    async def office(who: Clerk) -> str:
        return who.account

    @app.get("/forgotten")
    async def forgotten() -> str:
        return "?"

    app.include_router(router, prefix="/v1")
    app.state.verifier = issuer.verifier()
    problems.install(app)
    return app


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/open", None, 200, None),
        ("/mine", None, 401, "auth.required"),
        ("/mine", {"Authorization": "Basic dTpw"}, 401, "auth.required"),
        ("/mine", {"Authorization": "Bearer x.y.z"}, 401, "auth.token_invalid"),
        ("/mine", {}, 200, None),
        ("/v1/office", {}, 403, "auth.role_missing"),
        ("/v1/office", {"roles": [role("CLERK")]}, 403, "auth.second_factor_required"),
        ("/v1/office", {"roles": [role("MEMBER")], "amr": ["pwd", "otp"]}, 403, "auth.role_missing"),
        ("/v1/office", {"roles": [role("REVIEWER")], "amr": ["pwd", "otp"]}, 200, None),
        ("/v1/office", {"roles": [role("CLERK")], "amr": ["hwk"]}, 200, None),
    ],
)
async def test_a_route_lets_in_whom_it_declares(
    path: str, headers: dict[str, Any] | None, status: int, code: str | None
) -> None:
    issuer = TestIssuer()
    if headers is not None and "Authorization" not in headers:
        headers = {"Authorization": f"Bearer {issuer.token(**headers)}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service(issuer)), base_url="http://x") as client:
        answer = await client.get(path, headers=headers)
    assert answer.status_code == status
    if code:
        assert answer.json()["code"] == code
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"


def test_the_guard_sees_what_each_route_declares_and_what_was_forgotten() -> None:
    assert declared_permissions(service(TestIssuer())) == {
        ("GET", "/open"): "public",
        ("GET", "/mine"): "signed in",
        ("GET", "/v1/office"): "CLERK or REVIEWER",
        ("GET", "/forgotten"): None,
    }
