"""When a notice reached its party (domain 0.2): the first opening in the portal, at the latest 24:00 of the next day.

Every term "from receipt" runs from here; e-mail alone starts none.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from commons.timers import cancel_timers, set_timer
from contracts.registration import DecisionServed
from registration import store
from registration.domain.lifecycle import Status
from registration.domain.model import Application, Correction, Decision
from registration.domain.terms import deemed, with_term
from registration.service.common import SERVE, Actor, arm, election_of, envelope, tell


async def await_service(session: AsyncSession, application: Application, available_at: datetime) -> None:
    election = await election_of(session, application)
    await set_timer(session, kind=SERVE, case_id=application.id, due_at=deemed(available_at, election))


async def serve_what_is_open(session: AsyncSession, seen: Application, *, by: Actor, now: datetime) -> bool:
    """True when something was served by this. `seen` was read without a lock; it is read again under one."""
    waiting = await waiting_for_service(session, seen)
    if waiting is None:
        return False
    application = await store.application(session, seen.id, lock=True)
    waiting = await waiting_for_service(session, application)
    if waiting is None:
        return False
    election = await election_of(session, application)
    available = waiting.opened_at if isinstance(waiting, Correction) else waiting.decided_at
    served_at = min(now, deemed(available, election))
    await cancel_timers(session, application.id, SERVE)
    if isinstance(waiting, Correction):
        served = replace(waiting, served_at=served_at)
        application = with_term(application, election, correction=served)
        served = replace(served, due_at=application.term_at or waiting.due_at)
        await store.save_correction(session, served)
        application = await store.save(session, application)
        await arm(session, application, election)
        await tell(session, application, by=by, at=now, action="SERVE_CORRECTION", details={"round": waiting.round})
    else:
        await _serve_decision(session, application, waiting, served_at, by=by, now=now)
    return True


async def _serve_decision(
    session: AsyncSession,
    application: Application,
    decision: Decision,
    served_at: datetime,
    *,
    by: Actor,
    now: datetime,
) -> None:
    election = await election_of(session, application)
    decision = replace(decision, served_at=served_at)
    if application.status is Status.REJECTED:
        application = await store.save(session, with_term(application, election, decision=decision))
        await arm(session, application, election)
    until = application.term_at if application.status is Status.REJECTED else None
    await store.save_served(session, decision.id, served_at, until)
    payload = DecisionServed.Payload(
        decision=decision.number,
        decision_id=decision.id,
        number=application.number or "",
        account=application.account,
        served_at=served_at,
        appeal_until=until,
    )
    event = DecisionServed(**envelope(application, now), legal_basis=("6.9",), payload=payload)
    details = {"decision": decision.number, "served_at": served_at.isoformat()}
    await tell(session, application, by=by, at=now, action="SERVE_DECISION", details=details, events=[event])


async def waiting_for_service(session: AsyncSession, application: Application) -> Correction | Decision | None:
    if application.status is Status.RETURNED:
        correction = await store.open_correction(session, application.id)
        return correction if correction is not None and correction.served_at is None else None
    if application.status in (Status.APPROVED, Status.REJECTED):
        decision = await store.decision(session, application.id)
        return decision if decision is not None and decision.served_at is None else None
    return None
