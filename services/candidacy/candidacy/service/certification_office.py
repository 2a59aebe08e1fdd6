"""What officials do with an application for certification: print, take, return, check, propose, decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification import cure as cures
from candidacy.domain.certification import review
from candidacy.domain.certification.lifecycle import IN_OFFICE, Action, Status
from candidacy.domain.certification.model import (
    Certification,
    Channel,
    Consent,
    Deficiency,
    Flag,
    Notice,
    PrintMatch,
    Slot,
    Verdict,
    with_verdicts,
)
from candidacy.domain.certification.terms import cure_due
from candidacy.domain.certification.windows import print_close_of
from candidacy.domain.subjects.model import Names, Subject
from candidacy.service import support
from candidacy.service.certification import public, refuse_consent_after_decision
from candidacy.service.certification_common import envelope, ground_of, kept, move, tell
from candidacy.service.subjects import CLERKS, clerk_of, refuse_if_any, signatories_of
from candidacy.store import certification as store
from candidacy.store import subjects as subject_store
from candidacy.store.elections import election as election_in
from candidacy.tables.base import NumberSeries
from casework.numbers import next_number
from casework.sittings import Vote
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, Forbidden, Invalid, NotFound, Refusal
from contracts.candidacy import PoliticalSubjectCertified, PoliticalSubjectRejected
from elections.procedure import Defect
from elections.served import deemed_served_at

REVIEWER, MEMBER = "CEC_CERT_REVIEWER", "CEC_MEMBER"
REMEDY = "APPEAL_COURT_2_DAYS"


async def in_hand(
    session: AsyncSession, who: Principal, id: UUID, version: int, role: str | None = None
) -> tuple[Certification, str]:
    """Locked, with the role in which this official acts; nobody acts in a case of a subject for which he acts."""
    of = await store.certification(session, id, version=version)
    acts_as = clerk_of(who, of.election) if role is None else role
    if role is not None and not who.has(role, election=of.election):
        raise Forbidden("auth.role_missing")
    await refuse_own(session, who, of)
    return of, acts_as


async def refuse_own(session: AsyncSession, who: Principal, of: Certification) -> None:
    if any(each.account == who.account for each in await subject_store.mandates(session, of.subject)):
        raise Forbidden("case.own")


def refuse_if_not_assigned(of: Certification, who: Principal) -> None:
    if of.status is not Status.UNDER_REVIEW or of.assignee != who.account:
        raise Conflict("certification.not_in_hand", {"status": of.status})


async def register_print(
    session: AsyncSession, who: Principal, id: UUID, version: int, number: str, *, identical: bool, now: datetime
) -> Certification:
    """C-A3: the number matches; the clerk compares both versions. A print of a cure is registered in any state."""
    of, role = await in_hand(session, who, id, version)
    if of.status not in IN_OFFICE - {Status.PROPOSED}:
        raise Conflict("certification.not_possible", {"status": of.status, "action": Action.REGISTER_PRINT})
    if number.strip().upper() != of.number:
        raise Invalid("print.number_differs", {}, [Defect("print.number_differs", "number", "4.4(2)")])
    election = await election_in(session, of.election)
    received = move(of, Action.REGISTER_PRINT) if of.status is Status.SUBMITTED else of
    late = of.print_received_at is None and now > print_close_of(election, of.kind)
    received = received.but(
        print_received_at=now,
        print_match=PrintMatch.IDENTICAL if identical else PrintMatch.DIFFERS,
        flags=(of.flags - {Flag.PRINT_MISSING}) | ({Flag.PRINT_LATE} if late else set()),
    )
    if received.status is of.status:
        saved = await store.save(session, received)
    else:
        saved = await kept(session, received, election)
    details = {"identical": identical, "late": late}
    await tell(session, saved, by=(who.account, role), at=now, action="REGISTER_PRINT", details=details)
    return saved


async def take(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Certification:
    """C-A4: with its print, or without it once that term has passed. What somebody released is taken again."""
    of, role = await in_hand(session, who, id, version)
    election = await election_in(session, of.election)
    if of.status is Status.UNDER_REVIEW and of.assignee is None:
        saved = await store.save(session, of.but(assignee=who.account))
    else:
        taken = move(of, Action.TAKE, assignee=who.account)
        if of.status is Status.SUBMITTED:
            if now <= print_close_of(election, of.kind):
                raise Conflict("print.term_runs", {"key": "CERT_PRINT"})
            taken = taken.but(flags=taken.flags | {Flag.PRINT_MISSING})
        saved = await kept(session, taken, election)
    await tell(session, saved, by=(who.account, role), at=now, action="TAKE", visible=False)
    return saved


async def release(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Certification:
    of, role = await in_hand(session, who, id, version)
    refuse_if_not_assigned(of, who)
    saved = await store.save(session, of.but(assignee=None))
    await tell(session, saved, by=(who.account, role), at=now, action="RELEASE", visible=False)
    return saved


async def enter_consent(
    session: AsyncSession, who: Principal, id: UUID, version: int, member: UUID, *, now: datetime
) -> Certification:
    """A president without digital means consents on paper: the scan that an official entered is equal (2.2.3)."""
    of, role = await in_hand(session, who, id, version)
    refuse_consent_after_decision(of)
    joined = next((each for each in of.members if each.subject == member), None)
    if joined is None:
        raise NotFound("subject.not_found")
    if not of.has(Slot.MEMBER_CONSENT, joined.path):
        path = f"{Slot.MEMBER_CONSENT.path}.{joined.path}"
        raise Invalid("certification.consent", {}, [Defect("document.required", path, "4.12")])
    await store.keep_consent(session, of.id, member, Consent(Channel.PAPER, now, who.account))
    saved = await store.save(session, of)
    await tell(session, saved, by=(who.account, role), at=now, action="CONSENT_ON_PAPER")
    return await store.certification(session, id)


async def give_notice(
    session: AsyncSession, who: Principal, id: UUID, version: int, items: Sequence[Deficiency], *, now: datetime
) -> Certification:
    """C-A5: coded deficiencies; two days from the receipt of this notice (EL 4.6(3))."""
    of, role = await in_hand(session, who, id, version, REVIEWER)
    refuse_if_not_assigned(of, who)
    refuse_if_any("notice.invalid", list(cures.refused_items(items, of)))
    election = await election_in(session, of.election)
    ground = await ground_of(session, of, election, now)
    earlier = await store.notices(session, of.id)
    notice = Notice(
        id=new_id(),
        round=len(earlier) + 1,
        state="OPEN",
        opened_at=now,
        opened_by=who.account,
        due_at=cure_due(now, None, election),
        deficiencies=cures.with_old(items, of, ground),
    )
    await store.add_notice(session, of, notice)
    saved = await kept(session, move(of, Action.RETURN), election, notice=notice)
    codes = {"round": notice.round, "codes": [each.code for each in items]}
    await tell(session, saved, by=(who.account, role), at=now, action="RETURN", details=codes)
    return saved


async def cure_expired(session: AsyncSession, id: UUID, *, now: datetime) -> None:
    """C-A6: after two days without cure it goes back to the reviewer, to be proposed as not certified."""
    of = await store.certification(session, id, lock=True)
    notice = await store.open_notice(session, of.id)
    if of.status is not Status.RETURNED or notice is None:
        return
    election = await election_in(session, of.election)
    if now <= notice.due_at:
        return
    await store.set_notice(session, notice.id, state="EXPIRED", closed_at=now)
    expired = move(of, Action.EXPIRE_CURE, flags=of.flags | {Flag.CURE_EXPIRED})
    saved = await kept(session, expired, election)
    await tell(session, saved, by=("system", "SYSTEM"), at=now, action="EXPIRE_CURE")


async def made_final(session: AsyncSession, id: UUID, *, now: datetime) -> None:
    """C-A9: nobody appealed in time."""
    of = await store.certification(session, id, lock=True)
    if of.status is not Status.REJECTED:
        return
    saved = await kept(session, move(of, Action.MAKE_FINAL), await election_in(session, of.election))
    await support.decision_is_final(session, of.id, final_at=now)
    await tell(session, saved, by=("system", "SYSTEM"), at=now, action="MAKE_FINAL")


async def check(
    session: AsyncSession, who: Principal, id: UUID, version: int, results: Mapping[str, str], *, now: datetime
) -> Certification:
    of, role = await in_hand(session, who, id, version)
    refuse_if_not_assigned(of, who)
    refuse_if_any("checklist.invalid", list(review.refused_entries(results, of)))
    await store.keep_checklist(session, of.id, dict(results), who, now)
    saved = await store.save(session, of)
    await tell(session, saved, by=(who.account, role), at=now, action="CHECK", visible=False, details=dict(results))
    return saved


async def propose(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    verdicts: Sequence[Verdict],
    reasons: str,
    *,
    now: datetime,
) -> Certification:
    """C-A13: a verdict per contest; nothing is proposed for certification over what blocks it."""
    of, role = await in_hand(session, who, id, version, REVIEWER)
    refuse_if_not_assigned(of, who)
    election = await election_in(session, of.election)
    ground = await ground_of(session, of, election, now)
    results = await store.checklist(session, of.id)
    refuse_if_any("proposal.invalid", review.proposal_defects(of, verdicts, reasons, results, ground))
    outcome = review.decision_of(verdicts)
    await store.add_proposal(session, of.id, outcome, verdicts, reasons, who, now)
    saved = await kept(session, move(of, Action.PROPOSE, assignee=None), election)
    await tell(session, saved, by=(who.account, role), at=now, action="PROPOSE", visible=False)
    return saved


async def send_back(
    session: AsyncSession, who: Principal, id: UUID, version: int, reason: str, *, now: datetime
) -> Certification:
    """C-A13: by the decider with a reason; its author has the case again."""
    of, role = await in_hand(session, who, id, version, MEMBER)
    if not reason.strip():
        raise Invalid("proposal.reason", {}, [Defect("field.required", "reason")])
    found = await store.open_proposal(session, of.id)
    if found is None:
        raise Conflict("certification.not_possible", {"status": of.status, "action": Action.SEND_BACK})
    proposal = found[0]
    if proposal.proposed_by == who.account:
        raise Forbidden("decision.four_eyes")
    await store.close_proposal(session, proposal.id, "SENT_BACK", who.account, now)
    back = move(of, Action.SEND_BACK, assignee=proposal.proposed_by)
    saved = await kept(session, back, await election_in(session, of.election))
    await tell(session, saved, by=(who.account, role), at=now, action="SEND_BACK", visible=False)
    return saved


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the vote did with one application."""

    case: UUID
    outcome: str
    problem: str | None = None


async def hold_session(
    session: AsyncSession, who: Principal, election: str, vote: Vote, ids: Sequence[UUID], *, now: datetime
) -> list[Outcome]:
    """C-A7, C-A8: one vote decides many proposals; what cannot be decided is left out, and the record says why."""
    if not who.has(MEMBER, election=election):
        raise Forbidden("auth.role_missing")
    refuse_if_any("session.invalid", vote.defects(now))
    if not ids:
        raise Invalid("session.items")
    sitting = new_id()
    await store.add_session(
        session,
        id=sitting,
        election=election,
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
    found = []
    for id in sorted(set(ids)):
        item = await _voted(session, who, election, id, vote, sitting, now)
        await store.add_session_item(session, sitting, item.case, item.outcome, item.problem)
        found.append(item)
    return found


async def _voted(
    session: AsyncSession, who: Principal, election: str, id: UUID, vote: Vote, sitting: UUID, now: datetime
) -> Outcome:
    of = await store.certification(session, id, lock=True)
    if of.election != election:
        raise NotFound("certification.not_found")
    proposal = await store.open_proposal(session, of.id)
    try:
        await refuse_own(session, who, of)
        if of.status is not Status.PROPOSED or proposal is None:
            raise Conflict("certification.not_possible", {"status": of.status})
        if proposal[0].proposed_by == who.account:
            raise Forbidden("decision.four_eyes")
    except Refusal as refusal:
        return Outcome(id, "LEFT_OUT", refusal.code)
    if not vote.adopted:
        return Outcome(id, "NOT_ADOPTED", "session.not_adopted")
    await decided(session, who, of, proposal[0].id, proposal[1], proposal[2], sitting, now=now)
    return Outcome(id, proposal[0].outcome)


async def decided(
    session: AsyncSession,
    who: Principal,
    of: Certification,
    proposal: UUID,
    verdicts: Sequence[Verdict],
    reasons: str,
    sitting: UUID,
    *,
    now: datetime,
) -> Certification:
    """EL 4.6(4): the act with number, basis, reasons and remedy; the subject gets its code with its certification."""
    election = await election_in(session, of.election)
    action = review.decision_of(verdicts)
    number = await next_number(session, NumberSeries, f"DEC-{election.short}")
    refused = [each for each in verdicts if not each.certify]
    codes = tuple(dict.fromkeys(code for each in refused for code in each.reason_codes))
    await store.add_decision(
        session,
        of.id,
        id=new_id(),
        proposal_id=proposal,
        session_id=sitting,
        number=number,
        outcome="CERTIFIED" if action is Action.CERTIFY else "REJECTED",
        reason_codes=list(codes),
        legal_basis=list(review.legal_basis(verdicts)),
        reasons=reasons,
        decided_by=who.account,
        signatory=who.name or "",
        decided_at=now,
        remedy=REMEDY if refused else None,
    )
    await store.close_proposal(session, proposal, "DECIDED", who.account, now)
    moved = move(of, action, contests=with_verdicts(of.contests, verdicts))
    await store.keep_contests(session, moved)
    saved = await kept(session, moved, election, decided_at=now)
    subject = await subject_store.subject(session, saved.subject)
    if action is Action.CERTIFY:
        subject = await _certified(session, saved, subject, now)
        served = deemed_served_at(now, election.number("served.deemed_after_days"))
        appeals_end = election.calendar.deadline("APP_COURT", anchor_at=served).instant
        await support.decision_is_final(session, of.id, final_at=appeals_end)
    event = _event(saved, subject, number, codes, now)
    details = {"decision": number, "reason_codes": list(codes)}
    await tell(session, saved, by=(who.account, MEMBER), at=now, action=action, details=details, events=[event])
    return saved


async def _certified(session: AsyncSession, of: Certification, subject: Subject, now: datetime) -> Subject:
    """C-A7: the five-digit code, and the name as it was certified."""
    form = of.form
    names = Names(
        form.text("name"), form.text("name_cyrillic"), form.text("abbreviation"), form.text("abbreviation_cyrillic")
    )
    code = subject.code or await subject_store.next_code(session, of.election)
    return await subject_store.save_subject(session, subject.but(names=names, code=code, certified_at=now))


def _event(
    of: Certification, subject: Subject, number: str, codes: tuple[str, ...], now: datetime
) -> PoliticalSubjectCertified | PoliticalSubjectRejected:
    signatories = signatories_of(subject, now)
    if of.status is Status.CERTIFIED:
        certified = of.certified_places
        payload = PoliticalSubjectCertified.Payload(
            subject_id=of.subject,
            number=of.number or "",
            decision=number,
            code=subject.code or "",
            kind=of.kind.value,
            title=subject.names.latin,
            contests=public(certified),
            refused=public([place for place in of.places if place not in certified]),
            signatories=signatories,
        )
        return PoliticalSubjectCertified(**envelope(of, now), legal_basis=("4.6(4)",), payload=payload)
    refusal = PoliticalSubjectRejected.Payload(
        subject_id=of.subject,
        number=of.number or "",
        decision=number,
        accounts=tuple(each.account for each in signatories if "REPRESENT" in each.scopes),
        reasons=codes,
    )
    return PoliticalSubjectRejected(**envelope(of, now), legal_basis=("4.6(4)",), payload=refusal)


def roles_in(who: Principal, election: str) -> frozenset[str]:
    """The roles that matter here, as far as they cover this election."""
    return frozenset(role for role in (*CLERKS, MEMBER) if who.has(role, election=election))
