import re
from pathlib import Path
from typing import Any

import pytest

PAGE = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><div id="root"></div>'


@pytest.fixture
def built(world: Any) -> Path:
    root: Path = world.values["portal_dir"]
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text(PAGE)
    (root / "favicon.svg").write_text("<svg/>")
    (root / "assets" / "app-1a2b.js").write_text("1" * 100)
    (root / "assets" / "app-1a2b.js.br").write_text("br")
    (root / "assets" / "app-1a2b.js.gz").write_text("gz")
    return root


async def test_every_page_of_the_portal_answers_with_the_start_page_and_a_nonce_of_its_own(
    world: Any, built: Path
) -> None:
    await world.gateway()
    browser = world.browser()
    nonces = set()
    for path in ("/", "/cases", "/cases/0199/messages", "/office/queue?x=1", "/receipt"):
        answer = await browser.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "no-cache"
        policy = answer.headers["content-security-policy"]
        assert "unsafe-inline" not in policy
        (nonce,) = set(re.findall(r"'nonce-([^']+)'", policy))
        assert f'nonce="{nonce}"' in answer.text
        nonces.add(nonce)
    assert len(nonces) == 5


async def test_files_come_compressed_as_they_were_built_and_are_kept_for_ever(world: Any, built: Path) -> None:
    await world.gateway()
    browser = world.browser()
    for accepted, encoding, body in (("br, gzip", "br", "br"), ("gzip", "gzip", "gz"), ("identity", None, "1" * 100)):
        url = f"{browser.address}/assets/app-1a2b.js"
        async with browser.http.stream("GET", url, headers={"accept-encoding": accepted}) as answer:
            assert b"".join([chunk async for chunk in answer.aiter_raw()]).decode() == body
            assert answer.headers.get("content-encoding") == encoding
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert answer.headers["content-type"].startswith("text/javascript")
            assert answer.headers["vary"] == "Accept-Encoding"
    icon = await browser.get("/favicon.svg")
    assert icon.headers["cache-control"] == "public, max-age=3600"


async def test_what_is_not_there_is_no_page(world: Any, built: Path) -> None:
    await world.gateway()
    browser = world.browser()
    for path in ("/assets/gone-1.js", "/gone.png", "/session/x", "/download/x", "/live/x", "/.env", "/..%2f..%2fetc"):
        answer = await browser.http.get(browser.address + path, headers={"accept": "*/*"})
        assert answer.status_code == 404, path
        assert answer.json()["code"] == "request.not_found"
    data = await browser.get("/cases", headers={"accept": "application/json"})
    assert data.status_code == 404


async def test_a_portal_that_is_not_built_says_so(world: Any) -> None:
    await world.gateway()
    answer = await world.browser().get("/", headers={"accept": "text/html"})
    assert (answer.status_code, answer.json()["code"]) == (404, "portal.not_built")


async def test_numbers_about_the_traffic_are_for_operators(world: Any) -> None:
    await world.gateway(environment="production", metrics_token="t0ken")
    browser = world.browser()
    assert (await browser.get("/metrics")).status_code == 404
    assert (await browser.get("/metrics", headers={"authorization": "Bearer wrong"})).status_code == 404
    seen = await browser.get("/metrics", headers={"authorization": "Bearer t0ken"})
    assert 'http_requests_total{method="GET"' in seen.text


async def test_health_says_whether_the_database_answers(world: Any) -> None:
    await world.gateway()
    browser = world.browser()
    assert (await browser.get("/livez")).json() == {"status": "ok"}
    assert (await browser.get("/readyz")).json() == {"status": "ok", "checks": {"database": "ok"}}
