"""The secrets that rows are sealed, found and signed with. They travel with the session (`keys_of(session)`), as the
transaction does, so that verbs and statements name what they do and not what they do it with."""

import base64
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from sqlalchemy.ext.asyncio import AsyncSession

from casework.persons import PersonKeys
from commons.crypto import BlindIndex, Keyring, Signer, seal_for
from commons.db import Database
from elections.scripts import fold, tokens

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, O, 1 or I: people copy the code from paper."""


class KeySettings(Protocol):
    """What a domain service's Settings say about its secrets."""

    @property
    def data_keys(self) -> str: ...
    @property
    def data_key_id(self) -> str: ...
    @property
    def index_key(self) -> str: ...
    @property
    def person_keys(self) -> str: ...
    @property
    def person_key_id(self) -> str: ...
    @property
    def notifications_key(self) -> str: ...
    @property
    def receipt_key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Keys:
    keyring: Keyring
    index: BlindIndex
    persons: PersonKeys
    notifications_key: str
    signer: Signer

    @classmethod
    def of(cls, settings: KeySettings) -> Self:
        return cls(
            keyring=Keyring.of_json(settings.data_keys, settings.data_key_id),
            index=BlindIndex(base64.b64decode(settings.index_key)),
            persons=PersonKeys(
                {name: base64.b64decode(key) for name, key in json.loads(settings.person_keys).items()},
                settings.person_key_id,
            ),
            notifications_key=settings.notifications_key,
            signer=Signer(settings.receipt_key),
        )

    def seal(self, content: object, aad: str) -> bytes:
        return self.keyring.seal(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), aad.encode())

    def open(self, blob: bytes, aad: str) -> Any:
        return json.loads(self.keyring.open(blob, aad.encode()))

    def jmb_index(self, jmb: str | None) -> bytes | None:
        return self.index.of("jmb", "".join(jmb.split())) if jmb else None

    def person_index(self, parts: Sequence[str]) -> bytes | None:
        """Domain 2.0: surname, name, one parent's name, date and place of birth, for who has no JMB."""
        return self.index.of("person", "|".join(fold(part) for part in parts)) if all(parts) else None

    def word(self, word: str) -> bytes:
        return self.index.of("name", word)

    def words(self, *names: str | None) -> set[bytes]:
        return {self.word(word) for word in tokens(" ".join(name for name in names if name))}

    def mail_address(self, email: str | None) -> str | None:
        return seal_for(self.notifications_key, {"email": email}) if email and self.notifications_key else None


def keys_of(session: AsyncSession) -> Keys:
    keys: Keys = session.info["keys"]
    return keys


def equip(database: Database, keys: Keys, settings: KeySettings, **more: object) -> Database:
    """Every session of this database knows the keys, the settings and what the service adds."""
    database.sessions.configure(info={"keys": keys, "settings": settings, **more})
    return database


def random_code(length: int = 10) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def normal_code(code: str) -> str:
    return "".join(code.upper().split()).replace("-", "")


def same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)
