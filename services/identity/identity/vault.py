"""All keys of this service in one place: what is sealed, looked up or signed goes through here."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

import orjson
from itsdangerous import BadSignature, URLSafeSerializer

from commons.crypto import BlindIndex, Keyring, seal_for
from identity.settings import Settings


@dataclass(frozen=True)
class Person:
    """What is sealed in an account."""

    email: str
    name: str


class Vault:
    def __init__(self, settings: Settings) -> None:
        keys = {key_id: base64.b64decode(value) for key_id, value in settings.data_keys.items()}
        index_key = base64.b64decode(settings.index_key)
        self._ring = Keyring(keys, settings.data_key_id)
        self._index = BlindIndex(index_key)
        self._notifications_key = settings.notifications_key
        self._cookies = hashlib.sha256(b"identity cookies\n" + index_key).digest()

    def seal_person(self, account: UUID, person: Person) -> bytes:
        plain = orjson.dumps({"email": person.email, "name": person.name})
        return self._ring.seal(plain, b"account:" + account.bytes)

    def open_person(self, account: UUID, sealed: bytes) -> Person:
        return Person(**orjson.loads(self._ring.open(sealed, b"account:" + account.bytes)))

    def seal(self, plain: str, purpose: str) -> bytes:
        return self._ring.seal(plain.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        return self._ring.open(sealed, purpose.encode()).decode()

    def email_index(self, email: str) -> bytes:
        return self._index.of("email", normal_email(email))

    def throttle_key(self, *parts: str | bytes) -> bytes:
        return self._index.of("throttle", "\n".join(p if isinstance(p, str) else p.hex() for p in parts))

    def sealed_address(self, person: Person, link: str | None = None) -> str:
        """For the mail command: only notifications can open it. A link that opens the account is sealed with it."""
        return seal_for(self._notifications_key, {"email": person.email} | ({"link": link} if link else {}))

    def sign(self, purpose: str, value: str) -> str:
        """A cookie or a form token that only this service can have made."""
        return str(URLSafeSerializer(self._cookies, salt=purpose).dumps(value))

    def signed(self, purpose: str, token: str) -> str | None:
        """What was signed for this purpose, or None."""
        try:
            value = URLSafeSerializer(self._cookies, salt=purpose).loads(token)
        except BadSignature:
            return None
        return value if isinstance(value, str) else None


def normal_email(email: str) -> str:
    """One account per mail box: case never distinguishes two in practice."""
    return email.strip().casefold()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Tokens are random and long, so a plain hash is enough to make a stolen database useless."""
    return hashlib.sha256(token.encode()).digest()
