"""Personal links: found by the keyed hash of their token, which is kept nowhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists.consents import Link
from candidacy.keys import keys_of
from candidacy.tables.lists import Candidate as CandidateRow
from candidacy.tables.lists import ConsentLink as Row
from commons.problems import NotFound


@dataclass(frozen=True, slots=True)
class StoredLink:
    id: UUID
    candidate_id: UUID
    list_id: UUID
    link: Link


def _hash(session: AsyncSession, token: str) -> bytes:
    return keys_of(session).index.of("consent", token)


async def add(session: AsyncSession, new: StoredLink, token: str, *, by: str, at: datetime) -> None:
    await session.execute(
        insert(Row).values(
            id=new.id,
            candidate_id=new.candidate_id,
            token_hash=_hash(session, token),
            created_at=at,
            created_by=by,
            expires_at=new.link.expires_at,
            wrong_tries=0,
        )
    )


async def forget(session: AsyncSession, candidate_id: UUID) -> None:
    """Links that were not used."""
    where = (Row.candidate_id == candidate_id, Row.used_at.is_(None))
    await session.execute(delete(Row).where(*where).execution_options(synchronize_session=False))


async def by_token(session: AsyncSession, token: str, *, lock: bool = False) -> StoredLink:
    statement = (
        select(Row, CandidateRow.case_id)
        .join(CandidateRow, CandidateRow.id == Row.candidate_id)
        .where(Row.token_hash == _hash(session, token))
    )
    if lock:
        statement = statement.with_for_update(of=Row)
    found = (await session.execute(statement.execution_options(populate_existing=True))).one_or_none()
    if found is None:
        raise NotFound("consent.not_found")
    row, case_id = found
    return StoredLink(row.id, row.candidate_id, case_id, Link(row.expires_at, row.used_at, row.wrong_tries))


async def count_wrong(session: AsyncSession, id: UUID, tries: int) -> None:
    await session.execute(
        update(Row).where(Row.id == id).values(wrong_tries=tries).execution_options(synchronize_session=False)
    )


async def use(session: AsyncSession, link: StoredLink, *, account: str | None, at: datetime) -> None:
    await session.execute(
        update(Row).where(Row.id == link.id).values(used_at=at).execution_options(synchronize_session=False)
    )
    await session.execute(
        update(CandidateRow)
        .where(CandidateRow.id == link.candidate_id)
        .values(consented_at=at, consent_account=account)
        .execution_options(synchronize_session=False)
    )
