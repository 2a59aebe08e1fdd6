"""Passwords, lockout that tells nothing, the second step, and the doors beside it."""

import re
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from commons.clock import FixedClock
from identity.testing import Browser, Portal, one_time_code

PASSWORD = "zelena livada iza kuće"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CLERK = {"totp_secret": TOTP, "roles": [{"role": "CEC_REG_CLERK", "election": "DEMO"}]}
MakeBrowser = Callable[..., Browser]
Seeds = Callable[..., Awaitable[Any]]


def plain(html: str) -> str:
    """A page without what differs in every answer."""
    return re.sub(r'name="csrf" value="[^"]*"|value="[^"]*@[^"]*"', "", html)


async def test_a_wrong_password_and_an_unknown_address_get_the_same_page(browser: MakeBrowser, seed: Seeds) -> None:
    await seed("ana@example.org")
    hit = await browser().sign_in("ana@example.org", "nije to ta šifra")
    miss = await browser().sign_in("nobody@example.org", "nije to ta šifra")
    assert hit.status_code == miss.status_code == 401
    assert plain(hit.text) == plain(miss.text)
    assert sorted(hit.headers) == sorted(miss.headers)


async def test_a_wrong_password_and_an_unknown_address_take_the_same_time(
    browser: MakeBrowser, seed: Seeds, clock: FixedClock
) -> None:
    """Measured without the floor under the answers, so that the work itself is compared."""
    await seed("ana@example.org")
    times: dict[str, list[float]] = {"ana@example.org": [], "nobody@example.org": []}
    for _ in range(3):
        for email, found in times.items():
            here = browser()
            for _ in range(4):
                await here.get("/auth/login")
                began = time.perf_counter()
                await here.submit("/auth/login", email=email, password="nije to ta šifra")
                found.append(time.perf_counter() - began)
        clock.move(timedelta(hours=2))
    hit, miss = (statistics.median(values) for values in times.values())
    assert abs(hit - miss) < 0.5 * max(hit, miss)


async def test_after_five_failures_even_the_right_password_must_wait_and_an_unknown_address_waits_alike(
    browser: MakeBrowser, seed: Seeds, clock: FixedClock
) -> None:
    await seed("ana@example.org")
    pages = []
    for email in ("ana@example.org", "nobody@example.org"):
        here = browser()
        for _ in range(5):
            assert (await here.sign_in(email, "nije to ta šifra")).status_code == 401
        pages.append(await here.sign_in(email, PASSWORD))
    assert [page.status_code for page in pages] == [429, 429]
    assert plain(pages[0].text) == plain(pages[1].text)
    assert "Wait 1 min" in pages[0].text
    clock.move(timedelta(seconds=61))
    page = await browser().sign_in("ana@example.org", PASSWORD)
    assert "Your account" in page.text


async def test_the_wait_doubles_and_ends(browser: MakeBrowser, seed: Seeds, clock: FixedClock) -> None:
    await seed("ana@example.org")
    here = browser()
    for _ in range(5):
        await here.sign_in("ana@example.org", "nije to ta šifra")
    for minutes in (1, 2, 4, 8, 15, 15):
        page = await here.sign_in("ana@example.org", "nije to ta šifra")
        assert f"Wait {minutes} min" in page.text
        clock.move(timedelta(minutes=minutes, seconds=1))
        assert (await here.sign_in("ana@example.org", "nije to ta šifra")).status_code == 401
    clock.move(timedelta(minutes=16))
    await here.sign_in("ana@example.org", PASSWORD)
    assert here.session


async def test_strangers_cannot_lock_the_owner_out_of_a_browser_that_the_account_knows(
    ana: Browser, browser: MakeBrowser
) -> None:
    await ana.get("/auth/sign-out")
    await ana.submit("/auth/sign-out")
    stranger = browser(address="203.0.113.9")
    for _ in range(6):
        await stranger.sign_in("ana@example.org", "nije to ta šifra")
    assert (await stranger.sign_in("ana@example.org", PASSWORD)).status_code == 429
    await ana.sign_in("ana@example.org", PASSWORD)
    assert ana.session


async def test_one_network_that_tries_many_addresses_is_slowed_down(
    browser: MakeBrowser, seed: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    from identity import throttle

    monkeypatch.setattr(throttle, "NETWORK", throttle.Limit(3, throttle.MINUTE, throttle.MINUTE, throttle.HOUR))
    await seed("ana@example.org")
    here = browser(address="2001:db8:1:2::1")
    for number in range(3):
        await here.sign_in(f"person{number}@example.org", "nije to ta šifra")
    neighbour = browser(address="2001:db8:1:2:ffff::9")
    assert (await neighbour.sign_in("ana@example.org", PASSWORD)).status_code == 429
    elsewhere = browser(address="2001:db8:1:3::1")
    await elsewhere.sign_in("ana@example.org", PASSWORD)
    assert elsewhere.session


async def test_an_official_without_a_second_factor_must_set_one_up_before_anything_else(
    browser: MakeBrowser, portal: Callable[[], Portal], seed: Seeds, clock: FixedClock
) -> None:
    await seed("clerk@example.org", roles=CLERK["roles"])
    here, gate = browser(), portal()
    await here.follow(await here.get(f"/auth/authorize?{gate.request()}"))
    page = await here.submit("/auth/login", email="clerk@example.org", password=PASSWORD)
    assert "Set up the second step" in page.text
    for path in ("/auth/account", f"/auth/authorize?{gate.request(nonce='n2')}"):
        assert (await here.get(path)).headers["location"].startswith("/auth/login")
    await here.get(f"/auth/enrol?{gate.request()}")
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", here.page.text)[1].replace(" ", "")  # type: ignore[index]
    refused = await here.submit("/auth/enrol", code="000000")
    assert "This code is not right" in refused.text
    half = here.session
    page = await here.submit("/auth/enrol", code=one_time_code(secret, clock.now()))
    assert len(set(re.findall(r"<code>([A-Z2-9-]{14})</code>", page.text))) == 10
    assert here.session != half
    onward = re.search(r'class="button" href="([^"]+)"', page.text)[1].replace("&amp;", "&")  # type: ignore[index]
    code = gate.returned(await here.get(onward))["code"]
    assert (await gate.redeem(code)).status_code == 200


async def test_a_half_finished_sign_in_opens_nothing_and_ends_soon(
    browser: MakeBrowser, portal: Callable[[], Portal], seed: Seeds, clock: FixedClock
) -> None:
    await seed("clerk@example.org", **CLERK)
    here, gate = browser(), portal()
    await here.sign_in("clerk@example.org", PASSWORD)
    assert here.session
    for path in ("/auth/account", f"/auth/authorize?{gate.request()}", "/auth/enrol"):
        assert (await here.get(path)).headers["location"].startswith("/auth/login")
    clock.move(timedelta(minutes=16))
    assert (await here.get("/auth/second-factor")).headers["location"].startswith("/auth/login")


async def test_a_code_is_good_once(browser: MakeBrowser, seed: Seeds, clock: FixedClock) -> None:
    await seed("clerk@example.org", **CLERK)
    code = one_time_code(TOTP, clock.now())
    first, second = browser(), browser()
    for here in (first, second):
        await here.sign_in("clerk@example.org", PASSWORD)
    page = await first.submit("/auth/second-factor", code=code)
    assert "Your account" in page.text
    page = await second.submit("/auth/second-factor", code=code)
    assert page.status_code == 401
    clock.move(timedelta(seconds=30))
    page = await second.submit("/auth/second-factor", code=one_time_code(TOTP, clock.now()))
    assert "Your account" in page.text


@pytest.mark.parametrize("steps", [-3, 3])
async def test_an_old_or_early_code_is_refused(
    browser: MakeBrowser, seed: Seeds, clock: FixedClock, steps: int
) -> None:
    await seed("clerk@example.org", **CLERK)
    here = browser()
    await here.sign_in("clerk@example.org", PASSWORD)
    page = await here.submit("/auth/second-factor", code=one_time_code(TOTP, clock.now(), steps))
    assert page.status_code == 401


async def test_guessing_codes_is_slowed_down_and_empty_ones_cost_nothing(
    browser: MakeBrowser, seed: Seeds, clock: FixedClock
) -> None:
    await seed("clerk@example.org", **CLERK)
    here = browser()
    await here.sign_in("clerk@example.org", PASSWORD)
    for _ in range(3):
        assert (await here.submit("/auth/second-factor", code=" ")).status_code == 422
    for number in range(5):
        assert (await here.submit("/auth/second-factor", code=f"00000{number}")).status_code == 401
    page = await here.submit("/auth/second-factor", code=one_time_code(TOTP, clock.now()))
    assert page.status_code == 429


async def test_a_recovery_code_opens_the_account_once(ana: Browser, browser: MakeBrowser, clock: FixedClock) -> None:
    await ana.get("/auth/account")
    await ana.submit("/auth/account/second-factor/on", second_password=PASSWORD)
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", ana.page.text)[1].replace(" ", "")  # type: ignore[index]
    page = await ana.submit("/auth/enrol", code=one_time_code(secret, clock.now()))
    codes = re.findall(r"<code>([A-Z2-9-]{14})</code>", page.text)
    other = browser()
    page = await other.sign_in("ana@example.org", PASSWORD)
    assert "Enter the code" in page.text
    page = await other.submit("/auth/second-factor", code=codes[0].lower().replace("-", " "))
    assert "Recovery codes left: 9" in page.text
    third = browser()
    await third.sign_in("ana@example.org", PASSWORD)
    assert (await third.submit("/auth/second-factor", code=codes[0])).status_code == 401


async def test_a_post_without_our_token_or_from_another_site_is_refused(browser: MakeBrowser, seed: Seeds) -> None:
    await seed("ana@example.org")
    here = browser()
    good = {"email": "ana@example.org", "password": PASSWORD}
    await here.get("/auth/login")
    from identity.testing import form_of

    _, hidden = form_of(here.page.text, "/auth/login")
    other = browser()
    await other.get("/auth/login")
    _, foreign = form_of(other.page.text, "/auth/login")
    attempts = [
        await here.post("/auth/login", good),
        await here.post("/auth/login", good | {"csrf": "x"}),
        await here.post("/auth/login", good | foreign),
        await here.post("/auth/login", good | hidden, Origin="https://evil.example"),
        await here.post("/auth/login", good | hidden, Origin="null"),
        await browser().post("/auth/login", good | hidden),
    ]
    assert [answer.status_code for answer in attempts] == [403] * 6
    assert all("text/html" in answer.headers["content-type"] for answer in attempts)
    assert here.session is None
    assert (await here.post("/auth/login", good | hidden)).status_code == 303


@pytest.mark.parametrize(
    "query",
    [
        "next=https://evil.example",
        "redirect_uri=https://evil.example",
        "client_id=portal&redirect_uri=https://evil.example",
        "client_id=//evil.example",
        "return_to=//evil.example&continue=//evil.example",
    ],
)
async def test_signing_in_never_leads_to_somebody_elses_site(browser: MakeBrowser, seed: Seeds, query: str) -> None:
    await seed("ana@example.org")
    here = browser()
    await here.get(f"/auth/login?{query}")
    answer = await here.submit("/auth/login", follow=False, email="ana@example.org", password=PASSWORD)
    while answer.is_redirect:
        assert answer.headers["location"].startswith("/auth/")
        answer = await here.get(answer.headers["location"])
    assert answer.status_code in {200, 400}


async def test_sign_out_by_the_portal_needs_its_id_token_and_returns_only_to_a_registered_address(
    ana: Browser, portal: Callable[[], Portal]
) -> None:
    tokens = await portal().tokens(ana)
    back = "http://localhost:8000/"
    asked = await ana.get("/auth/end-session", post_logout_redirect_uri=back)
    assert "Sign out?" in asked.text
    for forged in ("nonsense", tokens["access_token"]):
        asked = await ana.get("/auth/end-session", id_token_hint=forged, post_logout_redirect_uri=back)
        assert "Sign out?" in asked.text
    assert ana.session
    answer = await ana.get(
        "/auth/end-session", id_token_hint=tokens["id_token"], post_logout_redirect_uri="https://evil.example/"
    )
    assert answer.headers["location"] == "/auth/signed-out"
    assert ana.session is None


async def test_a_session_of_another_person_in_the_browser_survives_an_old_id_token(
    ana: Browser, portal: Callable[[], Portal], browser: MakeBrowser, seed: Seeds
) -> None:
    tokens = await portal().tokens(ana)
    await seed("ivo@example.org")
    other = browser()
    await other.sign_in("ivo@example.org", PASSWORD)
    await other.get("/auth/end-session", id_token_hint=tokens["id_token"])
    assert (await other.get("/auth/account")).status_code == 200
    assert (await ana.get("/auth/account")).headers["location"].startswith("/auth/login")


async def test_a_made_up_session_cookie_is_nobody(browser: MakeBrowser, seed: Seeds) -> None:
    here = browser()
    here.cookies["__Host-identity-session"] = "x" * 43
    assert (await here.get("/auth/account")).headers["location"].startswith("/auth/login")
