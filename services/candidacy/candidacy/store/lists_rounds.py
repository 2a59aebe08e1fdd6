"""What the office wrote about a list: notices with their items, proposals with a result per candidate, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists.catalogue import Outcome
from candidacy.domain.lists.model import CandidateId, Deficiency, Notice
from candidacy.domain.lists.review import Refusals
from candidacy.keys import Keys, keys_of
from candidacy.tables.cases import CommissionSession as SessionRow
from candidacy.tables.cases import Decision as DecisionRow
from candidacy.tables.cases import Notice as NoticeRow
from candidacy.tables.cases import Proposal as ProposalRow
from candidacy.tables.cases import SessionItem as ItemRow
from casework.sittings import Vote
from commons.problems import Conflict


def _notice(row: NoticeRow, keys: Keys) -> Notice:
    items = keys.open(row.sealed, f"notice:{row.id}")["deficiencies"]
    return Notice(
        id=row.id,
        round=row.round,
        state=row.state,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        due_at=row.due_at,
        deficiencies=tuple(Deficiency(**item) for item in items),
        served_at=row.served_at,
        closed_at=row.closed_at,
    )


async def notices(session: AsyncSession, case_id: UUID) -> list[Notice]:
    rows = await session.scalars(
        select(NoticeRow)
        .where(NoticeRow.case_id == case_id)
        .order_by(NoticeRow.round)
        .execution_options(populate_existing=True)
    )
    return [_notice(row, keys_of(session)) for row in rows]


async def open_notice(session: AsyncSession, case_id: UUID) -> Notice | None:
    return next((each for each in await notices(session, case_id) if each.is_open), None)


async def add_notice(session: AsyncSession, case_id: UUID, new: Notice) -> None:
    content = {"deficiencies": [asdict(item) for item in new.deficiencies]}
    await session.execute(
        insert(NoticeRow).values(
            id=new.id,
            case_id=case_id,
            round=new.round,
            state=new.state,
            opened_at=new.opened_at,
            opened_by=new.opened_by,
            due_at=new.due_at,
            sealed=keys_of(session).seal(content, f"notice:{new.id}"),
        )
    )


async def save_notice(session: AsyncSession, changed: Notice) -> None:
    await session.execute(
        update(NoticeRow)
        .where(NoticeRow.id == changed.id)
        .values(state=changed.state, served_at=changed.served_at, due_at=changed.due_at, closed_at=changed.closed_at)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    id: UUID
    outcome: Outcome
    refusals: Refusals
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime


def _proposal(row: ProposalRow, keys: Keys) -> Proposal:
    content = keys.open(row.sealed, f"proposal:{row.id}")
    refused: Mapping[str, Sequence[str]] = content["candidates"]
    return Proposal(
        id=row.id,
        outcome=Outcome(row.outcome),
        refusals=Refusals(
            {CandidateId(UUID(id)): tuple(codes) for id, codes in refused.items()},
            tuple(row.reason_codes),
            content["reasons"],
        ),
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        proposed_at=row.proposed_at,
    )


def _content(of: Proposal, because: str | None = None) -> dict[str, Any]:
    return {
        "candidates": {str(id): list(codes) for id, codes in of.refusals.candidates.items()},
        "reasons": of.refusals.reasons,
        "sent_back_because": because,
    }


async def add_proposal(session: AsyncSession, case_id: UUID, new: Proposal) -> None:
    await session.execute(
        insert(ProposalRow).values(
            id=new.id,
            case_id=case_id,
            outcome=new.outcome,
            state="OPEN",
            reason_codes=list(new.refusals.whole_list),
            sealed=keys_of(session).seal(_content(new), f"proposal:{new.id}"),
            proposed_by=new.proposed_by,
            proposed_by_name=new.proposed_by_name,
            proposed_at=new.proposed_at,
        )
    )


async def open_proposal(session: AsyncSession, case_id: UUID) -> Proposal | None:
    row = await session.scalar(
        select(ProposalRow)
        .where(ProposalRow.case_id == case_id, ProposalRow.state == "OPEN")
        .order_by(ProposalRow.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return _proposal(row, keys_of(session)) if row else None


async def close_proposal(
    session: AsyncSession, of: Proposal, state: str, *, by: str, at: datetime, because: str | None = None
) -> None:
    await session.execute(
        update(ProposalRow)
        .where(ProposalRow.id == of.id)
        .values(
            state=state,
            closed_by=by,
            closed_at=at,
            sealed=keys_of(session).seal(_content(of, because), f"proposal:{of.id}"),
        )
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class Decision:
    id: UUID
    number: str
    outcome: str
    reason_codes: tuple[str, ...]
    legal_basis: tuple[str, ...]
    reasons: str
    decided_by: str
    signatory: str
    decided_at: datetime
    remedy: str | None


async def add_decision(
    session: AsyncSession, case_id: UUID, of: Proposal, new: Decision, session_id: UUID | None
) -> None:
    content = {"reasons": new.reasons, "candidates": _content(of)["candidates"]}
    await session.execute(
        insert(DecisionRow).values(
            id=new.id,
            case_id=case_id,
            proposal_id=of.id,
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


async def add_session(session: AsyncSession, id: UUID, election: str, vote: Vote, account: str, now: datetime) -> None:
    """A number is given to one sitting of an election, whatever it decides about."""
    row = {"id": id, "election": election, **asdict(vote), "recorded_by": account, "recorded_at": now}
    try:
        await session.execute(insert(SessionRow).values(row))
    except IntegrityError as error:
        raise Conflict("session.number_taken", {"number": vote.number}) from error


async def add_items(session: AsyncSession, id: UUID, items: Sequence[tuple[UUID, str, str | None]]) -> None:
    rows = [
        {"session_id": id, "case_id": case_id, "outcome": outcome, "problem": problem}
        for case_id, outcome, problem in items
    ]
    await session.execute(insert(ItemRow), rows)
