"""Why: an election is seeded once and then changes only as two officials decided; everybody hears of each version."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from casework.history import append
from commons.ids import new_id
from commons.outbox import publish
from commons.problems import Conflict, Defect, Forbidden, Invalid, NotFound
from contracts import ElectionChanged
from elections.election import Election
from elections.procedure import NotPossible
from elections.snapshot import to_plain
from reference import store
from reference.domain import rules
from reference.domain.lifecycle import Action, Status, advance
from reference.domain.model import Change, Proposal, ProposalId
from reference.tables import History


async def seed(session: AsyncSession, election: Election, *, id: UUID, now: datetime) -> bool:
    """Add the election unless it is known; what was changed since its seeding stays."""
    if not await store.add_election(session, id, election, now):
        return False
    await _tell(session, id, election, now=now, actor="seed", action="SEED")
    return True


async def propose(session: AsyncSession, code: str, change: Change, *, by: str, now: datetime) -> Proposal:
    """Refused with every problem of the change at once."""
    found = await store.locked_election(session, code)
    if found is None:
        raise NotFound("election.not_found", {"code": code})
    id, election = found
    _refuse_if_unnamed(by)
    _refuse_if_any(election, change, now)
    proposal = Proposal(
        id=ProposalId(new_id()),
        election=code,
        election_version=election.version,
        change=change,
        status=advance(None, Action.PROPOSE),
        proposed_by=by,
        proposed_at=now,
    )
    await store.add_proposal(session, proposal)
    await _note(session, id, proposal, by=by, action=Action.PROPOSE, now=now)
    return proposal


async def confirm(session: AsyncSession, proposal_id: ProposalId, *, by: str, now: datetime) -> Election:
    """Four eyes: whoever proposed cannot confirm. A proposal on an older version must be made again."""
    proposal = await _proposal(session, proposal_id)
    _refuse_if_unnamed(by)
    if rules.same_person(by, proposal.proposed_by):
        raise Forbidden("proposal.same_official")
    closed = _closed(proposal, Action.CONFIRM, by=by, now=now)
    found = await store.locked_election(session, proposal.election)
    if found is None or found[1].version != proposal.election_version:
        raise Conflict("election.changed", {"code": proposal.election, "version": proposal.election_version})
    id, election = found
    _refuse_if_any(election, proposal.change, now)
    election = rules.applied(election, proposal.change)
    await store.save_election(session, election, now)
    await store.close_proposal(session, closed)
    await _note(session, id, proposal, by=by, action=Action.CONFIRM, now=now)
    await _tell(session, id, election, now=now, actor=by, action="CHANGE")
    return election


async def drop(session: AsyncSession, proposal_id: ProposalId, *, by: str, now: datetime) -> None:
    proposal = await _proposal(session, proposal_id)
    _refuse_if_unnamed(by)
    closed = _closed(proposal, Action.DROP, by=by, now=now)
    found = await store.locked_election(session, proposal.election)
    await store.close_proposal(session, closed)
    if found is not None:
        await _note(session, found[0], proposal, by=by, action=Action.DROP, now=now)


async def _proposal(session: AsyncSession, id: ProposalId) -> Proposal:
    proposal = await store.proposal(session, id)
    if proposal is None:
        raise NotFound("proposal.not_found")
    return proposal


def _closed(proposal: Proposal, action: Action, *, by: str, now: datetime) -> Proposal:
    try:
        status: Status = advance(proposal.status, action)
    except NotPossible as refused:
        raise Conflict("proposal.not_possible", {"status": refused.status, "action": refused.action}) from refused
    return replace(proposal, status=status, closed_by=by, closed_at=now)


def _refuse_if_any(election: Election, change: Change, now: datetime) -> None:
    defects = [Defect(problem.code, path=problem.path) for problem in rules.problems(election, change, now)]
    if defects:
        raise Invalid("change.refused", {"count": len(defects)}, defects)


def _refuse_if_unnamed(by: str) -> None:
    if not by.strip():
        raise Invalid("official.name_required")


async def _note(session: AsyncSession, id: UUID, proposal: Proposal, *, by: str, action: Action, now: datetime) -> None:
    details = {"proposal": str(proposal.id), "change": store.change_to_plain(proposal.change)}
    # An official acts by name: the name belongs to the act, as on a decision.
    await append(
        session, History, case_id=id, at=now, actor=by, actor_role="ELECTION_ADMIN", action=action, details=details
    )


async def _tell(session: AsyncSession, id: UUID, election: Election, *, now: datetime, actor: str, action: str) -> None:
    details = {"code": election.code, "version": election.version}
    await append(
        session, History, case_id=id, at=now, actor=actor, actor_role="ELECTION_ADMIN", action=action, details=details
    )
    await publish(
        session,
        ElectionChanged(
            event_id=new_id(),
            occurred_at=now,
            election_id=election.code,
            entity_id=election.code,
            entity_version=election.version,
            payload=ElectionChanged.Payload(snapshot=to_plain(election)),
        ),
    )
