from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from commons.arrival import Arrival, believed, sign
from commons.clock import FixedClock

KEY, OTHER = "ab" * 32, "cd" * 32
NOW = datetime(2028, 7, 18, 22, 0, 3, 123456, tzinfo=UTC)
BEFORE = NOW - timedelta(seconds=5)
BODY = b'{"version":1}'


def test_a_genuine_stamp_is_believed_to_the_microsecond() -> None:
    assert believed(KEY, sign(KEY, BEFORE, "key-1", BODY), "key-1", BODY, FixedClock(NOW)) == BEFORE


@pytest.mark.parametrize(
    ("header", "key", "body"),
    [
        (sign(OTHER, BEFORE, "key-1", BODY), "key-1", BODY),
        (sign(KEY, BEFORE, "key-2", BODY), "key-1", BODY),
        (sign(KEY, BEFORE, "key-1", b"other"), "key-1", BODY),
        (sign(KEY, BEFORE, "key-1", BODY)[:-1] + "0", "key-1", b"tampered"),
        (sign(KEY, BEFORE, "key-1", BODY).replace("v1", "v2"), "key-1", BODY),
        (sign(KEY, NOW - timedelta(minutes=16), "key-1", BODY), "key-1", BODY),
        (sign(KEY, NOW + timedelta(minutes=1), "key-1", BODY), "key-1", BODY),
        ("", "key-1", BODY),
        ("v1", "key-1", BODY),
        ("v1.x.y", "key-1", BODY),
        ("v1.-5.00", "key-1", BODY),
        ("v1.²³.00", "key-1", BODY),
        ("v1." + "9" * 40 + ".00", "key-1", BODY),
    ],
)
def test_a_forged_old_future_or_broken_stamp_is_not_believed(header: str, key: str, body: bytes) -> None:
    assert believed(KEY, header, key, body, FixedClock(NOW)) is None


def test_without_a_key_no_stamp_is_believed() -> None:
    assert believed("", sign(KEY, BEFORE, "k", BODY), "k", BODY, FixedClock(NOW)) is None


def test_a_stamp_slightly_ahead_of_our_clock_is_now_and_not_the_future() -> None:
    header = sign(KEY, NOW + timedelta(seconds=2), "k", BODY)
    assert believed(KEY, header, "k", BODY, FixedClock(NOW)) == NOW


def test_an_accelerated_clock_leaves_a_ticket_its_real_life() -> None:
    clock = FixedClock(NOW)
    clock.scale = 60.0  # type: ignore[misc]
    assert believed(KEY, sign(KEY, NOW - timedelta(hours=2), "k", BODY), "k", BODY, clock)


class Command(BaseModel):
    version: int


def service() -> FastAPI:
    app = FastAPI()

    class Settings:
        arrival_key = KEY

    app.state.settings, app.state.clock = Settings(), FixedClock(NOW)

    @app.post("/submit")
    async def submit(command: Command, at: Arrival) -> dict[str, str]:
        return {"at": at.isoformat(), "version": str(command.version)}

    return app


@pytest.mark.parametrize(
    ("header", "at"),
    [
        (sign(KEY, BEFORE, "key-1", BODY), BEFORE),
        (sign(OTHER, BEFORE, "key-1", BODY), NOW),
        (None, NOW),
    ],
)
async def test_a_request_arrived_at_its_stamp_or_else_now(header: str | None, at: datetime) -> None:
    headers = {"Idempotency-Key": "key-1", "Content-Type": "application/json"}
    if header:
        headers["X-Arrival"] = header
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service()), base_url="http://x") as client:
        answer = await client.post("/submit", content=BODY, headers=headers)
    assert answer.json() == {"at": at.isoformat(), "version": "1"}
