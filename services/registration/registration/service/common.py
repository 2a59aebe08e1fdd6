"""What every verb does in the same way: move along the lifecycle, tell (history, event, mail), keep the next term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from casework.history import append
from commons.auth import Principal
from commons.ids import new_id
from commons.outbox import publish, request_mail
from commons.problems import Conflict, Invalid
from commons.timers import cancel_timers, set_timer
from contracts.envelope import Event
from contracts.registration import CaseChanged
from elections.election import Election
from elections.procedure import Defect, NotPossible
from elections.timing import SARAJEVO
from registration import store
from registration.domain.lifecycle import Action, Status, advance
from registration.domain.model import Application, Flag
from registration.domain.rules import Ground
from registration.domain.terms import grace
from registration.keys import settings_of
from registration.tables import History

LAPSE, CURE, APPEAL, SERVE, ASSIGNMENT = "lapse", "correction", "appeal", "serve", "assignment"
RETENTION = "retention"
TERM_TIMER = {LAPSE: "OCV_SIGNED_FORM", CURE: "OCV_CURE", APPEAL: "OCV_APPEAL"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, for the history: an account (or a process) and in which role."""

    account: str
    role: str
    name: str = ""


SYSTEM = Actor("system", "SYSTEM")


def voter(who: Principal) -> Actor:
    return Actor(who.account, "VOTER", who.name or "")


def move(application: Application, action: Action, **changes: object) -> Application:
    try:
        status = advance(application.status, action)
    except NotPossible as refused:
        raise Conflict("application.not_possible", {"status": refused.status, "action": refused.action}) from refused
    return application.but(status=status, **changes)


def refuse_if_any(code: str, found: Sequence[Defect]) -> None:
    stopping = [defect for defect in found if not defect.warning]
    if stopping:
        raise Invalid(code, {"count": len(stopping)}, stopping)


def ground_of(election: Election, at: datetime) -> Ground:
    return Ground(
        election_day=election.day,
        on=at.astimezone(SARAJEVO).date(),
        missions=frozenset(election.missions),
        r1_documents=strings(election, "ocv.r1.identity_documents"),
    )


def strings(election: Election, parameter: str) -> tuple[str, ...]:
    value = election.parameter(parameter)
    return value if isinstance(value, tuple) else (str(value),)


async def election_of(session: AsyncSession, application: Application) -> Election:
    return await store.election(session, application.election)


async def tell(
    session: AsyncSession,
    application: Application,
    *,
    by: Actor,
    at: datetime,
    action: str,
    reason: str | None = None,
    visible: bool = True,
    details: Mapping[str, Any] | None = None,
    events: Sequence[Event] = (),
    quietly: bool = False,
) -> None:
    """One history line, the event that the case changed (not `quietly`), and what else other services should know."""
    await append(
        session,
        History,
        case_id=application.id,
        at=at,
        actor=by.account,
        actor_role=by.role,
        action=action,
        reason=reason,
        visible=visible,
        data_hash=application.form_hash,
        details={"status": application.status, "version": application.version, **(details or {})},
    )
    for event in (*events, *(() if quietly else (CaseChanged(**envelope(application, at)),))):
        await publish(session, event)


async def set_duplicate(session: AsyncSession, application: Application, there: bool, at: datetime) -> None:
    """The flag is for officers. Its case has a new version only while an official works on it, who must not decide
    without having seen it and whose own acts raise the version all the time; else a version or a live update out of
    nowhere would tell this account that somebody applied for the same person."""
    flags = application.flags | {Flag.DUPLICATE_PERSON} if there else application.flags - {Flag.DUPLICATE_PERSON}
    quietly = application.status not in (Status.UNDER_REVIEW, Status.PROPOSED)
    saved = await store.save(session, application.but(flags=flags), quietly=quietly)
    action = "FLAG" if there else "UNFLAG"
    await tell(
        session, saved, by=SYSTEM, at=at, action=action, reason=Flag.DUPLICATE_PERSON, visible=False, quietly=quietly
    )


def envelope(application: Application, at: datetime) -> dict[str, Any]:
    return {
        "event_id": new_id(),
        "occurred_at": at,
        "election_id": application.election,
        "entity_id": str(application.id),
        "entity_version": application.version,
    }


async def write_to_voter(
    session: AsyncSession, application: Application, template: str, *, term: datetime | None = None
) -> None:
    """Number and link, never a name; the address is sealed for notifications alone."""
    params = {"number": application.number or ""} | ({"term": term.isoformat()} if term else {})
    await request_mail(
        session,
        account=application.account,
        template=f"application.{template}",
        language=application.language,
        params=params,
        link=f"{settings_of(session).public_origin}/applications/{application.id}",
        sealed_address=application.mail_address,
    )


async def arm(session: AsyncSession, application: Application, election: Election) -> None:
    """The timer of the state that the application is in now; those of the state before are cancelled."""
    await cancel_timers(session, application.id, LAPSE, CURE, APPEAL, ASSIGNMENT)
    for kind, key in TERM_TIMER.items():
        if application.term_key == key and application.term_at is not None:
            await set_timer(
                session,
                kind=kind,
                case_id=application.id,
                due_at=application.term_at + grace(election),
                deadline_key=key,
                anchor_at=application.term_anchor,
            )
    if application.status is Status.UNDER_REVIEW and application.assigned_until is not None:
        await set_timer(session, kind=ASSIGNMENT, case_id=application.id, due_at=application.assigned_until)
