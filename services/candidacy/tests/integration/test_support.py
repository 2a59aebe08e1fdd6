"""Support signatures over the real database and the real transport, with the voter register answering by event."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import nats
import orjson
import pytest
from sqlalchemy import select, text

from candidacy import worker
from candidacy.domain.certification.model import Place
from candidacy.domain.support.meter import Meter, Progress
from candidacy.domain.support.model import Line, Mark, Source
from candidacy.service import support
from candidacy.service.support import Origin
from candidacy.store import support as store
from candidacy.tables import Case, History, Outbox
from candidacy.testing import Desk, an_election
from commons.ids import new_id
from commons.problems import Invalid, NotFound
from commons.testing import eventually
from contracts.registration import VoterAnswer, VoterChecked
from embedded.testing import TestNats

BIHAC = "ba.fbih.usk.bihac"
COUNCIL = Place("MUN_COUNCIL", BIHAC)
SETTINGS = {"support.registered_voters": [f"{BIHAC}:9000"], "support.needed.local_small": ["PARTY:2"]}


def jmb_of(serial: int) -> str:
    """A synthetic JMB with a right check digit; each serial is another person."""
    year, wanted = 970 + serial // 800, serial % 800
    found = 0
    for number in range(1000):
        digits = f"0101{year}17{number:03d}"
        check = 11 - sum(w * (int(digits[i]) + int(digits[i + 6])) for i, w in enumerate((7, 6, 5, 4, 3, 2))) % 11
        if check != 10:
            if found == wanted:
                return digits + str(0 if check == 11 else check)
            found += 1
    raise AssertionError(serial)


def line(serial: int, **changes: Any) -> Line:
    return replace(Line("Đurić", "Ђорђе", jmb_of(serial), f"123ABC{serial:03d}"), **changes)


@dataclass
class Lists:
    desk: Desk

    @property
    def sessions(self) -> Any:
        return self.desk.app.state.database.sessions

    async def case(self, **changes: Any) -> UUID:
        now = self.desk.clock.now()
        values = {
            "id": new_id(),
            "version": 1,
            "election": "LE2024",
            "subject_id": new_id(),
            "process": "CERTIFICATION",
            "status": "DRAFT",
            "created_by": "representative",
            "language": "bs",
            "personal": b"",
            "created_at": now,
            "saved_at": now,
        } | changes
        async with self.sessions.begin() as session:
            session.add(Case(**values))
        return UUID(str(values["id"]))

    async def add(self, case: UUID, *lines: Line, place: Place = COUNCIL) -> support.Added:
        async with self.sessions.begin() as session:
            row = await store.case_row(session, case)
            return await support.add_lines(
                session, row, place, lines, Origin(), by="representative", now=self.desk.clock.now()
            )

    async def file(self, case: UUID) -> None:
        self.desk.clock.move(timedelta(minutes=1))
        async with self.sessions.begin() as session:
            row = await store.case_row(session, case)
            row.status, row.submitted_at = "SUBMITTED", self.desk.clock.now()
            await session.flush()
            await support.filed(session, case, [COUNCIL])

    async def marks(self, case: UUID, place: Place = COUNCIL) -> list[str]:
        async with self.sessions() as session:
            return [each.mark for each in await store.page(session, case, place, after=None, limit=100, mark=None)]

    async def meter(self, case: UUID, place: Place = COUNCIL) -> Meter:
        async with self.sessions() as session:
            return await support.meter_of(session, await store.case_row(session, case), place, "PARTY", set())

    async def asked(self) -> list[dict[str, Any]]:
        async with self.sessions() as session:
            bodies = await session.scalars(
                select(Outbox.body).where(Outbox.subject == "candidacy.voter-check-requested.v1").order_by(Outbox.id)
            )
            return [orjson.loads(body) for body in bodies]

    def answer(self, question: dict[str, Any], *answers: VoterAnswer, **changes: Any) -> VoterChecked:
        payload: dict[str, Any] = {"asked_by": "candidacy", "as_of": date(2024, 5, 20), "answers": answers} | changes
        return VoterChecked(
            event_id=new_id(),
            occurred_at=self.desk.clock.now(),
            election_id="LE2024",
            entity_id=question["entity_id"],
            entity_version=1,
            payload=VoterChecked.Payload(**payload),
        )

    async def answered(self, event: VoterChecked) -> None:
        async with self.sessions.begin() as session:
            await support.register_answered(session, event, now=self.desk.clock.now())


def known(keys: Sequence[str], constituency: str = BIHAC) -> list[VoterAnswer]:
    return [
        VoterAnswer(person_key=key, in_register=True, constituency=constituency, age_on_election_day=44) for key in keys
    ]


@pytest.fixture
async def lists(desk: Desk) -> Lists:
    await desk.elections(an_election(settings=SETTINGS), version=2)
    return Lists(desk)


@pytest.fixture
async def transport(lists: Lists, nats_server: TestNats) -> AsyncIterator[Any]:
    """Candidacy's worker runs; the yielded client speaks as registration does."""
    desk = lists.desk
    user, password = nats_server.user("candidacy")
    settings = desk.settings.model_copy(
        update={"nats_url": nats_server.url, "nats_user": user, "nats_password": password}
    )
    name, secret = nats_server.operator
    client = await nats.connect(nats_server.url, user=name, password=secret)
    js = client.jetstream()
    for producer in ("registration", "reference", "complaints", "candidacy"):
        await js.add_stream(name=f"EV_{producer.upper()}", subjects=[f"{producer}.>"])
    stop = asyncio.Event()

    async def work() -> None:
        async with worker.parts(settings, desk.app.state.database, desk.clock) as parts, asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part.run(stop))

    running = asyncio.create_task(work())
    yield client
    stop.set()
    await running
    for stream in await js.streams_info():
        await js.delete_stream(stream.config.name)
    await client.close()


async def test_lines_are_being_checked_until_the_register_answers_over_the_bus(lists: Lists, transport: Any) -> None:
    case = await lists.case()
    await lists.add(case, *(line(n) for n in range(4)))
    seen = await lists.meter(case)
    assert (seen.valid, seen.checking, seen.needed, seen.progress) == (0, 4, 2, Progress.CHECKING)
    js = transport.jetstream()
    subscription = await js.pull_subscribe("candidacy.voter-check-requested.v1", stream="EV_CANDIDACY")
    (message,) = await subscription.fetch(1, timeout=30)
    question = orjson.loads(message.data)
    keys = question["payload"]["person_keys"]
    assert (question["payload"]["purpose"], question["payload"]["constituency"], len(keys)) == ("SUPPORT", BIHAC, 4)
    assert "Đurić" not in message.data.decode()
    assert jmb_of(0) not in message.data.decode()
    event = lists.answer(
        question, *known(keys[:2]), *known(keys[2:3], "ba.bd"), VoterAnswer(person_key=keys[3], in_register=False)
    )
    for delivery in ("", ".again"):
        headers = {"Nats-Msg-Id": f"{event.event_id}{delivery}"}
        await js.publish(event.subject, orjson.dumps(event.wire()), headers=headers)

    async def done() -> bool:
        return (await lists.meter(case)).checking == 0

    await eventually(done, within=30)
    seen = await lists.meter(case)
    assert (seen.valid, seen.invalid, seen.progress) == (2, 2, Progress.REACHED)
    assert sorted(await lists.marks(case)) == ["NOT_IN_CVR", "OTHER_CONSTITUENCY", "VALID", "VALID"]


async def test_nothing_that_is_typed_is_lost_and_only_people_with_a_number_are_asked_for(lists: Lists) -> None:
    case = await lists.case()
    added = await lists.add(case, line(0), line(0), line(1, signed=False), line(2, jmb="1"), line(3, id_card=""))
    assert [(each.code, each.path) for each in added.defects] == [
        ("support.no_signature", "lines.3.signed"),
        ("jmb.format", "lines.4.jmb"),
        ("field.required", "lines.5.id_card"),
    ]
    assert await lists.marks(case) == ["CHECKING", "DUPLICATE", "NO_SIGNATURE", "NOT_IN_CVR", "NO_SIGNATURE"]
    (question,) = await lists.asked()
    assert len(question["payload"]["person_keys"]) == 1
    await lists.add(case, line(0))
    assert (await lists.marks(case))[-1] == "DUPLICATE"


async def test_taking_a_batch_away_makes_its_duplicate_count(lists: Lists) -> None:
    case = await lists.case()
    first = await lists.add(case, line(0))
    await lists.add(case, line(0))
    (question, *_) = await lists.asked()
    for each in await lists.asked():
        await lists.answered(lists.answer(each, *known(each["payload"]["person_keys"])))
    assert await lists.marks(case) == ["VALID", "DUPLICATE"]
    async with lists.sessions.begin() as session:
        row = await store.case_row(session, case)
        await support.remove_batch(session, row, first.batch.id, by="representative", now=lists.desk.clock.now())
    for each in (await lists.asked())[1:]:
        await lists.answered(lists.answer(each, *known(each["payload"]["person_keys"])))
    assert await lists.marks(case) == ["VALID"]
    async with lists.sessions.begin() as session:
        row = await store.case_row(session, await lists.case())
        with pytest.raises(NotFound, match=r"support\.batch_not_found"):
            await support.remove_batch(session, row, first.batch.id, by="x", now=lists.desk.clock.now())
    assert question["entity_version"] == 1


async def test_a_supporter_of_two_subjects_counts_for_who_filed_first_and_a_draft_learns_nothing(
    lists: Lists,
) -> None:
    one, other = await lists.case(), await lists.case()
    for case in (one, other):
        await lists.add(case, line(0), line(1 if case == one else 2))
    for question in await lists.asked():
        await lists.answered(lists.answer(question, *known(question["payload"]["person_keys"])))
    await lists.file(other)
    assert await lists.marks(one) == ["VALID", "VALID"]
    assert await lists.marks(other) == ["VALID", "VALID"]
    await lists.file(one)
    assert await lists.marks(one) == ["DUPLICATE", "VALID"]
    assert await lists.marks(other) == ["VALID", "VALID"]


async def test_while_a_certification_is_contested_its_supporters_stay(lists: Lists) -> None:
    cases = await lists.case(status="APPEALED"), await lists.case(status="CERTIFIED", flags=["UNDER_APPEAL"])
    for case in cases:
        await lists.add(case, line(0))
        async with lists.sessions.begin() as session:
            await support.decision_is_final(session, case, final_at=lists.desk.clock.now())
    lists.desk.clock.move(timedelta(days=60))
    await lists.desk.fire()
    assert [len(await lists.marks(case)) for case in cases] == [1, 1]


async def test_a_file_is_imported_with_an_error_per_cell_and_one_that_is_no_table_is_refused(lists: Lists) -> None:
    case = await lists.case()
    head = "Prezime;Ime;JMB;Broj lične karte;Potpis"
    rows = [f"Đurić;Ana;{jmb_of(n)};123ABC{n:03d};da" for n in range(40)] + ["Šehić;;12;xx;ne"]
    content = "\n".join([head, *rows]).encode("cp1250")
    async with lists.sessions.begin() as session:
        row = await store.case_row(session, case)
        added, table = await support.import_table(
            session, row, COUNCIL, content, "potpisi.csv", by="representative", now=lists.desk.clock.now()
        )
        with pytest.raises(Invalid, match=r"support\.file_refused"):
            await support.import_table(session, row, COUNCIL, b"a;b\n1;2", "x", by="x", now=lists.desk.clock.now())
    assert len(table.rows) == 41
    assert {each.path for each in added.defects} == {f"rows.42.{cell}" for cell in ("name", "jmb", "id_card", "signed")}
    async with lists.sessions() as session:
        (batch,) = await store.batches(session, case, COUNCIL)
        shown = await store.page(session, case, COUNCIL, after=None, limit=100, mark=Mark.NO_SIGNATURE)
    assert (batch.source, batch.title, batch.lines) == (Source.FILE, "potpisi.csv", 41)
    assert [(each.number, each.line.surname, each.line.jmb) for each in shown] == [(42, "Šehić", "12")]


async def test_more_than_a_thousand_people_are_asked_for_in_batches(lists: Lists) -> None:
    case = await lists.case()
    await lists.add(case, *(line(n) for n in range(2100)))
    asked = [each["payload"]["person_keys"] for each in await lists.asked()]
    assert [len(keys) for keys in asked] == [1000, 1000, 100]
    assert len({key for keys in asked for key in keys}) == 2100
    for question in await lists.asked():
        await lists.answered(lists.answer(question, *known(question["payload"]["person_keys"])))
    assert (await lists.meter(case)).valid == 2100


async def test_an_answer_to_somebody_elses_question_changes_nothing(lists: Lists) -> None:
    case = await lists.case()
    await lists.add(case, line(0))
    (question,) = await lists.asked()
    keys = question["payload"]["person_keys"]
    await lists.answered(lists.answer(question, *known(keys), asked_by="complaints"))
    await lists.answered(lists.answer({"entity_id": str(new_id())}, *known(keys)))
    assert await lists.marks(case) == ["CHECKING"]


async def test_supporters_are_sealed_and_deleted_after_finality_with_their_counts_kept(lists: Lists) -> None:
    case = await lists.case()
    await lists.add(case, line(0), line(1, signed=False))
    async with lists.sessions() as session:
        tables = (await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
        for table in tables:
            dump = "\n".join((await session.execute(text(f'SELECT t::text FROM "{table}" t'))).scalars().all())
            for secret in ("Đurić", jmb_of(0), "123ABC000"):
                assert secret not in dump, table
                assert secret.encode().hex() not in dump, table
    async with lists.sessions.begin() as session:
        await support.decision_is_final(session, case, final_at=lists.desk.clock.now())
    lists.desk.clock.move(timedelta(days=29))
    await lists.desk.fire()
    assert len(await lists.marks(case)) == 2
    async with lists.sessions.begin() as session:
        (await store.case_row(session, case)).status = "WITHDRAWN"
    lists.desk.clock.move(timedelta(days=2))
    await lists.desk.fire()
    assert await lists.marks(case) == []
    async with lists.sessions() as session:
        (details,) = await session.scalars(select(History.details).where(History.action == "SUPPORT_DELETED"))
        left = await session.scalar(text("SELECT count(*) FROM support_check"))
    assert details == {"marks": {"CHECKING": 1, "NO_SIGNATURE": 1}}
    assert left == 0
