"""Why: every SQL statement of this service, and how a proposed change looks as JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from elections.election import Election, Fact
from elections.parameters import frozen
from elections.snapshot import from_plain, override_from_plain, override_to_plain, to_plain
from reference import tables
from reference.domain.lifecycle import Status
from reference.domain.model import Change, Configure, Happened, Move, Proposal, ProposalId, Restore


async def add_election(session: AsyncSession, id: UUID, election: Election, now: datetime) -> bool:
    """False when an election of that code is there already (it may have been changed since it was seeded)."""
    values = {"code": election.code, "id": id, "version": election.version}
    statement = insert(tables.Election).values(values).on_conflict_do_nothing().returning(tables.Election.code)
    if await session.scalar(statement) is None:
        return False
    session.add(_version(election, now))
    return True


async def election(session: AsyncSession, code: str) -> Election | None:
    snapshot = await session.scalar(_current().where(tables.Election.code == code))
    return from_plain(snapshot) if snapshot is not None else None


async def elections(session: AsyncSession) -> list[Election]:
    """The latest election day first."""
    found = [from_plain(snapshot) for snapshot in await session.scalars(_current())]
    return sorted(found, key=lambda election: (election.day, election.code), reverse=True)


async def locked_election(session: AsyncSession, code: str) -> tuple[UUID, Election] | None:
    """The election and the id of its history; nobody else changes it until the commit."""
    row = await session.scalar(select(tables.Election).where(tables.Election.code == code).with_for_update())
    current = await election(session, code) if row is not None else None
    return (row.id, current) if row is not None and current is not None else None


async def save_election(session: AsyncSession, election: Election, now: datetime) -> None:
    await session.execute(
        update(tables.Election).where(tables.Election.code == election.code).values(version=election.version)
    )
    session.add(_version(election, now))


async def add_proposal(session: AsyncSession, proposal: Proposal) -> None:
    session.add(
        tables.Proposal(
            id=proposal.id,
            election=proposal.election,
            election_version=proposal.election_version,
            change=change_to_plain(proposal.change),
            status=proposal.status,
            proposed_by=proposal.proposed_by,
            proposed_at=proposal.proposed_at,
        )
    )


async def proposal(session: AsyncSession, id: ProposalId) -> Proposal | None:
    """Locked until the commit."""
    row = await session.scalar(select(tables.Proposal).where(tables.Proposal.id == id).with_for_update())
    return _proposal(row) if row is not None else None


async def open_proposals(session: AsyncSession) -> list[Proposal]:
    statement = select(tables.Proposal).where(tables.Proposal.status == Status.PROPOSED).order_by(tables.Proposal.id)
    return [_proposal(row) for row in await session.scalars(statement)]


async def close_proposal(session: AsyncSession, proposal: Proposal) -> None:
    values = {"status": proposal.status, "closed_by": proposal.closed_by, "closed_at": proposal.closed_at}
    await session.execute(update(tables.Proposal).where(tables.Proposal.id == proposal.id).values(values))


def change_to_plain(change: Change) -> dict[str, Any]:
    match change:
        case Move(override):
            return {"kind": "move", **override_to_plain(override)}
        case Restore(key):
            return {"kind": "restore", "key": key}
        case Happened(fact, since):
            return {"kind": "happened", "fact": str(fact), "since": since.isoformat()}
        case Configure(key, value):
            return {"kind": "configure", "key": key, "value": list(value) if isinstance(value, tuple) else value}


def change_from_plain(plain: Mapping[str, Any]) -> Change:
    fields = {name: value for name, value in plain.items() if name != "kind"}
    match plain["kind"]:
        case "move":
            return Move(override_from_plain(fields))
        case "restore":
            return Restore(**fields)
        case "happened":
            return Happened(Fact(fields["fact"]), datetime.fromisoformat(fields["since"]))
        case _:
            return Configure(fields["key"], frozen(fields["value"]))


def _current() -> Any:
    version = tables.ElectionVersion
    joined = (version.code == tables.Election.code) & (version.version == tables.Election.version)
    return select(version.snapshot).join(tables.Election, joined)


def _version(election: Election, now: datetime) -> tables.ElectionVersion:
    return tables.ElectionVersion(code=election.code, version=election.version, snapshot=to_plain(election), at=now)


def _proposal(row: tables.Proposal) -> Proposal:
    return Proposal(
        id=ProposalId(row.id),
        election=row.election,
        election_version=row.election_version,
        change=change_from_plain(row.change),
        status=Status(row.status),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
    )
