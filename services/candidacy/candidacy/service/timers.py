"""What happens by itself: terms that end, and terms that move with the calendar."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists.terms import cure_due, grace
from candidacy.service import certification_common, certification_office, lists_office, support
from candidacy.service.lists_common import APPEAL, CURE
from candidacy.store.elections import move_term, with_terms
from candidacy.tables import Case, History
from casework.history import append
from commons.clock import Clock
from commons.timers import Timer, TimerHandler, recompute
from elections.election import Election


def handlers(clock: Clock) -> Mapping[str, TimerHandler]:
    """By kind of timer. An area adds what it arms."""

    async def supporters_go(session: AsyncSession, timer: Timer) -> None:
        await support.delete_supporters(session, timer.case_id, now=clock.now())

    async def cure_over(session: AsyncSession, timer: Timer) -> None:
        await lists_office.cure_over(session, timer.case_id, now=clock.now())

    async def refusal_final(session: AsyncSession, timer: Timer) -> None:
        await lists_office.refusal_final(session, timer.case_id, now=clock.now())

    async def certification_cure_over(session: AsyncSession, timer: Timer) -> None:
        await certification_office.cure_expired(session, timer.case_id, now=clock.now())

    async def certification_final(session: AsyncSession, timer: Timer) -> None:
        await certification_office.made_final(session, timer.case_id, now=clock.now())

    return {
        support.RETENTION: supporters_go,
        CURE: cure_over,
        APPEAL: refusal_final,
        certification_common.CURE: certification_cure_over,
        certification_common.APPEAL: certification_final,
    }


def term_at(case: Case, election: Election) -> datetime:
    """The cure of a list is bounded by the term of its decision (EL 4.21)."""
    if case.term_key == "LIST_CURE" and case.term_anchor is not None:
        return cure_due(case.term_anchor, election)
    return election.calendar.deadline(str(case.term_key), anchor_at=case.term_anchor).instant


async def calendar_moved(session: AsyncSession, election: Election, now: datetime) -> int:
    """The snapshot changed: the terms of open cases move with it, and their timers too."""
    moved = {}
    for case in await with_terms(session, election.code):
        at = term_at(case, election)
        if at == case.term_at:
            continue
        moved[case.id] = at
        await move_term(session, case.id, at)
        await append(
            session,
            History,
            case_id=case.id,
            at=now,
            actor="system",
            actor_role="SYSTEM",
            action="TERM_MOVED",
            visible=True,
            data_hash=case.form_hash,
            details={"key": case.term_key, "at": at.isoformat(), "status": case.status, "version": case.version + 1},
        )

    def due(timer: Timer) -> datetime | None:
        if timer.deadline_key is None or timer.case_id not in moved:
            return None
        return election.calendar.deadline(timer.deadline_key, anchor_at=timer.anchor_at).instant + grace(election)

    if moved:
        await recompute(session, due)
    return len(moved)
