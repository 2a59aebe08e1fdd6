from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select

from candidacy.consumers import handlers
from candidacy.tables import Case, History, Timer
from candidacy.testing import Desk, an_election
from casework.history import verify_chain
from commons.ids import new_id
from commons.timers import set_timer
from contracts.reference import ElectionChanged
from elections.election import Election
from elections.snapshot import to_plain


async def a_case(desk: Desk, key: str, at: datetime) -> UUID:
    case_id = new_id()
    async with desk.app.state.database.sessions.begin() as session:
        await session.execute(
            insert(Case).values(
                id=case_id,
                version=1,
                election="LE2024",
                subject_id=new_id(),
                process="CERTIFICATION",
                status="DRAFT",
                created_by="somebody",
                language="bs",
                personal=b"sealed",
                created_at=desk.clock.now(),
                saved_at=desk.clock.now(),
                term_key=key,
                term_at=at,
            )
        )
        await set_timer(session, kind="close", case_id=case_id, due_at=at, deadline_key=key)
    return case_id


async def told(desk: Desk, election: Election, version: int) -> None:
    event = ElectionChanged(
        event_id=new_id(),
        occurred_at=desk.clock.now(),
        election_id=election.code,
        entity_id=election.code,
        entity_version=version,
        payload=ElectionChanged.Payload(snapshot=to_plain(election)),
    )
    async with desk.app.state.database.sessions.begin() as session:
        await handlers(desk.clock)[ElectionChanged](session, event)


async def test_terms_and_timers_of_open_cases_move_with_the_calendar(desk: Desk) -> None:
    before = an_election().calendar.deadline("CERT_PARTY_CLOSE").instant
    case_id = await a_case(desk, "CERT_PARTY_CLOSE", before)
    moved = an_election(("CERT_PARTY_CLOSE", datetime(2024, 6, 20, tzinfo=UTC).date(), "16:00"))
    at = moved.calendar.deadline("CERT_PARTY_CLOSE").instant
    assert at != before

    await told(desk, moved, 2)

    async with desk.app.state.database.sessions.begin() as session:
        case = await session.get(Case, case_id)
        lines = list(await session.scalars(select(History).where(History.case_id == case_id)))
        due = await session.scalar(select(Timer.due_at).where(Timer.case_id == case_id))
    assert (case.term_at, case.version, due) == (at, 2, at + timedelta(minutes=20))
    assert [line.action for line in lines] == ["TERM_MOVED"]
    assert verify_chain(lines) == []


async def test_an_older_snapshot_moves_nothing(desk: Desk) -> None:
    before = an_election().calendar.deadline("CERT_PARTY_CLOSE").instant
    case_id = await a_case(desk, "CERT_PARTY_CLOSE", before)

    await told(desk, an_election(("CERT_PARTY_CLOSE", datetime(2024, 6, 20, tzinfo=UTC).date(), "16:00")), 1)

    async with desk.app.state.database.sessions.begin() as session:
        case = await session.get(Case, case_id)
    assert (case.term_at, case.version) == (before, 1)
