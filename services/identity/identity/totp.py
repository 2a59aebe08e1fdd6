"""The second factor that every telephone has: codes of RFC 6238, each good once, and recovery codes on paper."""

import base64
import hashlib
import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno

ISSUER = "Izbori BiH"
STEP = 30
TOLERANCE = 1
"""Time steps either way: telephones and people are slow."""
RECOVERY_CODES = 10
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_secret() -> str:
    return pyotp.random_base32()


def accepted_step(secret: str, code: str, at: datetime, after: int) -> int | None:
    """The time step that a code belongs to, when it is fresh and later than the last one used."""
    digits = "".join(code.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    totp, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP
    found = None
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits) and step > after:
            found = step
    return found


def address(secret: str, email: str) -> str:
    """What the QR code holds (the Key URI format of authenticator applications)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def qr(uri: str) -> str:
    """An inline SVG without styles or scripts, so that the strict content policy stays."""
    out = io.BytesIO()
    segno.make(uri, error="m").save(out, kind="svg", xmldecl=False, omitsize=True, border=4, light="#ffffff")
    return out.getvalue().decode()


def readable(secret: str) -> str:
    """In groups of four, for typing."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Twelve characters each (about 59 bits), without those that look alike."""
    raw = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    return [f"{c[:4]}-{c[4:8]}-{c[8:]}" for c in raw]


def recovery_hash(code: str) -> bytes:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(b"recovery\n" + plain.encode()).digest()


def is_recovery(code: str) -> bool:
    plain = [c for c in code.upper() if c.isalnum()]
    return len(plain) == 12 and all(c in ALPHABET for c in plain)


def valid_secret(secret: str) -> bool:
    """For seeds: Base32 of at least 112 bits, which the library insists on."""
    try:
        return len(base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)) >= 14
    except ValueError:
        return False
