"""From a proposal to a decision: always by somebody else, refusals only in a sitting (R-T10, R-T11, R-T18, R-T19)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from casework.numbers import next_number
from casework.sittings import Vote
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, Forbidden, Invalid, NotFound, Refusal
from contracts.registration import OCVApplicationApproved, OCVApplicationRejected
from registration import store
from registration.domain import review
from registration.domain.catalogue import Outcome
from registration.domain.lifecycle import Action
from registration.domain.model import Application, Decision, Proposal
from registration.domain.terms import number_set, with_term, working_days_after
from registration.keys import keys_of
from registration.service.common import Actor, arm, election_of, envelope, move, refuse_if_any, tell, write_to_voter
from registration.service.office import officer, refuse_if_no_words
from registration.service.serving import await_service
from registration.store.decisions import Sitting, add_items
from registration.store.sight import in_office
from registration.tables import NumberSeries

DECIDERS = ("CEC_REG_REVIEWER", "CEC_MEMBER")
MEMBERS = ("CEC_MEMBER",)
APPROVALS = {
    Outcome.APPROVE: "APPROVED",
    Outcome.APPROVE_RESIDENCE_CONSTITUENCY: "APPROVED_RESIDENCE_CONSTITUENCY",
}
REMEDY = "APPEAL_COURT"
"""EL 6.9(1), (2): to the Court of BiH through the Commission, within two days."""


async def open_proposal(session: AsyncSession, application: Application, who: Principal) -> Proposal:
    """The proposal to decide. Four eyes: not by its author."""
    proposal = await store.open_proposal(session, application.id)
    if proposal is None:
        raise Conflict("proposal.none", {"status": application.status})
    if proposal.proposed_by == who.account:
        raise Forbidden("decision.four_eyes")
    return proposal


async def decide(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Application:
    """R-T10: a second officer (or a member) approves. A refusal belongs to a sitting of the commission."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *DECIDERS)
    proposal = await open_proposal(session, application, who)
    if Outcome(proposal.outcome) is Outcome.REJECT:
        raise Conflict("decision.session_only")
    return await decided(session, application, proposal, by=by, sitting=None, now=now)


async def send_back(
    session: AsyncSession, who: Principal, id: UUID, version: int, reason: str, *, now: datetime
) -> Application:
    """R-T19: the proposal stays in the history; its author has the case again."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *DECIDERS)
    refuse_if_no_words(reason)
    proposal = await open_proposal(session, application, who)
    await store.close_proposal(
        session, proposal, "SENT_BACK", by=who.account, at=now, because=reason.strip(), by_name=by.name
    )
    moved = await given_to(session, move(application, Action.SEND_BACK), proposal, now)
    await tell(session, moved, by=by, at=now, action="SEND_BACK", visible=False)
    return moved


async def given_to(session: AsyncSession, application: Application, last: Proposal, now: datetime) -> Application:
    """Under review with the officer who proposed last."""
    election = await election_of(session, application)
    application = application.but(
        assignee=last.proposed_by,
        assignee_name=last.proposed_by_name,
        assigned_at=now,
        assigned_until=working_days_after(now, number_set(election, "ocv.assignment.working_days")),
    )
    application = await store.save(session, with_term(application, election))
    await arm(session, application, election)
    return application


async def decided(
    session: AsyncSession,
    application: Application,
    proposal: Proposal,
    *,
    by: Actor,
    sitting: Sitting | None,
    now: datetime,
) -> Application:
    """The act itself: number, basis, reasons, remedy; available in the portal from now, served on opening."""
    outcome = Outcome(proposal.outcome)
    refused = outcome is Outcome.REJECT
    election = await election_of(session, application)
    register = await store.register_answer(session, application.id)
    at_home = outcome is Outcome.APPROVE_RESIDENCE_CONSTITUENCY and register is not None and register.municipality
    decision = Decision(
        id=new_id(),
        number=await next_number(session, NumberSeries, f"DEC-{election.short}"),
        outcome="REJECTED" if refused else APPROVALS[outcome],
        reason_codes=proposal.reason_codes,
        reasons=proposal.reasons,
        legal_basis=review.legal_basis(outcome, application.kind, proposal.reason_codes),
        decided_by=by.account,
        signatory=by.name,
        decided_at=now,
        remedy=REMEDY if refused else None,
        constituency=register.municipality if at_home and register else application.form.residence_municipality,
    )
    moved = move(application, Action.REJECT if refused else Action.APPROVE)
    await store.add_decision(session, application.id, proposal, decision, sitting.id if sitting else None)
    await store.close_proposal(session, proposal, "DECIDED", by=by.account, at=now)
    moved = await store.save(session, with_term(moved, election, decision=decision))
    await arm(session, moved, election)
    await await_service(session, moved, now)
    await tell(
        session,
        moved,
        by=by,
        at=now,
        action="REJECT" if refused else "APPROVE",
        details={
            "decision": decision.number,
            "outcome": decision.outcome,
            "reason_codes": list(decision.reason_codes),
            **({"session": sitting.number} if sitting else {}),
        },
        events=[outcome_event(session, moved, decision, now)],
    )
    await write_to_voter(session, moved, "rejected" if refused else "approved", term=moved.term_at)
    return moved


def outcome_event(
    session: AsyncSession, application: Application, decision: Decision, at: datetime
) -> OCVApplicationApproved | OCVApplicationRejected:
    if decision.outcome == "REJECTED":
        refusal = OCVApplicationRejected.Payload(
            number=application.number or "",
            decision=decision.number,
            account=application.account,
            reasons=decision.reason_codes,
        )
        return OCVApplicationRejected(**envelope(application, at), legal_basis=decision.legal_basis, payload=refusal)
    return approval_event(session, application, at, decision)


def approval_event(
    session: AsyncSession, application: Application, at: datetime, decision: Decision | None = None
) -> OCVApplicationApproved:
    """By our decision or, without one, by the Court's."""
    payload = OCVApplicationApproved.Payload.model_validate(
        {
            "number": application.number,
            "kind": application.kind,
            "channel": application.form.voting_channel,
            "country": application.form.abroad_country,
            "person_key": keys_of(session).person_key(application.form),
            "constituency": decision.constituency if decision else application.form.residence_municipality,
            "residence_constituency": decision is not None and decision.outcome == "APPROVED_RESIDENCE_CONSTITUENCY",
        }
    )
    basis = decision.legal_basis if decision else ("6.9",)
    return OCVApplicationApproved(**envelope(application, at), legal_basis=basis, payload=payload)


async def hold_session(
    session: AsyncSession, who: Principal, vote: Vote, ids: Sequence[UUID], *, now: datetime
) -> Sitting:
    """R-T11: one vote decides many proposals; what cannot be decided is left out, and the record says why."""
    refuse_if_any("session.invalid", vote.defects(now))
    if not ids or len(ids) > 500:
        raise Invalid("session.items", {"max": 500})
    first = await store.application(session, ids[0], in_office(who))
    if not who.has(*MEMBERS, election=first.election):
        raise Forbidden("auth.role_missing")
    sitting = Sitting(
        id=new_id(),
        election=first.election,
        number=vote.number.strip(),
        held_at=vote.held_at,
        agenda=vote.agenda.strip(),
        members=vote.members,
        present=vote.present,
        votes_for=vote.votes_for,
        votes_against=vote.votes_against,
        recorded_by=who.account,
        recorded_at=now,
    )
    await store.add_session(session, sitting)
    items = [await _voted(session, who, id, sitting, adopted=vote.adopted, now=now) for id in sorted(set(ids))]
    await add_items(session, sitting.id, items)
    return replace(sitting, items=tuple(items))


async def _voted(
    session: AsyncSession, who: Principal, id: UUID, sitting: Sitting, *, adopted: bool, now: datetime
) -> store.Item:
    application = await store.application(session, id, in_office(who), lock=True)
    if application.election != sitting.election:
        raise NotFound("application.not_found")
    filed = application.number or ""
    try:
        by = officer(who, application, *MEMBERS)
        proposal = await open_proposal(session, application, who)
    except Refusal as refusal:
        return store.item(id, filed, "LEFT_OUT", refusal.code)
    if not adopted:
        return store.item(id, filed, "NOT_ADOPTED", "session.not_adopted")
    await decided(session, application, proposal, by=by, sitting=sitting, now=now)
    return store.item(id, filed, proposal.outcome)
