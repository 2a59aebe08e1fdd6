"""Why: a submission is judged by the moment its request reached the portal's edge, not by how long the queue was.

The gateway stamps the first byte and signs stamp, idempotency key and body hash with a key that only it and the
services hold. A service believes no other stamp: without a valid one the request arrived now.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request

from commons.clock import Clock
from commons.settings import ServiceSettings

HEADER = "X-Arrival"
TICKET_LIFE = timedelta(minutes=15)
CLOCKS_APART = timedelta(seconds=5)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _mac(key: str, stamp: int, idempotency_key: str, body: bytes) -> str:
    told = f"{stamp}|{idempotency_key}|{hashlib.sha256(body).hexdigest()}"
    return hmac.new(bytes.fromhex(key), told.encode(), hashlib.sha256).hexdigest()


def sign(key: str, at: datetime, idempotency_key: str, body: bytes) -> str:
    """The header's value: `v1.<epoch microseconds>.<hex hmac>`. `key` is hex; `body` is what the service receives."""
    stamp = (at - EPOCH) // timedelta(microseconds=1)
    return f"v1.{stamp}.{_mac(key, stamp, idempotency_key, body)}"


def believed(key: str, header: str, idempotency_key: str, body: bytes, clock: Clock) -> datetime | None:
    """The instant of a genuine stamp that is not from the future and not older than a ticket lives; else None."""
    version, _, rest = header.partition(".")
    number, _, mac = rest.partition(".")
    if version != "v1" or not key or not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    stamp = int(number)
    if not hmac.compare_digest(mac.encode(), _mac(key, stamp, idempotency_key, body).encode()):
        return None
    at, now = EPOCH + timedelta(microseconds=stamp), clock.now()
    fresh = now - TICKET_LIFE * clock.scale <= at <= now + CLOCKS_APART * clock.scale
    return min(at, now) if fresh else None


async def arrived_at(request: Request) -> datetime:
    """When the request arrived, by the gateway's stamp, or else by our own clock."""
    settings: ServiceSettings = request.app.state.settings
    clock: Clock = request.app.state.clock
    header = request.headers.get(HEADER, "")
    key = request.headers.get("Idempotency-Key", "")
    at = believed(settings.arrival_key, header, key, await request.body(), clock) if header else None
    return at or clock.now()


Arrival = Annotated[datetime, Depends(arrived_at)]
