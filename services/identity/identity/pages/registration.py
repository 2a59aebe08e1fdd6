"""Opening an account, and the links in mails: confirming an address, choosing a new password."""

from fastapi import APIRouter
from starlette.responses import Response

from commons.auth import public
from commons.db import Session
from identity import passwords
from identity.pages.browser import Browser, Fields, Here
from identity.pages.render import Notice, go, page
from identity.pages.signin import after
from identity.pages.steady import STEADY
from identity.service import accounts, mails, signin
from identity.service.accounts import LinkState
from identity.service.signin import Blocked
from identity.store import account as account_of_id
from identity.tables import Account, Link

router = APIRouter(prefix="/auth", include_in_schema=False, dependencies=[public()])


@router.get("/register")
async def register_page(here: Here) -> Response:
    here.resume_later()
    return page(here, "register.html", fields={})


@router.post("/register", dependencies=[STEADY])
async def register(session: Session, here: Here, fields: Fields) -> Response:
    email, name, password = (fields.get(key, "") for key in ("email", "name", "password"))
    found = {
        "name": accounts.name_problem(name),
        "email": accounts.email_problem(email),
        "password": passwords.weakness(password, email=email, name=name),
    }
    errors = {key: _key(code) for key, code in found.items() if code}
    if errors:
        return page(here, "register.html", errors=errors, fields={"name": name, "email": email})
    taken = await accounts.register(
        session,
        here.vault,
        here.parts.settings,
        email=email,
        name=name,
        password=password,
        locale=here.language,
        network=here.network,
        now=here.now,
    )
    if not taken:
        notice = Notice("register.too_many", None, "danger")
        return page(here, "register.html", status=429, notice=notice, fields={"name": name, "email": email})
    return go(here, here.there("sent", kind=mails.VERIFY))


@router.get("/sent")
async def sent(here: Here, kind: str = mails.VERIFY) -> Response:
    return page(here, "sent.html", forgot=kind == mails.RESET)


@router.get("/forgot")
async def forgot_page(here: Here) -> Response:
    return page(here, "forgot.html", email="")


@router.post("/forgot", dependencies=[STEADY])
async def forgot(session: Session, here: Here, fields: Fields) -> Response:
    email = fields.get("email", "")
    problem = accounts.email_problem(email)
    if problem:
        return page(here, "forgot.html", errors={"email": _key(problem)}, email=email)
    taken = await accounts.forgot(
        session, here.vault, here.parts.settings, email=email, network=here.network, now=here.now
    )
    if not taken:
        return page(here, "forgot.html", status=429, notice=Notice("register.too_many", None, "danger"), email=email)
    return go(here, here.there("sent", kind=mails.RESET))


@router.get("/verify")
async def verify_page(session: Session, here: Here, token: str = "") -> Response:
    """Opening the link changes nothing: mail scanners open links too. The password that follows does."""
    state, link = await accounts.link_state(session, mails.VERIFY, token, here.now)
    return (
        page(here, "verify.html", token=token)
        if link and state is LinkState.GOOD
        else _explain(here, state, mails.VERIFY, token)
    )


@router.post("/verify", dependencies=[STEADY])
async def verify(session: Session, here: Here, fields: Fields) -> Response:
    """The password proves that whoever opened the account also has the mail box: an account that a stranger opened
    with somebody else's address cannot be confirmed by its owner's click."""
    token = fields.get("token", "")
    state, link = await accounts.link_state(session, mails.VERIFY, token, here.now)
    account = await _owner(session, link)
    if link is None or account is None or state is not LinkState.GOOD:
        return _explain(here, state, mails.VERIFY, token)
    if not fields.get("password"):
        return page(here, "verify.html", token=token, errors={"password": "field.password_missing"})
    checked = await signin.check_password(
        session,
        here.vault,
        email=here.vault.open_person(account.id, account.personal).email,
        password=fields["password"],
        device=here.device_mark(account.email_index),
        network=here.network,
        now=here.now,
    )
    if isinstance(checked, Blocked):
        notice = Notice("signin.blocked", None, "danger", {"minutes": checked.minutes})
        return page(here, "verify.html", status=429, token=token, notice=notice)
    if not isinstance(checked, Account):
        return page(here, "verify.html", token=token, errors={"password": "verify.wrong"})
    await accounts.verified(session, link, here.now)
    started = await signin.begin(session, here.parts.settings, account, browser=here.device_label, now=here.now)
    return after(here, started)


@router.get("/reset")
async def reset_page(session: Session, here: Here, token: str = "") -> Response:
    state, link = await accounts.link_state(session, mails.RESET, token, here.now)
    return (
        page(here, "reset.html", token=token)
        if link and state is LinkState.GOOD
        else _explain(here, state, mails.RESET, token)
    )


@router.post("/reset")
async def reset(session: Session, here: Here, fields: Fields) -> Response:
    token, password = fields.get("token", ""), fields.get("password", "")
    state, link = await accounts.link_state(session, mails.RESET, token, here.now)
    account = await _owner(session, link)
    if link is None or account is None or state is not LinkState.GOOD:
        return _explain(here, state, mails.RESET, token)
    person = here.vault.open_person(account.id, account.personal)
    problem = passwords.weakness(password, email=person.email, name=person.name)
    if problem:
        return page(here, "reset.html", token=token, errors={"password": _key(problem)})
    await accounts.reset(session, here.vault, here.parts.settings, link, password, here.now)
    here.sign_out()
    return go(here, here.there("login", done="reset"))


@router.post("/new-link")
async def new_link(session: Session, here: Here, fields: Fields) -> Response:
    """From a page that explained an old link: a new one to the same address, whatever that is."""
    kind = fields.get("kind", "")
    if kind in {mails.VERIFY, mails.RESET}:
        _, link = await accounts.link_state(session, kind, fields.get("token", ""), here.now)
        if link is not None:
            await accounts.resend(session, here.vault, here.parts.settings, link, here.now)
    return go(here, here.there("sent", kind=kind))


def _explain(here: Browser, state: LinkState, kind: str, token: str) -> Response:
    """A link that does not work says why, and offers what helps."""
    status = 404 if state is LinkState.UNKNOWN else 410
    return page(here, "link.html", status=status, state=state, kind=kind, token=token)


async def _owner(session: Session, link: Link | None) -> Account | None:
    return await account_of_id(session, link.account_id) if link and link.account_id else None


def _key(code: str) -> str:
    return f"field.{code.replace('.', '_')}"
