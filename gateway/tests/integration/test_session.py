import asyncio
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from commons.testing import eventually


async def rows(world: Any) -> list[Any]:
    async with world.apps[0].state.database.sessions() as session:
        return list((await session.execute(text("SELECT * FROM session"))).mappings())


async def make_due(world: Any, *, expired: bool = False) -> None:
    """Half-life has passed (or the whole life); what other workers remember is forgotten."""
    more = ", access_expires_at = now()" if expired else ""
    async with world.apps[0].state.database.sessions.begin() as session:
        await session.execute(text(f"UPDATE session SET refresh_at = now(){more}"))
    for app in world.apps:
        app.state.parts.keeper._remembered.clear()


async def test_signing_in_leads_back_to_the_page_and_gives_a_host_cookie(world: Any) -> None:
    await world.gateway()
    browser = world.browser()
    answer = await browser.sign_in("/cases/1?tab=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/1?tab=2")
    cookie = next(line for line in browser.set_cookies if line.startswith("__Host-session="))
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"path=/", "secure", "httponly", "samesite=lax"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)
    assert (await browser.me())["signed_in"] is True
    viewer = (await browser.ask("{viewer{email language isOfficial}}"))["data"]["viewer"]
    assert viewer == {"email": "voter@example.org", "language": "bs", "isOfficial": False}


async def test_what_the_database_holds_opens_no_session(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    (row,) = await rows(world)
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row.values())
    assert browser.cookies["__Host-session"].encode() not in stored
    assert b"voter@example.org" not in stored
    assert b"eyJ" not in stored


async def test_a_next_address_on_another_site_leads_home(world: Any) -> None:
    await world.gateway()
    for foreign in ("https://evil.example/", "//evil.example", "/\\evil.example", "/%2Fevil.example", "javascript:x"):
        answer = await world.browser().sign_in(foreign)
        assert answer.headers["location"] == "/", foreign


async def test_a_callback_that_this_browser_did_not_begin_signs_nobody_in(world: Any) -> None:
    await world.gateway()
    attacker, victim = world.browser(), world.browser()
    begun = await attacker.get("/session/login")
    approved = await attacker.get(begun.headers["location"])
    answer = await victim.get(approved.headers["location"])
    assert answer.headers["location"] == "/sign-in-problem?code=session.sign_in_failed"
    assert "__Host-session" not in victim.cookies
    assert await rows(world) == []


async def test_an_answer_in_the_name_of_another_issuer_is_refused(world: Any) -> None:
    await world.gateway()
    browser = world.browser()
    begun = await browser.get("/session/login")
    approved = await browser.get(begun.headers["location"])
    mixed_up = approved.headers["location"].rsplit("iss=", 1)[0] + "iss=https%3A%2F%2Fevil.example"
    assert "sign-in-problem" in (await browser.get(mixed_up)).headers["location"]


async def test_two_tabs_may_sign_in_at_the_same_time(world: Any) -> None:
    await world.gateway()
    browser = world.browser()
    first = await browser.get("/session/login?next=/one")
    second = await browser.get("/session/login?next=/two")
    back = [await browser.get(begun.headers["location"]) for begun in (first, second)]
    ends = [(await browser.get(approved.headers["location"])).headers["location"] for approved in back]
    assert ends == ["/one", "/two"]
    assert len(await rows(world)) == 1


async def test_signing_in_again_makes_a_new_secret_and_ends_the_old_session(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    before = browser.cookies["__Host-session"]
    await browser.sign_in()
    assert browser.cookies["__Host-session"] != before
    thief = world.browser()
    thief.cookies["__Host-session"] = before
    assert (await thief.me())["signed_in"] is False


async def test_of_many_parallel_requests_in_two_workers_one_refreshes(world: Any) -> None:
    await world.gateway()
    other = await world.gateway(port=0)
    browser = await world.voter()
    elsewhere = world.browser(other)
    elsewhere.cookies, elsewhere.csrf = browser.cookies, browser.csrf
    for expired in (False, True):
        world.provider.refreshes, world.provider.delay = 0, 0.3
        await make_due(world, expired=expired)
        asked = [who.ask("{viewer{account}}") for who in (browser, elsewhere) for _ in range(10)]
        answers = await asyncio.gather(*asked)
        assert all(answer["data"]["viewer"] for answer in answers)
        assert world.provider.refreshes == 1


async def test_a_session_goes_on_while_the_issuer_is_down(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    world.provider.down = True
    await make_due(world)
    began = time.monotonic()
    for _ in range(3):
        assert (await browser.ask("{viewer{account}}"))["data"]["viewer"]
    assert time.monotonic() - began < 5
    (row,) = await rows(world)
    assert row["refresh_at"] > datetime.now(UTC)  # not every request asks an issuer that is down
    assert (await world.browser().get("/session/login")).status_code == 303


async def test_a_token_that_expired_while_the_issuer_is_down_is_unavailable_and_not_signed_out(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    world.provider.down = True
    await make_due(world, expired=True)
    answer = await browser.post({"query": "{viewer{account}}"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["errors"][0]["extensions"]["code"] == "session.issuer_unreachable"
    world.provider.down = False
    assert (await browser.ask("{viewer{account}}"))["data"]["viewer"]


async def test_a_session_that_the_issuer_ended_is_over_at_the_next_refresh(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    world.provider.ended = True
    await make_due(world)
    assert await browser.me() == {"signed_in": False, "csrf": ""}
    assert "__Host-session" not in browser.cookies
    assert await rows(world) == []


async def test_a_session_ends_after_its_life_and_after_a_long_silence(world: Any) -> None:
    await world.gateway()
    for column in ("expires_at", "refresh_at"):
        browser = await world.voter()
        async with world.apps[0].state.database.sessions.begin() as session:
            await session.execute(text(f"UPDATE session SET {column} = now() - interval '90 minutes'"))
        world.apps[0].state.parts.keeper._remembered.clear()
        assert (await browser.me())["signed_in"] is False, column
        await world.apps[0].state.parts.keeper.sweep()
        assert await rows(world) == []


async def test_signing_out_ends_the_session_here_and_at_the_issuer(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    secret = browser.cookies["__Host-session"]
    answer = await browser.send(
        "POST", "/session/logout", headers={"origin": world.origin}, data={"csrf": browser.csrf}
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{world.provider.issuer}/end-session?id_token_hint=")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert len(world.provider.revoked) == 1
    browser.cookies["__Host-session"] = secret
    assert (await browser.me())["signed_in"] is False


async def test_signing_out_works_while_the_issuer_is_away(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    world.apps[0].state.parts.issuer._app.server_metadata["revocation_endpoint"] = "http://127.0.0.1:9/revoke"
    headers = {"origin": world.origin, "x-csrf-token": browser.csrf, "accept": "application/json"}
    answer = await browser.send("POST", "/session/logout", headers=headers)
    assert answer.json() == {"redirect": "/"}
    assert (await browser.me())["signed_in"] is False


async def test_another_site_cannot_sign_somebody_out(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    attempts: list[dict[str, str]] = [
        {"origin": "https://evil.example", "x-csrf-token": browser.csrf},
        {"origin": world.origin},
        {"origin": world.origin, "x-csrf-token": "0" * 64},
        {},
    ]
    for headers in attempts:
        assert (await browser.send("POST", "/session/logout", headers=headers)).status_code == 403
    assert (await browser.me())["signed_in"] is True


async def test_a_changed_language_is_in_the_next_answer(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    keeper = world.apps[0].state.parts.keeper
    found = await keeper.find(browser.cookies["__Host-session"])
    world.provider.claims = {"locale": "sr"}
    await keeper.refresh_now(found)

    async def is_serbian() -> bool:
        return bool((await browser.ask("{viewer{language}}"))["data"]["viewer"]["language"] == "sr")

    await eventually(is_serbian, within=2)
