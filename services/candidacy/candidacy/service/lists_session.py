"""One vote of the commission decides many lists; what cannot be decided is left out, and the record says why (C-B7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists import permitted
from candidacy.service.lists_common import refuse_if_any
from candidacy.service.lists_office import decide
from candidacy.store import lists as store
from candidacy.store import lists_rounds as rounds
from casework.sittings import Vote
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Forbidden, NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Item:
    list_id: UUID
    outcome: str
    problem: str | None = None


async def hold(
    session: AsyncSession, who: Principal, vote: Vote, ids: Sequence[UUID], *, now: datetime
) -> tuple[UUID, list[Item]]:
    """C-B7, C-B8, C-B9: all lists of one election."""
    refuse_if_any("session.invalid", vote.defects(now))
    first = await store.candidate_list(session, ids[0])
    if not who.has(*permitted.DECIDERS, election=first.election):
        raise Forbidden("auth.role_missing")
    sitting = new_id()
    await rounds.add_session(session, sitting, first.election, vote, who.account, now)
    items = [await _voted(session, who, id, sitting, first.election, vote, now) for id in sorted(set(ids))]
    await rounds.add_items(session, sitting, [(each.list_id, each.outcome, each.problem) for each in items])
    return sitting, items


async def _voted(
    session: AsyncSession, who: Principal, id: UUID, sitting: UUID, election: str, vote: Vote, now: datetime
) -> Item:
    of = await store.candidate_list(session, id, lock=True)
    if of.election != election or of.number is None:
        raise NotFound("list.not_found")
    if not vote.adopted:
        return Item(id, "NOT_ADOPTED", "session.not_adopted")
    try:
        async with session.begin_nested():
            decided = await decide(session, who, id, sitting=sitting, now=now)
    except Refusal as refusal:
        return Item(id, "LEFT_OUT", refusal.code)
    return Item(id, decided.status)
