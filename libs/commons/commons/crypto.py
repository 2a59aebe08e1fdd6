"""Why: personal data lies sealed in the database and is found by keyed indexes; the keys are outside of it.

Every blob names its key, so keys rotate one row at a time; the associated data (the record's id) stops one row's blob
from being put into another row.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

VERSION = 1
NONCE = 12
SEALING = ["ECDH-ES", "A256GCM"]


class SealError(Exception):
    """The blob is not ours, was changed, or belongs to another record. Deliberately says no more."""


class Keyring:
    """AES-256-GCM under named keys: seals with the current one, opens with any that is still here."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        if current not in keys:
            raise ValueError("the current key is not among the keys")
        if any(len(key) != 32 for key in keys.values()):
            raise ValueError("a key has 32 bytes")
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self.current = current

    @classmethod
    def of_json(cls, keys: str, current: str) -> "Keyring":
        """From a setting: JSON of key id to base64 of 32 bytes."""
        return cls({name: base64.b64decode(key) for name, key in orjson.loads(keys).items()}, current)

    def seal(self, plain: bytes, aad: bytes) -> bytes:
        """version, key id, nonce, ciphertext; version and key id are authenticated with `aad`."""
        name = self.current.encode()
        head = bytes([VERSION, len(name)]) + name
        nonce = secrets.token_bytes(NONCE)
        return head + nonce + self._keys[self.current].encrypt(nonce, plain, head + aad)

    def open(self, blob: bytes, aad: bytes) -> bytes:
        head, rest = self._split(blob)
        key = self._keys.get(self.key_id(blob))
        if key is None:
            raise SealError("unknown key")
        try:
            return key.decrypt(rest[:NONCE], rest[NONCE:], head + aad)
        except (InvalidTag, ValueError) as error:
            raise SealError("not authentic") from error

    def key_id(self, blob: bytes) -> str:
        """Which key a blob needs: rotation looks for those that are not the current one."""
        return self._split(blob)[0][2:].decode(errors="replace")

    def reseal(self, blob: bytes, aad: bytes) -> bytes:
        """Rotation of one row."""
        return self.seal(self.open(blob, aad), aad)

    @staticmethod
    def _split(blob: bytes) -> tuple[bytes, bytes]:
        if len(blob) < 2 or blob[0] != VERSION or len(blob) < 2 + blob[1] + NONCE:
            raise SealError("not a sealed blob")
        cut = 2 + blob[1]
        return blob[:cut], blob[cut:]


def _mac(key: bytes, scheme: str, value: str) -> bytes:
    return hmac.digest(key, f"{scheme}\x00{value}".encode(), hashlib.sha256)


class BlindIndex:
    """Equality search over sealed values with a key of the service's own. `value` is normalised by the caller."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("an index key has at least 32 bytes")
        self._key = key

    def of(self, scheme: str, value: str) -> bytes:
        return _mac(self._key, scheme, value)


class SharedIndex:
    """A keyed hash that several services compare; the key's id travels with it: "k1:hex"."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        if current not in keys or any(len(key) < 32 for key in keys.values()):
            raise ValueError("a shared index needs its current key, of at least 32 bytes")
        self._keys, self.current = dict(keys), current

    def of(self, scheme: str, value: str, *, key_id: str | None = None) -> str:
        name = key_id or self.current
        return f"{name}:{_mac(self._keys[name], scheme, value).hex()}"


def seal_for(public_jwk: str, data: Mapping[str, Any]) -> str:
    """JWE (ECDH-ES + A256GCM): only the holder of the private key can read it."""
    key = ECKey.import_key(orjson.loads(public_jwk))
    header = {"alg": "ECDH-ES", "enc": "A256GCM"} | ({"kid": key.kid} if key.kid else {})
    return jwe.encrypt_compact(header, orjson.dumps(data), key, algorithms=SEALING)


def open_with(private_jwk: str, token: str) -> dict[str, Any]:
    try:
        plain = jwe.decrypt_compact(token, ECKey.import_key(orjson.loads(private_jwk)), algorithms=SEALING).plaintext
    except (JoseError, ValueError) as error:
        raise SealError("not sealed for this key") from error
    opened: dict[str, Any] = orjson.loads(plain or b"{}")
    return opened


def new_sealing_key() -> tuple[str, str]:
    """(private, public) JWK for `seal_for`."""
    key = ECKey.generate_key("P-256", auto_kid=True)
    return orjson.dumps(key.as_dict(private=True)).decode(), orjson.dumps(key.as_dict(private=False)).decode()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Signer:
    """Ed25519 with the portal's key; anybody can verify with the public half."""

    def __init__(self, private_jwk: str) -> None:
        jwk = orjson.loads(private_jwk)
        self._key = Ed25519PrivateKey.from_private_bytes(_unb64(jwk["d"]))
        self.kid: str = jwk.get("kid", "")

    @property
    def public(self) -> str:
        """The public JWK."""
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": _b64(self._key.public_key().public_bytes_raw())}
        return orjson.dumps(jwk | ({"kid": self.kid} if self.kid else {})).decode()

    def sign(self, payload: bytes) -> str:
        return _b64(self._key.sign(payload))


def verify(public_jwk: str, payload: bytes, signature: str) -> bool:
    """Is it the signature of this payload under that key? Never raises for bad input."""
    try:
        key = Ed25519PublicKey.from_public_bytes(_unb64(orjson.loads(public_jwk)["x"]))
        key.verify(_unb64(signature), payload)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def new_signing_key() -> str:
    """A private Ed25519 JWK for `Signer`."""
    return orjson.dumps(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True)).decode()
