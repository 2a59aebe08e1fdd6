"""Why: a measurement of submitting needs hundreds of people who are signed in and whose documents are sealed already.

They are made below the surface, with the stack's own keys: access tokens as identity signs them, sessions as the
gateway keeps them, drafts as registration stores them. What is measured then goes through the front door.
"""

import os
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast
from unittest.mock import patch
from uuid import UUID

from joserfc.jwk import RSAKey

from casework.documents.store import add_document
from casework.history import append
from commons.auth import TokenVerifier, account_of
from commons.crypto import Keyring
from commons.db import Database
from commons.ids import new_id
from commons.settings import ServiceSettings
from commons.testing import mint_token
from embedded.stack import Stack
from gateway.session.csrf import token_of
from gateway.session.issuer import Tokens
from gateway.session.keeper import Keeper
from gateway.settings import Settings as GatewaySettings
from identity.settings import Settings as IdentitySettings
from identity.signing import SigningKeys
from identity.vault import Vault
from registration import store
from registration.documents import ARCHIVE
from registration.domain.catalogue import slots_asked
from registration.domain.lifecycle import Status
from registration.domain.model import Application, ApplicationId, Form, Kind, Slot
from registration.domain.terms import with_term
from registration.keys import equip, keys_of
from registration.settings import Settings as RegistrationSettings
from registration.tables import History
from registration.testing import FIELDS, jmb_of

S = TypeVar("S", bound=ServiceSettings)
ELECTION = "DEMO"
NOTICE = "2026-11"
"""The privacy notice in force."""
LIFETIME = 1800
SIZE = 300_000
FIRST_BIRTH = date(1950, 1, 1)
PER_TRANSACTION = 200


@dataclass(frozen=True)
class Guest:
    """Somebody who is signed in: at the gateway by a cookie, at a service by a token."""

    number: int
    subject: str
    account: str
    token: str
    cookie: str = ""

    @property
    def email(self) -> str:
        return f"{self.subject}@example.org"

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def browser(self, origin: str) -> dict[str, str]:
        """What a browser sends along with a command."""
        return {"Cookie": f"__Host-session={self.cookie}", "X-CSRF-Token": token_of(self.cookie), "Origin": origin}


@dataclass(frozen=True)
class Draft:
    guest: Guest
    id: UUID
    version: int
    key: str


@dataclass
class Seeder:
    stack: Stack
    registration: RegistrationSettings
    database: Database
    keeper: Keeper
    signing_key: RSAKey
    issuer: str
    made: int = 0

    @classmethod
    @asynccontextmanager
    async def of(cls, stack: Stack) -> AsyncIterator["Seeder"]:
        registration = settings_of(stack, "registration", RegistrationSettings)
        database = equip(Database(registration.database_url), registration)
        gateway = settings_of(stack, "gateway", GatewaySettings)
        sessions = Database(gateway.database_url)
        verifier = TokenVerifier(gateway.issuer, gateway.audience, gateway.jwks_url)
        keeper = Keeper(
            sessions,
            Keyring.of_json(stack.environment.of("gateway")["GATEWAY_DATA_KEYS"], gateway.data_key_id),
            cast("Any", None),
            verifier,
            lifetime=timedelta(hours=gateway.session_hours),
            idle=timedelta(minutes=gateway.session_idle_minutes),
        )
        try:
            yield cls(stack, registration, database, keeper, await signing_key(stack), gateway.issuer)
        finally:
            await verifier.close()
            await sessions.dispose()
            await database.dispose()

    async def guest(self, *, signed_in: bool = True, **claims: Any) -> Guest:
        """A new person with a verified address."""
        self.made += 1
        subject = f"guest-{self.made}-{secrets.token_hex(4)}"
        until = time.time() + LIFETIME
        told: dict[str, Any] = {
            "sub": subject,
            "iss": self.issuer,
            "email": f"{subject}@example.org",
            "exp": int(until),
        }
        token = mint_token(self.signing_key, **(told | claims))
        cookie = ""
        if signed_in:
            found = await self.keeper.start(Tokens(token, "none", "none", until))
            cookie = found.secret
        return Guest(self.made, subject, account_of(self.issuer, subject), token, cookie)

    async def drafts(self, count: int, kind: Kind = Kind.T, *, signed_in: bool = True) -> list[Draft]:
        """As many people, each with a draft that wants nothing but to be submitted."""
        guests = [await self.guest(signed_in=signed_in) for _ in range(count)]
        made: list[Draft] = []
        for start in range(0, count, PER_TRANSACTION):
            async with self.database.sessions.begin() as session:
                election = await store.election(session, ELECTION)
                for guest in guests[start : start + PER_TRANSACTION]:
                    now = datetime.now(UTC)
                    draft = Application(
                        id=ApplicationId(new_id()),
                        version=1,
                        election=ELECTION,
                        status=Status.DRAFT,
                        account=guest.account,
                        language="bs",
                        for_self=True,
                        created_at=now,
                        saved_at=now,
                        kind=kind,
                        form=Form(**person(guest, kind)),
                        salt=secrets.token_hex(16),
                        mail_address=keys_of(session).mail_address(guest.email),
                    )
                    await store.add(session, with_term(draft, election))
                    told: dict[str, Any] = {"actor": guest.account, "actor_role": "VOTER", "action": "START"}
                    await append(session, History, case_id=draft.id, at=now, **told)
                    for rule in slots_asked(kind, draft.form):
                        if rule.slot not in draft.form.missing_documents:
                            await add_document(session, ARCHIVE, self._sealed(session, draft, rule.slot, now))
                    made.append(Draft(guest, draft.id, 1, str(new_id())))
        return made

    def _sealed(self, session: Any, draft: Application, slot: Slot, now: datetime) -> dict[str, object]:
        """The row of a document as `complete` leaves it. Its object is not needed to submit."""
        id = new_id()
        return {
            "id": id,
            "application_id": draft.id,
            "slot": slot,
            "uploaded_by": draft.account,
            "name": keys_of(session).seal("sken.jpg", f"document:{id}"),
            "size": SIZE,
            "content_type": "image/jpeg",
            "sha256": secrets.token_hex(32),
            "state": "SEALED",
            "wrapped_key": keys_of(session).keyring.seal(secrets.token_bytes(32), f"document:{id}".encode()),
            "scan": "NOT_SCANNED",
            "pages": 1,
            "created_at": now,
            "sealed_at": now,
        }


def person(guest: Guest, kind: Kind) -> dict[str, Any]:
    """Form fields of somebody of whom there is only one."""
    born = FIRST_BIRTH + timedelta(days=guest.number % 15_000)
    own = {"date_of_birth": born.isoformat(), "email": guest.email, "surname": f"Đurić {letters(guest.number)}"}
    if kind is Kind.R2:
        return FIELDS | own | {"id_doc_type": "PASSPORT", "missing_documents": ("RESIDENCE_BIH",)}
    return FIELDS | own | {"jmb": jmb_of(born, 2 * (guest.number // 15_000 % 200))}


def letters(number: int) -> str:
    """A number as a word: names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)).capitalize()


def settings_of(stack: Stack, service: str, kind: type[S]) -> S:
    """A service's settings, as the stack gives them to its process."""
    with patch.dict(os.environ, stack.environment.of(service)):
        return kind()


async def signing_key(stack: Stack) -> RSAKey:
    """The key with which identity signs now."""
    settings = settings_of(stack, "identity", IdentitySettings)
    database = Database(settings.database_url)
    try:
        async with database.sessions() as session:
            keys = SigningKeys(Vault(settings))
            await keys.load(session, datetime.now(UTC))
            return cast("RSAKey", keys.signing.keys[0])
    finally:
        await database.dispose()
