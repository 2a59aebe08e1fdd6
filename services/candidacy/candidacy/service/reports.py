"""Campaign-finance reports of a subject: drafted, filed with whatever defects, amended in the open, published
(EL 15.1d(3)-(5)). Who may do it is asked before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.reports.lifecycle import Action, Status, advance
from candidacy.domain.reports.model import Filing, Kind, Report
from candidacy.domain.reports.rules import Ground, defects, stops_filing
from candidacy.domain.reports.terms import is_late
from candidacy.store import reports as store
from candidacy.store.elections import election as election_of
from candidacy.store.reports import Kept
from candidacy.tables import History
from casework.history import append
from commons.ids import new_id
from commons.problems import Conflict, Invalid
from elections.procedure import Defect, NotPossible

EARLIER = {Kind.FINAL: Kind.PRE_ELECTION, Kind.ACCOUNT_CLOSED: Kind.FINAL}


async def start(session: AsyncSession, election: str, subject_id: UUID, kind: Kind, *, by: str, now: datetime) -> Kept:
    """F-1. One of each kind: what was forgotten is an amendment, not a second report."""
    if there := await store.running(session, subject_id, kind):
        raise Conflict("report.exists", {"report": str(there)})
    status = advance(None, Action.START)
    new = Kept(new_id(), 1, election, subject_id, kind, status, Report(kind, None, None))
    await store.add(session, new, now)
    await _note(session, new, Action.START, by, now)
    return new


async def save(session: AsyncSession, id: UUID, version: int, report: Report, *, now: datetime) -> Kept:
    of = await store.report(session, id, version=version)
    if of.status not in (Status.DRAFT, Status.AMENDING):
        raise Conflict("report.not_possible", {"status": of.status, "action": "SAVE"})
    return await _saved(session, replace(of, draft=replace(report, kind=of.kind)), now)


async def file(
    session: AsyncSession,
    id: UUID,
    version: int,
    ground: Ground,
    *,
    by: str,
    arrived: datetime,
    now: datetime,
    reason: str | None = None,
) -> tuple[Kept, Sequence[Defect]]:
    """F-2, F-5. EL 15.1d(3), (4): taken with its defects, and late if it is late; judged by arrival. An amendment says
    why."""
    of = await store.report(session, id, version=version)
    amending = of.status is Status.AMENDING
    if amending and not (reason or "").strip():
        raise Invalid("report.reason_required")
    before = await store.in_force(session, of.subject_id, EARLIER[of.kind]) if of.kind in EARLIER else None
    found = defects(of.draft, replace(ground, before=before))
    if stopping := stops_filing(found):
        raise Invalid("report.cannot_be_filed", {"count": len(stopping)}, stopping)
    late = is_late(of.kind, await election_of(session, of.election), arrived)
    filing = Filing(len(of.filings) + 1, of.draft, arrived, by, reason if amending else None, late)
    action = Action.FILE_AMENDMENT if amending else Action.FILE
    moved = _moved(of, action)
    await store.add_filing(session, id, filing)
    saved = await _saved(session, replace(moved, filings=(*of.filings, filing)), now)
    await _note(session, saved, action, by, now, filing=filing.number, late=late, defects=len(found))
    return saved, found


async def amend(session: AsyncSession, id: UUID, version: int, *, by: str, now: datetime) -> Kept:
    """F-4. The draft is again what was filed last."""
    of = await store.report(session, id, version=version)
    saved = await _saved(session, replace(_moved(of, Action.AMEND), draft=of.filings[-1].report), now)
    await _note(session, saved, Action.AMEND, by, now)
    return saved


async def drop_amendment(session: AsyncSession, id: UUID, version: int, *, by: str, now: datetime) -> Kept:
    """F-6. What was filed stands."""
    of = await store.report(session, id, version=version)
    saved = await _saved(session, replace(_moved(of, Action.DROP_AMENDMENT), draft=of.filings[-1].report), now)
    await _note(session, saved, Action.DROP_AMENDMENT, by, now)
    return saved


async def discard(session: AsyncSession, id: UUID, version: int, *, by: str, now: datetime) -> Kept:
    """F-3."""
    of = await store.report(session, id, version=version)
    saved = await _saved(session, _moved(of, Action.DISCARD), now)
    await _note(session, saved, Action.DISCARD, by, now)
    return saved


async def publish(session: AsyncSession, id: UUID, version: int, *, by: str, now: datetime) -> Kept:
    """F-7. What everybody may read of it: domain.reports.publication."""
    of = await store.report(session, id, version=version)
    saved = await _saved(session, _moved(of, Action.PUBLISH), now, published=True)
    await _note(session, saved, Action.PUBLISH, by, now)
    return saved


def _moved(of: Kept, action: Action) -> Kept:
    try:
        return replace(of, status=advance(of.status, action))
    except NotPossible as refused:
        raise Conflict("report.not_possible", {"status": refused.status, "action": refused.action}) from refused


async def _saved(session: AsyncSession, of: Kept, now: datetime, *, published: bool = False) -> Kept:
    saved = replace(of, version=of.version + 1)
    await store.save(session, saved, now, published=published)
    return saved


async def _note(session: AsyncSession, of: Kept, action: Action, by: str, now: datetime, **more: object) -> None:
    await append(
        session,
        History,
        case_id=of.id,
        at=now,
        actor=by,
        actor_role="OFFICE" if action is Action.PUBLISH else "SUBJECT",
        action=f"REPORT_{action}",
        visible=True,
        details={"kind": of.kind, "status": of.status, "version": of.version, **more},
    )
