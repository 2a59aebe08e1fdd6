"""What happens by itself: lapse, end of a correction, end of the appeal term, service, time-out of an assignment.

A timer that finds the case elsewhere does nothing: the verb that moved it was there first.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commons.clock import Clock
from commons.timers import Timer, TimerHandler, recompute
from elections.election import Election
from registration import store
from registration.documents import Desk
from registration.domain import correction as corrections
from registration.domain.freezing import form_hash
from registration.domain.lifecycle import Action, Status
from registration.domain.model import Application, Flag
from registration.domain.terms import grace, with_term
from registration.service.common import (
    APPEAL,
    ASSIGNMENT,
    CURE,
    LAPSE,
    RETENTION,
    SERVE,
    SYSTEM,
    arm,
    election_of,
    move,
    tell,
    write_to_voter,
)
from registration.service.office import back_at_desk, freed
from registration.service.retention import delete_documents
from registration.service.serving import serve_what_is_open


async def lapse(session: AsyncSession, application: Application, now: datetime) -> None:
    """R-T4: 3.16(2). No signed form came in time."""
    if application.status is not Status.SUBMITTED:
        return
    election = await election_of(session, application)
    moved = await store.save(session, with_term(move(application, Action.LAPSE), election))
    await arm(session, moved, election)
    await tell(session, moved, by=SYSTEM, at=now, action="LAPSE")
    await write_to_voter(session, moved, "lapsed")


async def correction_over(session: AsyncSession, application: Application, now: datetime) -> None:
    """R-T8: the term is over; the review goes on with the file as it was."""
    open_round = await store.open_correction(session, application.id)
    if application.status is not Status.RETURNED or open_round is None:
        return
    moved = move(application, Action.EXPIRE_CORRECTION, form=open_round.old_form)
    paper = corrections.paper_in_force(moved)
    if paper is not None and paper.form_hash not in (None, form_hash(moved)):
        moved = moved.but(flags=moved.flags | {Flag.FORM_OUTDATED})
    await store.save_correction(session, corrections.closed(open_round, "EXPIRED", now))
    moved = await back_at_desk(session, moved, now)
    await tell(session, moved, by=SYSTEM, at=now, action="EXPIRE_CORRECTION", details={"round": open_round.round})


async def refusal_final(session: AsyncSession, application: Application, now: datetime) -> None:
    """R-T22: nobody appealed in time (EL 6.9(2))."""
    if application.status is not Status.REJECTED:
        return
    election = await election_of(session, application)
    moved = await store.save(session, with_term(move(application, Action.MAKE_FINAL), election))
    await arm(session, moved, election)
    await tell(session, moved, by=SYSTEM, at=now, action="MAKE_FINAL")


async def assignment_over(session: AsyncSession, application: Application, now: datetime) -> None:
    """R-T21: nobody can keep a case by doing nothing."""
    if application.status is Status.UNDER_REVIEW:
        await freed(session, application, by=SYSTEM, now=now, reason="TIMED_OUT")


async def serve(session: AsyncSession, application: Application, now: datetime) -> None:
    """Domain 0.2: served at 24:00 of the next day, opened or not."""
    await serve_what_is_open(session, application, by=SYSTEM, now=now)


Effect = Callable[[AsyncSession, Application, datetime], Awaitable[None]]
EFFECTS: Mapping[str, Effect] = {
    LAPSE: lapse,
    CURE: correction_over,
    APPEAL: refusal_final,
    ASSIGNMENT: assignment_over,
    SERVE: serve,
}


def handlers(clock: Clock, desk: Desk) -> Mapping[str, TimerHandler]:
    async def retention(session: AsyncSession, application: Application, now: datetime) -> None:
        await delete_documents(session, desk, application, now)

    def handler(effect: Effect) -> TimerHandler:
        async def fire(session: AsyncSession, timer: Timer) -> None:
            application = await store.application(session, timer.case_id, lock=True)
            await effect(session, application, clock.now())

        return fire

    return {kind: handler(effect) for kind, effect in {**EFFECTS, RETENTION: retention}.items()}


CALENDAR_TERMS = ("OCV_CLOSE", "OCV_SIGNED_FORM", "CVR_CLOSE")
CASE_TERMS = ("OCV_CURE", "OCV_APPEAL")
"""Run from an event of the case, so each has an instant of its own."""


async def calendar_moved(session: AsyncSession, election: Election, now: datetime) -> int:
    """The snapshot changed: terms of open cases move with it, their timers too, and voters are told."""
    moved: set[UUID] = set()
    for key in (*CALENDAR_TERMS, *CASE_TERMS):
        fixed = election.calendar.deadline(key).instant if key in CALENDAR_TERMS else None
        for application in await store.with_terms(session, election.code, key, elsewhere_than=fixed):
            at = fixed or election.calendar.deadline(key, anchor_at=application.term_anchor).instant
            if at != application.term_at:
                await _moved(session, application.but(term_at=at), at, now)
                moved.add(application.id)

    def due(timer: Timer) -> datetime | None:
        if timer.deadline_key is None or timer.case_id not in moved:
            return None
        return election.calendar.deadline(timer.deadline_key, anchor_at=timer.anchor_at).instant + grace(election)

    if moved:
        await recompute(session, due)
    return len(moved)


async def _moved(session: AsyncSession, application: Application, at: datetime, now: datetime) -> None:
    if application.term_key == "OCV_CURE" and (open_round := await store.open_correction(session, application.id)):
        await store.save_correction(session, corrections.with_due(open_round, at))
    if application.term_key == "OCV_APPEAL" and (decision := await store.decision(session, application.id)):
        await store.save_served(session, decision.id, decision.served_at, at if decision.served_at else None)
    application = await store.save(session, application)
    details = {"key": application.term_key, "at": at.isoformat()}
    await tell(session, application, by=SYSTEM, at=now, action="TERM_MOVED", details=details)
    if application.term_key != "CVR_CLOSE" and application.number:
        await write_to_voter(session, application, "deadline_moved", term=at)
