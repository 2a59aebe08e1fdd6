import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from nats.js.errors import NotFoundError
from probe.tables import Inbox, Outbox, Thing
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commons import outbox, transport
from commons.db import Database
from commons.ids import new_id
from commons.messaging import Consumers, Nats, ensure_streams, ensure_work_queue
from commons.outbox import Relay, publish, republish, request_mail
from commons.settings import ServiceSettings
from commons.testing import eventually
from commons.worker import operate, run_process, run_worker
from contracts import Event, MailRequest

Kind = type[Event]


def event(kind: Any, thing: str = "a", version: int = 1, entity: str = "case-1") -> Any:
    return kind(
        event_id=new_id(),
        occurred_at=datetime.now(UTC),
        entity_id=entity,
        entity_version=version,
        payload=kind.Payload(thing=thing),
    )


async def count_up(session: AsyncSession, happened: Any) -> None:
    """An effect that shows when it happens twice."""
    await session.merge(Thing(name=happened.payload.thing, count=0))
    await session.flush()
    await session.execute(update(Thing).where(Thing.name == happened.payload.thing).values(count=Thing.count + 1))


async def unpublished(database: Database) -> int:
    async with database.sessions() as session:
        query = select(func.count()).select_from(Outbox).where(Outbox.published_at.is_(None))
        return await session.scalar(query) or 0


async def counts(database: Database) -> dict[str, int]:
    async with database.sessions() as session:
        return dict((await session.execute(select(Thing.name, Thing.count))).all())


async def messages(nats: Nats, kind: Kind) -> int:
    return (await nats.jetstream().stream_info(kind.stream())).state.messages


async def test_what_is_committed_is_sent_and_marked(database: Database, nats: Nats, happened: Kind) -> None:
    await ensure_streams(nats.jetstream(), happened.producer)
    sent = event(happened)
    async with database.sessions.begin() as session:
        await publish(session, sent)
    assert await Relay(database, nats, happened.producer).pump() == (1, 1)
    assert await unpublished(database) == 0
    raw = await nats.jetstream().get_msg(happened.stream(), seq=1)
    assert happened.model_validate_json(raw.data) == sent
    assert raw.headers["ce-id"] == raw.headers["Nats-Msg-Id"] == str(sent.event_id)
    assert raw.headers["ce-type"] == happened.subject
    assert raw.headers["ce-specversion"] == "1.0"


async def test_what_is_rolled_back_is_never_sent(database: Database, nats: Nats, happened: Kind) -> None:
    async with database.sessions() as session:
        await publish(session, event(happened))
        await session.rollback()
    assert await Relay(database, nats, happened.producer).pump() == (0, 0)


async def test_two_transactions_that_commit_in_reverse_order_are_both_published(
    database: Database, nats: Nats, happened: Kind
) -> None:
    await ensure_streams(nats.jetstream(), happened.producer)
    relay = Relay(database, nats, happened.producer)
    early, late = database.sessions(), database.sessions()
    await publish(early, event(happened, "early"))
    await publish(late, event(happened, "late"))
    await late.commit()
    assert await relay.pump() == (1, 1)
    await early.commit()
    assert await relay.pump() == (1, 1)
    assert await messages(nats, happened) == 2
    await early.close()
    await late.close()


async def test_two_relays_at_once_send_each_message_once(database: Database, nats: Nats, happened: Kind) -> None:
    await ensure_streams(nats.jetstream(), happened.producer)
    async with database.sessions.begin() as session:
        for number in range(60):
            await publish(session, event(happened, entity=str(number)))
    relays = [Relay(database, nats, happened.producer) for _ in range(4)]
    results = await asyncio.gather(*(relay.pump(batch=20) for relay in relays))
    while await unpublished(database):
        results.append(await relays[0].pump(batch=20))
    assert sum(sent for sent, _ in results) == 60
    assert await messages(nats, happened) == 60


@pytest.mark.parametrize("within_window", [True, False])
async def test_a_kill_between_publish_and_mark_redelivers_without_a_second_effect(
    database: Database,
    nats: Nats,
    settings: ServiceSettings,
    happened: Kind,
    within_window: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = 600.0 if within_window else 0.1
    monkeypatch.setattr(transport, "DEDUPLICATION_WINDOW", window)
    async with database.sessions.begin() as session:
        await publish(session, event(happened, "once"))

    dying = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("relay_that_dies.py")),
        settings.database_url,
        settings.nats_url,
        settings.nats_user,
        settings.nats_password,
        happened.producer,
        str(window),
    )
    assert await asyncio.wait_for(dying.wait(), 20) == -signal.SIGKILL
    assert await unpublished(database) == 1
    assert await messages(nats, happened) == 1

    await asyncio.sleep(0 if within_window else 0.5)
    assert await Relay(database, nats, happened.producer).pump() == (1, 1)
    assert await messages(nats, happened) == (1 if within_window else 2)
    stop = asyncio.Event()
    task = asyncio.create_task(Consumers(database, nats, "probe", {happened: count_up}).run(stop))
    await eventually(lambda: counts(database))
    await asyncio.sleep(0.2)
    stop.set()
    await task
    assert await counts(database) == {"once": 1}


async def test_the_relay_wakes_at_the_commit_and_does_not_wait_for_its_next_look(
    database: Database, nats: Nats, happened: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "POLL", 30.0)
    await ensure_streams(nats.jetstream(), happened.producer)
    stop = asyncio.Event()
    task = asyncio.create_task(Relay(database, nats, happened.producer).run(stop))
    await asyncio.sleep(0.5)
    async with database.sessions.begin() as session:
        await publish(session, event(happened))
    await eventually(lambda: _none_left(database), within=2)
    stop.set()
    await asyncio.wait_for(task, 2)


async def _none_left(database: Database) -> bool:
    return await unpublished(database) == 0


async def test_without_listening_the_relay_polls(
    database: Database, nats: Nats, happened: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "POLL", 0.2)

    async def deaf(*_: Any) -> None:
        """No connection to listen on."""

    monkeypatch.setattr(Relay, "_listen", deaf)
    await ensure_streams(nats.jetstream(), happened.producer)
    stop = asyncio.Event()
    task = asyncio.create_task(Relay(database, nats, happened.producer).run(stop))
    async with database.sessions.begin() as session:
        await publish(session, event(happened))
    await eventually(lambda: _none_left(database), within=5)
    stop.set()
    await task


async def test_a_message_that_is_refused_does_not_stop_those_behind_it(
    database: Database, nats: Nats, happened: Kind
) -> None:
    await ensure_streams(nats.jetstream(), happened.producer)

    class Homeless(happened):  # type: ignore[misc, valid-type]
        subject = f"nowhere{new_id().hex}.happened.v1"

    async with database.sessions.begin() as session:
        for _ in range(5):
            await publish(session, event(Homeless))
        await publish(session, event(happened))
    relay = Relay(database, nats, happened.producer)
    assert await relay.pump(batch=5) == (0, 5)
    assert await relay.pump(batch=5) == (1, 5)
    assert await unpublished(database) == 5


async def test_a_stream_that_is_gone_is_made_again_by_its_owner(database: Database, nats: Nats, happened: Kind) -> None:
    async with database.sessions.begin() as session:
        await publish(session, event(happened))
    relay = Relay(database, nats, happened.producer)
    with pytest.raises(NotFoundError):
        await messages(nats, happened)
    assert await relay.pump() == (1, 1)
    await nats.jetstream().delete_stream(happened.stream())
    async with database.sessions.begin() as session:
        await publish(session, event(happened))
    assert await relay.pump() == (0, 1)
    assert await relay.pump() == (1, 1)
    assert await messages(nats, happened) == 1


async def test_a_stream_that_is_gone_is_made_again_also_while_somebody_else_listens_on_its_subjects(
    database: Database, nats: Nats, happened: Kind
) -> None:
    """As the gateway does for live updates: then nobody tells the relay that there is no stream, it only waits."""
    listening = await nats.subscribe(f"{happened.producer}.>")
    relay = Relay(database, nats, happened.producer)
    async with database.sessions.begin() as session:
        await publish(session, event(happened))
    assert await relay.pump() == (1, 1)
    await nats.jetstream().delete_stream(happened.stream())
    async with database.sessions.begin() as session:
        await publish(session, event(happened))
    assert await relay.pump() == (0, 1)
    assert await relay.pump() == (1, 1)
    await listening.unsubscribe()


async def test_deleting_the_whole_jetstream_store_and_republishing_converges_without_a_second_effect(
    database: Database, nats: Nats, happened: Kind
) -> None:
    js = nats.jetstream()
    await ensure_streams(js, happened.producer)
    seen: list[UUID] = []

    async def note(session: AsyncSession, what: Any) -> None:
        seen.append(what.event_id)
        await count_up(session, what)

    parts = [Relay(database, nats, happened.producer), Consumers(database, nats, "probe", {happened: note})]
    stop = asyncio.Event()
    task = asyncio.create_task(run_worker(parts, stop))
    async with database.sessions.begin() as session:
        for number in range(20):
            await publish(session, event(happened, f"t{number}", entity=f"c{number}"))
    await eventually(lambda: _size(database, 20))

    for stream in await js.streams_info():
        await js.delete_stream(stream.config.name)
    async with database.sessions.begin() as session:
        await publish(session, event(happened, "after", entity="after"))
    assert await republish(database) >= 20
    await eventually(lambda: _size(database, 21), within=30)

    async def all_back() -> bool:
        return await unpublished(database) == 0 and await messages(nats, happened) >= 21

    await eventually(all_back, within=20)
    await asyncio.sleep(0.5)
    stop.set()
    await task
    assert set((await counts(database)).values()) == {1}
    assert len(seen) == 21


async def test_an_operator_republishes_and_replays_with_the_parts_of_the_service(
    database: Database, nats: Nats, happened: Kind
) -> None:
    await ensure_streams(nats.jetstream(), happened.producer)
    await ensure_streams(nats.jetstream(), "probe")
    async with database.sessions.begin() as session:
        await publish(session, event(happened))
    relay = Relay(database, nats, happened.producer)
    await relay.pump()

    @asynccontextmanager
    async def build() -> AsyncIterator[list[Any]]:
        yield [relay, Consumers(database, nats, "probe", {happened: count_up})]

    assert await operate(build, "republish") == ["republished: 1"]
    assert await relay.pump() == (1, 1)
    assert await messages(nats, happened) == 2
    assert await operate(build, "replay") == ["replayed: 0 done, 0 failed again"]
    with pytest.raises(SystemExit, match="usage"):
        run_process(build, ["drop-everything"])


async def _size(database: Database, size: int) -> bool:
    return len(await counts(database)) == size


async def test_a_mail_request_is_a_command_that_is_deleted_when_it_is_done(
    database: Database, nats: Nats, happened: Kind
) -> None:
    js = nats.jetstream()
    await ensure_work_queue(js, "mail")
    await js.purge_stream("MAIL")
    async with database.sessions.begin() as session:
        await request_mail(
            session,
            account="a1",
            template="application.submitted",
            language="sr",
            params={"number": "REG-2024L-000123-N"},
            link="/my/applications/1",
            sealed_address=None,
        )
    await Relay(database, nats, "probe").pump()
    done: list[MailRequest] = []

    async def deliver(session: AsyncSession, request: MailRequest) -> None:
        done.append(request)

    stop = asyncio.Event()
    task = asyncio.create_task(Consumers(database, nats, "probe", {MailRequest: deliver}).run(stop))

    async def emptied() -> bool:
        return bool(done) and (await js.stream_info("MAIL")).state.messages == 0

    await eventually(emptied)
    stop.set()
    await task
    await js.delete_stream("MAIL")  # its consumer is not the one of other tests
    assert done[0].language == "sr"
    async with database.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Inbox)) == 1


async def test_commands_are_republished_while_they_are_kept_and_forgotten_afterwards(
    database: Database, nats: Nats
) -> None:
    async with database.sessions.begin() as session:
        for _ in range(2):
            await request_mail(
                session, account=None, template="t", language="bs", params={}, link="/", sealed_address="x"
            )
    async with database.sessions.begin() as session:
        await session.execute(update(Outbox).values(published_at=func.now()))
        old = datetime.now(UTC) - timedelta(days=8)
        one = (await session.scalars(select(Outbox.id).limit(1))).one()
        await session.execute(update(Outbox).where(Outbox.id == one).values(created_at=old, published_at=old))
    assert await republish(database) == 1
    await Relay(database, nats, "probe").forget_commands()
    async with database.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM outbox")) == 1
