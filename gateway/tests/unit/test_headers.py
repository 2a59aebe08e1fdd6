import re

import httpx
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.headers import SecurityHeaders, new_nonce, page_policy

ORIGIN = "https://izbori.example"


async def answered(origin: str, **headers: str) -> dict[str, str]:
    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await Response("x", headers=headers)(scope, receive, send)

    transport = httpx.ASGITransport(SecurityHeaders(page, origin))
    async with httpx.AsyncClient(transport=transport, base_url=origin) as client:
        return dict((await client.get("/")).headers)


async def test_every_answer_has_the_headers_and_nothing_may_run_or_be_kept_unless_it_says_so() -> None:
    found = await answered(ORIGIN)
    assert found["x-content-type-options"] == "nosniff"
    assert found["strict-transport-security"].startswith("max-age=63072000")
    assert "frame-ancestors 'none'" in found["content-security-policy"]
    assert "default-src 'none'" in found["content-security-policy"]
    assert found["x-frame-options"] == "DENY"
    assert found["referrer-policy"] == "same-origin"
    assert found["cache-control"] == "no-store"
    assert "camera=(self)" in found["permissions-policy"]
    assert "geolocation=()" in found["permissions-policy"]


async def test_what_a_page_says_for_itself_stays() -> None:
    found = await answered(ORIGIN, **{"Content-Security-Policy": "default-src 'self'", "Cache-Control": "no-cache"})
    assert found["content-security-policy"] == "default-src 'self'"
    assert found["cache-control"] == "no-cache"


async def test_without_tls_nobody_is_told_to_come_back_by_tls() -> None:
    assert "strict-transport-security" not in await answered("http://localhost:8000")
    assert "upgrade-insecure-requests" not in page_policy("n", "http://localhost:8000/auth", "http://localhost:8000")


def test_the_policy_of_pages_allows_nothing_inline_and_no_other_site() -> None:
    policy = page_policy("n0nce", f"{ORIGIN}/auth", ORIGIN)
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ") if " " in rule}
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"][:2] == ["'self'", "'nonce-n0nce'"]
    assert rules["form-action"] == ["'self'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert not re.search(r"https?:|\*", policy)


def test_a_provider_elsewhere_may_be_the_end_of_signing_out() -> None:
    assert "form-action 'self' https://login.example;" in page_policy("n", "https://login.example/realms/x", ORIGIN)


def test_each_page_has_a_nonce_of_its_own() -> None:
    assert len({new_nonce() for _ in range(100)}) == 100
