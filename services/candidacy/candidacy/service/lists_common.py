"""What every verb about a list does in the same way: see it, move it along its lifecycle, tell, keep the next term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists import terms
from candidacy.domain.lists.ground import Ground, ground_of
from candidacy.domain.lists.lifecycle import Action, advance
from candidacy.domain.lists.model import CandidateList, RegisterState
from candidacy.store import lists as store
from candidacy.store.elections import election as election_in
from candidacy.tables.base import History
from casework.history import append
from commons.auth import Principal
from commons.ids import new_id
from commons.outbox import publish
from commons.problems import Conflict, Invalid
from commons.timers import cancel_timers, set_timer
from contracts.candidacy import VoterCheckRequested
from contracts.envelope import Event
from elections.election import Election
from elections.levels import levels
from elections.procedure import Defect, NotPossible
from elections.timing import SARAJEVO

CURE, APPEAL = "list_cure", "list_appeal"
TERM_TIMER = {CURE: "LIST_CURE", APPEAL: "APP_COURT"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, for the history: an account (or a process) and in which role."""

    account: str
    role: str
    name: str = ""


SYSTEM = Actor("system", "SYSTEM")


def subject_actor(who: Principal) -> Actor:
    return Actor(who.account, "SUBJECT", who.name or "")


def move(of: CandidateList, action: Action, **changes: object) -> CandidateList:
    try:
        status = advance(of.status, action)
    except NotPossible as refused:
        raise Conflict("list.not_possible", {"status": refused.status, "action": refused.action}) from refused
    return of.but(status=status, **changes)


def refuse_if_any(code: str, found: Sequence[Defect]) -> None:
    stopping = [defect for defect in found if not defect.warning]
    if stopping:
        raise Invalid(code, {"count": len(stopping)}, stopping)


async def judged_by(session: AsyncSession, of: CandidateList, election: Election, at: datetime) -> Ground:
    """The ground on which this list is judged at an instant: the election's numbers, seats, who stands elsewhere."""
    return ground_of(
        election,
        of.level,
        await seats_of(session, election, of.level, of.unit),
        on=at.astimezone(SARAJEVO).date(),
        kind=of.kind,
        elsewhere=await store.standing_elsewhere(session, of),
        print_expected=at > terms.closes(of.kind, election),
    )


async def seats_of(session: AsyncSession, election: Election, level: str, unit: str) -> int | None:
    """As loaded for this election, else as the levels say; None: nobody knows."""
    loaded = await store.seats(session, election.code, level, unit)
    known = levels().get(level)
    return loaded or next((each.seats for each in known.units if each.code == unit), None) if known else loaded


async def election_of(session: AsyncSession, of: CandidateList) -> Election:
    return await election_in(session, of.election)


def envelope(of: CandidateList, at: datetime, *, entity: UUID | None = None) -> dict[str, Any]:
    return {
        "event_id": new_id(),
        "occurred_at": at,
        "election_id": of.election,
        "entity_id": str(entity or of.id),
        "entity_version": of.version,
    }


async def tell(
    session: AsyncSession,
    of: CandidateList,
    *,
    by: Actor,
    at: datetime,
    action: str,
    reason: str | None = None,
    visible: bool = True,
    details: Mapping[str, Any] | None = None,
    events: Sequence[Event] = (),
) -> None:
    """One history line, and what other services should know."""
    await append(
        session,
        History,
        case_id=of.id,
        at=at,
        actor=by.account,
        actor_role=by.role,
        action=action,
        reason=reason,
        visible=visible,
        data_hash=of.form_hash,
        details={"status": of.status, "version": of.version, **(details or {})},
    )
    for event in events:
        await publish(session, event)


async def arm(session: AsyncSession, of: CandidateList, election: Election) -> None:
    """The timer of the state that the list is in now; those of the state before are cancelled."""
    await cancel_timers(session, of.id, *TERM_TIMER)
    for kind, key in TERM_TIMER.items():
        if of.term_key == key and of.term_at is not None:
            await set_timer(
                session,
                kind=kind,
                case_id=of.id,
                due_at=of.term_at + terms.grace(election),
                deadline_key=key,
                anchor_at=of.term_anchor,
            )


async def ask_register(session: AsyncSession, of: CandidateList, now: datetime) -> CandidateList:
    """L5: who of them is a voter, and where, by keyed hash; nothing waits for the answer."""
    unknown = [each for each in of.running if each.register is RegisterState.UNKNOWN and each.person_key]
    if not unknown:
        return of
    payload = VoterCheckRequested.Payload(
        purpose="CANDIDATE",
        person_keys=tuple(sorted({str(each.person_key) for each in unknown})),
        constituency=of.unit,
        as_of=now.astimezone(SARAJEVO).date(),
    )
    await publish(session, VoterCheckRequested(**envelope(of, now), payload=payload))
    asked = {each.id for each in unknown}
    return of.but(
        candidates=tuple(
            each.but(register=RegisterState.CHECKING) if each.id in asked else each for each in of.candidates
        )
    )


async def kept(
    session: AsyncSession, of: CandidateList, before: CandidateList, election: Election, now: datetime, **term: Any
) -> CandidateList:
    """Written; in another state with the term of that state and its timer."""
    if of.status is before.status:
        return await store.save_list(session, of, before, now)
    saved = await store.save_list(session, terms.with_term(of, election, **term), before, now)
    await arm(session, saved, election)
    return saved
