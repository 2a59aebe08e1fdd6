"""Campaign-finance reports over the real database: filed with defects, late, amended, published."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from candidacy.domain.reports.model import Category, Debt, Direction, Kind, Payment, Report
from candidacy.domain.reports.publication import public
from candidacy.domain.reports.rules import Ground
from candidacy.service import reports
from candidacy.store import reports as store
from candidacy.tables import History
from candidacy.testing import Desk
from commons.ids import new_id
from commons.problems import Conflict, Invalid

TODAY = date(2024, 10, 3)
NOON = datetime(2024, 10, 3, 10, tzinfo=UTC)
GROUND = Ground(on=TODAY, account_opened=date(2024, 5, 1), applied_on=date(2024, 5, 20))
GIFT = Payment(date(2024, 6, 1), Direction.IN, Category.NATURAL_PERSON, 100_000, "Ana Đurić")
LOAN = Payment(date(2024, 6, 2), Direction.IN, Category.LOAN, 5, "Stranka B", repay_by=date(2025, 1, 1))
DEBT = Debt("Firma", Category.EVENTS, 7, date(2024, 12, 1))
PRE = Report(Kind.PRE_ELECTION, date(2024, 5, 1), TODAY, 0, 100_005, (GIFT, LOAN), (DEBT,))


@pytest.fixture
def session_of(desk: Desk) -> Any:
    return desk.app.state.database.sessions


async def filed(session: Any, subject: UUID, kind: Kind, report: Report, *, at: datetime = NOON) -> Any:
    new = await reports.start(session, "LE2024", subject, kind, by="officer", now=at)
    saved = await reports.save(session, new.id, new.version, report, now=at)
    return await reports.file(session, new.id, saved.version, GROUND, by="officer", arrived=at, now=at)


@pytest.mark.provision("P74")
async def test_a_report_comes_back_as_it_was_filed_and_names_nobody_in_clear(desk: Desk, session_of: Any) -> None:
    async with session_of.begin() as session:
        kept, found = await filed(session, new_id(), Kind.PRE_ELECTION, PRE)
    assert list(found) == []
    async with session_of() as session:
        again = await store.report(session, kept.id)
        assert again.filings[0].report == PRE
        assert (again.status, again.filings[0].late) == ("FILED", False)
        for table in ("finance_report", "finance_filing", "history"):
            dump = "\n".join((await session.execute(text(f"SELECT t::text FROM {table} t"))).scalars())
            assert "Ana" not in dump
            assert b"Ana".hex() not in dump
    assert public(again.filings[0].report).persons == 1


@pytest.mark.provision("P74")
async def test_a_late_report_with_defects_is_taken_and_flagged_and_one_that_cannot_be_added_up_is_not(
    session_of: Any,
) -> None:
    late = datetime(2024, 10, 3, 22, tzinfo=UTC)
    async with session_of.begin() as session:
        kept, found = await filed(session, new_id(), Kind.PRE_ELECTION, replace(PRE, closing_fenings=1), at=late)
    assert [each.code for each in found] == ["report.balance"]
    assert kept.filings[0].late
    broken = replace(PRE, payments=(replace(GIFT, fenings=0),))
    with pytest.raises(Invalid, match=r"report\.cannot_be_filed"):
        async with session_of.begin() as session:
            await filed(session, new_id(), Kind.PRE_ELECTION, broken)


@pytest.mark.provision("P74")
async def test_an_amendment_says_why_and_every_filing_stays(session_of: Any) -> None:
    subject, later = new_id(), NOON + timedelta(hours=1)
    async with session_of.begin() as session:
        kept, _ = await filed(session, subject, Kind.PRE_ELECTION, PRE)
        with pytest.raises(Conflict, match=r"report\.exists"):
            await reports.start(session, "LE2024", subject, Kind.PRE_ELECTION, by="officer", now=later)
        kept = await reports.publish(session, kept.id, kept.version, by="auditor", now=later)
        kept = await reports.amend(session, kept.id, kept.version, by="officer", now=later)
        kept = await reports.drop_amendment(session, kept.id, kept.version, by="officer", now=later)
        kept = await reports.amend(session, kept.id, kept.version, by="officer", now=later)
        mended = replace(PRE, closing_fenings=100_000, payments=(GIFT,))
        kept = await reports.save(session, kept.id, kept.version, mended, now=later)
        with pytest.raises(Invalid, match=r"report\.reason_required"):
            await reports.file(session, kept.id, kept.version, GROUND, by="officer", arrived=later, now=later)
        kept, _ = await reports.file(
            session, kept.id, kept.version, GROUND, by="officer", arrived=later, now=later, reason="Zajam je vraćen."
        )
        with pytest.raises(Conflict, match=r"report\.not_possible"):
            await reports.discard(session, kept.id, kept.version, by="officer", now=later)
        with pytest.raises(Conflict, match=r"report\.changed"):
            await reports.amend(session, kept.id, 1, by="officer", now=later)
    async with session_of() as session:
        again = await store.report(session, kept.id)
        actions = list(await session.scalars(select(History.action).order_by(History.seq)))
    assert [each.report for each in again.filings] == [PRE, mended]
    assert [each.reason for each in again.filings] == [None, "Zajam je vraćen."]
    assert actions == [
        f"REPORT_{each}" for each in ("START", "FILE", "PUBLISH", "AMEND", "DROP_AMENDMENT", "AMEND", "FILE_AMENDMENT")
    ]


@pytest.mark.provision("P74")
async def test_the_final_report_is_held_against_the_one_before_the_election(session_of: Any) -> None:
    subject = new_id()
    final = replace(PRE, kind=Kind.FINAL, since=date(2024, 5, 20), payments=(GIFT,), closing_fenings=100_000)
    async with session_of.begin() as session:
        await filed(session, subject, Kind.PRE_ELECTION, PRE)
        _, found = await filed(session, subject, Kind.FINAL, final)
    assert [each.code for each in found] == ["report.payments_vanished"]


async def test_a_draft_is_discarded_and_begun_again_and_what_was_filed_cannot_be_changed(session_of: Any) -> None:
    subject = new_id()
    async with session_of.begin() as session:
        new = await reports.start(session, "LE2024", subject, Kind.FINAL, by="officer", now=NOON)
        await reports.discard(session, new.id, new.version, by="officer", now=NOON)
        await reports.start(session, "LE2024", subject, Kind.FINAL, by="officer", now=NOON)
    for statement in ("UPDATE finance_filing SET late = false", "DELETE FROM finance_filing"):
        with pytest.raises(Exception, match="permission denied"):
            async with session_of.begin() as session:
                await session.execute(text(statement))
