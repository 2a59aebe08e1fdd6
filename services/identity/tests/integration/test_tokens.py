"""Tokens that we did not make, or no longer stand by, open nothing: neither userinfo nor the API."""

import base64
import hmac
import json
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jws, jwt
from joserfc.jwk import RSAKey

from commons.clock import FixedClock
from identity import signing
from identity.testing import Browser, Portal

DOORS = ["/auth/userinfo", "/v1/me"]


def b64(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
async def token(ana: Browser, portal: Callable[[], Portal]) -> str:
    return str((await portal().tokens(ana))["access_token"])


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(payload + "==")))


@pytest.fixture
def forgeries(app: FastAPI, token: str) -> dict[str, str]:
    """The classic ones, each carrying the claims of a good token."""
    claims = claims_of(token)
    mine = RSAKey.generate_key(2048, auto_kid=True)
    real = next(iter(app.state.parts.keys.signing))
    kid = real.kid
    head, body, signature = token.split(".")
    public_pem = RSAKey.import_key(real.as_dict(private=False)).as_pem(private=False)
    confused_head = f"{b64({'alg': 'HS256', 'typ': 'at+jwt', 'kid': kid})}.{body}"
    confused = hmac.digest(public_pem, confused_head.encode(), "sha256")  # joserfc refuses to help with this one

    def signed(header: dict[str, Any], payload: dict[str, Any], key: Any) -> str:
        registry = jws.JWSRegistry(algorithms=["RS256"], strict_check_header=False)
        return jwt.encode({"typ": "at+jwt"} | header, payload, key, registry=registry)

    return {
        "alg none": f"{b64({'alg': 'none', 'typ': 'at+jwt', 'kid': kid})}.{body}.",
        "alg None in capitals": f"{b64({'alg': 'NONE', 'typ': 'at+jwt', 'kid': kid})}.{body}.",
        "another key under our key id": signed({"alg": "RS256", "kid": kid}, claims, mine),
        "another key under its own id": signed({"alg": "RS256", "kid": mine.kid}, claims, mine),
        # CVE-2026-27962: a key that comes with the token is nobody's.
        "key in the header": signed({"alg": "RS256", "kid": kid, "jwk": mine.as_dict(private=False)}, claims, mine),
        "key in the header, no id": signed({"alg": "RS256", "jwk": mine.as_dict(private=False)}, claims, mine),
        "address of a key in the header": signed({"alg": "RS256", "kid": kid, "jku": "http://evil/jwks"}, claims, mine),
        "HMAC with our public key": f"{confused_head}.{b64(confused)}",
        "changed claims": f"{head}.{b64(claims | {'roles': [{'role': 'USER_ADMIN'}]})}.{signature}",
        "signature cut off": token.rsplit(".", 1)[0] + ".",
        "another issuer": signed({"alg": "RS256", "kid": kid}, claims | {"iss": "http://evil"}, real),
        "another audience": signed({"alg": "RS256", "kid": kid}, claims | {"aud": "portal"}, real),
        "expired": signed({"alg": "RS256", "kid": kid}, claims | {"exp": int(time.time()) - 60}, real),
        "not an access token": signed({"alg": "RS256", "kid": kid, "typ": "JWT"}, claims, real),
        "nothing": "",
        "noise": "a.b.c",
        "not ascii": "ž".encode().decode("latin-1"),
    }


@pytest.mark.parametrize("door", DOORS)
async def test_a_good_token_opens_the_door(machine: httpx.AsyncClient, token: str, door: str) -> None:
    answer = await machine.get(door, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.json()["email"] == "ana@example.org"


@pytest.mark.parametrize("door", DOORS)
async def test_no_forgery_opens_the_door(machine: httpx.AsyncClient, forgeries: dict[str, str], door: str) -> None:
    opened = {}
    for name, forged in forgeries.items():
        answer = await machine.get(door, headers={b"Authorization": b"Bearer " + forged.encode("latin-1")})
        opened[name] = answer.status_code
    allowed = {400, 401}
    assert {name: status for name, status in opened.items() if status not in allowed} == {}


async def test_an_id_token_is_no_access_token(
    ana: Browser, portal: Callable[[], Portal], machine: httpx.AsyncClient
) -> None:
    tokens = await portal().tokens(ana)
    for door in DOORS:
        answer = await machine.get(door, headers={"Authorization": f"Bearer {tokens['id_token']}"})
        assert answer.status_code == 401


async def test_the_token_of_a_session_that_ended_opens_nothing_here(
    ana: Browser, machine: httpx.AsyncClient, token: str
) -> None:
    await ana.get("/auth/sign-out")
    await ana.submit("/auth/sign-out")
    for door in DOORS:
        answer = await machine.get(door, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, door


async def test_keys_roll_over_without_a_gap(
    app: FastAPI, ana: Browser, portal: Callable[[], Portal], machine: httpx.AsyncClient, token: str, clock: FixedClock
) -> None:
    """The next key is published before it signs; the old one stays until its last token has expired."""
    parts, gate = app.state.parts, portal()

    async def published() -> list[str]:
        async with app.state.database.sessions() as session:
            await parts.keys.load(session, clock.now())
        return [key["kid"] for key in (await machine.get("/auth/jwks.json")).json()["keys"]]

    def kid(jwt: str) -> str:
        head = jwt.split(".", maxsplit=1)[0]
        return str(json.loads(base64.urlsafe_b64decode(head + "=="))["kid"])

    before = await published()
    assert len(before) == 2
    async with app.state.database.sessions.begin() as session:
        current = await signing.rotate(session, parts.vault, clock.now())
    after = await published()
    assert current in before
    assert current != kid(token)
    assert set(before) < set(after)
    assert len(after) == 3
    fresh = await gate.tokens(ana)
    assert kid(fresh["access_token"]) == current
    assert kid(fresh["id_token"]) == current
    for good in (token, fresh["access_token"]):
        assert (await machine.get("/auth/userinfo", headers={"Authorization": f"Bearer {good}"})).status_code == 200
    clock.move(timedelta(days=3))
    assert set(await published()) == set(after) - {kid(token)}


async def test_a_stolen_key_is_gone_at_once(
    app: FastAPI, machine: httpx.AsyncClient, token: str, clock: FixedClock
) -> None:
    parts = app.state.parts
    stolen = next(iter(parts.keys.signing)).kid
    async with app.state.database.sessions.begin() as session:
        assert await signing.revoke(session, parts.vault, stolen, clock.now())
        assert not await signing.revoke(session, parts.vault, "unknown", clock.now())
        await parts.keys.load(session, clock.now())
    assert stolen not in {key["kid"] for key in (await machine.get("/auth/jwks.json")).json()["keys"]}
    assert (await machine.get("/auth/userinfo", headers={"Authorization": f"Bearer {token}"})).status_code == 401


async def test_the_jwks_holds_nothing_private(machine: httpx.AsyncClient) -> None:
    for key in (await machine.get("/auth/jwks.json")).json()["keys"]:
        assert set(key) == {"kty", "kid", "use", "alg", "n", "e"}


async def test_the_operators_command_rotates_and_lists(
    app: FastAPI, settings: Any, sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    from identity.keys import run

    lines = await run(settings, "list", None)
    assert sorted(line.split()[1] for line in lines) == ["current", "next"]
    lines = await run(settings, "rotate", None)
    assert sorted(line.split()[1] for line in lines) == ["current", "next", "previous"]
    assert await run(settings, "revoke", "unknown") == ["no key unknown"]
    current = next(line.split()[0] for line in lines if " current " in line)
    lines = await run(settings, "revoke", current)
    assert current not in "".join(lines)
    assert "current" in {line.split()[1] for line in lines}


async def test_keys_grow_old_and_roll_over_by_themselves(app: FastAPI, settings: Any, clock: FixedClock) -> None:
    from identity.worker import Housekeeping

    worker = Housekeeping(app.state.database, clock, settings, app.state.parts.vault)
    async with app.state.database.sessions() as session:
        young = {row.kid for row in await signing.listing(session)}
    clock.move(timedelta(days=89))
    await worker.once()
    async with app.state.database.sessions() as session:
        assert {row.kid for row in await signing.listing(session)} == young
    clock.move(timedelta(days=2))
    await worker.once()
    async with app.state.database.sessions() as session:
        assert len({row.kid for row in await signing.listing(session)} - young) == 1
