"""The keys that sign tokens. Always a next one is published before it signs, so that nobody meets an unknown key.

next → current → previous: `rotate` moves all three on. Verifiers that cache the JWKS already hold the next key, and
the previous one stays published until the last token that it signed has expired.
"""

import time
from datetime import datetime, timedelta

import orjson
from joserfc.jwk import Key, KeySet, RSAKey, import_key
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from identity.tables import SigningKey
from identity.vault import Vault

SIGNING_ALGORITHM = "RS256"
PUBLISHED_AFTER_RETIREMENT = timedelta(days=2)
"""Longer than any access token or browser session: an ID token is still a hint at sign-out."""
RELOAD_AFTER = 30.0
LOCK = 0x1D_4E59


class SigningKeys:
    """This process's copy of the keys; another process may rotate, so it is read again every half minute."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._loaded = -RELOAD_AFTER
        self._current: Key | None = None
        self._published: list[Key] = []

    async def fresh(self, session: AsyncSession, now: datetime) -> "SigningKeys":
        if time.monotonic() - self._loaded > RELOAD_AFTER:
            await self.load(session, now)
        return self

    async def load(self, session: AsyncSession, now: datetime) -> None:
        rows = (await session.scalars(_published(now))).all()
        opened = {row.kid: self._vault.open(row.private_key, f"signing:{row.kid}") for row in rows}
        keys = {kid: import_key(orjson.loads(private)) for kid, private in opened.items()}
        self._current = next((keys[r.kid] for r in rows if r.activated_at and not r.retired_at), None)
        self._published = list(keys.values())
        self._loaded = time.monotonic()

    @property
    def signing(self) -> KeySet:
        """The one key that signs, as a set, so that Authlib writes its id into the header."""
        if self._current is None:
            raise LookupError("no signing key: run the migration and start the service once")
        return KeySet([self._current])

    @property
    def published(self) -> KeySet:
        """Every key whose signatures are good now."""
        return KeySet(self._published)

    def jwks(self) -> dict[str, object]:
        return {"keys": self.published.as_dict(private=False)["keys"]}


def _published(now: datetime):  # type: ignore[no-untyped-def]  # the statement's own type says nothing more
    still = (SigningKey.retired_at.is_(None)) | (SigningKey.retired_at > now - PUBLISHED_AFTER_RETIREMENT)
    return select(SigningKey).where(still).order_by(SigningKey.created_at)


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": SIGNING_ALGORITHM}, private=True, auto_kid=True)


async def _add(session: AsyncSession, vault: Vault, now: datetime, *, activated_at: datetime | None) -> str:
    key = new_key()
    kid = str(key.kid)
    sealed = vault.seal(orjson.dumps(key.as_dict(private=True)).decode(), f"signing:{kid}")
    session.add(SigningKey(kid=kid, private_key=sealed, created_at=now, activated_at=activated_at, retired_at=None))
    await session.flush()
    return kid


async def ensure(session: AsyncSession, vault: Vault, now: datetime) -> None:
    """A current and a next key. Several processes may start at once: one makes them."""
    await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    live = (await session.scalars(select(SigningKey).where(SigningKey.retired_at.is_(None)))).all()
    if not any(row.activated_at for row in live):
        await _add(session, vault, now, activated_at=now)
    if not any(row.activated_at is None for row in live):
        await _add(session, vault, now, activated_at=None)


async def rotate(session: AsyncSession, vault: Vault, now: datetime) -> str:
    """The next key signs from now on; the current one retires; a new next one is published. Answers the new current."""
    await ensure(session, vault, now)
    live = SigningKey.retired_at.is_(None)
    await session.execute(update(SigningKey).where(live, SigningKey.activated_at.is_not(None)).values(retired_at=now))
    kid = (await session.scalars(select(SigningKey.kid).where(live, SigningKey.activated_at.is_(None)))).one()
    await session.execute(update(SigningKey).where(SigningKey.kid == kid).values(activated_at=now))
    await _add(session, vault, now, activated_at=None)
    return kid


async def revoke(session: AsyncSession, vault: Vault, kid: str, now: datetime) -> bool:
    """A key that is feared stolen: gone from the JWKS at once; tokens that it signed stop being believed."""
    row = await session.get(SigningKey, kid, with_for_update=True)
    if row is None:
        return False
    if row.activated_at and not row.retired_at:
        await rotate(session, vault, now)
    await session.execute(delete(SigningKey).where(SigningKey.kid == kid))
    await ensure(session, vault, now)
    return True


async def keep_young(session: AsyncSession, vault: Vault, now: datetime, days: int) -> None:
    """Rolls over by age, and destroys the private halves of keys that nobody needs any more."""
    await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    since = await session.scalar(select(func.max(SigningKey.activated_at)).where(SigningKey.retired_at.is_(None)))
    if days and since and since < now - timedelta(days=days):
        await rotate(session, vault, now)
    await session.execute(delete(SigningKey).where(SigningKey.retired_at < now - PUBLISHED_AFTER_RETIREMENT))


async def listing(session: AsyncSession) -> list[SigningKey]:
    return list((await session.scalars(select(SigningKey).order_by(SigningKey.created_at))).all())
