"""What the protocol refuses, and where it sends people."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from commons.clock import FixedClock
from identity.testing import Browser, Portal

CALLBACK = "http://localhost:8000/session/callback"


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


async def test_a_code_is_good_once_and_its_second_use_ends_what_the_first_brought(
    ana: Browser, portal: Callable[[], Portal]
) -> None:
    gate = portal()
    code = await gate.code(ana)
    first = (await gate.redeem(code)).json()
    assert error_of(await gate.redeem(code)) == (400, "invalid_grant")
    assert error_of(await gate.refresh(first["refresh_token"])) == (400, "invalid_grant")


async def test_a_code_redeemed_twice_at_the_same_moment_brings_tokens_once(
    ana: Browser, portal: Callable[[], Portal]
) -> None:
    gate = portal()
    code = await gate.code(ana)
    answers = await asyncio.gather(*(gate.redeem(code) for _ in range(5)))
    assert sorted(a.status_code for a in answers) == [200, 400, 400, 400, 400]


async def test_a_code_expires_after_a_minute(ana: Browser, portal: Callable[[], Portal], clock: FixedClock) -> None:
    gate = portal()
    code = await gate.code(ana)
    clock.move(timedelta(seconds=61))
    assert error_of(await gate.redeem(code)) == (400, "invalid_grant")


@pytest.mark.parametrize("verifier", ["x" * 64, "short", ""])
async def test_a_wrong_pkce_verifier_brings_nothing(ana: Browser, portal: Callable[[], Portal], verifier: str) -> None:
    gate = portal()
    answer = await gate.redeem(await gate.code(ana), code_verifier=verifier)
    assert answer.status_code == 400
    assert answer.json()["error"] in {"invalid_grant", "invalid_request"}


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": "too-short"},
    ],
)
async def test_without_s256_there_is_no_code(
    ana: Browser, portal: Callable[[], Portal], changes: dict[str, str | None]
) -> None:
    gate = portal()
    back = gate.returned(await ana.get(f"/auth/authorize?{gate.request(**changes)}"))
    assert back["error"] == "invalid_request"
    assert back["state"] == gate.state
    assert back["iss"] == "http://localhost:8000/auth"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/session/callback",
        "http://localhost:8000/session/callback/../../evil",
        "http://localhost:8000/session/callback?next=https://evil.example",
        "http://localhost:8000.evil.example/session/callback",
        "http://user@localhost:8000/session/callback",
        "//evil.example",
        "javascript:alert(1)",
        'http://localhost:8000/session/callback"><script>',
        "http://localhost:8000/\u017eaba",
        None,
    ],
)
@pytest.mark.parametrize("path", ["/auth/authorize"])
async def test_a_return_address_that_is_not_registered_gets_a_page_and_no_redirect(
    ana: Browser, portal: Callable[[], Portal], path: str, address: str | None
) -> None:
    answer = await ana.get(f"{path}?{portal().request(redirect_uri=address)}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "location" not in answer.headers
    links = re.findall(r'(?:href|action|src)="([^"]*)"', answer.text)
    assert all(link.startswith(("/auth/", "http://localhost:8000/", "#")) for link in links), links
    assert "<script>" not in answer.text


@pytest.mark.parametrize("client", ["evil", "", None, 'x"y', "ž"])
async def test_an_unknown_client_gets_a_page_and_no_redirect(
    ana: Browser, portal: Callable[[], Portal], client: str | None
) -> None:
    answer = await ana.get(f"/auth/authorize?{portal().request(client_id=client)}")
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": "openid everything"}, "invalid_scope"),
    ],
)
async def test_what_the_provider_does_not_do_is_told_to_the_client(
    ana: Browser, portal: Callable[[], Portal], changes: dict[str, str | None], error: str
) -> None:
    gate = portal()
    answer = await ana.get(f"/auth/authorize?{gate.request(**changes)}")
    assert gate.returned(answer)["error"] == error


async def test_a_parameter_given_twice_is_refused(ana: Browser, portal: Callable[[], Portal], machine: Any) -> None:
    gate = portal()
    answer = await ana.get(f"/auth/authorize?{gate.request()}&state=other")
    assert answer.status_code == 400
    code = await gate.code(ana)
    body = f"grant_type=authorization_code&code={code}&code=x&redirect_uri={CALLBACK}&code_verifier={gate.verifier}"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await machine.post("/auth/token", content=body, headers=headers, auth=("portal", gate.secret))
    assert error_of(answer) == (400, "invalid_request")


async def test_a_nonce_is_good_once(ana: Browser, portal: Callable[[], Portal]) -> None:
    gate = portal()
    assert "code" in gate.returned(await ana.get(f"/auth/authorize?{gate.request(nonce='same')}"))
    again = gate.returned(await ana.get(f"/auth/authorize?{gate.request(nonce='same')}"))
    assert again["error"] == "invalid_request"


async def test_prompt_none_never_shows_a_page(
    ana: Browser, browser: Callable[..., Browser], portal: Callable[[], Portal]
) -> None:
    gate = portal()
    stranger = gate.returned(await browser().get(f"/auth/authorize?{gate.request(prompt='none')}"))
    assert stranger["error"] == "login_required"
    assert "code" in gate.returned(await ana.get(f"/auth/authorize?{gate.request(prompt='none', nonce='n2')}"))


async def test_prompt_login_and_max_age_ask_again(
    ana: Browser, portal: Callable[[], Portal], clock: FixedClock
) -> None:
    gate = portal()
    answer = await ana.get(f"/auth/authorize?{gate.request(prompt='login')}")
    assert answer.headers["location"].startswith("/auth/login?")
    assert "prompt" not in answer.headers["location"]
    answer = await ana.get(f"/auth/authorize?{gate.request(max_age='0')}")
    assert answer.headers["location"].startswith("/auth/login?")
    assert "max_age" not in answer.headers["location"]
    assert "code" in gate.returned(await ana.get(f"/auth/authorize?{gate.request(max_age='900')}"))


async def test_prompt_create_leads_to_opening_an_account(
    browser: Callable[..., Browser], portal: Callable[[], Portal]
) -> None:
    answer = await browser().get(f"/auth/authorize?{portal().request(prompt='create')}")
    assert answer.headers["location"].startswith("/auth/register?")


async def test_a_request_by_post_works_like_one_by_get(
    browser: Callable[..., Browser], portal: Callable[[], Portal]
) -> None:
    from urllib.parse import parse_qsl

    gate = portal()
    here = browser()
    answer = await here.post("/auth/authorize", dict(parse_qsl(gate.request())))
    assert answer.headers["location"].startswith("/auth/authorize?")
    answer = await here.get(answer.headers["location"])
    assert answer.headers["location"].startswith("/auth/login?")
    assert f"state={gate.state}" in answer.headers["location"]


@pytest.mark.parametrize("auth", [("portal", "wrong"), ("evil", "portal-secret-of-the-tests"), ("portal", ""), None])
async def test_a_client_without_its_secret_gets_nothing(
    ana: Browser, portal: Callable[[], Portal], machine: httpx.AsyncClient, auth: tuple[str, str] | None
) -> None:
    gate = portal()
    form = {
        "grant_type": "authorization_code",
        "code": await gate.code(ana),
        "redirect_uri": CALLBACK,
        "code_verifier": gate.verifier,
        "client_id": "portal",
    }
    answer = await machine.post("/auth/token", data=form, **({"auth": auth} if auth else {}))  # type: ignore[arg-type]
    assert answer.json()["error"] == "invalid_client"
    assert answer.status_code == 401


async def test_the_secret_may_come_in_the_form(ana: Browser, portal: Callable[[], Portal], machine: Any) -> None:
    gate = portal()
    form = {
        "grant_type": "authorization_code",
        "code": await gate.code(ana),
        "redirect_uri": CALLBACK,
        "code_verifier": gate.verifier,
        "client_id": "portal",
        "client_secret": gate.secret,
    }
    assert (await machine.post("/auth/token", data=form)).status_code == 200


@pytest.mark.parametrize("grant", ["password", "client_credentials", "implicit", "", 'x"y'])
async def test_other_grants_do_not_exist(machine: httpx.AsyncClient, grant: str) -> None:
    form = {"grant_type": grant, "username": "ana@example.org", "password": "x"}
    answer = await machine.post("/auth/token", data=form, auth=("portal", "portal-secret-of-the-tests"))
    assert error_of(answer) == (400, "unsupported_grant_type")


async def test_discovery_says_what_is_true(machine: httpx.AsyncClient) -> None:
    document = (await machine.get("/auth/.well-known/openid-configuration")).json()
    assert document["issuer"] == "http://localhost:8000/auth"
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["response_types_supported"] == ["code"]
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]
    for name in ("authorization_endpoint", "jwks_uri", "end_session_endpoint", "userinfo_endpoint"):
        answer = await machine.get(document[name].removeprefix("http://localhost:8000"))
        assert answer.status_code not in {404, 405, 500}, name
