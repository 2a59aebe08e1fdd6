"""Officials, representatives and a clock for tests of this service, over its real HTTP interface and real servers."""

import base64
import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

from candidacy.service.timers import handlers
from candidacy.settings import Settings
from candidacy.store.elections import keep_election
from commons.clock import FixedClock
from commons.crypto import new_sealing_key, new_signing_key
from commons.ids import new_id
from commons.testing import TestIssuer
from commons.timers import Timers
from elections.election import Election
from elections.override import Override
from elections.seeds import from_seed
from elections.snapshot import to_plain

OPENING = datetime(2024, 5, 20, 10, 0, tzinfo=UTC)
"""LE2024: called on 8 May 2024."""

SEED: dict[str, Any] = {
    "code": "LE2024",
    "short": "2024L",
    "name": {"bs": "Lokalni izbori 2024", "hr": "Lokalni izbori 2024", "sr": "Локални избори 2024", "en": "Local 2024"},
    "type": "LOCAL",
    "day": date(2024, 10, 6),
    "called_on": date(2024, 5, 8),
    "levels": [],
    "entities": ["FBIH", "RS", "BRCKO"],
    "missions": [],
}


def make_settings(urls: Any, s3: Any, **more: Any) -> Settings:
    """`urls`: app_url and owner_url of a database; `s3`: endpoint and keys of a store. Fresh keys each time."""

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return Settings(
        environment="test",
        database_url=urls.app_url,
        owner_database_url=urls.owner_url,
        arrival_key=secrets.token_hex(32),
        data_keys=json.dumps({"k1": key()}),
        data_key_id="k1",
        index_key=key(),
        person_keys=json.dumps({"p1": key()}),
        person_key_id="p1",
        notifications_key=new_sealing_key()[1],
        receipt_key=new_signing_key(),
        s3_endpoint=s3.endpoint,
        s3_access_key=s3.access_key,
        s3_secret_key=s3.secret_key,
        s3_region=s3.region,
        s3_public_origin=f"http://{s3.endpoint}",
        **more,
    )


def an_election(*moved: tuple[str, date, str], **changes: Any) -> Election:
    """The local elections of 2024; `moved` are deadlines that a decision set to a day and hour."""
    election = from_seed(SEED | changes, OPENING.date())
    overrides = tuple(Override(key, "T-1", OPENING.date(), day=day, hour=hour) for key, day, hour in moved)
    return replace(election, calendar=replace(election.calendar, overrides=overrides))


@dataclass
class Desk:
    """The service as a client sees it, with its clock and its people."""

    app: FastAPI
    client: httpx.AsyncClient
    issuer: TestIssuer
    clock: FixedClock
    settings: Settings

    async def call(
        self, method: str, path: str, who: dict[str, str], *, key: str | None = None, **body: Any
    ) -> httpx.Response:
        headers = who | {"Idempotency-Key": key or str(new_id())}
        content = orjson.dumps(body) if body or method in ("POST", "PATCH", "PUT") else None
        return await self.client.request(
            method, f"/v1{path}", headers=headers | {"Content-Type": "application/json"}, content=content
        )

    async def ok(self, method: str, path: str, who: dict[str, str], **body: Any) -> Any:
        response = await self.call(method, path, who, **body)
        assert response.status_code < 300, response.text
        return response.json() if response.content and "json" in response.headers["content-type"] else response

    def person(self, name: str = "representative", **claims: Any) -> dict[str, str]:
        """Somebody who is signed in; what they may do is said by a mandate."""
        return self.issuer.headers(name, email=f"{name}@example.org", **claims)

    def official(self, name: str, *roles: str, **kwargs: Any) -> dict[str, str]:
        return self.issuer.official(name, *roles, **kwargs)

    @property
    def clerk(self) -> dict[str, str]:
        return self.official("clerk", "CEC_CERT_CLERK")

    @property
    def reviewer(self) -> dict[str, str]:
        return self.official("reviewer", "CEC_CERT_REVIEWER")

    @property
    def second(self) -> dict[str, str]:
        return self.official("second", "CEC_CERT_REVIEWER")

    @property
    def member(self) -> dict[str, str]:
        return self.official("member", "CEC_MEMBER")

    async def elections(self, election: Election, version: int = 1) -> None:
        async with self.app.state.database.sessions.begin() as session:
            await keep_election(session, election.code, version, to_plain(election), self.clock.now())

    async def fire(self) -> None:
        """Everything whose hour has come happens."""
        timers = Timers(self.app.state.database, self.clock, handlers(self.clock))
        while await timers.fire_next():
            pass
