"""The sign-in page and the second step."""

from fastapi import APIRouter
from starlette.responses import Response

from commons.auth import public
from commons.db import Session
from identity import totp
from identity.pages.browser import Browser, Fields, Here, SignInFirst
from identity.pages.render import Notice, go, page
from identity.pages.steady import STEADY
from identity.service import second_factor, signin
from identity.service.signin import Blocked, Stage, Started, Unverified
from identity.tables import Account, BrowserSession

router = APIRouter(prefix="/auth", include_in_schema=False, dependencies=[public()])
DONE = {"reset": "signin.done_reset", "verified": "signin.done_verified"}
STEPS = {Stage.SECOND_FACTOR: "second-factor", Stage.ENROLMENT: "enrol"}


@router.get("/login")
async def login_page(here: Here, done: str = "") -> Response:
    here.resume_later()
    return _form(here, notice=Notice(DONE[done]) if done in DONE else None)


@router.post("/login", dependencies=[STEADY])
async def login(session: Session, here: Here, fields: Fields) -> Response:
    email, password = fields.get("email", ""), fields.get("password", "")
    missing = {name: f"field.{name}_missing" for name in ("email", "password") if not fields.get(name, "").strip()}
    if missing:
        return _form(here, email=email, errors=missing)
    outcome = await signin.with_password(
        session,
        here.vault,
        here.parts.settings,
        email=email,
        password=password,
        device=here.device_mark(here.vault.email_index(email)),
        network=here.network,
        browser=here.device_label,
        now=here.now,
    )
    if isinstance(outcome, Started):
        return after(here, outcome)
    if isinstance(outcome, Blocked):
        notice = Notice("signin.blocked", "signin.blocked_help", "danger", {"minutes": outcome.minutes})
        return _form(here, email=email, notice=notice, status=429)
    if isinstance(outcome, Unverified):
        return _form(here, email=email, notice=Notice("signin.unverified", None, "warning"), status=403)
    return _form(here, email=email, notice=Notice("signin.wrong", "signin.wrong_help", "danger"), status=401)


def after(here: Browser, started: Started) -> Response:
    """To the next step, or on to where the person wanted to go."""
    here.sign_in(started.token, started.account)
    step = STEPS.get(Stage(started.session.stage))
    return go(here, here.there(step) if step else here.onward)


def _form(
    here: Browser,
    *,
    email: str = "",
    errors: dict[str, str] | None = None,
    notice: Notice | None = None,
    status: int = 200,
) -> Response:
    return page(here, "login.html", status=status, errors=errors, notice=notice, email=email)


def _unfinished(here: Browser, stage: Stage) -> tuple[BrowserSession, Account]:
    if here.session is None or here.account is None or here.session.stage != stage:
        raise SignInFirst(here.there("login"))
    return here.session, here.account


@router.get("/second-factor")
async def second_factor_page(here: Here) -> Response:
    _unfinished(here, Stage.SECOND_FACTOR)
    return page(here, "second_factor.html", issuer=totp.ISSUER)


@router.post("/second-factor")
async def second_factor_code(session: Session, here: Here, fields: Fields) -> Response:
    started, account = _unfinished(here, Stage.SECOND_FACTOR)
    code = fields.get("code", "").strip()
    if not code:
        return page(here, "second_factor.html", issuer=totp.ISSUER, errors={"code": "field.code_missing"})
    right = await signin.second_factor(session, here.vault, account, code, here.now)
    if isinstance(right, Blocked):
        notice = Notice("signin.blocked", None, "danger", {"minutes": right.minutes})
        return page(here, "second_factor.html", status=429, issuer=totp.ISSUER, notice=notice)
    if not right:
        return page(here, "second_factor.html", status=401, issuer=totp.ISSUER, errors={"code": "second.wrong"})
    here.sign_in(signin.complete(here.parts.settings, started, "otp", here.now), account)
    return go(here, here.onward)


def _may_enrol(here: Browser) -> tuple[BrowserSession, Account]:
    if here.session is None or here.account is None or here.session.stage == Stage.SECOND_FACTOR:
        raise SignInFirst(here.there("login"))
    return here.session, here.account


@router.get("/enrol")
async def enrol_page(session: Session, here: Here) -> Response:
    """Officials come here from signing in, everybody else from the account page."""
    started, account = _may_enrol(here)
    if await second_factor.is_on(session, account):
        return go(here, "/auth/account")
    return await _enrolment(session, here, started, account)


@router.post("/enrol")
async def enrol(session: Session, here: Here, fields: Fields) -> Response:
    started, account = _may_enrol(here)
    codes = await second_factor.confirm(
        session, here.vault, here.parts.settings, account, fields.get("code", ""), here.now
    )
    if isinstance(codes, Blocked):
        notice = Notice("signin.blocked", None, "danger", {"minutes": codes.minutes})
        return await _enrolment(session, here, started, account, notice=notice)
    if codes is None:
        return await _enrolment(session, here, started, account, errors={"code": "enrol.wrong"})
    here.sign_in(signin.complete(here.parts.settings, started, "otp", here.now), account)
    return page(here, "recovery_codes.html", codes=codes, onward=here.onward)


async def _enrolment(
    session: Session,
    here: Browser,
    started: BrowserSession,
    account: Account,
    *,
    errors: dict[str, str] | None = None,
    notice: Notice | None = None,
) -> Response:
    secret = await second_factor.secret_to_confirm(session, here.vault, account)
    person = here.vault.open_person(account.id, account.personal)
    return page(
        here,
        "enrol.html",
        status=429 if notice else 200,
        errors=errors,
        notice=notice,
        forced=started.stage == Stage.ENROLMENT,
        qr=totp.qr(totp.address(secret, person.email)),
        secret=totp.readable(secret),
    )
