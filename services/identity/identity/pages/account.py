"""The account page: what only the provider may change (password, second step, passkeys), and the devices signed in."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from commons.db import Session
from commons.problems import NotFound
from identity import passwords, store
from identity.languages import LANGUAGES, NAMES
from identity.pages.browser import LANGUAGE, YEAR, Browser, Fields, SignedIn, SignInFirst
from identity.pages.render import Notice, go, page
from identity.roles import role_name, unit_name
from identity.service import accounts, second_factor, signin
from identity.service.signin import Blocked
from identity.tables import Account, BrowserSession

router = APIRouter(prefix="/auth/account", include_in_schema=False)
DONE = {"profile", "password", "second_on", "second_off", "session", "sessions", "passkey_added", "passkey_removed"}


def mine(here: Browser) -> tuple[BrowserSession, Account]:
    """What `complete` has seen to."""
    if here.session is None or here.account is None:
        raise SignInFirst("/auth/login")
    return here.session, here.account


@router.get("")
async def account_page(session: Session, here: SignedIn, done: str = "", failed: str = "") -> Response:
    notice = Notice(f"done.{done}") if done in DONE else None
    if failed == "passkey":
        notice = Notice("signin.passkey_failed", None, "danger")
    return await _page(session, here, notice=notice)


@router.post("/profile")
async def profile(session: Session, here: SignedIn, fields: Fields) -> Response:
    _, account = mine(here)
    name, locale = fields.get("name", ""), fields.get("locale", "")
    problem = accounts.name_problem(name)
    if problem:
        return await _page(session, here, errors={"name": f"field.{problem.replace('.', '_')}"}, name=name)
    chosen = locale if locale in LANGUAGES else None
    await accounts.change_profile(session, here.vault, account, name=name, locale=chosen)
    if chosen:
        here.cookies.append((LANGUAGE, chosen, YEAR))
    return go(here, "/auth/account?done=profile")


@router.post("/password")
async def password(session: Session, here: SignedIn, fields: Fields) -> Response:
    current, account = mine(here)
    refused = await _refused(session, here, account, fields, "current")
    if refused:
        return refused
    person = here.vault.open_person(account.id, account.personal)
    problem = passwords.weakness(fields.get("new", ""), email=person.email, name=person.name)
    if problem:
        return await _page(session, here, errors={"new": f"field.{problem.replace('.', '_')}"})
    await accounts.change_password(
        session, here.vault, here.parts.settings, account, fields["new"], current.id, here.now
    )
    return go(here, "/auth/account?done=password")


@router.post("/second-factor/on")
async def second_on(session: Session, here: SignedIn, fields: Fields) -> Response:
    _, account = mine(here)
    refused = await _refused(session, here, account, fields, "second_password")
    return refused or go(here, "/auth/enrol")


@router.post("/second-factor/off")
async def second_off(session: Session, here: SignedIn, fields: Fields) -> Response:
    _, account = mine(here)
    refused = await _refused(session, here, account, fields, "second_password")
    if refused:
        return refused
    if await store.is_official(session, account.id, here.now):
        return await _page(session, here, notice=Notice("account.second_required", None, "warning"), status=403)
    await second_factor.remove(session, here.vault, here.parts.settings, account)
    return go(here, "/auth/account?done=second_off")


@router.post("/recovery-codes")
async def recovery_codes(session: Session, here: SignedIn, fields: Fields) -> Response:
    _, account = mine(here)
    refused = await _refused(session, here, account, fields, "second_password")
    if refused:
        return refused
    if not await second_factor.is_on(session, account):
        return go(here, "/auth/account")
    codes = await second_factor.new_recovery_codes(session, account)
    return page(here, "recovery_codes.html", codes=codes, onward="/auth/account")


@router.post("/sessions/{id}/end")
async def end_session(session: Session, here: SignedIn, fields: Fields, id: UUID) -> Response:  # noqa: ARG001  # checked
    current, account = mine(here)
    if not await store.end_sessions(session, account.id, here.now, only=id):
        raise NotFound("session.not_found")
    if id == current.id:
        here.sign_out()
        return go(here, "/auth/signed-out")
    return go(here, "/auth/account?done=session")


@router.post("/sessions/end-others")
async def end_others(session: Session, here: SignedIn, fields: Fields) -> Response:  # noqa: ARG001  # checked
    current, account = mine(here)
    await store.end_sessions(session, account.id, here.now, but=current.id)
    return go(here, "/auth/account?done=sessions")


async def confirmed(session: Session, here: Browser, account: Account, password: str) -> bool | Blocked:
    """The password once more before anything that guards the account is changed: a borrowed device is not enough."""
    checked = await signin.check_password(
        session,
        here.vault,
        email=here.vault.open_person(account.id, account.personal).email,
        password=password,
        device=here.device_mark(account.email_index),
        network=here.network,
        now=here.now,
    )
    return checked if isinstance(checked, Blocked) else isinstance(checked, Account)


async def _refused(
    session: Session, here: Browser, account: Account, fields: dict[str, str], field: str
) -> Response | None:
    sure = await confirmed(session, here, account, fields.get(field, ""))
    if isinstance(sure, Blocked):
        notice = Notice("signin.blocked", None, "danger", {"minutes": sure.minutes})
        return await _page(session, here, status=429, notice=notice)
    return None if sure else await _page(session, here, errors={field: "account.password_wrong"})


async def _page(
    session: Session,
    here: Browser,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    notice: Notice | None = None,
    name: str | None = None,
) -> Response:
    current, account = mine(here)
    person = here.vault.open_person(account.id, account.personal)
    idle_since = here.now - timedelta(minutes=here.parts.settings.session_idle_minutes)
    grants = await store.grants(session, account.id, here.now)
    return page(
        here,
        "account.html",
        status=status,
        errors=errors,
        notice=notice,
        email=person.email,
        name=person.name if name is None else name,
        locale=account.locale,
        locales=NAMES,
        second_on=await second_factor.is_on(session, account),
        codes_left=await store.recovery_codes_left(session, account.id),
        duties=[
            (role_name(g.role, here.language), unit_name(g.unit, here.language) if g.unit else None, g.election)
            for g in grants
        ],
        sessions=await store.sessions_of(session, account.id, here.now, idle_since),
        current=current.id,
        passkeys=await store.passkeys(session, account.id),
    )
