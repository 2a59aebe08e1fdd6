"""Proposals, decisions, and the sittings of the commission that decide many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, func, insert, select, union, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from commons.auth import Principal
from commons.db import decode_cursor, encode_cursor
from commons.problems import Conflict
from registration.domain.model import Decision, Proposal
from registration.keys import Keys, keys_of
from registration.store.sight import in_office
from registration.tables import Application as ApplicationRow
from registration.tables import ChecklistEntry, CourtCase
from registration.tables import CommissionSession as SessionRow
from registration.tables import Decision as DecisionRow
from registration.tables import Proposal as ProposalRow
from registration.tables import SessionItem as ItemRow


def _to_proposal(row: ProposalRow, keys: Keys) -> Proposal:
    content = keys.open(row.sealed, f"proposal:{row.id}")
    return Proposal(
        id=row.id,
        outcome=row.outcome,
        state=row.state,
        reason_codes=tuple(row.reason_codes),
        reasons=content["reasons"],
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        proposed_at=row.proposed_at,
        closed_at=row.closed_at,
        sent_back_because=content["sent_back_because"],
        sent_back_by=content.get("sent_back_by"),
    )


async def add_proposal(session: AsyncSession, application_id: UUID, new: Proposal) -> None:
    content = {"reasons": new.reasons, "sent_back_because": None}
    await session.execute(
        insert(ProposalRow).values(
            id=new.id,
            application_id=application_id,
            outcome=new.outcome,
            state="OPEN",
            reason_codes=list(new.reason_codes),
            sealed=keys_of(session).seal(content, f"proposal:{new.id}"),
            proposed_by=new.proposed_by,
            proposed_by_name=new.proposed_by_name,
            proposed_at=new.proposed_at,
        )
    )


async def open_proposal(session: AsyncSession, application_id: UUID, *, supersede: bool = False) -> Proposal | None:
    """The one that waits for a decision: about the application, or about superseding it (R-T18)."""
    kind = ProposalRow.outcome == "SUPERSEDE" if supersede else ProposalRow.outcome != "SUPERSEDE"
    row = await session.scalar(
        select(ProposalRow)
        .where(ProposalRow.application_id == application_id, ProposalRow.state == "OPEN", kind)
        .order_by(ProposalRow.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return _to_proposal(row, keys_of(session)) if row else None


async def sent_back(session: AsyncSession, application_id: UUID) -> list[Proposal]:
    """Those that a second official did not accept, the last first."""
    rows = await session.scalars(
        select(ProposalRow)
        .where(ProposalRow.application_id == application_id, ProposalRow.state == "SENT_BACK")
        .order_by(ProposalRow.id.desc())
        .execution_options(populate_existing=True)
    )
    return [_to_proposal(row, keys_of(session)) for row in rows]


async def close_proposal(
    session: AsyncSession,
    proposal: Proposal,
    state: str,
    *,
    by: str | None,
    at: datetime,
    because: str | None = None,
    by_name: str | None = None,
) -> None:
    content = {"reasons": proposal.reasons, "sent_back_because": because, "sent_back_by": by_name}
    await session.execute(
        update(ProposalRow)
        .where(ProposalRow.id == proposal.id)
        .values(
            state=state,
            closed_by=by,
            closed_at=at,
            sealed=keys_of(session).seal(content, f"proposal:{proposal.id}"),
        )
        .execution_options(synchronize_session=False)
    )


async def add_decision(
    session: AsyncSession, application_id: UUID, proposal: Proposal, new: Decision, session_id: UUID | None
) -> None:
    content = {"reasons": new.reasons, "constituency": new.constituency}
    await session.execute(
        insert(DecisionRow).values(
            id=new.id,
            application_id=application_id,
            proposal_id=proposal.id,
            session_id=session_id,
            number=new.number,
            outcome=new.outcome,
            reason_codes=list(new.reason_codes),
            legal_basis=list(new.legal_basis),
            sealed=keys_of(session).seal(content, f"decision:{new.id}"),
            decided_by=new.decided_by,
            signatory=new.signatory,
            decided_at=new.decided_at,
            remedy=new.remedy,
        )
    )


async def decisions(session: AsyncSession, application_id: UUID) -> list[Decision]:
    rows = await session.execute(
        select(DecisionRow, SessionRow.number)
        .outerjoin(SessionRow, SessionRow.id == DecisionRow.session_id)
        .where(DecisionRow.application_id == application_id)
        .order_by(DecisionRow.decided_at, DecisionRow.id)
        .execution_options(populate_existing=True)
    )
    keys = keys_of(session)
    found = []
    for row, session_number in rows:
        content = keys.open(row.sealed, f"decision:{row.id}")
        found.append(
            Decision(
                id=row.id,
                number=row.number,
                outcome=row.outcome,
                reason_codes=tuple(row.reason_codes),
                reasons=content["reasons"],
                legal_basis=tuple(row.legal_basis),
                decided_by=row.decided_by,
                signatory=row.signatory,
                decided_at=row.decided_at,
                remedy=row.remedy,
                constituency=content["constituency"],
                session_number=session_number,
                served_at=row.served_at,
                appeal_until=row.appeal_until,
            )
        )
    return found


async def decision(session: AsyncSession, application_id: UUID) -> Decision | None:
    """The one in force: the last."""
    found = await decisions(session, application_id)
    return found[-1] if found else None


async def session_day(session: AsyncSession, decision_id: UUID) -> datetime | None:
    """When the sitting was held that decided it."""
    return await session.scalar(
        select(SessionRow.held_at)
        .join(DecisionRow, DecisionRow.session_id == SessionRow.id)
        .where(DecisionRow.id == decision_id)
    )


async def save_served(
    session: AsyncSession, decision_id: UUID, served_at: datetime | None, until: datetime | None
) -> None:
    await session.execute(
        update(DecisionRow)
        .where(DecisionRow.id == decision_id)
        .values(served_at=served_at, appeal_until=until)
        .execution_options(synchronize_session=False)
    )


async def names_in(session: AsyncSession, application_id: UUID) -> dict[str, str]:
    """Officials who worked on a case, as they were called then: the history itself holds accounts only."""
    proposed = select(ProposalRow.proposed_by, ProposalRow.proposed_by_name).where(
        ProposalRow.application_id == application_id
    )
    signed = select(DecisionRow.decided_by, DecisionRow.signatory).where(DecisionRow.application_id == application_id)
    checked = select(ChecklistEntry.by, ChecklistEntry.by_name).where(ChecklistEntry.application_id == application_id)
    held = select(ApplicationRow.assignee, ApplicationRow.assignee_name).where(
        ApplicationRow.id == application_id, ApplicationRow.assignee.is_not(None)
    )
    everybody: CompoundSelect[Any] = union(proposed, signed, checked, held)
    rows: Sequence[Any] = (await session.execute(everybody)).all()
    return {row[0]: row[1] for row in rows if row[1]}


async def last_proposal(session: AsyncSession, application_id: UUID) -> Proposal | None:
    row = await session.scalar(
        select(ProposalRow)
        .where(ProposalRow.application_id == application_id, ProposalRow.outcome != "SUPERSEDE")
        .order_by(ProposalRow.id.desc())
        .limit(1)
    )
    return _to_proposal(row, keys_of(session)) if row else None


async def file_appeal(session: AsyncSession, application_id: UUID, case_number: str, filed_at: datetime) -> None:
    row = {"application_id": application_id, "case_number": case_number, "filed_at": filed_at}
    await session.execute(upsert(CourtCase).values(row).on_conflict_do_nothing())


async def record_court_decision(
    session: AsyncSession, application_id: UUID, number: str, decided_on: date, outcome: str
) -> None:
    """On the appeal that is open."""
    await session.execute(
        update(CourtCase)
        .where(CourtCase.application_id == application_id, CourtCase.outcome.is_(None))
        .values(decision_number=number, decided_on=decided_on, outcome=outcome)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class Item:
    application_id: UUID
    application_number: str
    outcome: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class Sitting:
    id: UUID
    election: str
    number: str
    held_at: datetime
    agenda: str
    members: int
    present: int
    votes_for: int
    votes_against: int
    recorded_by: str
    recorded_at: datetime
    items: tuple[Item, ...] = ()


def item(application_id: UUID, number: str, outcome: str, problem: str | None = None) -> Item:
    return Item(application_id, number, outcome, problem)


async def add_session(session: AsyncSession, new: Sitting) -> None:
    taken = await session.scalar(
        select(func.count()).where(SessionRow.election == new.election, SessionRow.number == new.number)
    )
    if taken:
        raise Conflict("session.number_taken", {"number": new.number})
    await session.execute(
        insert(SessionRow).values(
            id=new.id,
            election=new.election,
            number=new.number,
            held_at=new.held_at,
            agenda=new.agenda,
            members=new.members,
            present=new.present,
            votes_for=new.votes_for,
            votes_against=new.votes_against,
            recorded_by=new.recorded_by,
            recorded_at=new.recorded_at,
        )
    )


async def add_items(session: AsyncSession, session_id: UUID, items: Sequence[Item]) -> None:
    if items:
        rows = [
            {"session_id": session_id, "application_id": i.application_id, "outcome": i.outcome, "problem": i.problem}
            for i in items
        ]
        await session.execute(insert(ItemRow), rows)


async def sessions(
    session: AsyncSession, who: Principal, election: str | None, *, limit: int, cursor: str | None
) -> tuple[list[Sitting], str | None]:
    """Sittings of the elections that one of the grants covers, newest first; of their items those in sight."""
    statement = select(SessionRow).order_by(SessionRow.id.desc()).limit(limit + 1)
    elections = {grant.election for grant in who.roles}
    if None not in elections:
        statement = statement.where(SessionRow.election.in_([each for each in elections if each]))
    if election:
        statement = statement.where(SessionRow.election == election)
    if cursor:
        (last,) = decode_cursor(cursor, 1)
        statement = statement.where(SessionRow.id < UUID(str(last)))
    rows = list(await session.scalars(statement))
    more = encode_cursor(str(rows[limit - 1].id)) if len(rows) > limit else None
    return await _with_items(session, who, rows[:limit]), more


async def _with_items(session: AsyncSession, who: Principal, rows: Sequence[SessionRow]) -> list[Sitting]:
    found = await session.execute(
        select(ItemRow, ApplicationRow.number)
        .join(ApplicationRow, ApplicationRow.id == ItemRow.application_id)
        .where(ItemRow.session_id.in_([row.id for row in rows]), in_office(who))
        .order_by(ApplicationRow.number)
    )
    items: dict[UUID, list[Item]] = {}
    for row, number in found:
        items.setdefault(row.session_id, []).append(Item(row.application_id, number or "", row.outcome, row.problem))
    return [
        Sitting(
            id=row.id,
            election=row.election,
            number=row.number,
            held_at=row.held_at,
            agenda=row.agenda,
            members=row.members,
            present=row.present,
            votes_for=row.votes_for,
            votes_against=row.votes_against,
            recorded_by=row.recorded_by,
            recorded_at=row.recorded_at,
            items=tuple(items.get(row.id, ())),
        )
        for row in rows
    ]
