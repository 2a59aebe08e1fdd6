"""What an official does with a case before a decision: take, return, check, propose (R-T6, R-T7, R-T9, R-T20 f.)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, Forbidden
from elections.procedure import Defect
from registration import store
from registration.domain import correction as corrections
from registration.domain import review
from registration.domain.catalogue import Outcome
from registration.domain.lifecycle import Action, Status
from registration.domain.model import (
    Application,
    ChecklistEntry,
    Correction,
    Deficiency,
    FormMatch,
    Proposal,
    RegisterAnswer,
    Slot,
)
from registration.domain.terms import deemed, number_set, with_term, working_days_after
from registration.service.common import Actor, arm, election_of, move, refuse_if_any, tell, write_to_voter
from registration.service.messages import write_message
from registration.service.serving import await_service
from registration.store.sight import in_office
from registration.voters import LocalRegister, ask

CLERKS = ("CEC_REG_CLERK", "CEC_REG_REVIEWER")
REVIEWERS = ("CEC_REG_REVIEWER",)


def officer(who: Principal, application: Application, *roles: str) -> Actor:
    """The role in which somebody acts on this case; nobody acts on his own application."""
    held = [role for role in roles if who.has(role, election=application.election)]
    if not held:
        raise Forbidden("auth.role_missing")
    if application.account == who.account:
        raise Forbidden("application.own_case")
    return Actor(who.account, held[0], who.name or who.account[:8])


def refuse_if_not_holder(application: Application, who: Principal) -> None:
    """Taking a case is an exclusive lock, visible to others."""
    if application.assignee != who.account:
        raise Conflict("application.not_held", {"by": application.assignee_name})


async def take(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Application:
    """R-T6: assigns the case to one officer, and asks the voter register on the way (EL 3.15(1), (4))."""
    application = await store.application(session, id, in_office(who), lock=True)
    by = officer(who, application, *CLERKS)
    if application.assignee not in (None, who.account):
        raise Conflict("application.held", {"by": application.assignee_name})
    refuse_if_changed(application, version)
    election = await election_of(session, application)
    until = working_days_after(now, number_set(election, "ocv.assignment.working_days"))
    application = move(
        application,
        Action.TAKE,
        assignee=who.account,
        assignee_name=by.name,
        assigned_at=now,
        assigned_until=until,
    )
    application = await store.save(session, with_term(application, election))
    await arm(session, application, election)
    await tell(session, application, by=by, at=now, action="TAKE")
    await ask_register(session, application, by=by, now=now)
    return application


def refuse_if_changed(application: Application, version: int) -> None:
    if application.version != version:
        raise Conflict("application.changed", {"version": application.version})


async def ask_register(session: AsyncSession, application: Application, *, by: Actor, now: datetime) -> RegisterAnswer:
    """P33: each look-up is on record with its purpose, before it is made."""
    purpose = {"purpose": "application.review", "articles": ["3.15(1)", "3.15(4)"]}
    await tell(session, application, by=by, at=now, action="register.lookup", visible=False, details=purpose)
    answer = await ask(LocalRegister(session), application.form, at=now)
    await store.save_register_answer(session, application.id, answer)
    return answer


async def release(
    session: AsyncSession, who: Principal, id: UUID, version: int | None, *, now: datetime
) -> Application:
    """R-T21: the holder gives the case back, or a user administrator frees it."""
    application = await store.application(session, id, in_office(who, "USER_ADMIN"), lock=True, version=version)
    by = officer(who, application, "USER_ADMIN", *CLERKS)
    if by.role != "USER_ADMIN":
        refuse_if_not_holder(application, who)
    return await freed(session, application, by=by, now=now, reason="RELEASED")


async def freed(
    session: AsyncSession, application: Application, *, by: Actor, now: datetime, reason: str
) -> Application:
    election = await election_of(session, application)
    application = with_term(move(application, Action.RELEASE, **NOBODY), election)
    application = await store.save(session, application)
    await arm(session, application, election)
    await tell(session, application, by=by, at=now, action="RELEASE", reason=reason, visible=False)
    return application


NOBODY = {"assignee": None, "assignee_name": None, "assigned_at": None, "assigned_until": None}


async def return_for_correction(
    session: AsyncSession, who: Principal, id: UUID, version: int, items: Sequence[Deficiency], *, now: datetime
) -> Application:
    """R-T7: C03, the law gives voters no term; two days from service, and not after OCV_CORRECTION_LAST."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *CLERKS)
    refuse_if_not_holder(application, who)
    moved = move(application, Action.RETURN, assigned_until=None)
    election = await election_of(session, application)
    last = election.calendar.deadline("OCV_CORRECTION_LAST").instant
    if now > last:
        raise Conflict("correction.too_late", {"last": last.isoformat(), "key": "OCV_CORRECTION_LAST"})
    refuse_if_any("correction.invalid", list(corrections.refused_items(items, application)))
    rounds = await store.corrections(session, application.id)
    latest = election.calendar.deadline("OCV_CURE", anchor_at=deemed(now, election)).instant
    new = Correction(
        id=new_id(),
        round=len(rounds) + 1,
        state="OPEN",
        opened_at=now,
        opened_by=who.account,
        due_at=latest,
        deficiencies=tuple(as_it_was(item, application) for item in items),
        old_form=application.form,
    )
    await store.add_correction(session, application.id, new)
    moved = await store.save(session, with_term(moved, election, correction=new))
    await arm(session, moved, election)
    await await_service(session, moved, now)
    codes = [{"code": item.code, "path": item.path} for item in items]
    await tell(session, moved, by=by, at=now, action="RETURN", details={"round": new.round, "items": codes})
    await write_to_voter(session, moved, "returned", term=moved.term_at)
    return moved


def as_it_was(item: Deficiency, application: Application) -> Deficiency:
    if item.path.startswith("documents."):
        document = application.document(Slot(item.path.removeprefix("documents.")))
        return Deficiency(item.code, item.path, item.text.strip(), old_document=document.id if document else None)
    value = application.form.value(item.path)
    old = ("true" if value else "false") if isinstance(value, bool) else value if isinstance(value, str) else None
    return Deficiency(item.code, item.path, item.text.strip(), old_value=old)


async def cancel_correction(
    session: AsyncSession, who: Principal, id: UUID, version: int, reason: str, *, now: datetime
) -> Application:
    """R-T20: the round stays visible, with the reason."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *CLERKS)
    refuse_if_no_words(reason)
    moved = move(application, Action.CANCEL_CORRECTION)
    open_round = await store.open_correction(session, application.id)
    if open_round is None:
        raise Conflict("application.not_possible", {"status": application.status, "action": Action.CANCEL_CORRECTION})
    moved = moved.but(form=open_round.old_form)
    moved = await back_at_desk(session, moved, now)
    await store.save_correction(session, corrections.closed(open_round, "CANCELLED", now, reason.strip()))
    details = {"round": open_round.round}
    await tell(session, moved, by=by, at=now, action="CANCEL_CORRECTION", details=details)
    await write_to_voter(session, moved, "correction_cancelled")
    return moved


async def back_at_desk(session: AsyncSession, application: Application, now: datetime) -> Application:
    """Under review again with the officer who has the case; freed by the time-out if he does nothing."""
    election = await election_of(session, application)
    until = working_days_after(now, number_set(election, "ocv.assignment.working_days"))
    application = await store.save(session, with_term(application.but(assigned_until=until), election))
    await arm(session, application, election)
    return application


def refuse_if_no_words(reason: str) -> None:
    if not reason.strip() or len(reason) > 2000:
        code = "field.required" if not reason.strip() else "field.too_long"
        refuse_if_any("reason.required", [Defect(code, "reason", params={"max": 2000})])


async def save_checklist(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    items: Sequence[tuple[str, str, str | None]],
    *,
    now: datetime,
) -> Application:
    """3.15(13): each point with its result, who found it and when. Results are history, notes are not."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *CLERKS)
    refuse_if_not_holder(application, who)
    if application.status is not Status.UNDER_REVIEW:
        raise Conflict("application.not_possible", {"status": application.status, "action": "CHECKLIST"})
    results = {key: result for key, result, _ in items}
    refuse_if_any("checklist.invalid", list(review.refused_entries(results, application)))
    entries = [ChecklistEntry(key, result, note, who.account, by.name, now) for key, result, note in items]
    await store.save_checklist(session, application.id, entries)
    application = await back_at_desk(session, application, now)
    await tell(session, application, by=by, at=now, action="CHECKLIST", visible=False, details={"results": results})
    return application


async def match_form(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Application:
    """R-T3: the QR was unreadable; an officer saw that the paper is this case's."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *CLERKS)
    if application.form_match is not FormMatch.TO_BE_MATCHED:
        raise Conflict("signed_form.nothing_to_match")
    if application.status is Status.UNDER_REVIEW:
        refuse_if_not_holder(application, who)
    elif application.status is not Status.SIGNED_FORM_RECEIVED:
        raise Conflict("application.not_possible", {"status": application.status, "action": "MATCH_FORM"})
    application = await store.save(session, application.but(form_match=FormMatch.MATCHED))
    await tell(session, application, by=by, at=now, action="MATCH_FORM", visible=False)
    return application


async def propose(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    outcome: Outcome,
    reason_codes: Sequence[str],
    reasons: str,
    *,
    now: datetime,
) -> Application:
    """R-T9: the checklist is complete and allows this outcome; somebody else will decide."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *REVIEWERS)
    refuse_if_not_holder(application, who)
    moved = move(application, Action.PROPOSE, **NOBODY)
    election = await election_of(session, application)
    found = review.proposal_defects(
        application,
        outcome,
        reason_codes,
        reasons,
        await store.checklist(session, application.id),
        await store.corrections(session, application.id),
        await store.register_answer(session, application.id),
        can_return=now <= election.calendar.deadline("OCV_CORRECTION_LAST").instant,
    )
    refuse_if_any("proposal.invalid", found)
    new = Proposal(
        id=new_id(),
        outcome=outcome,
        state="OPEN",
        reason_codes=tuple(dict.fromkeys(reason_codes)),
        reasons=reasons.strip(),
        proposed_by=who.account,
        proposed_by_name=by.name,
        proposed_at=now,
    )
    await store.add_proposal(session, application.id, new)
    moved = await store.save(session, with_term(moved, election))
    await arm(session, moved, election)
    details: Mapping[str, object] = {"outcome": outcome, "reason_codes": list(new.reason_codes)}
    await tell(session, moved, by=by, at=now, action="PROPOSE", visible=False, details=details)
    return moved


async def message(
    session: AsyncSession, who: Principal, id: UUID, text: str, attachments: tuple[UUID, ...], *, now: datetime
) -> store.Message:
    application = await store.application(session, id, in_office(who))
    by = officer(who, application, *CLERKS)
    new = await write_message(session, application, "CEC", by, text, attachments, now=now)
    await write_to_voter(session, application, "message")
    return new
