"""What every page is: in four languages, under a strict policy, tied together for those who do not see it."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from identity.pages.assets import assets
from identity.testing import Browser

MakeBrowser = Callable[..., Browser]
PAGES = [
    "/auth/login",
    "/auth/register",
    "/auth/forgot",
    "/auth/sent",
    "/auth/signed-out",
    "/auth/sign-out",
    "/auth/no",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("language", "tag", "word"),
    [("bs", "bs", "Izborni"), ("hr", "hr", "Izborni"), ("sr", "sr-Cyrl", "Изборни"), ("en", "en", "Election")],
)
async def test_every_page_speaks_every_language(
    browser: MakeBrowser, path: str, language: str, tag: str, word: str
) -> None:
    page = await browser().get(path, ui_locales=language)
    assert f'<html lang="{tag}">' in page.text
    assert word in page.text
    assert page.headers["content-language"] == tag


async def test_the_chosen_language_is_kept_and_the_browsers_own_is_the_start(browser: MakeBrowser) -> None:
    here = browser(language="de-AT, sr-Latn;q=0.9, sr;q=0.8, en;q=0.1")
    assert '<html lang="bs">' in (await here.get("/auth/login")).text
    await here.get("/auth/login", ui_locales="sr-Cyrl-BA")
    assert '<html lang="sr-Cyrl">' in (await here.get("/auth/register")).text
    assert '<html lang="sr-Cyrl">' in (await here.get("/auth/nowhere")).text
    assert '<html lang="hr">' in (await browser(language="hr-HR").get("/auth/login", ui_locales="xx")).text


async def test_the_language_links_keep_the_request_in_hand(browser: MakeBrowser) -> None:
    page = await browser().get("/auth/login", client_id="portal", state='"><script>')
    links = re.findall(r'<li><a href="([^"]+)"', page.text)
    assert len(links) == 4
    assert all("client_id=portal" in link and "<" not in link for link in links)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_has_the_headers_that_keep_it_safe(browser: MakeBrowser, path: str) -> None:
    page = await browser().get(path)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert " style=" not in page.text
    assert "<style" not in page.text
    assert not re.search(r"<script(?! src)", page.text)
    assert not re.search(r"\son[a-z]+=", page.text)


async def test_cookies_are_host_bound_and_out_of_reach_of_scripts(ana: Browser, app: Any) -> None:
    lines = []
    for path in ("/auth/login?client_id=portal&ui_locales=hr", "/auth/register"):
        lines += (await ana.get(path)).headers.get_list("set-cookie")
    assert lines
    for line in lines:
        assert "HttpOnly" in line
        assert "Secure" in line
        assert "SameSite=lax" in line
        assert "Path=/" in line
        assert "Domain" not in line


async def test_every_field_has_a_label_and_every_error_is_tied_to_its_field(browser: MakeBrowser) -> None:
    here = browser()
    await here.get("/auth/register")
    page = await here.submit("/auth/register")
    fields = re.findall(r'<input id="([^"]+)"[^>]*>', page.text)
    assert set(fields) == {"name", "email", "password"}
    for field in fields:
        assert f'<label for="{field}">' in page.text
        assert f'id="{field}-error"' in page.text
        assert re.search(rf'<input id="{field}"[^>]*aria-describedby="[^"]*{field}-error', page.text)
        assert re.search(rf'<input id="{field}"[^>]*aria-invalid="true"', page.text)
    assert page.text.count("autofocus") == 1
    assert re.search(r'id="summary"[^>]*autofocus', page.text)
    assert "<title>Error:" in page.text


async def test_what_people_type_comes_back_as_text(browser: MakeBrowser) -> None:
    here = browser()
    await here.get("/auth/register")
    evil = '"><script>alert(1)</script>'
    page = await here.submit("/auth/register", name=evil, email=evil, password="x")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text
    assert 'value="x"' not in page.text


async def test_an_error_page_is_for_people_and_a_problem_for_programs(
    browser: MakeBrowser, machine: httpx.AsyncClient
) -> None:
    page = await browser().get("/auth/nowhere")
    assert (page.status_code, "This page does not exist" in page.text) == (404, True)
    answer = await machine.get("/v1/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found")
    assert (await machine.put("/auth/login")).headers["content-type"].startswith("text/html")
    big = await browser().post("/auth/login", {"email": "x" * 100_000})
    assert (big.status_code, "too large" in big.text) == (413, True)


async def test_a_failure_of_ours_is_a_page_with_a_reference_and_nothing_else(
    browser: MakeBrowser, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from identity.pages import signin

    async def broken(*args: object, **options: object) -> None:
        raise RuntimeError("secret detail")

    here = browser()
    await here.get("/auth/login")
    monkeypatch.setattr(signin.signin, "with_password", broken)
    page = await here.submit("/auth/login", email="ana@example.org", password="x")
    assert page.status_code == 500
    assert "secret detail" not in page.text
    assert page.headers["x-trace-id"] in page.text


async def test_static_files_are_cached_for_ever_under_an_address_that_follows_their_content(
    machine: httpx.AsyncClient,
) -> None:
    for name, asset in assets().items():
        answer = await machine.get(f"/auth/static/{name}?v={asset.version}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert (await machine.get("/auth/static/../settings.py")).status_code == 404
    assert (await machine.get("/auth/static/INTER-LICENSE.txt")).status_code == 404


async def test_logs_hold_no_address_name_or_token(
    browser: MakeBrowser, ana: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    await browser().sign_in("somebody@example.org", "tajna koju niko ne zna")
    await ana.get("/auth/verify?token=very-secret-token")
    out = capsys.readouterr()
    for secret in ("somebody@", "ana@", "Anić", "tajna", "very-secret-token", "192.0.2.1"):
        assert secret not in out.out + out.err
