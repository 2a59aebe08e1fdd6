"""A voter, the office and a clock for tests of this service, over its real HTTP interface and real servers."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import httpx
import orjson
from fastapi import FastAPI
from PIL import Image, ImageDraw

from commons.arrival import sign
from commons.clock import FixedClock
from commons.crypto import new_sealing_key, new_signing_key
from commons.ids import new_id
from commons.testing import TestIssuer
from commons.timers import Timers
from elections.election import Election
from elections.override import Override
from elections.seeds import from_seed
from elections.snapshot import to_plain
from registration import store
from registration.service.timers import handlers
from registration.settings import Settings

OPENING = datetime(2024, 6, 10, 10, 0, tzinfo=UTC)
"""LE2024: called on 8 May, applications until 23 July 24:00."""

FIELDS: dict[str, Any] = {
    "surname": "Đurić",
    "name": "Ђорђе",
    "parent_name": "Petar",
    "date_of_birth": "1980-01-01",
    "sex": "M",
    "place_of_birth": "Bihać",
    "citizenship_bih": True,
    "residence_municipality": "ba.fbih.usk.bihac",
    "abroad_country": "DE",
    "abroad_city": "München",
    "abroad_street": "Sonnenstraße",
    "abroad_house_no": "12a",
    "abroad_postal_code": "80331",
    "email": "voter@example.org",
    "voting_channel": "POST",
    "id_doc_type": "BIH_PASSPORT",
    "id_doc_number": "B1234567",
    "id_doc_issuer": "IDDEEA",
    "id_doc_country": "BA",
    "id_doc_valid_until": "2030-01-01",
    "correspondence_language": "bs",
}


def jmb_of(born: date, serial: int = 0) -> str:
    """A synthetic JMB with a right check digit; `serial` below 500 is male."""
    for number in range(serial, 1000):
        digits = f"{born:%d%m}{born.year % 1000:03d}17{number:03d}"
        total = sum(w * (int(digits[i]) + int(digits[i + 6])) for i, w in enumerate((7, 6, 5, 4, 3, 2)))
        check = 11 - total % 11
        if check != 10:
            return digits + str(0 if check == 11 else check)
    raise AssertionError(serial)


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
        privacy_notice_version="test-1",
        **more,
    )


SEED: dict[str, Any] = {
    "code": "LE2024",
    "short": "2024L",
    "name": {"bs": "Lokalni izbori 2024", "hr": "Lokalni izbori 2024", "sr": "Локални избори 2024", "en": "Local 2024"},
    "type": "LOCAL",
    "day": date(2024, 10, 6),
    "called_on": date(2024, 5, 8),
    "levels": [],
    "entities": ["FBIH", "RS", "BRCKO"],
    "missions": ["dcm.at.vienna", "dcm.de.berlin"],
}


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
        content = orjson.dumps(body) if body or method in ("POST", "PATCH") else None
        return await self.client.request(
            method, f"/v1{path}", headers=headers | {"Content-Type": "application/json"}, content=content
        )

    async def ok(self, method: str, path: str, who: dict[str, str], **body: Any) -> Any:
        response = await self.call(method, path, who, **body)
        assert response.status_code < 300, response.text
        return response.json() if response.content and "json" in response.headers["content-type"] else response

    def voter(self, name: str = "voter", **claims: Any) -> dict[str, str]:
        return self.issuer.headers(name, email=f"{name}@example.org", **claims)

    def official(self, name: str, *roles: str, **kwargs: Any) -> dict[str, str]:
        return self.issuer.official(name, *roles, **kwargs)

    @property
    def clerk(self) -> dict[str, str]:
        return self.official("clerk", "CEC_REG_CLERK")

    @property
    def reviewer(self) -> dict[str, str]:
        return self.official("reviewer", "CEC_REG_REVIEWER")

    @property
    def second(self) -> dict[str, str]:
        return self.official("second", "CEC_REG_REVIEWER")

    @property
    def member(self) -> dict[str, str]:
        return self.official("member", "CEC_MEMBER")

    async def elections(self, election: Election, version: int = 1) -> None:
        async with self.app.state.database.sessions.begin() as session:
            await store.keep_election(session, election.code, version, to_plain(election), self.clock.now())

    async def fire(self) -> None:
        """Everything whose hour has come happens."""
        timers = Timers(self.app.state.database, self.clock, handlers(self.clock, self.app.state.desk))
        while await timers.fire_next():
            pass

    async def start(self, who: dict[str, str], *, for_self: bool = True, kind: str = "T") -> Any:
        return await self.ok("POST", "/applications", who, election="LE2024", for_self=for_self, kind=kind)

    async def filled(self, who: dict[str, str], *, kind: str = "T", for_self: bool = True, **fields: Any) -> Any:
        """A draft with every field and document that the kind asks for."""
        case = await self.start(who, kind=kind, for_self=for_self)
        values = FIELDS | {"jmb": jmb_of(date(1980, 1, 1))} | fields
        return await self.ok("PATCH", f"/applications/{case['id']}", who, version=case["version"], fields=values)

    async def complete(self, who: dict[str, str], **fields: Any) -> Any:
        """Ready to be submitted."""
        case = await self.filled(who, **fields)
        for slot in case["required_slots"]:
            if slot["slot"] not in case["fields"]["missing_documents"]:
                case = await self.put(who, case, slot["slot"])
        return case

    async def submitted(self, who: dict[str, str], **fields: Any) -> Any:
        return await self.submit(who, await self.complete(who, **fields))

    @staticmethod
    def submission(case: Any) -> dict[str, Any]:
        return {"version": case["version"], "declaration_accuracy": True, "privacy_notice_version": "test-1"}

    async def stamped(self, who: dict[str, str], case: Any, arrived: datetime) -> httpx.Response:
        """Submitted with the gateway's stamp of an earlier instant."""
        key, body = str(new_id()), orjson.dumps(self.submission(case))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "X-Arrival": sign(self.settings.arrival_key, arrived, key, body),
        }
        return await self.client.post(f"/v1/applications/{case['id']}/submit", headers=who | headers, content=body)

    async def received(self, who: dict[str, str], **fields: Any) -> Any:
        """Submitted, and the signed form is in, by the voter's own scan."""
        case = await self.submitted(who, **fields)
        form = await self.ok("GET", f"/applications/{case['id']}/form.pdf", who)
        return await self.put(who, case, "SIGNED_FORM", form.content, "form.pdf")

    @staticmethod
    def good(kind: str) -> dict[str, str]:
        common = {"ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "PROVEN"}
        refugee = {"CITIZENSHIP": "PROVEN", "RESIDENCE_BIH": "PROVEN"}
        return common | (refugee if kind == "R2" else {"CVR": "FOUND"})

    async def reviewed(self, case: Any, results: dict[str, str], who: dict[str, str] | None = None) -> Any:
        """Taken by the reviewer, with the whole checklist."""
        office, who = f"/office/applications/{case['id']}", who or self.reviewer
        seen = await self.ok("GET", office, who)
        seen = await self.ok("POST", f"{office}/take", who, version=seen["version"])
        items = [{"key": key, "result": result} for key, result in results.items()]
        return await self.ok("POST", f"{office}/checklist", who, version=seen["version"], items=items)

    async def refused(self, who: dict[str, str]) -> Any:
        """A sitting refused it, because the register does not know the voter."""
        case = await self.received(who)
        seen = await self.reviewed(case, self.good("T") | {"CVR": "NOT_FOUND"})
        await self.ok(
            "POST",
            f"/office/applications/{case['id']}/propose",
            self.reviewer,
            version=seen["version"],
            outcome="REJECT",
            reason_codes=["NOT_IN_CVR"],
            reasons="Nije u spisku.",
        )
        await self.ok(
            "POST",
            "/office/sessions",
            self.member,
            number="1",
            held_at="2024-06-10T08:00:00Z",
            agenda="Prijave",
            members=7,
            present=4,
            votes_for=4,
            votes_against=0,
            application_ids=[case["id"]],
        )
        return await self.ok("GET", f"/office/applications/{case['id']}", self.reviewer)

    async def submit(self, who: dict[str, str], case: Any, **more: Any) -> Any:
        return await self.ok("POST", f"/applications/{case['id']}/submit", who, **self.submission(case), **more)

    async def put(self, who: dict[str, str], case: Any, slot: str, content: bytes = b"", name: str = "scan.jpg") -> Any:
        """A document is in; the case as it is then."""
        done = await self.posted(who, case, slot, content, name)
        assert done.status_code == 200, done.text
        return await self.ok("GET", f"/applications/{case['id']}", who)

    async def posted(
        self,
        who: dict[str, str],
        case: Any,
        slot: str,
        content: bytes = b"",
        name: str = "scan.jpg",
        *,
        office: str = "",
    ) -> httpx.Response:
        """Announced, posted to the store as the browser does, completed: the answer to that."""
        document = await self.brought(who, case, slot, content, name, office=office)
        return await self.call("POST", f"{office}/documents/{document}/complete", who)

    async def brought(
        self,
        who: dict[str, str],
        case: Any,
        slot: str,
        content: bytes = b"",
        name: str = "scan.jpg",
        *,
        office: str = "",
    ) -> str:
        """Announced and posted; the document's id."""
        content = content or jpeg(slot + str(new_id()))
        ticket = await self.ok(
            "POST",
            f"{office}/applications/{case['id']}/documents",
            who,
            slot=slot,
            name=name,
            size=len(content),
            type="image/jpeg" if content[:2] == b"\xff\xd8" else "application/pdf",
            sha256=hashlib.sha256(content).hexdigest(),
        )
        async with httpx.AsyncClient() as client:
            url = ticket["url"].replace("/files/", "/", 1)
            sent = await client.post(url, data=ticket["fields"], files={"file": (name, content)})
        assert sent.status_code in (200, 201, 204), sent.text
        return str(ticket["document_id"])


def jpeg(text: str = "scan") -> bytes:
    picture = Image.new("RGB", (800, 600), "white")
    ImageDraw.Draw(picture).text((40, 40), text, fill="black")
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
