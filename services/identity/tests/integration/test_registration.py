"""Opening an account, links in mails that explain themselves, and new passwords."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from commons.clock import FixedClock
from identity.testing import Browser, Portal

PASSWORD = "zelena livada iza kuće"
MakeBrowser = Callable[..., Browser]
Mails = Callable[[], Awaitable[list[dict[str, Any]]]]
Seeds = Callable[..., Awaitable[Any]]
ORIGIN = "http://localhost:8000"


async def register(here: Browser, email: str = "ivo@example.org", password: str = PASSWORD, name: str = "Ivo") -> Any:
    await here.get("/auth/register")
    return await here.submit("/auth/register", email=email, password=password, name=name)


async def test_a_voter_opens_an_account_confirms_the_address_and_lands_where_the_portal_wanted(
    browser: MakeBrowser, portal: Callable[[], Portal], mails: Mails
) -> None:
    here, gate = browser(language="sr"), portal()
    await here.follow(await here.get(f"/auth/authorize?{gate.request(prompt='create')}"))
    page = await here.submit("/auth/register", email="Ivo@Example.org", password=PASSWORD, name="Иво Ивић")
    assert "Провјерите е-пошту" in page.text
    [mail] = await mails()
    assert (mail["template"], mail["language"], mail["address"]) == ("account.verify", "sr", "Ivo@Example.org")
    assert mail["account"] is None
    assert "Иво" not in str(mail)
    page = await here.get(mail["link"])
    assert "Потврдите своју адресу" in page.text
    answer = await here.submit("/auth/verify", password=PASSWORD)
    tokens = (await gate.redeem(gate.returned(answer)["code"])).json()
    assert tokens["refresh_token"]


async def test_the_link_opened_elsewhere_signs_in_there(browser: MakeBrowser, mails: Mails) -> None:
    await register(browser())
    [mail] = await mails()
    phone = browser()
    await phone.get(mail["link"])
    page = await phone.submit("/auth/verify", password=PASSWORD)
    assert "Your account" in page.text


async def test_before_the_address_is_confirmed_the_right_password_only_brings_a_new_link(
    browser: MakeBrowser, mails: Mails
) -> None:
    here = browser()
    await register(here)
    assert (await here.sign_in("ivo@example.org", "nije to ta šifra")).status_code == 401
    page = await here.sign_in("ivo@example.org", PASSWORD)
    assert page.status_code == 403
    assert "Confirm your e-mail address first" in page.text
    assert here.session is None
    assert [mail["template"] for mail in await mails()] == ["account.verify"] * 2


async def test_opening_a_link_changes_nothing_until_the_password_is_given(browser: MakeBrowser, mails: Mails) -> None:
    """Mail scanners open links, and an account that a stranger opened must not be confirmed by its owner's click."""
    await register(browser(), password="lozinka jednog stranca")
    [mail] = await mails()
    owner = browser()
    for _ in range(3):
        assert (await owner.get(mail["link"])).status_code == 200
    page = await owner.submit("/auth/verify", password=PASSWORD)
    assert "This is not the password" in page.text
    page = await owner.submit("/auth/verify", password="")
    assert page.status_code == 422
    assert (await owner.sign_in("ivo@example.org", "lozinka jednog stranca")).status_code == 403


async def test_an_expired_link_explains_itself_and_offers_a_new_one(
    browser: MakeBrowser, mails: Mails, clock: FixedClock
) -> None:
    here = browser()
    await register(here)
    [mail] = await mails()
    clock.move(timedelta(hours=24, seconds=1))
    page = await here.get(mail["link"])
    assert page.status_code == 410
    assert "This link has expired" in page.text
    page = await here.submit("/auth/new-link")
    assert "Check your mail" in page.text
    fresh = (await mails())[-1]
    assert fresh["link"] != mail["link"]
    await here.get(fresh["link"])
    assert "Your account" in (await here.submit("/auth/verify", password=PASSWORD)).text


async def test_a_used_a_replaced_and_an_unknown_link_each_say_so(browser: MakeBrowser, mails: Mails) -> None:
    here = browser()
    await register(here)
    await here.sign_in("ivo@example.org", PASSWORD)
    old, new = await mails()
    page = await here.get(old["link"])
    assert (page.status_code, "There is a newer link" in page.text) == (410, True)
    await here.get(new["link"])
    await here.submit("/auth/verify", password=PASSWORD)
    page = await here.get(new["link"])
    assert (page.status_code, "This link has been used already" in page.text) == (410, True)
    for token in ("unknown", "", "x" * 5000):
        page = await here.get(f"/auth/verify?token={token}")
        assert (page.status_code, "This link is not known" in page.text) == (404, True)


async def test_a_link_of_one_kind_does_not_do_the_other(browser: MakeBrowser, mails: Mails) -> None:
    here = browser()
    await register(here)
    [mail] = await mails()
    assert (await here.get(mail["link"].replace("/verify?", "/reset?"))).status_code == 404


async def test_an_address_that_has_an_account_gets_the_same_answer_and_its_owner_a_mail(
    browser: MakeBrowser, seed: Seeds, mails: Mails
) -> None:
    await seed("ana@example.org")
    hit = await register(browser(), email="ANA@example.org", password="druga lozinka za isto")
    miss = await register(browser(), email="ivo@example.org")
    assert (hit.status_code, hit.text) == (miss.status_code, miss.text)
    assert [(mail["template"], mail["address"]) for mail in await mails()] == [
        ("account.exists", "ana@example.org"),
        ("account.verify", "ivo@example.org"),
    ]
    here = browser()
    await here.sign_in("ana@example.org", PASSWORD)
    assert here.session


async def test_who_registers_again_before_confirming_decides_the_password(browser: MakeBrowser, mails: Mails) -> None:
    await register(browser(), password="lozinka jednog stranca")
    await register(browser(), password=PASSWORD)
    newest = (await mails())[-1]
    owner = browser()
    await owner.get(newest["link"])
    assert "Your account" in (await owner.submit("/auth/verify", password=PASSWORD)).text


async def test_the_same_address_registered_at_the_same_moment_is_one_account(
    browser: MakeBrowser, sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    answers = await asyncio.gather(*(register(browser()) for _ in range(3)))
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert len(await sql("SELECT id FROM account")) == 1


async def test_one_address_is_not_flooded_with_mails_and_the_page_does_not_say_so(
    browser: MakeBrowser, mails: Mails, clock: FixedClock
) -> None:
    here = browser()
    texts = {(await register(here)).text for _ in range(6)}
    assert len(texts) == 1
    assert len(await mails()) == 3
    clock.move(timedelta(minutes=6))
    await register(here)
    assert len(await mails()) == 4


async def test_one_network_cannot_open_accounts_by_the_hundred(
    browser: MakeBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from identity import throttle

    monkeypatch.setattr(throttle, "NEW_ACCOUNTS", throttle.Limit(2, throttle.HOUR, throttle.HOUR, throttle.HOUR))
    here = browser()
    statuses = [(await register(here, email=f"person{n}@example.org")).status_code for n in range(4)]
    assert statuses == [200, 200, 429, 429]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("email", "", "Type your e-mail address."),
        ("email", "ivo", "Type the whole address"),
        ("email", "ivo@example", "Type the whole address"),
        ("email", "ivo@exa mple.org", "Type the whole address"),
        ("email", "ivo@example.org\r\nBcc: all@example.org", "Type the whole address"),
        ("email", "a" * 250 + "@example.org", "Type the whole address"),
        ("name", "", "Type your name"),
        ("name", "x" * 121, "The name has characters"),
        ("name", "Ivo\u202egnp.exe", "The name has characters"),
        ("name", "Win money https://evil.example", "The name has characters"),
        ("password", "kratka", "at least 10 characters"),
        ("password", "x" * 257, "at most 256 characters"),
        ("password", "1234567890", "among the first that others try"),
        ("password", "Sarajevo123", "among the first that others try"),
        ("password", "ivo@example.org", "among the first that others try"),
        ("password", "аааааааааааа", "among the first that others try"),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_above_and_nothing_is_saved(
    browser: MakeBrowser, mails: Mails, sql: Callable[..., Awaitable[list[Any]]], field: str, value: str, text: str
) -> None:
    here = browser()
    await here.get("/auth/register")
    good = {"email": "ivo@example.org", "name": "Ivo Ivić", "password": PASSWORD}
    page = await here.submit("/auth/register", **(good | {field: value}))
    assert page.status_code == 422
    assert page.text.count(text) == 2
    assert f'href="#{field}"' in page.text
    assert await mails() == []
    assert await sql("SELECT id FROM account") == []


async def test_a_password_may_be_in_any_script_and_with_spaces(browser: MakeBrowser, mails: Mails) -> None:
    here = browser()
    await register(here, password="моја тајна  čćđšž 🐟")
    [mail] = await mails()
    await here.get(mail["link"])
    assert "Your account" in (await here.submit("/auth/verify", password="моја тајна  čćđšž 🐟")).text


async def test_a_forgotten_password_is_replaced_and_everybody_is_signed_out(
    ana: Browser, browser: MakeBrowser, portal: Callable[[], Portal], mails: Mails
) -> None:
    refresh = (await portal().tokens(ana))["refresh_token"]
    other = browser()
    await other.get("/auth/forgot")
    page = await other.submit("/auth/forgot", email="ana@example.org")
    assert "If there is an account" in page.text
    [mail] = await mails()
    assert (mail["template"], mail["address"], mail["account"]) == ("account.reset", "ana@example.org", None)
    await other.get(mail["link"])
    assert (await other.submit("/auth/reset", password="kratka")).status_code == 422
    page = await other.submit("/auth/reset", password="nova lozinka za sve")
    assert "Your new password is set" in page.text
    assert (await ana.get("/auth/account")).headers["location"].startswith("/auth/login")
    assert (await portal().refresh(refresh)).status_code == 400
    assert (await browser().sign_in("ana@example.org", PASSWORD)).status_code == 401
    await other.sign_in("ana@example.org", "nova lozinka za sve")
    assert other.session
    assert (await mails())[-1]["template"] == "account.password_changed"
    page = await browser().get(mail["link"])
    assert (page.status_code, "This link has been used already" in page.text) == (410, True)


async def test_forgetting_an_address_without_an_account_gets_the_same_answer_and_no_mail(
    browser: MakeBrowser, seed: Seeds, mails: Mails
) -> None:
    await seed("ana@example.org")
    answers = []
    for email in ("ana@example.org", "nobody@example.org"):
        here = browser()
        await here.get("/auth/forgot")
        answers.append(await here.submit("/auth/forgot", email=email))
    assert answers[0].text == answers[1].text
    assert [mail["address"] for mail in await mails()] == ["ana@example.org"]


async def test_a_reset_link_is_good_for_an_hour_and_can_be_renewed_from_its_page(
    browser: MakeBrowser, seed: Seeds, mails: Mails, clock: FixedClock
) -> None:
    await seed("ana@example.org")
    here = browser()
    await here.get("/auth/forgot")
    await here.submit("/auth/forgot", email="ana@example.org")
    [mail] = await mails()
    clock.move(timedelta(minutes=61))
    assert "This link has expired" in (await here.get(mail["link"])).text
    await here.submit("/auth/new-link")
    fresh = (await mails())[-1]
    assert (await here.get(fresh["link"])).status_code == 200


async def test_a_new_password_does_not_open_the_account_of_an_official_without_the_code(
    browser: MakeBrowser, seed: Seeds, mails: Mails
) -> None:
    await seed("clerk@example.org", totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", roles=[{"role": "AUDITOR"}])
    here = browser()
    await here.get("/auth/forgot")
    await here.submit("/auth/forgot", email="clerk@example.org")
    await here.get((await mails())[0]["link"])
    await here.submit("/auth/reset", password="nova lozinka za sve")
    page = await here.sign_in("clerk@example.org", "nova lozinka za sve")
    assert "Enter the code" in page.text


async def test_answers_that_tell_nothing_take_at_least_the_configured_time(
    settings: Any, browser: MakeBrowser, app: Any
) -> None:
    import time

    app.state.settings = settings.model_copy(update={"answer_floor_ms": 300})
    here = browser()
    for path in ("/auth/login", "/auth/forgot", "/auth/register"):
        await here.get(path)
        began = time.perf_counter()
        await here.submit(path, follow=False, email="nobody@example.org", password="x y z x y z", name="X")
        assert time.perf_counter() - began >= 0.3
