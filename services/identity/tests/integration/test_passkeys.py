"""Passkeys, with an authenticator in software that signs as a telephone does."""

import base64
import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from commons.clock import FixedClock
from identity.testing import Browser, Portal, form_of

ORIGIN, SITE = "http://localhost:8000", "localhost"
PASSWORD = "zelena livada iza kuće"
MakeBrowser = Callable[..., Browser]
USER_PRESENT, USER_VERIFIED, KEY_INCLUDED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count = secrets.token_bytes(16), 0

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _head(self, flags: int, site: str) -> bytes:
        self.count += 1
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def create(self, challenge: str, origin: str = ORIGIN, flags: int = USER_PRESENT | USER_VERIFIED) -> str:
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        data = self._head(flags | KEY_INCLUDED, SITE) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data + cbor2.dumps(cose)})
        client = self._client("webauthn.create", challenge, origin)
        return self._answer({"clientDataJSON": b64(client), "attestationObject": b64(attestation)})

    def get(
        self, challenge: str, origin: str = ORIGIN, flags: int = USER_PRESENT | USER_VERIFIED, site: str = SITE
    ) -> str:
        data, client = self._head(flags, site), self._client("webauthn.get", challenge, origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        )

    def _answer(self, response: dict[str, str]) -> str:
        head = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps(head | {"response": response})


async def challenge(here: Browser, page: str, action: str, **fields: str) -> tuple[str, dict[str, str]]:
    """What the small script asks for before it talks to the authenticator."""
    await here.get(page)
    _, hidden = form_of(here.page.text, action)
    answer = await here.post(f"{action}/options", hidden | fields)
    assert answer.status_code == 200, answer.status_code
    return str(answer.json()["challenge"]), hidden


async def add(here: Browser, device: Authenticator, **how: Any) -> str:
    asked, hidden = await challenge(here, "/auth/account", "/auth/passkey/add", passkey_password=PASSWORD)
    answer = await here.post("/auth/passkey/add", hidden | {"credential": device.create(asked, **how)})
    return str(answer.headers["location"])


async def sign_in(here: Browser, device: Authenticator, **how: Any) -> Any:
    asked, hidden = await challenge(here, "/auth/login", "/auth/passkey/sign-in")
    return await here.post("/auth/passkey/sign-in", hidden | {"credential": device.get(asked, **how)})


@pytest.fixture
async def device(ana: Browser) -> Authenticator:
    device = Authenticator()
    assert await add(ana, device) == "/auth/account?done=passkey_added"
    return device


async def test_a_passkey_signs_in_alone_and_counts_as_both_factors(
    device: Authenticator, browser: MakeBrowser, portal: Callable[[], Portal], mails: Any
) -> None:
    here, gate = browser(), portal()
    await here.follow(await here.get(f"/auth/authorize?{gate.request()}"))
    answer = await here.follow(await sign_in(here, device))
    tokens = (await gate.redeem(gate.returned(answer)["code"])).json()
    payload = json.loads(base64.urlsafe_b64decode(tokens["access_token"].split(".")[1] + "=="))
    assert payload["amr"] == ["hwk"]
    assert [mail["template"] for mail in await mails()] == ["account.passkey_added"]


async def test_an_official_with_a_passkey_needs_no_other_code(
    device: Authenticator, browser: MakeBrowser, seed: Callable[..., Awaitable[Any]]
) -> None:
    await seed("ana@example.org", roles=[{"role": "AUDITOR"}])
    here = browser()
    await sign_in(here, device)
    assert (await here.get("/auth/account")).status_code == 200


@pytest.mark.parametrize(
    "how",
    [
        {"origin": "https://evil.example"},
        {"site": "evil.example"},
        {"flags": USER_PRESENT},
        {"flags": 0},
    ],
    ids=["another origin", "another site", "the device was not unlocked", "nobody was there"],
)
async def test_an_answer_for_another_site_or_from_a_locked_device_is_refused(
    device: Authenticator, browser: MakeBrowser, how: dict[str, Any]
) -> None:
    here = browser()
    answer = await sign_in(here, device, **how)
    assert answer.status_code == 401
    assert here.session is None


async def test_an_answer_is_good_once_and_for_a_short_while_and_in_its_own_browser(
    device: Authenticator, browser: MakeBrowser, clock: FixedClock
) -> None:
    here, other = browser(), browser()
    asked, hidden = await challenge(here, "/auth/login", "/auth/passkey/sign-in")
    credential = device.get(asked)
    _, foreign = await challenge(other, "/auth/login", "/auth/passkey/sign-in")
    assert (await other.post("/auth/passkey/sign-in", foreign | {"credential": credential})).status_code == 401
    assert (await here.post("/auth/passkey/sign-in", hidden | {"credential": credential})).status_code == 303
    assert (await here.post("/auth/passkey/sign-in", hidden | {"credential": credential})).status_code == 401
    asked, hidden = await challenge(other, "/auth/login", "/auth/passkey/sign-in")
    clock.move(timedelta(seconds=301))
    answer = await other.post("/auth/passkey/sign-in", hidden | {"credential": device.get(asked)})
    assert answer.status_code == 401


async def test_a_copied_key_whose_counter_runs_behind_is_refused(device: Authenticator, browser: MakeBrowser) -> None:
    assert (await sign_in(browser(), device)).status_code == 303
    device.count -= 2
    assert (await sign_in(browser(), device)).status_code == 401


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", '{"id": "AAAA"}', '{"id": 7}', "not json", '{"id": "AAAA", "response": {}}']
)
async def test_noise_is_refused_and_not_a_failure_of_ours(ana: Browser, browser: MakeBrowser, credential: str) -> None:
    here = browser()
    _, hidden = await challenge(here, "/auth/login", "/auth/passkey/sign-in")
    assert (await here.post("/auth/passkey/sign-in", hidden | {"credential": credential})).status_code == 401
    _, hidden = await challenge(ana, "/auth/account", "/auth/passkey/add", passkey_password=PASSWORD)
    answer = await ana.post("/auth/passkey/add", hidden | {"credential": credential})
    assert answer.headers["location"] == "/auth/account?failed=passkey"


async def test_an_unknown_passkey_is_refused(browser: MakeBrowser) -> None:
    assert (await sign_in(browser(), Authenticator())).status_code == 401


async def test_adding_one_takes_the_password_an_unlocked_device_and_our_own_question(
    ana: Browser, browser: MakeBrowser
) -> None:
    await ana.get("/auth/account")
    _, hidden = form_of(ana.page.text, "/auth/passkey/add")
    refused = await ana.post("/auth/passkey/add/options", hidden | {"passkey_password": "pogrešna šifra"})
    assert refused.status_code == 403
    made_up = Authenticator().create(b64(secrets.token_bytes(32)))
    answer = await ana.post("/auth/passkey/add", hidden | {"credential": made_up})
    assert answer.headers["location"] == "/auth/account?failed=passkey"
    assert await add(ana, Authenticator(), flags=USER_PRESENT) == "/auth/account?failed=passkey"
    assert await add(ana, Authenticator(), origin="https://evil.example") == "/auth/account?failed=passkey"
    stranger = browser()
    answer = await stranger.post("/auth/passkey/add/options", hidden)
    assert answer.status_code in {303, 403}


async def test_a_removed_passkey_signs_nobody_in_and_a_key_belongs_to_one_account(
    ana: Browser, device: Authenticator, browser: MakeBrowser, seed: Callable[..., Awaitable[Any]]
) -> None:
    assert await add(ana, device) == "/auth/account?failed=passkey"
    await seed("ivo@example.org")
    ivo = browser()
    await ivo.sign_in("ivo@example.org", PASSWORD)
    await ivo.get("/auth/account")
    _, hidden = form_of(ivo.page.text, "/auth/account/profile")
    await ivo.post("/auth/passkey/remove", hidden | {"id": device.id.hex()})
    assert (await sign_in(browser(), device)).status_code == 303
    await ana.get("/auth/account")
    page = await ana.submit("/auth/passkey/remove")
    assert "The passkey is removed" in page.text
    assert (await sign_in(browser(), device)).status_code == 401
    assert (await ana.post("/auth/passkey/remove", hidden | {"id": "no hex"})).status_code in {303, 403}
