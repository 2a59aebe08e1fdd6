import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from commons import worker
from commons.clock import FixedClock, SystemClock
from commons.db import decode_cursor, encode_cursor
from commons.ids import new_id
from commons.problems import Invalid
from commons.settings import ServiceSettings, settings_of
from commons.transport import permissions
from commons.worker import Runnable, run_worker, supervise, until_stopped


class Settings(ServiceSettings):
    model_config = settings_of("probe")


def test_ids_are_version_7_and_sort_by_the_time_of_making() -> None:
    made = [new_id() for _ in range(1000)]
    assert {id.version for id in made} == {7}
    assert len(set(made)) == 1000
    assert sorted(made) == made


def test_the_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_a_rehearsal_clock_starts_where_it_is_told_and_runs_faster() -> None:
    start = datetime(2028, 7, 18, 23, 0, tzinfo=timezone(timedelta(hours=2)))
    clock = SystemClock(scale=3600, start=start)
    first = clock.now()
    assert timedelta(0) <= first - start < timedelta(minutes=20)
    assert clock.now() > first
    assert first.utcoffset() == timedelta(0)


def test_a_fixed_clock_stands_until_it_is_moved() -> None:
    clock = FixedClock(datetime(2028, 7, 18, 22, 0, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.move(timedelta(minutes=20))
    assert clock.now() == datetime(2028, 7, 18, 22, 20, tzinfo=UTC)


def test_settings_come_from_the_environment_of_the_service_and_are_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBE_DATABASE_URL", "postgresql+asyncpg://x")
    monkeypatch.setenv("PROBE_CLOCK_START", "")
    monkeypatch.setenv("PROBE_CLOCK_SCALE", "60")
    settings = Settings()
    assert settings.database_url == "postgresql+asyncpg://x"
    assert settings.clock_start is None
    assert settings.clock().scale == 60
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("ARRIVAL_KEY", "abcd"),
        ("ARRIVAL_KEY", "zz"),
        ("CLOCK_START", "2028-07-18T00:00:00"),
    ],
)
def test_a_wrong_setting_stops_the_service_at_its_start(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBE_DATABASE_URL", "postgresql+asyncpg://x")
    monkeypatch.setenv(f"PROBE_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_a_cursor_comes_back_as_it_was() -> None:
    keys = ("2028-07-18T22:00:00+00:00", str(new_id()), 7)
    assert decode_cursor(encode_cursor(*keys), 3) == list(keys)


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "AAAA", encode_cursor("a"), "W1tdLFtdXQ", "ć", "bnVsbA"])
def test_a_cursor_that_is_not_ours_is_the_clients_error(cursor: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode_cursor(cursor, 2)
    assert caught.value.code == "request.cursor"


def test_a_service_may_publish_under_its_own_name_only() -> None:
    allowed = permissions("candidacy", consumes=["reference"])
    assert {s for s in allowed["publish"] if not s.startswith("$JS")} == {"candidacy.>", "mail.>", "dead.candidacy.>"}
    assert not any("MAIL" in s or "EV_REGISTRATION" in s for s in allowed["publish"])
    assert allowed["subscribe"] == ["_INBOX.candidacy.>"]


async def test_a_worker_that_cannot_even_start_does_not_keep_the_process_from_stopping(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.05)
    stop = asyncio.Event()

    @asynccontextmanager
    async def build() -> AsyncIterator[Sequence[Runnable]]:
        await asyncio.sleep(3600)  # as a connection to a server that is not there
        yield []

    task = asyncio.create_task(until_stopped(build, stop))
    await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(task, 1)


async def test_a_worker_that_falls_over_starts_again_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RESTART_AFTER", 0.01)
    stop, lives, closed = asyncio.Event(), [], []

    class Part:
        async def run(self, stop: asyncio.Event) -> None:
            lives.append(1)
            if len(lives) < 3:
                raise ConnectionError
            await stop.wait()

    @asynccontextmanager
    async def build() -> AsyncIterator[Sequence[Runnable]]:
        try:
            yield [Part(), Part()]
        finally:
            closed.append(1)

    task = asyncio.create_task(supervise(build, stop))
    for _ in range(100):
        await asyncio.sleep(0.01)
        if len(lives) >= 4:
            break
    stop.set()
    await asyncio.wait_for(task, 1)
    assert len(lives) >= 4
    assert len(closed) >= 2


async def test_a_part_that_lost_its_cancellation_ends_when_another_part_fails() -> None:
    """`wait_for` of Python 3.11 can lose one; then the worker must still come down, or it would never start again."""

    class Deaf:
        async def run(self, stop: asyncio.Event) -> None:
            while not stop.is_set():
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(0.01)

    class Broken:
        async def run(self, stop: asyncio.Event) -> None:
            await asyncio.sleep(0.02)
            raise ConnectionRefusedError

    with pytest.raises(ExceptionGroup):
        await asyncio.wait_for(run_worker([Deaf(), Broken()], asyncio.Event()), 5)
