"""Appeals against a refusal: what complaints (or, until it exists, an operator) reports (R-T12, R-T13)."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from commons.problems import Conflict, NotFound
from elections.timing import day_of
from registration import store
from registration.domain.lifecycle import Action, Status
from registration.domain.model import Application
from registration.domain.terms import with_term
from registration.service.common import Actor, arm, election_of, move, tell
from registration.service.deciding import approval_event, given_to
from registration.store.decisions import file_appeal, last_proposal, record_court_decision

COURT = Actor("complaints", "COURT")
OUTCOMES = {
    "UPHELD": Action.COURT_APPROVES,
    "REFUSED": Action.COURT_CONFIRMS,
    "REMITTED": Action.COURT_REMITS,
}


async def appeal_filed(
    session: AsyncSession, number: str, decision_number: str, case_number: str, filed_at: datetime, *, now: datetime
) -> Application:
    """R-T12: counts by when the appeal was filed, so a late report re-opens even a final refusal."""
    application = await store.by_number(session, number)
    decision = await store.decision(session, application.id)
    if decision is None or decision.number != decision_number:
        raise NotFound("decision.not_found")
    if application.status is Status.APPEALED:
        return application
    if decision.appeal_until is not None and filed_at > decision.appeal_until:
        raise Conflict("appeal.late", {"until": decision.appeal_until.isoformat()})
    election = await election_of(session, application)
    application = await store.save(session, with_term(move(application, Action.FILE_APPEAL), election))
    await arm(session, application, election)
    await file_appeal(session, application.id, case_number, filed_at)
    details = {"case": case_number, "day": day_of(filed_at).isoformat()}
    await tell(session, application, by=COURT, at=now, action="FILE_APPEAL", details=details)
    return application


async def court_decided(
    session: AsyncSession, number: str, outcome: str, court_decision: str, decided_on: date, *, now: datetime
) -> Application:
    """R-T13: approved, refused for good, or back to whoever proposed."""
    application = await store.by_number(session, number)
    action = OUTCOMES[outcome]
    election = await election_of(session, application)
    moved = move(application, action)
    proposal = await last_proposal(session, application.id)
    if action is Action.COURT_REMITS and proposal is not None:
        moved = await given_to(session, moved, proposal, now)
    else:
        moved = await store.save(session, with_term(moved, election))
        await arm(session, moved, election)
    await record_court_decision(session, application.id, court_decision, decided_on, outcome)
    details = {"court_decision": court_decision, "outcome": outcome, "day": decided_on.isoformat()}
    events = [approval_event(session, moved, now)] if action is Action.COURT_APPROVES else []
    await tell(session, moved, by=COURT, at=now, action=action, details=details, events=events)
    return moved
