"""Passwords: long rather than clever (NIST SP 800-63B), hashed with Argon2id, and never many at once on two cores."""

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 256
# OWASP's second parameter set: 19 MiB and two passes, about 25 ms on the design machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
OWN_WORDS = ("izbori", "izborni", "glasanje", "glasovanje", "centralna", "portal", "izbori.ba")


@cache
def common() -> frozenset[str]:
    """Passwords that everybody tries first; entries shorter than our minimum would never be reached."""
    text = files("identity").joinpath("data/common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(4)


@cache
def decoy() -> str:
    """A hash that nothing matches: an unknown account costs the same time as a wrong password."""
    return _hasher.hash("no account has this password")


def normal(password: str) -> str:
    """The same characters however the keyboard composed them (č as one code point or as two)."""
    return unicodedata.normalize("NFC", password)


def weakness(password: str, *, email: str = "", name: str = "") -> str | None:
    """The code of what is wrong, or None. No rules on kinds of characters: they make passwords worse."""
    password = normal(password)
    if len(password) < SHORTEST:
        return "password.too_short"
    if len(password) > LONGEST:
        return "password.too_long"
    folded = password.casefold()
    if folded in common() or len(set(folded)) < 4 or _is_run(folded) or _only_words(folded, email, name):
        return "password.too_common"
    return None


def _is_run(text: str) -> bool:
    """abcdefghij, 9876543210: each character follows the one before it."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps in ({1}, {-1})


def _only_words(folded: str, email: str, name: str) -> bool:
    """Nothing but the portal's words, the person's own name or address, and digits after them."""
    local, _, domain = email.casefold().partition("@")
    words = [*OWN_WORDS, local, domain, *name.casefold().split()]
    rest = folded.rstrip("0123456789!.?")
    return rest in words or rest in {"".join(pair) for w in words for pair in ((w, w),)} or folded == email.casefold()


async def hashed(password: str) -> str:
    return await to_thread.run_sync(_hasher.hash, normal(password), limiter=_limiter())


async def matches(password_hash: str | None, password: str) -> bool:
    """True for the right password. Without an account a decoy is checked, so that both answers take as long."""
    return await to_thread.run_sync(_matches, password_hash or decoy(), normal(password)[:LONGEST], limiter=_limiter())


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def outdated(password_hash: str) -> bool:
    """Made with weaker parameters than today's: worth hashing again while the password is at hand."""
    return _hasher.check_needs_rehash(password_hash)
