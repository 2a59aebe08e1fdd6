"""Questions of other services to the voter register, over the real transport."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import nats
import orjson
import pytest
from pydantic import ValidationError
from sqlalchemy import func, select, text

from commons.ids import new_id
from commons.outbox import republish
from commons.testing import eventually
from contracts.candidacy import VoterCheckRequested
from embedded.testing import TestNats
from registration import voters, worker
from registration.keys import Keys
from registration.service.voter_checks import age
from registration.tables import Inbox, Outbox, VoterCheck
from registration.testing import Desk, an_election, jmb_of

HEAD = "jmb,surname,name,parent_name,date_of_birth,sex,municipality_key,address,status,polling_station"
BORN = date(1980, 1, 1)
JMBS = [jmb_of(BORN, 30 * n) for n in range(4)]
LINES = [
    f"{jmb},Đurić,Đorđe,Petar,1980-01-01,M,{place},Adresa 1,{status},001A001"
    for jmb, place, status in zip(
        JMBS,
        ["ba.fbih.usk.bihac", "ba.fbih.usk.cazin", "ba.fbih.usk.bihac", "ba.fbih.usk.bihac"],
        ["active", "active", "deceased", "no_capacity"],
        strict=True,
    )
]


@dataclass
class Register:
    """Registration's worker with four people in its register, and somebody who asks."""

    desk: Desk
    keys: Keys
    client: Any

    def key(self, jmb: str) -> str:
        return self.keys.persons.of_jmb(jmb)

    def question(self, keys: Sequence[str], **changes: Any) -> VoterCheckRequested:
        told: dict[str, Any] = {
            "event_id": new_id(),
            "occurred_at": datetime(2024, 6, 10, tzinfo=UTC),
            "election_id": "LE2024",
            "entity_id": str(new_id()),
            "entity_version": 1,
        }
        payload = VoterCheckRequested.Payload(
            purpose="SUPPORT", person_keys=tuple(keys), constituency="ba.fbih.usk.bihac", as_of=date(2024, 6, 10)
        )
        return VoterCheckRequested(**(told | changes), payload=payload)

    async def ask(self, event: VoterCheckRequested, *, delivery: str = "") -> None:
        """Each delivery has a transport id of its own, so that it is the inbox that must tell them apart."""
        headers = {"Nats-Msg-Id": f"{event.event_id}{delivery}"}
        await self.client.jetstream().publish(event.subject, orjson.dumps(event.wire()), headers=headers)

    async def answered(self, event: VoterCheckRequested) -> dict[str, Any]:
        async def there() -> Any:
            found = [each for each in await self.outbox() if each["entity_id"] == event.entity_id]
            return found and found[0]

        return dict(await eventually(there, within=30))

    async def outbox(self) -> list[dict[str, Any]]:
        async with self.desk.app.state.database.sessions() as session:
            bodies = await session.scalars(
                select(Outbox.body).where(Outbox.subject == "registration.voter-checked.v1").order_by(Outbox.id)
            )
            return [orjson.loads(body) for body in bodies]


@pytest.fixture
async def register(desk: Desk, nats_server: TestNats, tmp_path: Path) -> AsyncIterator[Register]:
    keys = Keys.of(desk.settings)
    path = tmp_path / "voters.csv"
    path.write_text("\n".join([HEAD, *LINES]), encoding="utf-8")
    assert await voters.load(path, desk.settings.owner_database_url, keys) == 4
    user, password = nats_server.user("registration")
    settings = desk.settings.model_copy(
        update={"nats_url": nats_server.url, "nats_user": user, "nats_password": password}
    )
    name, secret = nats_server.operator
    client = await nats.connect(nats_server.url, user=name, password=secret)
    js = client.jetstream()
    for producer in ("registration", "reference", "complaints", "candidacy"):
        await js.add_stream(name=f"EV_{producer.upper()}", subjects=[f"{producer}.>"])
    await js.add_stream(name="MAIL", subjects=["mail.>"], retention="workqueue")
    stop = asyncio.Event()

    async def work() -> None:
        async with worker.parts(settings, desk.app.state.database, desk.clock) as parts, asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part.run(stop))

    running = asyncio.create_task(work())
    yield Register(desk, keys, client)
    stop.set()
    await running
    for stream in await js.streams_info():
        await js.delete_stream(stream.config.name)
    await client.close()


@pytest.mark.provision("P33", "P38")
async def test_every_key_is_answered_and_who_is_no_voter_is_told_nothing_more(register: Register) -> None:
    unknown = register.key(jmb_of(date(1990, 1, 1)))
    keys = [*map(register.key, JMBS), unknown, register.key(JMBS[0])]
    event = register.question(keys)
    await register.ask(event)
    told = await register.answered(event)
    assert (told["type"], told["producer"], told["entity_version"]) == ("VoterChecked", "registration", 1)
    assert (told["payload"]["asked_by"], told["payload"]["as_of"]) == ("candidacy", "2024-06-10")
    answers = [tuple(each.values()) for each in told["payload"]["answers"]]
    assert answers == [
        (keys[0], True, "ba.fbih.usk.bihac", 44),
        (keys[1], True, "ba.fbih.usk.cazin", 44),
        (keys[2], False, None, None),
        (keys[3], False, None, None),
        (unknown, False, None, None),
    ]
    assert not any(secret in repr(told) for secret in ("Đurić", "Adresa", *JMBS))
    async with register.desk.app.state.database.sessions() as session:
        row = (await session.scalars(select(VoterCheck))).one()
    assert (row.purpose, row.persons, row.found, row.constituency) == ("SUPPORT", 5, 2, "ba.fbih.usk.bihac")


async def test_a_question_that_comes_again_is_answered_once_and_the_answer_can_be_sent_again(
    register: Register,
) -> None:
    """Once more from the transport, and once more as another event for the same check (asked again after a loss)."""
    event = register.question([register.key(JMBS[0])])
    await register.ask(event)
    first = await register.answered(event)
    await register.ask(event, delivery=".again")
    repeated = register.question([register.key(JMBS[0])], entity_id=event.entity_id)
    await register.ask(repeated)
    last = register.question([register.key(JMBS[1])])
    await register.ask(last)
    await register.answered(last)
    told = await register.outbox()
    assert [each["entity_id"] for each in told] == [event.entity_id, last.entity_id]
    async with register.desk.app.state.database.sessions() as session:
        taken = await session.scalar(select(func.count()).select_from(Inbox).where(Inbox.handler == event.subject))
    assert taken == 3

    async def heard() -> list[str]:
        js = register.client.jetstream()
        last = (await js.stream_info("EV_REGISTRATION")).state.last_seq
        messages = [await js.get_msg("EV_REGISTRATION", number) for number in range(1, last + 1)]
        return [orjson.loads(each.data)["event_id"] for each in messages]

    async def sent(times: int) -> bool:
        return (await heard()).count(first["event_id"]) == times

    await eventually(lambda: sent(1), within=30)
    assert await republish(register.desk.app.state.database) >= 2
    await eventually(lambda: sent(2), within=30)


async def test_a_new_version_of_a_check_is_a_new_question(register: Register) -> None:
    event = register.question([register.key(JMBS[0])])
    again = event.model_copy(update={"event_id": new_id(), "entity_version": 2})
    await register.ask(event)
    await register.ask(again)

    async def both() -> bool:
        return [each["entity_version"] for each in await register.outbox()] == [1, 2]

    await eventually(both, within=30)


async def test_a_question_about_an_election_that_is_not_here_yet_is_answered_when_it_is(register: Register) -> None:
    event = register.question([register.key(JMBS[0])], election_id="LE2028")
    await register.ask(event)
    last = register.question([register.key(JMBS[0])])
    await register.ask(last)
    await register.answered(last)
    assert [each["election_id"] for each in await register.outbox()] == ["LE2024"]
    await register.desk.elections(an_election(code="LE2028", day=date(2028, 10, 1)))
    told = await register.answered(event)
    assert told["payload"]["answers"][0]["age_on_election_day"] == 48


async def test_a_thousand_persons_are_one_question_and_more_are_none(register: Register) -> None:
    keys = [f"p1:{number:064x}" for number in range(999)]
    event = register.question([*keys, register.key(JMBS[0])])
    await register.ask(event)
    told = await register.answered(event)
    assert len(told["payload"]["answers"]) == 1000
    assert sum(each["in_register"] for each in told["payload"]["answers"]) == 1
    for wrong in ([], [*keys, "a", "b"]):
        with pytest.raises(ValidationError):
            register.question(wrong)


async def test_what_was_asked_cannot_be_changed_by_the_service(register: Register) -> None:
    for statement in ("UPDATE voter_check SET purpose = 'x'", "DELETE FROM voter_check"):
        with pytest.raises(Exception, match="permission denied"):
            async with register.desk.app.state.database.sessions.begin() as session:
                await session.execute(text(statement))


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2006, 10, 6), date(2024, 10, 6), 18),
        (date(2006, 10, 7), date(2024, 10, 6), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_is_counted_in_whole_years_on_election_day(born: date, on: date, years: int) -> None:
    assert age(born, on) == years
