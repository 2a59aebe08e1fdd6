import time
from datetime import UTC, datetime, timedelta

from starlette.requests import HTTPConnection

from commons.clock import FixedClock
from gateway.arrival import FIRST_BYTE, Stamp, arrived_at

NOON = datetime(2028, 7, 18, 22, tzinfo=UTC)


def test_a_request_arrived_when_its_first_byte_did() -> None:
    connection = HTTPConnection({"type": "http", FIRST_BYTE: time.monotonic() - 3})
    found = arrived_at(connection, FixedClock(NOON))
    assert timedelta(seconds=2.9) < NOON - found < timedelta(seconds=3.1)


def test_a_rehearsal_waits_in_its_own_time() -> None:
    clock = FixedClock(NOON)
    clock.scale = 60.0  # type: ignore[misc]
    connection = HTTPConnection({"type": "http", FIRST_BYTE: time.monotonic() - 1})
    assert timedelta(seconds=59) < NOON - arrived_at(connection, clock) < timedelta(seconds=61)


async def test_where_the_server_left_no_stamp_the_start_of_the_handling_counts() -> None:
    seen = {}

    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        seen.update(scope)

    before = time.monotonic()
    await Stamp(app)({"type": "http"}, None, None)  # type: ignore[arg-type]
    assert before <= float(str(seen[FIRST_BYTE])) <= time.monotonic()
    await Stamp(app)({"type": "http", FIRST_BYTE: 1.0}, None, None)  # type: ignore[arg-type]
    assert seen[FIRST_BYTE] == 1.0
