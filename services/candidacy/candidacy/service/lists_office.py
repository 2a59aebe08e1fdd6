"""What officials do with a list: printed copy, take, notice, checks, proposal, decision, publication (C-B3 … C-B14)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists import afterwards, cure, permitted, review, terms
from candidacy.domain.lists import consents as consent_rules
from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.catalogue import REASONS, Outcome
from candidacy.domain.lists.editing import with_candidate
from candidacy.domain.lists.lifecycle import IN_OFFICE, ON_BALLOT, Action, Status
from candidacy.domain.lists.model import (
    Candidate,
    CandidateId,
    CandidateList,
    Declarations,
    Deficiency,
    EligibilityCheck,
    Notice,
    RegisterState,
)
from candidacy.domain.lists.review import Plan, Refusals
from candidacy.service.lists_common import (
    SYSTEM,
    Actor,
    election_of,
    envelope,
    judged_by,
    kept,
    move,
    refuse_if_any,
    tell,
)
from candidacy.store import lists as store
from candidacy.store import lists_rounds as rounds
from candidacy.store.lists_rounds import Decision, Proposal
from candidacy.store.standing import signatories
from candidacy.tables.base import NumberSeries
from casework.numbers import next_number
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, Forbidden, NotFound
from contracts.candidacy import (
    CandidateCertified,
    CandidateListCertified,
    CandidateListPartiallyCertified,
    CandidateListRejected,
    CandidateRemoved,
    VoterCheckRequested,
)
from contracts.envelope import Event
from contracts.registration import VoterAnswer, VoterChecked
from elections.election import Fact
from elections.procedure import Defect
from elections.territory import territory

REVIEWERS = frozenset({"CEC_CERT_REVIEWER"})
PUBLISHERS = frozenset({"REGISTER_EDITOR"})
REMEDY = "APPEAL_COURT"
"""EL 6.9(1), (2): to the Court of BiH through the Commission, within two days."""
ACTIONS = {
    Outcome.CERTIFY: Action.CERTIFY,
    Outcome.CERTIFY_PARTIALLY: Action.CERTIFY_PARTIALLY,
    Outcome.REJECT: Action.REJECT,
}


async def filed(
    session: AsyncSession, who: Principal, id: UUID, roles: frozenset[str], *, version: int | None = None
) -> tuple[CandidateList, Actor]:
    """A filed list, locked, and the role in which this official acts on it."""
    of = await store.candidate_list(session, id, lock=True, version=version)
    held = sorted(role for role in roles if who.has(role, election=of.election))
    if not held:
        raise Forbidden("auth.role_missing")
    if of.number is None:
        raise NotFound("list.not_found")
    if who.account in await signatories(session, of.subject_id, of.submitted_at or of.created_at):
        raise Forbidden("list.own_case")
    return of, Actor(who.account, held[0], who.name or who.account[:8])


def refuse_if_not_holder(of: CandidateList, who: Principal) -> None:
    if of.assignee != who.account:
        raise Conflict("list.not_held")


async def register_print(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    *,
    received_at: datetime,
    identical: bool,
    now: datetime,
) -> CandidateList:
    """C-B3, EL 4.21(1): the printed copy came, and says what the electronic list says or not."""
    of, by = await filed(session, who, id, permitted.CLERKS, version=version)
    if received_at > now:
        refuse_if_any("print.invalid", [Defect("date.in_future", "received_at")])
    moved = of if of.status is Status.UNDER_REVIEW else move(of, Action.REGISTER_PRINT)
    moved = moved.but(print_received_at=received_at, print_match=identical)
    saved = await kept(session, moved, of, await election_of(session, of), now)
    details = {"received_at": received_at.isoformat(), "identical": identical}
    await tell(session, saved, by=by, at=now, action="REGISTER_PRINT", details=details)
    return saved


async def take(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> CandidateList:
    """C-B4: with its printed copy, or without it once the term is over. One official holds it."""
    of, by = await filed(session, who, id, permitted.CLERKS, version=version)
    election = await election_of(session, of)
    if of.assignee not in (None, who.account):
        raise Conflict("list.held")
    if of.status is Status.SUBMITTED and now <= terms.closes(of.kind, election):
        raise Conflict("list.print_expected", {"until": terms.closes(of.kind, election).isoformat()})
    moved = of if of.status is Status.UNDER_REVIEW else move(of, Action.TAKE)
    saved = await kept(session, moved.but(assignee=who.account), of, election, now)
    await tell(session, saved, by=by, at=now, action="TAKE")
    return saved


async def release(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> CandidateList:
    """Still under review, in nobody's hands."""
    of, by = await filed(session, who, id, permitted.CLERKS | {"USER_ADMIN"}, version=version)
    if by.role != "USER_ADMIN":
        refuse_if_not_holder(of, who)
    saved = await kept(session, of.but(assignee=None), of, await election_of(session, of), now)
    await tell(session, saved, by=by, at=now, action="RELEASE", visible=False)
    return saved


async def return_for_cure(
    session: AsyncSession, who: Principal, id: UUID, version: int, items: Sequence[Deficiency], *, now: datetime
) -> CandidateList:
    """C-B5, EL 4.21: five days from receipt, and room for the decision until E-65."""
    of, by = await filed(session, who, id, REVIEWERS, version=version)
    refuse_if_not_holder(of, who)
    election = await election_of(session, of)
    moved = move(of, Action.RETURN)
    if not terms.can_return(now, election):
        raise Conflict("cure.too_late", {"last": terms.last_cure(election).isoformat(), "key": "LIST_DECISION"})
    refuse_if_any("cure.invalid", list(cure.refused_items(items, of)))
    notice = Notice(
        id=new_id(),
        round=len(await rounds.notices(session, of.id)) + 1,
        state="OPEN",
        opened_at=now,
        opened_by=who.account,
        due_at=terms.cure_due(terms.deemed(now, election), election),
        deficiencies=tuple(items),
    )
    await rounds.add_notice(session, of.id, notice)
    saved = await kept(session, moved, of, election, now, notice=notice)
    details = {"round": notice.round, "items": [{"code": each.code, "path": each.path} for each in items]}
    await tell(session, saved, by=by, at=now, action="RETURN", details=details)
    return saved


async def cure_over(session: AsyncSession, id: UUID, *, now: datetime) -> None:
    """C-B6: the term is over; the review goes on with the list as it stands."""
    of = await store.candidate_list(session, id, lock=True)
    notice = await rounds.open_notice(session, of.id)
    if of.status is not Status.RETURNED or notice is None:
        return
    await rounds.save_notice(session, cure.closed(notice, "EXPIRED", now))
    saved = await kept(session, move(of, Action.EXPIRE_CURE), of, await election_of(session, of), now)
    await tell(session, saved, by=SYSTEM, at=now, action="EXPIRE_CURE", details={"round": notice.round})


async def refusal_final(session: AsyncSession, id: UUID, *, now: datetime) -> None:
    """C-B9: nobody appealed in time (EL 6.9(2))."""
    of = await store.candidate_list(session, id, lock=True)
    if of.status is not Status.REJECTED:
        return
    saved = await kept(session, move(of, Action.MAKE_FINAL), of, await election_of(session, of), now)
    await tell(session, saved, by=SYSTEM, at=now, action="MAKE_FINAL")


async def register_answered(session: AsyncSession, event: VoterChecked, *, now: datetime) -> None:
    """L5: the register's answer about candidates. What an official recorded meanwhile stands."""
    if event.payload.asked_by != VoterCheckRequested.producer or not await store.is_list(
        session, UUID(event.entity_id)
    ):
        return
    of = await store.candidate_list(session, UUID(event.entity_id), lock=True)
    answers = {each.person_key: each for each in event.payload.answers}
    votes_here = territory(of.level, of.unit)
    changed = of.but(
        candidates=tuple(
            each.but(register=_heard(answers[each.person_key], votes_here))
            if each.register is RegisterState.CHECKING and each.person_key in answers
            else each
            for each in of.candidates
        )
    )
    saved = await kept(session, changed, of, await election_of(session, of), now)
    details = {"answers": len(answers)}
    await tell(session, saved, by=SYSTEM, at=now, action="REGISTER_ANSWERED", visible=False, details=details)


def _heard(answer: VoterAnswer, votes_here: AbstractSet[str]) -> RegisterState:
    if not answer.in_register:
        return RegisterState.NO
    return RegisterState.YES if answer.constituency in votes_here else RegisterState.ELSEWHERE


@dataclass(frozen=True, slots=True)
class Found:
    """What the office found out about one candidate; None: nothing new."""

    register: RegisterState | None = None
    eligibility: EligibilityCheck | None = None
    office_proof: bool | None = None
    paper_consent: Declarations | None = None


async def record(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    candidate_id: UUID,
    found: Found,
    *,
    now: datetime,
) -> CandidateList:
    """P13, P14, P59: register, the Commission's check with source, date and officer, proof, consent on paper."""
    of, by = await filed(session, who, id, permitted.CLERKS, version=version)
    if of.status not in IN_OFFICE:
        raise Conflict("list.not_possible", {"status": of.status, "action": "RECORD"})
    candidate = of.candidate(CandidateId(candidate_id))
    if candidate is None or not candidate.in_the_running:
        raise NotFound("candidate.not_found")
    changed = as_found(candidate, found)
    saved = await kept(session, with_candidate(of, changed), of, await election_of(session, of), now)
    check = found.eligibility
    details = {
        "candidate": str(candidate_id),
        "register": found.register,
        "eligible": check.clear if check else None,
        "source": check.source if check else None,
        "on": check.on.isoformat() if check else None,
        "office_proof": found.office_proof,
        "paper_consent": found.paper_consent is not None,
    }
    await tell(session, saved, by=by, at=now, action="RECORD", visible=False, details=details)
    return saved


def as_found(candidate: Candidate, found: Found) -> Candidate:
    if found.register is not None:
        candidate = candidate.but(register=found.register)
    if found.eligibility is not None:
        candidate = candidate.but(eligibility=found.eligibility)
    if found.office_proof is not None:
        candidate = candidate.but(office_proof=found.office_proof)
    if found.paper_consent is not None:
        refuse_if_any("consent.invalid", list(consent_rules.answer_defects(found.paper_consent)))
        candidate = consent_rules.consented(candidate, found.paper_consent, on_paper=True)
    return candidate


async def propose(
    session: AsyncSession, who: Principal, id: UUID, version: int, refusals: Refusals, *, now: datetime
) -> CandidateList:
    """C-B14: a result per candidate and for the list; somebody else will decide."""
    of, by = await filed(session, who, id, REVIEWERS, version=version)
    refuse_if_not_holder(of, who)
    election = await election_of(session, of)
    moved = move(of, Action.PROPOSE, assignee=None)
    ground = await judged_by(session, of, election, now)
    found = review.proposal_defects(
        of,
        ground,
        refusals,
        await rounds.notices(session, of.id),
        can_return=terms.can_return(now, election),
    )
    refuse_if_any("proposal.invalid", found)
    plan = _planned(review.plan_for(of, ground, refusals))
    new = Proposal(new_id(), plan.outcome, refusals, who.account, by.name, now)
    await rounds.add_proposal(session, of.id, new)
    saved = await kept(session, moved, of, election, now)
    details = {"outcome": plan.outcome, "refused": len(plan.refused), "cut": len(plan.cut)}
    await tell(session, saved, by=by, at=now, action="PROPOSE", visible=False, details=details)
    return saved


def _planned(plan: Plan | None) -> Plan:
    if plan is None:
        raise Conflict("proposal.not_possible")
    return plan


async def send_back(
    session: AsyncSession, who: Principal, id: UUID, version: int, reason: str, *, now: datetime
) -> CandidateList:
    """C-B14: its author has the list again."""
    of, by = await filed(session, who, id, permitted.DECIDERS, version=version)
    if not reason.strip():
        refuse_if_any("reason.required", [Defect("field.required", "reason")])
    proposal = await proposal_of(session, of, who)
    await rounds.close_proposal(session, proposal, "SENT_BACK", by=who.account, at=now, because=reason.strip())
    moved = move(of, Action.SEND_BACK, assignee=proposal.proposed_by)
    saved = await kept(session, moved, of, await election_of(session, of), now)
    await tell(session, saved, by=by, at=now, action="SEND_BACK", visible=False)
    return saved


async def proposal_of(session: AsyncSession, of: CandidateList, who: Principal) -> Proposal:
    """The proposal to decide. Four eyes: not by its author."""
    proposal = await rounds.open_proposal(session, of.id)
    if proposal is None:
        raise Conflict("proposal.none", {"status": of.status})
    if proposal.proposed_by == who.account:
        raise Forbidden("decision.four_eyes")
    return proposal


async def decide(
    session: AsyncSession, who: Principal, id: UUID, *, sitting: UUID | None, now: datetime
) -> CandidateList:
    """C-B7, C-B8, C-B9: by the commission in session. The plan is made again: who stood elsewhere may be gone."""
    of, by = await filed(session, who, id, permitted.DECIDERS)
    election = await election_of(session, of)
    proposal = await proposal_of(session, of, who)
    ground = await judged_by(session, of, election, now)
    plan = _planned(review.plan_for(of, ground, proposal.refusals))
    if plan.outcome is not proposal.outcome:
        raise Conflict("proposal.outdated", {"proposed": proposal.outcome, "now": plan.outcome})
    refuse_if_any("proposal.outdated", list(review.nothing_blocks(of, ground, frozenset(plan.certified))))
    moved = review.decided(move(of, ACTIONS[plan.outcome]), plan)
    codes = tuple(
        dict.fromkeys(
            [*proposal.refusals.whole_list, *(c for each in proposal.refusals.candidates.values() for c in each)]
        )
    )
    decision = Decision(
        id=new_id(),
        number=await next_number(session, NumberSeries, f"DEC-{election.short}"),
        outcome=plan.outcome,
        reason_codes=codes,
        legal_basis=legal_basis(codes),
        reasons=proposal.refusals.reasons,
        decided_by=by.account,
        signatory=by.name,
        decided_at=now,
        remedy=None if plan.outcome is Outcome.CERTIFY else REMEDY,
    )
    await rounds.add_decision(session, of.id, proposal, decision, sitting)
    await rounds.close_proposal(session, proposal, "DECIDED", by=who.account, at=now)
    saved = await kept(session, moved, of, election, now, decided_at=now)
    events = [*decision_events(saved, plan, decision, await signatories(session, of.subject_id, now), now)]
    details = {
        "decision": decision.number,
        "outcome": plan.outcome,
        "certified": len(plan.certified),
        "refused": len(plan.refused),
        "cut": len(plan.cut),
    }
    await tell(session, saved, by=by, at=now, action=ACTIONS[plan.outcome], details=details, events=events)
    return saved


def legal_basis(codes: Sequence[str]) -> tuple[str, ...]:
    """EL 4.6(4), 4.21(2), and the articles of the grounds where they were read."""
    named = [article for code in codes if (article := REASONS[code].article) is not None]
    return tuple(dict.fromkeys([*named, "4.21(2)"]))


def decision_events(
    of: CandidateList, plan: Plan, decision: Decision, accounts: Sequence[str], now: datetime
) -> list[Event]:
    act = {
        "number": of.number,
        "subject_id": of.subject_id,
        "level": of.level,
        "unit": of.unit,
        "decision": decision.number,
        "candidates": len(plan.certified),
        "refused": len(plan.refused) + len(plan.cut),
        "reasons": decision.reason_codes,
        "accounts": accounts,
    }
    basis = decision.legal_basis
    match plan.outcome:
        case Outcome.REJECT:
            refused = CandidateListRejected.Payload.model_validate(act)
            return [CandidateListRejected(**envelope(of, now), legal_basis=basis, payload=refused)]
        case Outcome.CERTIFY_PARTIALLY:
            partly = CandidateListPartiallyCertified.Payload.model_validate(act)
            whole: Event = CandidateListPartiallyCertified(**envelope(of, now), legal_basis=basis, payload=partly)
        case Outcome.CERTIFY:
            fully = CandidateListCertified.Payload.model_validate(act)
            whole = CandidateListCertified(**envelope(of, now), legal_basis=basis, payload=fully)
    certified = [each for each in of.candidates if each.status is CandidateStatus.CERTIFIED]
    return [whole, *(certified_event(of, each, now) for each in certified)]


def certified_event(of: CandidateList, candidate: Candidate, now: datetime) -> CandidateCertified:
    payload = CandidateCertified.Payload(
        person_key=candidate.person_key or "", level=of.level, constituency=of.unit, list_id=of.id
    )
    return CandidateCertified(**envelope(of, now, entity=candidate.id), payload=payload)


async def publish_list(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime
) -> CandidateList:
    """C-B10: in the gazettes, the media and here."""
    of, by = await filed(session, who, id, PUBLISHERS, version=version)
    saved = await kept(session, move(of, Action.PUBLISH), of, await election_of(session, of), now)
    await tell(session, saved, by=by, at=now, action="PUBLISH")
    return saved


async def take_off(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    candidate_id: UUID,
    ground: afterwards.Ground,
    *,
    statement_on_file: bool,
    reason: str,
    now: datetime,
) -> CandidateList:
    """C-B11, C-B13, EL 1.8(1), 4.20: removal before, a flag after the ballots are printed; deletion; never more."""
    of, by = await filed(session, who, id, permitted.DECIDERS, version=version)
    election = await election_of(session, of)
    candidate = of.candidate(CandidateId(candidate_id))
    if candidate is None or of.status not in ON_BALLOT:
        raise NotFound("candidate.not_found")
    circumstances = afterwards.Circumstances(
        printing_started=election.fact(Fact.BALLOT_PRINTING_STARTED) is not None,
        results_certified=election.fact(Fact.RESULTS_CONFIRMED) is not None,
        statement_on_file=statement_on_file,
    )
    found = list(afterwards.cannot_leave(candidate, ground, circumstances))
    refuse_if_any("candidate.cannot_leave", found)
    if not reason.strip():
        refuse_if_any("reason.required", [Defect("field.required", "reason")])
    changed = afterwards.after(candidate, ground, circumstances)
    saved = await kept(session, with_candidate(of, changed), of, election, now)
    details = {"candidate": str(candidate_id), "ground": ground, "reason": reason.strip()}
    events = [removed_event(saved, changed, now)] if changed.status is not CandidateStatus.CERTIFIED else []
    await tell(
        session,
        saved,
        by=by,
        at=now,
        action="TAKE_OFF",
        reason=reason.strip(),
        visible=False,
        details=details,
        events=events,
    )
    return saved


def removed_event(of: CandidateList, candidate: Candidate, now: datetime) -> CandidateRemoved:
    payload = CandidateRemoved.Payload.model_validate(
        {
            "person_key": candidate.person_key or "",
            "level": of.level,
            "constituency": of.unit,
            "list_id": of.id,
            "status": candidate.status,
        }
    )
    return CandidateRemoved(**envelope(of, now, entity=candidate.id), payload=payload)


def checked_on(day: date, source: str, clear: bool, who: Principal) -> EligibilityCheck:
    """EL 1.7b: what was found, where, when and by whom."""
    return EligibilityCheck(clear=clear, source=source, on=day, officer=who.account)
