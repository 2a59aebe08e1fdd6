"""What the portal asks in the person's name: own account and sessions; for administrators, the officials of a unit."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from commons.auth import Principal, account_of
from commons.db import Session, decode_cursor, encode_cursor
from commons.problems import Invalid, NotFound, Unauthorised
from identity import store
from identity.pages.browser import parts_of
from identity.permissions import Person, UserAdministrator
from identity.schemas import Ended, Me, MeChange, Official, Officials, RoleOut, SessionOut
from identity.service import accounts, second_factor
from identity.tables import Account, BrowserSession

router = APIRouter(prefix="/v1", tags=["identity"])


async def _own(session: Session, request: Request, who: Principal) -> tuple[BrowserSession, Account, datetime]:
    """The account behind the token, while its browser session lasts: here a signed-out token is refused at once."""
    now: datetime = request.app.state.clock.now()
    try:
        id = UUID(who.session or "")
    except ValueError:
        raise Unauthorised("auth.session_ended") from None
    found = await store.live_session(session, id, now)
    account = await store.account(session, found.account_id) if found else None
    issuer = parts_of(request).settings.issuer
    if found is None or account is None or account.disabled_at or account_of(issuer, str(account.id)) != who.account:
        raise Unauthorised("auth.session_ended")
    return found, account, now


async def _me(session: Session, request: Request, account: Account) -> Me:
    person = parts_of(request).vault.open_person(account.id, account.personal)
    return Me(
        email=person.email,
        email_verified=account.verified_at is not None,
        name=person.name,
        locale=account.locale,  # type: ignore[arg-type]  # the column holds one of the four
        second_factor=await second_factor.is_on(session, account),
        recovery_codes_left=await store.recovery_codes_left(session, account.id),
        passkeys=len(await store.passkeys(session, account.id)),
    )


@router.get("/me")
async def me(session: Session, request: Request, who: Person) -> Me:
    _, account, _ = await _own(session, request, who)
    return await _me(session, request, account)


@router.patch("/me")
async def change_me(session: Session, request: Request, who: Person, change: MeChange) -> Me:
    _, account, _ = await _own(session, request, who)
    if change.name is not None and (problem := accounts.name_problem(change.name)):
        raise Invalid(problem)
    await accounts.change_profile(session, parts_of(request).vault, account, name=change.name, locale=change.locale)
    return await _me(session, request, account)


@router.get("/me/sessions")
async def my_sessions(session: Session, request: Request, who: Person) -> list[SessionOut]:
    current, account, now = await _own(session, request, who)
    idle_since = now - timedelta(minutes=parts_of(request).settings.session_idle_minutes)
    return [
        SessionOut(
            id=s.id,
            current=s.id == current.id,
            started_at=s.started_at,
            last_seen_at=s.last_seen_at,
            user_agent=s.device,
        )
        for s in await store.sessions_of(session, account.id, now, idle_since)
    ]


@router.delete("/me/sessions/{id}")
async def end_session(session: Session, request: Request, who: Person, id: UUID) -> Ended:
    _, account, now = await _own(session, request, who)
    ended = await store.end_sessions(session, account.id, now, only=id)
    if not ended:
        raise NotFound("session.not_found")
    return Ended(ended=ended)


@router.post("/me/sessions/end-others")
async def end_others(session: Session, request: Request, who: Person) -> Ended:
    current, account, now = await _own(session, request, who)
    return Ended(ended=await store.end_sessions(session, account.id, now, but=current.id))


@router.get("/officials")
async def officials(
    session: Session,
    request: Request,
    who: UserAdministrator,
    unit: str | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Officials:
    """Officials of one unit, or of all; an administrator who is bound to a unit sees that one alone."""
    parts, now = parts_of(request), request.app.state.clock.now()
    if not who.has("USER_ADMIN", unit=unit or ""):
        raise NotFound("officials.not_found")
    after = _uuid_of(cursor) if cursor else None
    found = await store.officials(session, unit=unit, all_units=unit is None, now=now, after=after, limit=limit)
    items = []
    for account, grants in found:
        person = parts.vault.open_person(account.id, account.personal)
        held = [RoleOut(role=g.role, unit=g.unit, election=g.election) for g in grants]
        hashed = account_of(parts.settings.issuer, str(account.id))
        items.append(Official(account=hashed, name=person.name, email=person.email, roles=held))
    return Officials(items=items, next=encode_cursor(str(found[-1][0].id)) if len(found) == limit else None)


def _uuid_of(cursor: str) -> UUID:
    try:
        return UUID(str(decode_cursor(cursor, 1)[0]))
    except ValueError as error:
        raise Invalid("request.cursor") from error
