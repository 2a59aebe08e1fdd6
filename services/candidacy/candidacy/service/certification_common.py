"""What every verb about an application for certification does alike: move, tell, keep the next term and the ground."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Action, advance
from candidacy.domain.certification.model import Certification
from candidacy.domain.certification.terms import with_term
from candidacy.store import certification as store
from candidacy.store.subjects import mandates
from candidacy.tables.base import History
from casework.history import append
from commons.ids import new_id
from commons.outbox import publish
from commons.problems import Conflict
from commons.timers import cancel_timers, set_timer
from contracts.candidacy import CandidacyCaseChanged
from contracts.envelope import Event
from elections.election import Election
from elections.procedure import NotPossible

CURE, APPEAL = "certification_cure", "certification_appeal"
TERM_TIMER = {CURE: "CERT_CURE", APPEAL: "APP_COURT"}


def move(of: Certification, action: Action, **changes: object) -> Certification:
    try:
        status = advance(of.status, action)
    except NotPossible as refused:
        raise Conflict("certification.not_possible", {"status": refused.status, "action": refused.action}) from refused
    return of.but(status=status, **changes)


async def ground_of(
    session: AsyncSession, of: Certification, election: Election, at: datetime, *, has_authority: bool = True
) -> Ground:
    return Ground(
        election,
        at,
        has_authority=has_authority,
        mandates=await mandates(session, of.subject),
        tallies=await store.tallies(session, of.id),
    )


def envelope(of: Certification, at: datetime) -> dict[str, Any]:
    return {
        "event_id": new_id(),
        "occurred_at": at,
        "election_id": of.election,
        "entity_id": str(of.id),
        "entity_version": of.version,
    }


async def tell(
    session: AsyncSession,
    of: Certification,
    *,
    by: tuple[str, str],
    at: datetime,
    action: str,
    visible: bool = True,
    details: Mapping[str, Any] | None = None,
    events: Sequence[Event] = (),
) -> None:
    """One history line (`by`: account and role), that the case changed, and what other services should know."""
    await append(
        session,
        History,
        case_id=of.id,
        at=at,
        actor=by[0],
        actor_role=by[1],
        action=action,
        reason=None,
        visible=visible,
        data_hash=of.form_hash,
        details={"status": of.status, "version": of.version, **(details or {})},
    )
    for event in (*events, CandidacyCaseChanged(**envelope(of, at))):
        await publish(session, event)


async def kept(session: AsyncSession, of: Certification, election: Election, **term: Any) -> Certification:
    """Written with the term of its state, and with its timer; those of the state before are cancelled."""
    saved = await store.save(session, with_term(of, election, **term))
    await cancel_timers(session, saved.id, *TERM_TIMER)
    grace = timedelta(minutes=election.number("timers.grace_minutes"))
    for kind, key in TERM_TIMER.items():
        if saved.term_key == key and saved.term_at is not None:
            due = saved.term_at + grace
            anchor = saved.term_anchor
            await set_timer(session, kind=kind, case_id=saved.id, due_at=due, deadline_key=key, anchor_at=anchor)
    return saved
