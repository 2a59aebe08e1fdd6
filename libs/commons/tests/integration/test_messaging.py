import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from nats.errors import Error
from nats.errors import TimeoutError as NatsTimeout
from probe.tables import Inbox, Thing
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commons import messaging
from commons.db import Database
from commons.ids import new_id
from commons.messaging import Consumers, Nats, ensure_streams, ensure_work_queue, newer
from commons.settings import ServiceSettings
from commons.testing import eventually
from contracts import Event
from embedded.testing import TestNats

Kind = Any


def event(kind: Kind, version: int = 1, entity: str = "case-1", thing: str = "a") -> Event:
    made: Event = kind(
        event_id=new_id(),
        occurred_at=datetime.now(UTC),
        entity_id=entity,
        entity_version=version,
        payload=kind.Payload(thing=thing),
    )
    return made


async def send(nats: Nats, *messages: Event) -> None:
    for message in messages:
        await nats.jetstream().publish(message.subject, message.model_dump_json().encode())


@asynccontextmanager
async def consuming(
    database: Database, nats: Nats, kind: Kind, handler: Callable[..., Any], service: str = "probe", **options: Any
) -> AsyncIterator[Consumers]:
    consumers = Consumers(database, nats, service, {kind: handler}, **{"backoff": (0.02,)} | options)
    stop = asyncio.Event()
    task = asyncio.create_task(consumers.run(stop))
    try:
        yield consumers
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def rows(database: Database, table: Any) -> int:
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def dead(nats: Nats, service: str = "probe") -> int:
    return (await nats.jetstream().stream_info(f"DEAD_{service.upper()}")).state.messages


@pytest.fixture
async def streams(nats: Nats, happened: Kind) -> None:
    js = nats.jetstream()
    await ensure_streams(js, happened.producer)
    await ensure_streams(js, "probe")
    await js.purge_stream("DEAD_PROBE")


@pytest.mark.usefixtures("streams")
async def test_a_redelivered_message_has_no_second_effect(database: Database, nats: Nats, happened: Kind) -> None:
    calls = []

    async def handle(session: AsyncSession, what: Event) -> None:
        calls.append(what.event_id)

    one = event(happened)
    async with consuming(database, nats, happened, handle):
        await send(nats, one, one, one, event(happened, 2))
        await eventually(lambda: _reached(database, Inbox, 2))
        await asyncio.sleep(0.3)
    assert len(calls) == 2


async def _reached(database: Database, table: Any, size: int) -> bool:
    return await rows(database, table) >= size


@pytest.mark.usefixtures("streams")
async def test_an_older_version_of_an_entity_is_ignored(database: Database, nats: Nats, happened: Kind) -> None:
    kept: dict[str, int] = {}

    async def handle(session: AsyncSession, what: Event) -> None:
        if await newer(session, what):
            kept[what.entity_id] = what.entity_version

    async with consuming(database, nats, happened, handle):
        await send(nats, event(happened, 3), event(happened, 1), event(happened, 2), event(happened, 1, "case-2"))
        await eventually(lambda: _reached(database, Inbox, 4))
        await send(nats, event(happened, 4))
        await eventually(lambda: _reached(database, Inbox, 5))
    assert kept == {"case-1": 4, "case-2": 1}


@pytest.mark.usefixtures("streams")
async def test_versions_of_two_kinds_of_event_can_be_compared(database: Database, nats: Nats, happened: Kind) -> None:
    class Undone(happened):
        subject = f"{happened.producer}.undone.v1"

    state: list[str] = []

    async def done(session: AsyncSession, what: Event) -> None:
        if await newer(session, what, among=[Undone]):
            state.append("done")

    async def undone(session: AsyncSession, what: Event) -> None:
        if await newer(session, what, among=[happened]):
            state.append("undone")

    consumers = Consumers(database, nats, "probe", {happened: done, Undone: undone})
    stop = asyncio.Event()
    task = asyncio.create_task(consumers.run(stop))
    await send(nats, event(Undone, 5), event(happened, 4))
    await eventually(lambda: _reached(database, Inbox, 2))
    stop.set()
    await task
    assert state == ["undone"]


@pytest.mark.usefixtures("streams")
async def test_a_handler_that_fails_is_tried_again_and_its_work_undone_in_between(
    database: Database, nats: Nats, happened: Kind
) -> None:
    tries = []

    async def handle(session: AsyncSession, what: Event) -> None:
        session.add(Thing(name="only once"))
        await session.flush()
        tries.append(1)
        if len(tries) < 4:
            raise LookupError

    async with consuming(database, nats, happened, handle):
        await send(nats, event(happened))
        await eventually(lambda: _reached(database, Thing, 1))
    assert len(tries) == 4
    assert await dead(nats) == 0


@pytest.mark.usefixtures("streams")
async def test_a_poison_message_goes_to_the_dead_letters_stops_nobody_and_replay_brings_it_back(
    database: Database, nats: Nats, happened: Kind
) -> None:
    mended = False

    async def handle(session: AsyncSession, what: Any) -> None:
        if what.payload.thing == "poison" and not mended:
            raise ZeroDivisionError
        session.add(Thing(name=what.payload.thing))

    async with consuming(database, nats, happened, handle, max_deliveries=3) as consumers:
        await send(nats, event(happened, thing="poison"), event(happened, thing="good", entity="case-2"))
        await eventually(lambda: _reached(database, Thing, 1))

        async def buried() -> bool:
            return await dead(nats) == 1

        await eventually(buried)
        letter = await nats.jetstream().get_msg("DEAD_PROBE", seq=None, subject=f"dead.probe.{happened.subject}")
        assert letter.headers["dead-reason"] == "ZeroDivisionError"

        failed = await consumers.replay()
        assert (failed.done, failed.failed, await dead(nats)) == (0, 1, 1)
        mended = True
        done = await consumers.replay()
        assert (done.done, done.failed, await dead(nats)) == (1, 0, 0)
        again = await consumers.replay()
        assert (again.done, again.failed) == (0, 0)
    assert await rows(database, Thing) == 2


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"event_id": 7}', b"\xff\xfe"])
async def test_what_nobody_can_read_goes_to_the_dead_letters_at_once(
    database: Database, nats: Nats, happened: Kind, body: bytes
) -> None:
    async def handle(session: AsyncSession, what: Event) -> None:
        raise AssertionError("never called")

    async with consuming(database, nats, happened, handle):
        await nats.jetstream().publish(happened.subject, body)

        async def buried() -> bool:
            return await dead(nats) == 1

        await eventually(buried, within=5)
    assert await rows(database, Inbox) == 0


@pytest.mark.usefixtures("streams")
async def test_an_outage_of_our_own_is_not_the_fault_of_the_message(
    database: Database, nats: Nats, happened: Kind
) -> None:
    tries = []

    async def handle(session: AsyncSession, what: Event) -> None:
        tries.append(1)
        if len(tries) < 7:
            raise ConnectionRefusedError

    async with consuming(database, nats, happened, handle, max_deliveries=2):
        await send(nats, event(happened))
        await eventually(lambda: _reached(database, Inbox, 1))
    assert len(tries) == 7
    assert await dead(nats) == 0


@pytest.mark.usefixtures("streams")
async def test_while_the_database_is_away_nothing_is_fetched(
    database: Database, nats: Nats, happened: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    away, tries = True, []

    async def ping() -> None:
        if away:
            raise ConnectionRefusedError

    async def handle(session: AsyncSession, what: Event) -> None:
        tries.append(1)
        if away:
            raise ConnectionRefusedError

    monkeypatch.setattr(database, "ping", ping)
    async with consuming(database, nats, happened, handle):
        await send(nats, event(happened), event(happened, entity="case-2"))
        await asyncio.sleep(1.5)
        assert len(tries) <= 2
        away = False
        await eventually(lambda: _reached(database, Inbox, 2))


@pytest.mark.usefixtures("streams")
async def test_a_message_that_kills_the_process_each_time_is_buried_before_it_is_handled(
    database: Database, nats: Nats, happened: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody counts failures of a process that is gone; JetStream counts deliveries."""
    monkeypatch.setattr(messaging, "KILLS", 0)

    async def handle(session: AsyncSession, what: Event) -> None:
        raise AssertionError("never called")

    async with consuming(database, nats, happened, handle):
        await send(nats, event(happened))

        async def buried() -> bool:
            return await dead(nats) == 1

        await eventually(buried)


async def test_a_consumer_waits_for_a_stream_that_its_producer_has_not_made_yet(
    database: Database, nats: Nats, happened: Kind
) -> None:
    async def handle(session: AsyncSession, what: Event) -> None:
        session.add(Thing(name="late"))

    async with consuming(database, nats, happened, handle):
        await asyncio.sleep(0.3)
        await ensure_streams(nats.jetstream(), happened.producer)
        await send(nats, event(happened))
        await eventually(lambda: _reached(database, Thing, 1))


@pytest.mark.usefixtures("streams")
async def test_what_happened_while_a_service_was_away_is_read_when_it_is_back(
    database: Database, nats: Nats, happened: Kind
) -> None:
    seen = []

    async def handle(session: AsyncSession, what: Any) -> None:
        seen.append(what.payload.thing)

    await send(nats, event(happened, thing="1"))
    async with consuming(database, nats, happened, handle):
        await eventually(lambda: _reached(database, Inbox, 1))
    await send(nats, event(happened, thing="2"))
    async with consuming(database, nats, happened, handle):
        await eventually(lambda: _reached(database, Inbox, 2))
    assert seen == ["1", "2"]


async def as_service(settings: ServiceSettings, nats_server: TestNats, service: str) -> Nats:
    user, password = nats_server.user(service)
    return await messaging.connect(settings.model_copy(update={"nats_user": user, "nats_password": password}), service)


async def test_a_user_of_a_service_can_do_its_work_and_cannot_speak_for_another(
    settings: ServiceSettings, database: Database, nats_server: TestNats
) -> None:
    """The permissions that infra writes into the server are enough, and no more."""
    from contracts import CaseChanged

    registration = await as_service(settings, nats_server, "registration")
    complaints = await as_service(settings, nats_server, "complaints")
    await ensure_streams(registration.jetstream(), "registration")
    await ensure_streams(complaints.jetstream(), "complaints")

    changed = CaseChanged(event_id=new_id(), occurred_at=datetime.now(UTC), entity_id="x", entity_version=1)
    await send(registration, changed)
    with pytest.raises((Error, NatsTimeout)):
        await complaints.jetstream().publish(changed.subject, b"{}", timeout=0.5)

    async def handle(session: AsyncSession, what: Event) -> None:
        raise LookupError

    consumers = Consumers(database, complaints, "complaints", {CaseChanged: handle}, backoff=(0.02,), max_deliveries=2)
    stop = asyncio.Event()
    task = asyncio.create_task(consumers.run(stop))

    async def buried() -> bool:
        return (await complaints.jetstream().stream_info("DEAD_COMPLAINTS")).state.messages == 1

    await eventually(buried)
    assert (await consumers.replay()).failed == 1
    stop.set()
    await task
    await registration.close()
    await complaints.close()


async def test_only_notifications_can_take_from_the_mail_queue(
    settings: ServiceSettings, database: Database, nats_server: TestNats
) -> None:
    from contracts import MailRequest

    notifications = await as_service(settings, nats_server, "notifications")
    registration = await as_service(settings, nats_server, "registration")
    await ensure_work_queue(notifications.jetstream(), "mail")
    with pytest.raises((Error, NatsTimeout)):
        await registration.jetstream().add_consumer("MAIL", durable_name="registration", name="registration", timeout=1)
    request = MailRequest(event_id=new_id(), occurred_at=datetime.now(UTC), template="t", language="bs", link="/")
    await registration.jetstream().publish(request.subject, request.model_dump_json().encode())
    taken = []

    async def deliver(session: AsyncSession, what: MailRequest) -> None:
        taken.append(what.event_id)

    stop = asyncio.Event()
    consumers = Consumers(database, notifications, "notifications", {MailRequest: deliver})
    task = asyncio.create_task(consumers.run(stop))

    async def arrived() -> bool:
        return request.event_id in taken

    await eventually(arrived)
    stop.set()
    await task
    await notifications.close()
    await registration.close()
