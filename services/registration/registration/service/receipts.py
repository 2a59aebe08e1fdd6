"""Proof of arrival: signed with the portal's key, and checked in public by number and code (never by number alone)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from casework.numbers import read_number
from commons.problems import NotFound
from registration import store
from registration.domain.freezing import canonical
from registration.domain.model import Application
from registration.keys import keys_of, normal_code, random_code, same
from registration.store.cases import Receipt

BODY = "CEC"
"""Code of the Central Election Commission, which received it."""


@dataclass(frozen=True, slots=True)
class Checked:
    number: str
    hash: str
    arrived_at: datetime
    body: str


def signed_payload(number: str, arrived_at: datetime, digest: str) -> bytes:
    """What the Ed25519 signature covers: canonical JSON, so that anybody can check it without the portal."""
    instant = arrived_at.astimezone(UTC).isoformat(timespec="microseconds")
    return canonical({"number": number, "arrived_at": instant, "hash": digest, "body": BODY})


async def issue_receipt(session: AsyncSession, application: Application) -> Receipt:
    keys, code = keys_of(session), random_code()
    number, arrived = application.number or "", application.submitted_at or application.saved_at
    digest = application.form_hash or ""
    receipt = Receipt(
        application_id=application.id,
        number=number,
        code=code,
        arrived_at=arrived,
        hash=digest,
        signature=keys.signer.sign(signed_payload(number, arrived, digest)),
        code_index=keys.index.of("receipt", f"{number}|{code}"),
    )
    await store.save_receipt(session, receipt)
    return receipt


async def check_receipt(session: AsyncSession, number: str, code: str) -> Checked:
    """Hash, time and body; never a status or a name. A wrong code and a wrong number get the same answer."""
    known = read_number(number) or ""
    found = await store.receipt_by_number(session, known)
    given = keys_of(session).index.of("receipt", f"{known}|{normal_code(code)}")
    if not same(given, found.code_index if found else b"") or found is None:
        raise NotFound("receipt.not_found")
    return Checked(number=found.number, hash=found.hash, arrived_at=found.arrived_at, body=BODY)
