"""Two applications for one person: one officer finds out who the voter is, a second one agrees (R-T18)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, Forbidden
from registration import store
from registration.domain import correction as corrections
from registration.domain.catalogue import Outcome
from registration.domain.lifecycle import Action, can
from registration.domain.model import Application, Flag, Proposal
from registration.domain.terms import with_term
from registration.service.common import arm, election_of, move, set_duplicate, tell, write_to_voter
from registration.service.deciding import DECIDERS
from registration.service.office import NOBODY, REVIEWERS, officer, refuse_if_no_words
from registration.store.sight import in_office


async def propose_supersede(
    session: AsyncSession, who: Principal, id: UUID, version: int, reasons: str, *, now: datetime
) -> Application:
    """The other application is the voter's; this one is to give way. Reasons in words, for the second officer."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *REVIEWERS)
    refuse_if_no_words(reasons)
    if Flag.DUPLICATE_PERSON not in application.flags:
        raise Conflict("supersede.not_flagged")
    if not can(application.status, Action.SUPERSEDE):
        raise Conflict("application.not_possible", {"status": application.status, "action": Action.SUPERSEDE})
    if await store.open_proposal(session, application.id, supersede=True):
        raise Conflict("supersede.already_proposed")
    new = Proposal(
        id=new_id(),
        outcome=Outcome.SUPERSEDE,
        state="OPEN",
        reason_codes=("DUPLICATE",),
        reasons=reasons.strip(),
        proposed_by=who.account,
        proposed_by_name=by.name,
        proposed_at=now,
    )
    await store.add_proposal(session, application.id, new)
    application = await store.save(session, application)
    await tell(session, application, by=by, at=now, action="PROPOSE_SUPERSEDE", visible=False)
    return application


async def decide_supersede(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, agree: bool, reason: str | None, now: datetime
) -> Application:
    """R-T18: the account learns that another application for this person stands, and nothing of it."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *DECIDERS)
    proposal = await store.open_proposal(session, application.id, supersede=True)
    if proposal is None:
        raise Conflict("proposal.none", {"status": application.status})
    if proposal.proposed_by == who.account:
        raise Forbidden("decision.four_eyes")
    if not agree:
        words = (reason or "").strip()
        refuse_if_no_words(words)
        await store.close_proposal(
            session, proposal, "SENT_BACK", by=who.account, at=now, because=words, by_name=by.name
        )
        application = await store.save(session, application)
        await tell(session, application, by=by, at=now, action="REFUSE_SUPERSEDE", visible=False)
        return application
    election = await election_of(session, application)
    moved = with_term(move(application, Action.SUPERSEDE, **NOBODY), election)
    await store.close_proposal(session, proposal, "DECIDED", by=who.account, at=now)
    if pending := await store.open_proposal(session, application.id):
        await store.close_proposal(session, pending, "WITHDRAWN", by=who.account, at=now)
    if open_round := await store.open_correction(session, application.id):
        await store.save_correction(session, corrections.closed(open_round, "CANCELLED", now))
    moved = await store.save(session, moved)
    await arm(session, moved, election)
    await tell(session, moved, by=by, at=now, action="SUPERSEDE", reason="DUPLICATE")
    await write_to_voter(session, moved, "superseded")
    await unflag_the_last(session, moved, now)
    return moved


async def unflag_the_last(session: AsyncSession, gone: Application, now: datetime) -> None:
    """Where only one application for the person is left, it is no duplicate any more."""
    rest = await store.duplicates_of(session, gone, lock=True)
    if len(rest) == 1 and Flag.DUPLICATE_PERSON in rest[0].flags:
        await set_duplicate(session, rest[0], False, now)
