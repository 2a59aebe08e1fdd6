"""What this service learns from others: elections from reference, voters from registration."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.service import lists_office, support
from candidacy.service.timers import calendar_moved
from candidacy.store.elections import keep_election
from commons.clock import Clock
from commons.messaging import Handler
from contracts.envelope import Message
from contracts.reference import ElectionChanged
from contracts.registration import VoterChecked
from elections.snapshot import from_plain


def handlers(clock: Clock) -> Mapping[type[Message], Handler]:
    async def election_changed(session: AsyncSession, event: ElectionChanged) -> None:
        snapshot: dict[str, Any] = event.payload.snapshot
        now = clock.now()
        if await keep_election(session, event.entity_id, event.entity_version, snapshot, now):
            await calendar_moved(session, from_plain(snapshot), now)

    async def voter_checked(session: AsyncSession, event: VoterChecked) -> None:
        await support.register_answered(session, event, now=clock.now())
        await lists_office.register_answered(session, event, now=clock.now())

    return {ElectionChanged: election_changed, VoterChecked: voter_checked}
