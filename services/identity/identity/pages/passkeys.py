"""Signing in with a passkey, and adding or removing one. The only pages that need the small script."""

from fastapi import APIRouter
from starlette.responses import Response

from commons.auth import public
from commons.db import Session
from identity import store
from identity.pages.account import confirmed, mine
from identity.pages.browser import Browser, Fields, Here, SignedIn
from identity.pages.render import Notice, go, headers, page
from identity.pages.signin import after
from identity.service import passkeys
from identity.service.passkeys import Challenge

COOKIE = "__Host-identity-passkey"
SECONDS = 300
router = APIRouter(prefix="/auth/passkey", include_in_schema=False)


def _offer(here: Browser, purpose: str, challenge: Challenge) -> Response:
    signed = here.vault.sign("passkey", f"{int(here.now.timestamp())}:{purpose}:{challenge.remembered}")
    here.cookies.append((COOKIE, signed, SECONDS))
    return here.dress(Response(challenge.options, headers=headers(here), media_type="application/json"))


def _taken(here: Browser, purpose: str) -> str | None:
    """The challenge of this browser's own question, if it was asked a short while ago."""
    kept = here.vault.signed("passkey", here.request.cookies.get(COOKIE, "")) or ""
    here.cookies.append((COOKIE, "", 0))
    asked, _, rest = kept.partition(":")
    owner, _, challenge = rest.rpartition(":")
    fresh = asked.isdecimal() and here.now.timestamp() - int(asked) <= SECONDS
    return challenge if fresh and owner == purpose else None


@router.post("/sign-in/options", dependencies=[public()])
async def sign_in_options(here: Here, fields: Fields) -> Response:  # noqa: ARG001  # checked
    return _offer(here, f"sign-in:{here.id}", passkeys.to_sign_in(here.parts.settings))


@router.post("/sign-in", dependencies=[public()])
async def sign_in(session: Session, here: Here, fields: Fields) -> Response:
    challenge = _taken(here, f"sign-in:{here.id}")
    started = challenge and await passkeys.sign_in(
        session,
        here.parts.settings,
        credential=fields.get("credential", ""),
        challenge=challenge,
        browser=here.device_label,
        now=here.now,
    )
    if started:
        return after(here, started)
    return page(here, "login.html", status=401, notice=Notice("signin.passkey_failed", None, "danger"), email="")


@router.post("/add/options")
async def add_options(session: Session, here: SignedIn, fields: Fields) -> Response:
    current, account = mine(here)
    if await confirmed(session, here, account, fields.get("passkey_password", "")) is not True:
        return here.dress(Response(status_code=403))  # an answer, not an exception: the attempt stays counted
    person = here.vault.open_person(account.id, account.personal)
    known = await store.passkeys(session, account.id)
    return _offer(here, f"add:{current.id}", passkeys.to_add(here.parts.settings, account, person.email, known))


@router.post("/add")
async def add(session: Session, here: SignedIn, fields: Fields) -> Response:
    current, account = mine(here)
    challenge = _taken(here, f"add:{current.id}")
    added = challenge and await passkeys.add(
        session,
        here.vault,
        here.parts.settings,
        account,
        credential=fields.get("credential", ""),
        challenge=challenge,
        device=here.device_label,
        now=here.now,
    )
    return go(here, "/auth/account?done=passkey_added" if added else "/auth/account?failed=passkey")


@router.post("/remove")
async def remove(session: Session, here: SignedIn, fields: Fields) -> Response:
    _, account = mine(here)
    try:
        await store.remove_passkey(session, account.id, bytes.fromhex(fields.get("id", "")))
    except ValueError:
        return go(here, "/auth/account")
    return go(here, "/auth/account?done=passkey_removed")
