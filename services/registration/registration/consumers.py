"""What this service learns from others: elections from reference, the course of appeals from complaints,
and questions to the voter register from candidacy."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commons.clock import Clock
from commons.ids import new_id
from commons.messaging import Handler
from contracts.candidacy import VoterCheckRequested
from contracts.complaints import CourtAppealFiled, CourtDecisionRecorded
from contracts.envelope import Message
from contracts.reference import ElectionChanged
from elections.snapshot import from_plain
from registration import store
from registration.service import court, voter_checks
from registration.service.timers import calendar_moved
from registration.voters import LocalRegister


def handlers(clock: Clock) -> Mapping[type[Message], Handler]:
    async def election_changed(session: AsyncSession, event: ElectionChanged) -> None:
        snapshot: dict[str, Any] = event.payload.snapshot
        now = clock.now()
        if await store.keep_election(session, event.entity_id, event.entity_version, snapshot, now):
            await calendar_moved(session, from_plain(snapshot), now)

    async def appeal_filed(session: AsyncSession, event: CourtAppealFiled) -> None:
        told = event.payload
        await court.appeal_filed(session, told.number, told.decision, event.entity_id, told.filed_at, now=clock.now())

    async def court_decided(session: AsyncSession, event: CourtDecisionRecorded) -> None:
        told = event.payload
        await court.court_decided(
            session, told.number, told.outcome, told.court_decision, told.court_decision_date, now=clock.now()
        )

    async def voter_check_requested(session: AsyncSession, event: VoterCheckRequested) -> None:
        asked = event.payload
        question = voter_checks.Question(
            asked_by=event.producer,
            check_id=event.entity_id,
            version=event.entity_version,
            purpose=asked.purpose,
            election=event.election_id or "",
            constituency=asked.constituency,
            as_of=asked.as_of,
            person_keys=asked.person_keys,
        )
        register = LocalRegister(session)
        await voter_checks.answer(session, register, question, event_id=new_id(), now=clock.now())

    return {
        ElectionChanged: election_changed,
        CourtAppealFiled: appeal_filed,
        CourtDecisionRecorded: court_decided,
        VoterCheckRequested: voter_check_requested,
    }
