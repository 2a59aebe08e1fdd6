"""Who is at the other end: cookies, language, network and the sign-in that the browser has, read once per request."""

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from commons.db import Session
from commons.problems import Forbidden
from identity import device, store
from identity.languages import DEFAULT, accepted, first_supported
from identity.provider.server import Parts
from identity.service.signin import Stage
from identity.tables import Account, BrowserSession
from identity.vault import Vault, new_token

SESSION, BROWSER, DEVICE, RESUME = (f"__Host-identity-{name}" for name in ("session", "browser", "device", "resume"))
LANGUAGE = "identity-language"
YEAR, HOUR = 365 * 86_400, 3_600
# What belongs to an authorization request and travels with the person from page to page. It is checked again by the
# protocol each time, so carrying it in the address opens no door. `prompt` and `max_age` stay behind: signing in obeys
# them, and coming back with them would ask again for ever.
CARRIED = frozenset(
    {"client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge",
     "code_challenge_method"}
)  # fmt: skip
TRUSTED_PROXIES = {"127.0.0.1", "::1"}


class SignInFirst(Exception):
    """The page is for people who are signed in (or have a step to finish): sent to where that happens."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass
class Browser:
    request: Request
    now: datetime
    language: str
    id: str
    is_new: bool
    session: BrowserSession | None
    account: Account | None
    carried: str
    cookies: list[tuple[str, str, int | None]] = field(default_factory=list)
    """To set: name, value, seconds; None seconds = until the browser closes, 0 = now gone."""

    @property
    def parts(self) -> Parts:
        return parts_of(self.request)

    @property
    def vault(self) -> Vault:
        return self.parts.vault

    @property
    def csrf(self) -> str:
        return self.vault.sign("csrf", self.id)

    @property
    def network(self) -> str:
        """For throttling: the address, or the /64 of an IPv6 one, which is what one customer has."""
        return network_of(client_address(self.request))

    @property
    def device_label(self) -> str:
        return device.label(self.request.headers.get("user-agent", ""))

    def device_mark(self, email_index: bytes) -> str:
        """A mark when this browser has signed in to that very account before; see `check_password`."""
        known = self.vault.signed("device", self.request.cookies.get(DEVICE, "")) or ""
        owner, _, mark = known.partition(":")
        return mark if owner == email_index.hex() else ""

    def sign_in(self, token: str, account: Account) -> None:
        self.cookies.append((SESSION, token, None))
        if not self.device_mark(account.email_index):
            mark = self.vault.sign("device", f"{account.email_index.hex()}:{new_token()[:16]}")
            self.cookies.append((DEVICE, mark, YEAR))

    def sign_out(self) -> None:
        self.cookies.append((SESSION, "", 0))

    def resume_later(self) -> None:
        """Remember the authorization request until the mail with the link has come."""
        if self.carried:
            self.cookies.append((RESUME, self.vault.sign("resume", self.carried), HOUR))

    @property
    def onward(self) -> str:
        """After the last step of signing in: the request in hand, or the one that began in this browser before the
        person went to look for a mail, or the account page."""
        kept = self.vault.signed("resume", self.request.cookies.get(RESUME, ""))
        if kept:
            self.cookies.append((RESUME, "", 0))
        query = self.carried or kept
        return f"/auth/authorize?{query}" if query else "/auth/account"

    def there(self, path: str, **extra: str) -> str:
        """Another page of ours, with the authorization request still in hand."""
        query = "&".join(part for part in (self.carried, urlencode(extra)) if part)
        return f"/auth/{path}" + (f"?{query}" if query else "")

    def dress(self, response: Response) -> Response:
        """Cookies that were decided while the request was worked on."""
        if self.is_new:
            self.cookies.append((BROWSER, self.id, YEAR))
        for name, value, seconds in self.cookies:
            response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
        return response


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def client_address(request: Request) -> str:
    """X-Forwarded-For is believed from this machine's gateway alone, and only its last entry: the gateway wrote it."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    return forwarded.rsplit(",", 1)[-1].strip() if forwarded and peer in TRUSTED_PROXIES else peer


def network_of(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def carried(request: Request) -> str:
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k in CARRIED and len(v) <= 1000]
    return urlencode(pairs) if any(name == "client_id" for name, _ in pairs) else ""


def language_of(request: Request) -> tuple[str, bool]:
    """The language, and whether the address asks to remember it."""
    asked = first_supported(request.query_params.get("ui_locales", "").split())
    if asked:
        return asked, True
    kept = first_supported([request.cookies.get(LANGUAGE, "")])
    return kept or accepted(request.headers.get("accept-language", "")) or DEFAULT, False


async def browser(request: Request, session: Session) -> Browser:
    now: datetime = request.app.state.clock.now()
    language, remember = language_of(request)
    known = request.cookies.get(BROWSER, "")
    is_new = not 20 <= len(known) <= 64
    found, account = await _signed_in(session, request, now)
    here = Browser(
        request=request,
        now=now,
        language=language,
        id=new_token() if is_new else known,
        is_new=is_new,
        session=found,
        account=account,
        carried=carried(request),
    )
    if remember:
        here.cookies.append((LANGUAGE, language, YEAR))
    return here


async def _signed_in(
    session: AsyncSession, request: Request, now: datetime
) -> tuple[BrowserSession | None, Account | None]:
    token = request.cookies.get(SESSION, "")
    found = await store.session_by_token(session, token, now) if token else None
    if found is None:
        return None, None
    idle = timedelta(minutes=parts_of(request).settings.session_idle_minutes)
    account = await store.account(session, found.account_id)
    if account is None or account.disabled_at or found.last_seen_at <= now - idle:
        return None, None
    return found, account


Here = Annotated[Browser, Depends(browser)]


async def complete(here: Here, session: Session) -> Browser:
    """Signed in with every step done; an official who was made one during the session must add the second factor."""
    if here.session is None or here.account is None or here.session.stage != Stage.COMPLETE:
        raise SignInFirst(here.there("login"))
    strong = not {"otp", "hwk"}.isdisjoint(here.session.amr)
    if not strong and await store.is_official(session, here.account.id, here.now):
        raise SignInFirst(here.there("login"))
    return here


complete.__permission__ = "signed in"  # type: ignore[attr-defined]  # read by the guard that walks the routes
SignedIn = Annotated[Browser, Depends(complete)]


async def checked_form(request: Request, here: Here) -> dict[str, str]:
    """The fields of a form that one of our pages made in this very browser (CSRF)."""
    origin = request.headers.get("origin")
    if origin is not None and origin != here.parts.settings.public_origin:
        raise Forbidden("auth.csrf")
    fields = {k: v for k, v in (await request.form()).items() if isinstance(v, str)}
    if here.is_new or here.vault.signed("csrf", fields.get("csrf", "")) != here.id:
        raise Forbidden("auth.csrf")
    return fields


Fields = Annotated[dict[str, str], Depends(checked_form)]
