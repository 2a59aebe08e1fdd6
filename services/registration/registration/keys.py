"""The secrets that rows are sealed, found and signed with. They travel with the session (`keys_of(session)`), as the
transaction does, so that verbs and statements name what they do and not what they do it with."""

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from casework.persons import PersonKeys
from commons.crypto import BlindIndex, Keyring, Signer, seal_for
from commons.db import Database
from elections.scripts import fold, tokens
from registration.domain.model import Form
from registration.settings import Settings

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, O, 1 or I: people copy the code from paper."""


@dataclass(frozen=True, slots=True)
class Keys:
    keyring: Keyring
    index: BlindIndex
    persons: PersonKeys
    notifications_key: str
    signer: Signer

    def seal(self, content: object, aad: str) -> bytes:
        return self.keyring.seal(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), aad.encode())

    def open(self, blob: bytes, aad: str) -> Any:
        return json.loads(self.keyring.open(blob, aad.encode()))

    def jmb_index(self, jmb: str | None) -> bytes | None:
        return self.index.of("jmb", "".join(jmb.split())) if jmb else None

    def fallback_index(self, form: Form) -> bytes | None:
        """Domain 2.0: surname, name, one parent's name, date and place of birth, for who has no JMB."""
        parts = _identity(form)
        return self.index.of("person", "|".join(fold(part) for part in parts)) if all(parts) else None

    def name_tokens(self, form: Form) -> set[bytes]:
        words = tokens(" ".join(part for part in (form.surname, form.name, form.previous_surname) if part))
        return {self.word(word) for word in words}

    def word(self, word: str) -> bytes:
        return self.index.of("name", word)

    def person_key(self, form: Form) -> str | None:
        """What other services know this person by."""
        if form.jmb:
            return self.persons.of_jmb(form.jmb)
        surname, name, parent, born, place = parts = _identity(form)
        return self.persons.of_fallback(surname, name, parent, born, place) if all(parts) else None

    def mail_address(self, email: str | None) -> str | None:
        return seal_for(self.notifications_key, {"email": email}) if email and self.notifications_key else None


def _identity(form: Form) -> tuple[str, str, str, str, str]:
    return (
        form.surname or "",
        form.name or "",
        form.parent_name or "",
        form.date_of_birth or "",
        form.place_of_birth or "",
    )


def keys_of(session: AsyncSession) -> Keys:
    keys: Keys = session.info["keys"]
    return keys


def settings_of(session: AsyncSession) -> Settings:
    settings: Settings = session.info["settings"]
    return settings


def random_code(length: int = 10) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def normal_code(code: str) -> str:
    return "".join(code.upper().split()).replace("-", "")


def same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)


def keys_from(settings: Settings) -> Keys:
    return Keys(
        keyring=Keyring.of_json(settings.data_keys, settings.data_key_id),
        index=BlindIndex(base64.b64decode(settings.index_key)),
        persons=PersonKeys(
            {name: base64.b64decode(key) for name, key in json.loads(settings.person_keys).items()},
            settings.person_key_id,
        ),
        notifications_key=settings.notifications_key,
        signer=Signer(settings.receipt_key),
    )


def equip(database: Database, settings: Settings) -> Database:
    """Every session of this database knows the keys, the settings and the elections that were parsed before."""
    database.sessions.configure(info={"keys": keys_from(settings), "settings": settings, "elections": {}})
    return database
