"""The account page and the portal's API: sessions, password, second step, name and language, officials."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from commons.clock import FixedClock
from identity.testing import Browser, Portal, one_time_code

PASSWORD = "zelena livada iza kuće"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MakeBrowser = Callable[..., Browser]
MakePortal = Callable[[], Portal]
Mails = Callable[[], Awaitable[list[dict[str, Any]]]]
Seeds = Callable[..., Awaitable[Any]]


async def bearer(browser: Browser, gate: Portal) -> dict[str, str]:
    return {"Authorization": f"Bearer {(await gate.tokens(browser))['access_token']}"}


async def second_browser(browser: MakeBrowser) -> Browser:
    here = browser()
    await here.sign_in("ana@example.org", PASSWORD)
    return here


async def test_changing_the_password_signs_everybody_else_out_and_tells_the_owner(
    ana: Browser, browser: MakeBrowser, portal: MakePortal, mails: Mails
) -> None:
    other = await second_browser(browser)
    refresh = (await portal().tokens(other))["refresh_token"]
    await ana.get("/auth/account")
    page = await ana.submit("/auth/account/password", current=PASSWORD, new="nova lozinka za sve")
    assert "The new password is set" in page.text
    assert (await other.get("/auth/account")).is_redirect
    assert (await portal().refresh(refresh)).status_code == 400
    assert (await ana.get("/auth/account")).status_code == 200
    [mail] = await mails()
    assert mail["template"] == "account.password_changed"
    assert mail["account"]


@pytest.mark.parametrize(
    ("current", "new", "text"),
    [
        ("pogrešna šifra", "nova lozinka za sve", "The current password is not right"),
        (PASSWORD, "kratka", "at least 10 characters"),
        (PASSWORD, "ana@example.org", "among the first that others try"),
    ],
)
async def test_a_password_is_not_changed_without_the_current_one_or_to_a_weak_one(
    ana: Browser, browser: MakeBrowser, current: str, new: str, text: str
) -> None:
    await ana.get("/auth/account")
    page = await ana.submit("/auth/account/password", current=current, new=new)
    assert text in page.text
    await second_browser(browser)


async def test_a_stolen_session_cannot_guess_the_password_on_the_account_page(ana: Browser) -> None:
    await ana.get("/auth/account")
    for _ in range(5):
        await ana.submit("/auth/account/password", current="pogrešna šifra", new="nova lozinka za sve")
    page = await ana.submit("/auth/account/password", current=PASSWORD, new="nova lozinka za sve")
    assert page.status_code == 429


async def test_devices_are_listed_and_signed_out_one_by_one_or_all_others(
    ana: Browser, browser: MakeBrowser, clock: FixedClock
) -> None:
    clock.move(timedelta(minutes=1))
    second, third = await second_browser(browser), await second_browser(browser)
    page = await ana.get("/auth/account")
    assert page.text.count("Firefox, Linux") >= 3
    actions = re.findall(r'action="(/auth/account/sessions/[0-9a-f-]+/end)"', page.text)
    assert len(actions) == 3
    await ana.submit(actions[0])
    alive = [not (await here.get("/auth/account")).is_redirect for here in (second, third)]
    assert sorted(alive) == [False, True]
    await ana.get("/auth/account")
    await ana.submit("/auth/account/sessions/end-others")
    assert (await second.get("/auth/account")).is_redirect
    assert (await third.get("/auth/account")).is_redirect
    assert (await ana.get("/auth/account")).status_code == 200


async def test_nobody_ends_or_sees_the_sessions_of_somebody_else(
    ana: Browser, browser: MakeBrowser, seed: Seeds, portal: MakePortal, machine: httpx.AsyncClient
) -> None:
    await seed("ivo@example.org")
    ivo = browser()
    await ivo.sign_in("ivo@example.org", PASSWORD)
    [of_ana] = (await machine.get("/v1/me/sessions", headers=await bearer(ana, portal()))).json()
    headers = await bearer(ivo, portal())
    assert of_ana["id"] not in (await machine.get("/v1/me/sessions", headers=headers)).text
    answer = await machine.delete(f"/v1/me/sessions/{of_ana['id']}", headers=headers)
    unknown = await machine.delete("/v1/me/sessions/00000000-0000-7000-8000-000000000000", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (unknown.status_code, unknown.json()["code"])
    assert answer.status_code == 404
    await ivo.get("/auth/account")
    from identity.testing import form_of

    _, hidden = form_of(ivo.page.text, "/auth/account/profile")
    assert (await ivo.post(f"/auth/account/sessions/{of_ana['id']}/end", hidden)).status_code == 404
    assert (await ana.get("/auth/account")).status_code == 200


async def test_the_portal_reads_and_changes_the_account_in_the_persons_name(
    ana: Browser, portal: MakePortal, machine: httpx.AsyncClient
) -> None:
    gate = portal()
    headers = await bearer(ana, gate)
    assert (await machine.get("/v1/me", headers=headers)).json() == {
        "email": "ana@example.org",
        "email_verified": True,
        "name": "Ana Anić",
        "locale": "hr",
        "second_factor": False,
        "recovery_codes_left": 0,
        "passkeys": 0,
    }
    answer = await machine.patch("/v1/me", headers=headers, json={"locale": "sr", "name": "Ана Анић"})
    assert (answer.json()["locale"], answer.json()["name"]) == ("sr", "Ана Анић")
    for wrong in ({"locale": "de"}, {"name": ""}, {"name": "x" * 200}, {"name": "a\u202eb"}):
        assert (await machine.patch("/v1/me", headers=headers, json=wrong)).status_code == 422
    assert (await machine.get("/v1/me", headers=headers)).json()["name"] == "Ана Анић"
    assert (await machine.get("/v1/me")).status_code == 401


async def test_the_portal_lists_and_ends_sessions(
    ana: Browser, browser: MakeBrowser, portal: MakePortal, machine: httpx.AsyncClient
) -> None:
    headers = await bearer(ana, portal())
    other = await second_browser(browser)
    listed = (await machine.get("/v1/me/sessions", headers=headers)).json()
    assert [s["current"] for s in listed].count(True) == 1
    assert {s["user_agent"] for s in listed} == {"Firefox, Linux"}
    assert (await machine.post("/v1/me/sessions/end-others", headers=headers)).json() == {"ended": 1}
    assert (await other.get("/auth/account")).is_redirect
    [mine] = (await machine.get("/v1/me/sessions", headers=headers)).json()
    assert (await machine.delete(f"/v1/me/sessions/{mine['id']}", headers=headers)).json() == {"ended": 1}
    assert (await machine.get("/v1/me", headers=headers)).json()["code"] == "auth.session_ended"
    assert (await ana.get("/auth/account")).is_redirect


async def test_a_voter_turns_the_second_step_on_and_off_and_an_official_cannot(
    ana: Browser, browser: MakeBrowser, seed: Seeds, mails: Mails, clock: FixedClock
) -> None:
    await ana.get("/auth/account")
    page = await ana.submit("/auth/account/second-factor/on", second_password="pogrešna šifra")
    assert "The current password is not right" in page.text
    await ana.submit("/auth/account/second-factor/on", second_password=PASSWORD)
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", ana.page.text)[1].replace(" ", "")  # type: ignore[index]
    await ana.submit("/auth/enrol", code=one_time_code(secret, clock.now()))
    page = await ana.get("/auth/account")
    assert "Turned on" in page.text
    hidden = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    await ana.post("/auth/account/second-factor/off", {"csrf": hidden, "second_password": PASSWORD})
    assert "Turned off" in (await ana.get("/auth/account")).text
    assert [m["template"] for m in await mails()] == ["account.second_factor_on", "account.second_factor_off"]

    await seed("clerk@example.org", totp_secret=TOTP, roles=[{"role": "AUDITOR"}])
    clerk = browser()
    await clerk.sign_in("clerk@example.org", PASSWORD)
    page = await clerk.submit("/auth/second-factor", code=one_time_code(TOTP, clock.now()))
    assert "second-factor/off" not in page.text
    hidden = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    answer = await clerk.post("/auth/account/second-factor/off", {"csrf": hidden, "second_password": PASSWORD})
    assert answer.status_code == 403
    page = await clerk.get("/auth/account")
    await clerk.submit("/auth/account/recovery-codes", second_password=PASSWORD)
    assert len(re.findall(r"<code>([A-Z2-9-]{14})</code>", clerk.page.text)) == 10


async def test_name_and_language_change_on_the_page_too(ana: Browser) -> None:
    await ana.get("/auth/account")
    page = await ana.submit("/auth/account/profile", name="Ana Novi", locale="bs")
    assert 'value="Ana Novi"' in page.text
    page = await ana.submit("/auth/account/profile", name="", locale="bs")
    assert page.status_code == 422


async def test_the_administrator_of_users_sees_the_officials_of_a_unit_and_nobody_else_does(
    ana: Browser,
    browser: MakeBrowser,
    portal: MakePortal,
    machine: httpx.AsyncClient,
    seed: Seeds,
    clock: FixedClock,
) -> None:
    await seed(
        "one@example.org", totp_secret=TOTP, name="Prva", roles=[{"role": "MEC_CLERK", "unit": "ba.fbih.usk.bihac"}]
    )
    await seed(
        "two@example.org", totp_secret=TOTP, name="Drugi", roles=[{"role": "MEC_MEMBER", "unit": "ba.fbih.usk.cazin"}]
    )
    await seed("users@example.org", totp_secret=TOTP, name="Admin", roles=[{"role": "USER_ADMIN"}])
    admin = browser()
    await admin.sign_in("users@example.org", PASSWORD)
    await admin.submit("/auth/second-factor", code=one_time_code(TOTP, clock.now()))
    headers = await bearer(admin, portal())
    listed = (await machine.get("/v1/officials", params={"unit": "ba.fbih.usk.bihac"}, headers=headers)).json()
    assert [(o["name"], o["roles"]) for o in listed["items"]] == [
        ("Prva", [{"role": "MEC_CLERK", "unit": "ba.fbih.usk.bihac", "election": None}])
    ]
    page = (await machine.get("/v1/officials", params={"limit": 2}, headers=headers)).json()
    rest = (await machine.get("/v1/officials", params={"cursor": page["next"]}, headers=headers)).json()
    assert [o["name"] for o in page["items"] + rest["items"]] == ["Prva", "Drugi", "Admin"]
    assert (await machine.get("/v1/officials", params={"cursor": "x"}, headers=headers)).status_code == 422
    answer = await machine.get("/v1/officials", headers=await bearer(ana, portal()))
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.role_missing")
    assert (await machine.get("/v1/officials")).status_code == 401
