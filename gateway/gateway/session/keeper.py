"""Why: everything a request needs to know of a session, in one read, and the tokens kept fresh behind it.

The access token lives fifteen minutes and is refreshed at half-life under the lock of its row: of parallel requests
(in all workers) one refreshes, the others go on with the token they have, and wait only when that one has expired.
While the issuer is down, sessions go on with what they hold.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import structlog
from cachetools import TTLCache

from commons.auth import Principal, RoleGrant, TokenVerifier
from commons.crypto import Keyring
from commons.db import Database
from commons.problems import Unauthorised, Unavailable
from gateway.session import store
from gateway.session.issuer import Ended, Issuer, Tokens
from gateway.tables import SessionRow

log = structlog.get_logger(__name__)
RETRY_REFRESH = timedelta(seconds=20)
REMEMBERED_SECONDS = 1.0
"""A page asks several things at once; a session ended in another worker is believed that much longer."""


@dataclass(frozen=True)
class SignedIn:
    """One session, opened."""

    id: bytes
    secret: str
    who: Principal
    tokens: Tokens
    refresh_at: datetime


class Keeper:
    """Starts, finds, refreshes and ends sessions. Token and session expiry run on the machine's own time."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        issuer: Issuer,
        verifier: TokenVerifier,
        *,
        lifetime: timedelta,
        idle: timedelta,
    ) -> None:
        self._database, self._keyring, self._issuer, self._verifier = database, keyring, issuer, verifier
        self.lifetime, self._idle = lifetime, idle
        self._remembered: TTLCache[bytes, SignedIn] = TTLCache(10_000, REMEMBERED_SECONDS)

    async def start(self, tokens: Tokens) -> SignedIn:
        """A new secret for each sign-in: a fixed or stolen older cookie is worth nothing."""
        secret = secrets.token_urlsafe(32)
        found = await self._opened(_id(secret), secret, tokens)
        now = _now()
        row = SessionRow(id=found.id, account=found.who.account, expires_at=now + self.lifetime)
        self._write(row, found)
        async with self._database.sessions.begin() as session:
            session.add(row)
        return found

    async def find(self, secret: str | None) -> SignedIn | None:
        """The session of a cookie, its token fresh; None when there is none (any more)."""
        if secret is None:
            return None
        id = _id(secret)
        now = _now()
        remembered = self._remembered.get(id)
        if remembered is not None and now < remembered.refresh_at:
            return remembered
        async with self._database.sessions() as session:
            row = await store.session(session, id)
        if row is None or self._is_over(row, now):
            return None
        if now >= row.refresh_at:
            return await self._refreshed(id, secret, row)
        return self._remember(self._open(row, secret))

    async def end(self, secret: str) -> str:
        """Forget the session; the address that ends it at the issuer too."""
        id = _id(secret)
        self._remembered.pop(id, None)
        async with self._database.sessions.begin() as session:
            row = await store.delete(session, id)
        return await self._issuer.end(self._open(row, secret).tokens) if row else "/"

    async def forget(self, secret: str) -> None:
        """Drop a session that a new one replaces."""
        self._remembered.pop(_id(secret), None)
        async with self._database.sessions.begin() as session:
            await store.delete(session, _id(secret))

    async def refresh_now(self, signed_in: SignedIn) -> None:
        """Fetch new claims, because the person just changed them."""
        self._remembered.pop(signed_in.id, None)
        async with self._database.sessions.begin() as session:
            await store.due(session, signed_in.id, _now())

    async def sweep(self) -> None:
        """Drop what is over."""
        now = _now()
        async with self._database.sessions.begin() as session:
            await store.sweep(session, now, now - self._idle)

    async def _refreshed(self, id: bytes, secret: str, seen: SessionRow) -> SignedIn | None:
        must_wait = _now() >= seen.access_expires_at
        async with self._database.sessions.begin() as session:
            row = await store.locked(session, id, wait=must_wait)
            if row is None:  # being refreshed by somebody else right now, or gone
                return None if must_wait else self._open(seen, secret)
            now = _now()
            current = self._open(row, secret)
            if now < row.refresh_at:
                return self._remember(current)
            try:
                fresh = await self._opened(id, secret, await self._issuer.refresh(current.tokens))
            except (Ended, Unauthorised):
                await store.delete(session, id)
                return None
            except Unavailable:
                if now >= row.access_expires_at:
                    raise
                row.refresh_at = min(now + RETRY_REFRESH, row.access_expires_at)
                return current
            self._write(row, fresh)
        return self._remember(fresh)

    async def _opened(self, id: bytes, secret: str, tokens: Tokens) -> SignedIn:
        who = await self._verifier.verify(tokens.access)
        left = max(tokens.expires_at - _now().timestamp(), 0.0)
        return SignedIn(id, secret, who, tokens, _now() + timedelta(seconds=left / 2))

    def _write(self, row: SessionRow, found: SignedIn) -> None:
        content = {"tokens": asdict(found.tokens), "who": asdict(found.who)}
        row.sealed = self._keyring.seal(orjson.dumps(content), found.id)
        row.access_expires_at = datetime.fromtimestamp(found.tokens.expires_at, UTC)
        row.refresh_at = found.refresh_at

    def _open(self, row: SessionRow, secret: str) -> SignedIn:
        content: dict[str, Any] = orjson.loads(self._keyring.open(row.sealed, row.id))
        roles = tuple(RoleGrant(**grant) for grant in content["who"]["roles"])
        who = replace(Principal(**content["who"]), roles=roles)
        return SignedIn(row.id, secret, who, Tokens(**content["tokens"]), row.refresh_at)

    def _remember(self, found: SignedIn) -> SignedIn:
        self._remembered[found.id] = found
        return found

    def _is_over(self, row: SessionRow, now: datetime) -> bool:
        return now >= row.expires_at or now >= row.refresh_at + self._idle


def _id(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _now() -> datetime:
    return datetime.now(UTC)
