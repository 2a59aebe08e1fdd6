"""Refresh tokens rotate, a copy is noticed, and a session that ended is over everywhere."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from commons.clock import FixedClock
from identity.testing import Browser, Portal

PASSWORD = "zelena livada iza kuće"


def refused(answer: httpx.Response) -> bool:
    return answer.status_code == 400 and answer.json()["error"] == "invalid_grant"


async def test_each_refresh_brings_a_new_token_and_the_id_token_keeps_the_time_of_signing_in(
    ana: Browser, portal: Callable[[], Portal], machine: httpx.AsyncClient, clock: FixedClock
) -> None:
    gate = portal()
    tokens = await gate.tokens(ana)
    clock.move(timedelta(minutes=10))
    fresh = (await gate.refresh(tokens["refresh_token"])).json()
    keys = KeySet.import_key_set((await machine.get("/auth/jwks.json")).json())
    before, after = (jwt.decode(t["id_token"], keys, algorithms=["RS256"]).claims for t in (tokens, fresh))
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert after["auth_time"] == before["auth_time"]
    assert after["sid"] == before["sid"]
    assert (await gate.refresh(fresh["refresh_token"])).status_code == 200


async def test_a_used_refresh_token_ends_the_whole_family(
    ana: Browser, portal: Callable[[], Portal], sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    gate = portal()
    first = (await gate.tokens(ana))["refresh_token"]
    second = (await gate.refresh(first)).json()["refresh_token"]
    assert refused(await gate.refresh(first))
    assert refused(await gate.refresh(second))
    assert [row[0] for row in await sql("SELECT ended_reason FROM oidc_authorization")] == ["refresh_token_reused"]


async def test_another_family_of_the_same_browser_lives_on(ana: Browser, portal: Callable[[], Portal]) -> None:
    gate = portal()
    one, other = (await gate.tokens(ana))["refresh_token"], (await gate.tokens(ana))["refresh_token"]
    await gate.refresh(one)
    assert refused(await gate.refresh(one))
    assert (await gate.refresh(other)).status_code == 200


async def test_two_refreshes_at_the_same_moment_are_a_reuse(ana: Browser, portal: Callable[[], Portal]) -> None:
    gate = portal()
    token = (await gate.tokens(ana))["refresh_token"]
    answers = await asyncio.gather(*(gate.refresh(token) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 400, 400, 400]
    winner = next(a for a in answers if a.status_code == 200).json()["refresh_token"]
    assert refused(await gate.refresh(winner))


async def test_a_revoked_token_and_an_unknown_one_get_the_same_answer_and_the_family_is_over(
    ana: Browser, portal: Callable[[], Portal], machine: httpx.AsyncClient
) -> None:
    gate = portal()
    token = (await gate.tokens(ana))["refresh_token"]
    for given in (token, "nonsense"):
        answer = await machine.post("/auth/revoke", data={"token": given}, auth=("portal", gate.secret))
        assert (answer.status_code, answer.json()) == (200, {})
    assert refused(await gate.refresh(token))
    assert (await machine.post("/auth/revoke", data={"token": token}, auth=("portal", "x"))).status_code == 401


async def test_a_session_that_ended_or_idled_out_cannot_be_refreshed(
    ana: Browser, portal: Callable[[], Portal], clock: FixedClock
) -> None:
    gate = portal()
    token = (await gate.tokens(ana))["refresh_token"]
    await ana.get("/auth/sign-out")
    await ana.submit("/auth/sign-out")
    assert refused(await gate.refresh(token))


async def test_refreshing_keeps_a_session_alive_and_silence_ends_it(
    ana: Browser, portal: Callable[[], Portal], clock: FixedClock
) -> None:
    gate = portal()
    token = (await gate.tokens(ana))["refresh_token"]
    for _ in range(3):
        clock.move(timedelta(minutes=100))
        token = (await gate.refresh(token)).json()["refresh_token"]
    clock.move(timedelta(minutes=121))
    assert refused(await gate.refresh(token))


async def test_a_session_ends_after_twelve_hours_however_busy(
    ana: Browser, portal: Callable[[], Portal], clock: FixedClock
) -> None:
    gate = portal()
    token = (await gate.tokens(ana))["refresh_token"]
    for _ in range(7):
        clock.move(timedelta(minutes=100))
        token = (await gate.refresh(token)).json()["refresh_token"]
    clock.move(timedelta(minutes=30))
    assert refused(await gate.refresh(token))


async def test_a_disabled_account_cannot_be_refreshed(
    ana: Browser, portal: Callable[[], Portal], sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    gate = portal()
    token = (await gate.tokens(ana))["refresh_token"]
    await sql("UPDATE account SET disabled_at = now()")
    assert refused(await gate.refresh(token))


async def test_who_becomes_an_official_must_sign_in_again_with_a_second_factor(
    ana: Browser, portal: Callable[[], Portal], seed: Callable[..., Awaitable[Any]]
) -> None:
    gate = portal()
    token = (await gate.tokens(ana))["refresh_token"]
    await seed("ana@example.org", roles=[{"role": "CEC_REG_CLERK"}])
    assert refused(await gate.refresh(token))
    answer = await ana.get(f"/auth/authorize?{gate.request(nonce='n3')}")
    assert answer.headers["location"].startswith("/auth/login?")
