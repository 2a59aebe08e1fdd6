"""Accounts of a demonstration, from a file: made once, given the roles that a newer file adds. Never in production."""

from datetime import datetime
from pathlib import Path

import structlog
from pydantic import BaseModel, Field, TypeAdapter, field_validator
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commons.ids import new_id
from identity import passwords, roles, store, totp
from identity.tables import Account, Grant, Totp
from identity.vault import Person, Vault

log = structlog.get_logger(__name__)
LOCK = 0x1D_5EED


class SeedRole(BaseModel):
    role: str
    unit: str | None = None
    election: str | None = None


class Seed(BaseModel):
    email: str
    password: str
    name: str
    locale: str = "bs"
    totp_secret: str | None = None
    roles: list[SeedRole] = Field(default_factory=list)
    verified: bool = True

    @field_validator("totp_secret")
    @classmethod
    def _base32(cls, value: str | None) -> str | None:
        if value and not totp.valid_secret(value):
            raise ValueError("the TOTP secret is Base32 of at least 112 bits")
        return value


def read(path: Path) -> list[Seed]:
    return TypeAdapter(list[Seed]).validate_json(path.read_bytes())


async def plant(session: AsyncSession, vault: Vault, seeds: list[Seed], now: datetime) -> int:
    """How many accounts were made. One that is there keeps its password and second factor."""
    await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    made = 0
    for seed in seeds:
        account = await store.account_by_email(session, vault.email_index(seed.email))
        if account is None:
            account = await _new(session, vault, seed, now)
            made += 1
        for held in seed.roles:
            problem = roles.grant_problem(held.role, held.unit)
            if problem:
                log.warning("seeds.role_refused", role=held.role, problem=problem)
                continue
            grant = Grant(
                id=new_id(),
                account_id=account.id,
                role=held.role,
                unit=held.unit,
                election=held.election,
                valid_from=now,
                valid_to=None,
            )
            await store.add_grant(session, grant)
    return made


async def _new(session: AsyncSession, vault: Vault, seed: Seed, now: datetime) -> Account:
    id = new_id()
    account = Account(
        id=id,
        email_index=vault.email_index(seed.email),
        personal=vault.seal_person(id, Person(seed.email, seed.name)),
        password_hash=await passwords.hashed(seed.password),
        locale=seed.locale,
        created_at=now,
        verified_at=now if seed.verified else None,
        disabled_at=None,
    )
    session.add(account)
    await session.flush()
    if seed.totp_secret:
        sealed = vault.seal(seed.totp_secret, f"totp:{id}")
        session.add(Totp(account_id=id, secret=sealed, confirmed_at=now, last_step=0))
        await session.flush()
    return account
