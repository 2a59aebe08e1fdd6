import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import nats
import orjson
import pytest
from sqlalchemy import select, text

from commons.ids import new_id
from commons.outbox import republish
from commons.testing import eventually
from contracts.complaints import CourtAppealFiled, CourtDecisionRecorded
from contracts.reference import ElectionChanged
from elections.snapshot import to_plain
from embedded.testing import TestNats
from registration import store, worker
from registration.operator import main as operate
from registration.operator import parser, run
from registration.tables import ElectionCopy, Outbox
from registration.testing import Desk, an_election


@dataclass
class Transport:
    """The worker runs beside the service; others publish and listen as the operator."""

    desk: Desk
    client: Any

    async def say(self, event: Any) -> None:
        js = self.client.jetstream()
        await js.publish(event.subject, orjson.dumps(event.wire()), headers={"Nats-Msg-Id": str(event.event_id)})

    async def heard(self) -> list[dict[str, Any]]:
        js = self.client.jetstream()
        subscription = await js.pull_subscribe("registration.>", stream="EV_REGISTRATION")
        messages: list[Any] = []
        while True:
            try:
                messages += await subscription.fetch(100, timeout=0.3)
            except (TimeoutError, nats.errors.TimeoutError):
                return [orjson.loads(each.data) for each in messages]


@pytest.fixture
async def transport(desk: Desk, nats_server: TestNats) -> AsyncIterator[Transport]:
    user, password = nats_server.user("registration")
    settings = desk.settings.model_copy(
        update={"nats_url": nats_server.url, "nats_user": user, "nats_password": password}
    )
    name, secret = nats_server.operator
    client = await nats.connect(nats_server.url, user=name, password=secret)
    js = client.jetstream()
    for producer in ("registration", "reference", "complaints"):
        await js.add_stream(name=f"EV_{producer.upper()}", subjects=[f"{producer}.>"])
    await js.add_stream(name="MAIL", subjects=["mail.>"], retention="workqueue")
    stop = asyncio.Event()

    async def work() -> None:
        async with worker.parts(settings, desk.app.state.database, desk.clock) as parts, asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part.run(stop))

    running = asyncio.create_task(work())
    yield Transport(desk, client)
    stop.set()
    await running
    for stream in await js.streams_info():
        await js.delete_stream(stream.config.name)
    await client.close()


def changed(election: Any, version: int) -> ElectionChanged:
    return ElectionChanged(
        event_id=new_id(),
        occurred_at=datetime(2024, 6, 10, tzinfo=UTC),
        election_id=election.code,
        entity_id=election.code,
        entity_version=version,
        payload=ElectionChanged.Payload(snapshot=to_plain(election)),
    )


async def test_the_course_of_a_case_is_told_without_the_person(transport: Transport) -> None:
    desk = transport.desk
    voter = desk.voter()
    case = await desk.received(voter)
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")
    await desk.ok("POST", f"{path}/decide", desk.second, version=seen["version"])
    await desk.ok("GET", f"/applications/{case['id']}", voter)

    async def sent() -> bool:
        async with desk.app.state.database.sessions() as session:
            return not await session.scalar(select(Outbox.id).where(Outbox.published_at.is_(None)).limit(1))

    await eventually(sent)
    told = await transport.heard()
    types = [each["type"] for each in told]
    for type in ("ApplicationSubmitted", "OCVApplicationApproved", "DecisionServed"):
        assert types.count(type) == 1
    assert "CaseChanged" in types
    approved = next(each["payload"] for each in told if each["type"] == "OCVApplicationApproved")
    assert approved["person_key"].startswith("p1:")
    assert (approved["constituency"], approved["channel"], approved["country"]) == ("ba.fbih.usk.bihac", "POST", "DE")
    everything = repr(told)
    for secret in ("Đurić", "Ђорђе", case["fields"]["jmb"], "Sonnenstra", "example.org", "B1234567"):
        assert secret not in everything

    before = len(told)
    await republish(desk.app.state.database)
    await eventually(sent)
    assert {each["event_id"] for each in await transport.heard()} == {each["event_id"] for each in told}
    assert before == len({each["event_id"] for each in told})


@pytest.mark.provision("P45")
async def test_an_election_is_copied_and_its_terms_move_without_a_restart(transport: Transport) -> None:
    desk = transport.desk
    voter = desk.voter()
    case = await desk.submitted(voter)
    later = changed(an_election(("OCV_CLOSE", date(2024, 7, 30), "24:00")), 3)
    await transport.say(later)
    await transport.say(later)
    await transport.say(changed(an_election(("OCV_CLOSE", date(2024, 7, 1), "24:00")), 2))

    async def moved() -> Any:
        case_now = await desk.ok("GET", f"/applications/{case['id']}", voter)
        return case_now["next_term"]["at"] == "2024-07-30T22:00:00Z" and case_now

    case = await eventually(moved)
    await asyncio.sleep(0.5)
    async with desk.app.state.database.sessions() as session:
        assert await session.scalar(select(ElectionCopy.version)) == 3
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert [each["action"] for each in case["timeline"]].count("TERM_MOVED") == 1


@pytest.mark.provision("P53")
@pytest.mark.parametrize(
    ("outcome", "status"), [("UPHELD", "APPROVED"), ("REFUSED", "REJECTED_FINAL"), ("REMITTED", "UNDER_REVIEW")]
)
async def test_an_appeal_and_the_courts_word_drive_the_case(transport: Transport, outcome: str, status: str) -> None:
    desk = transport.desk
    voter = desk.voter()
    seen = await desk.refused(voter)
    number, decision = seen["number"], seen["decision"]["number"]

    def event(kind: Any, **payload: Any) -> Any:
        return kind(
            event_id=new_id(),
            occurred_at=desk.clock.now(),
            election_id="LE2024",
            entity_id="CMP-2024L-000001-A",
            entity_version=1 if kind is CourtAppealFiled else 2,
            payload=kind.Payload(number=number, decision=decision, **payload),
        )

    filed = event(CourtAppealFiled, filed_at=desk.clock.now())
    await transport.say(filed)

    async def reached(wanted: str) -> Any:
        return (await desk.ok("GET", f"/applications/{seen['id']}", voter))["status"] == wanted

    await eventually(lambda: reached("APPEALED"))
    desk.clock.move(timedelta(days=10))
    await desk.fire()
    assert await reached("APPEALED")
    ruled = event(
        CourtDecisionRecorded, outcome=outcome, court_decision="Sud 1/24", court_decision_date=date(2024, 6, 20)
    )
    await transport.say(ruled)
    await eventually(lambda: reached(status))
    after = await desk.ok("GET", f"/office/applications/{seen['id']}", desk.reviewer)
    assert after["assigned_to_me"] is (outcome == "REMITTED")
    if outcome == "UPHELD":

        async def told() -> bool:
            return "OCVApplicationApproved" in [each["type"] for each in await transport.heard()]

        await eventually(told)


async def test_a_late_report_of_an_appeal_reopens_a_final_refusal_and_a_late_appeal_does_not(
    desk: Desk,
) -> None:
    voter = desk.voter()
    seen = await desk.refused(voter)
    await desk.ok("GET", f"/applications/{seen['id']}", voter)
    desk.clock.move(timedelta(days=5))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{seen['id']}", voter))["status"] == "REJECTED_FINAL"
    late = ["appeal", seen["number"], seen["decision"]["number"], "CMP-1", "2024-06-13T00:00:01+02:00"]
    in_time = [*late[:-1], "2024-06-12T23:59:59+02:00"]
    wrong = [late[0], late[1], "DEC-2024L-000009-X", *late[3:]]
    for asked, code in ((late, "appeal.late"), (wrong, "decision.not_found")):
        with pytest.raises(Exception, match=code):
            await run(desk.settings, parser().parse_args(asked))
    assert await run(desk.settings, parser().parse_args(in_time)) == f"{seen['number']}: APPEALED"
    ruled = ["court", seen["number"], "REFUSED", "Sud 2/24", "2024-06-20"]
    assert await run(desk.settings, parser().parse_args(ruled)) == f"{seen['number']}: REJECTED_FINAL"
    with pytest.raises(SystemExit):
        operate(["court", "x"])
    assert await run(desk.settings, parser().parse_args(["republish"])) == "0 messages will be sent again"


async def test_mail_says_number_and_link_and_the_address_is_sealed(desk: Desk) -> None:
    await desk.submitted(desk.voter())
    async with desk.app.state.database.sessions() as session:
        (body,) = await session.scalars(select(Outbox.body).where(Outbox.is_command))
    mail = orjson.loads(body)
    assert (mail["template"], mail["params"]["number"]) == ("application.submitted", "REG-2024L-000001-A")
    assert mail["params"]["term"] == "2024-07-23T22:00:00+00:00"
    assert "/applications/" in mail["link"]
    assert "example.org" not in body.decode()


async def test_history_and_frozen_forms_cannot_be_changed_by_the_service(desk: Desk) -> None:
    case = await desk.submitted(desk.voter())
    for statement in (
        "UPDATE history SET action = 'x'",
        "DELETE FROM history",
        "TRUNCATE history",
        "UPDATE form_version SET hash = 'x'",
        "DELETE FROM form_version",
        "DELETE FROM voter",
    ):
        with pytest.raises(Exception, match="permission denied"):
            async with desk.app.state.database.sessions.begin() as session:
                await session.execute(text(statement))
    seen = await desk.ok("GET", f"/office/applications/{case['id']}", desk.reviewer)
    assert seen["history_intact"]


async def test_rows_hold_no_readable_personal_data(desk: Desk) -> None:
    case = await desk.received(desk.voter())
    seen = await desk.reviewed(case, desk.good("T"))
    assert seen["fields"]["surname"] == "Đurić"
    async with desk.app.state.database.sessions() as session:
        tables = (await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
        for table in tables:
            rows = (await session.execute(text(f'SELECT t::text FROM "{table}" t'))).scalars().all()
            dump = "\n".join(rows)
            for secret in ("Đuri", "Ђорђ", case["fields"]["jmb"], "Sonnenstra", "example.org", "B1234567"):
                assert secret not in dump, (table, secret)
                assert secret.encode().hex() not in dump, (table, secret)


async def test_a_case_that_a_consumer_asks_for_and_nobody_has_stops_at_the_dead_letters(desk: Desk) -> None:
    async with desk.app.state.database.sessions() as session:
        with pytest.raises(Exception, match=r"application\.not_found"):
            await store.by_number(session, "REG-2024L-999999-X")
