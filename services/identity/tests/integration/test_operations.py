"""Seeds, migrations, mails on their way, and what is forgotten in time."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import nats
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

from commons.clock import FixedClock
from commons.db import Database
from commons.testing import client_of, eventually
from identity.app import create_app
from identity.settings import Settings
from identity.tables import Base
from identity.testing import Browser
from identity.vault import Vault
from identity.worker import Housekeeping

PASSWORD = "zelena livada iza kuće"


async def test_demo_accounts_are_planted_once_and_completed_later(
    settings: Settings, tmp_path: Path, sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    file = tmp_path / "accounts.json"
    account = {"email": "a@example.org", "password": PASSWORD, "name": "A", "locale": "hr", "roles": []}
    file.write_text(json.dumps([account]))
    for roles in ([], [{"role": "AUDITOR", "election": "DEMO"}], [{"role": "AUDITOR", "election": "DEMO"}]):
        file.write_text(json.dumps([account | {"roles": roles, "password": PASSWORD + str(len(roles))}]))
        async with client_of(create_app(settings.model_copy(update={"demo_accounts_file": file}))) as client:
            assert (await client.get("/readyz")).status_code == 200
    assert len(await sql("SELECT id FROM account")) == 1
    assert [tuple(row) for row in await sql("SELECT role, election FROM role_grant")] == [("AUDITOR", "DEMO")]


async def test_production_plants_nothing(
    settings: Settings, tmp_path: Path, sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps([{"email": "a@example.org", "password": PASSWORD, "name": "A"}]))
    changes = {"demo_accounts_file": file, "environment": "production"}
    async with client_of(create_app(settings.model_copy(update=changes))):
        assert await sql("SELECT id FROM account") == []


async def test_a_role_without_its_unit_or_that_nobody_knows_is_not_granted(
    seed: Callable[..., Awaitable[Any]], sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    await seed(roles=[{"role": "MEC_CLERK"}, {"role": "KING"}, {"role": "DCM_OFFICER", "unit": "dcm.de.stuttgart"}])
    assert [row[0] for row in await sql("SELECT role FROM role_grant")] == ["DCM_OFFICER"]


async def test_the_migration_makes_exactly_the_tables_that_the_code_maps(settings: Settings) -> None:
    engine = create_async_engine(settings.owner_database_url)
    async with engine.connect() as connection:

        def differences(sync: Any) -> list[Any]:
            context = MigrationContext.configure(sync, opts={"compare_type": True})
            return [d for d in compare_metadata(context, Base.metadata) if "alembic_version" not in str(d)]

        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_nothing_personal_is_in_clear_in_the_database(
    ana: Browser, sql: Callable[..., Awaitable[list[Any]]], mails: Callable[[], Awaitable[list[dict[str, Any]]]]
) -> None:
    await ana.get("/auth/forgot")
    await ana.submit("/auth/forgot", email="ana@example.org")
    names = [row[0] for row in await sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    dump = ""
    for name in names:
        dump += "".join(str(tuple(row)) for row in await sql(f"SELECT t.*::text FROM {name} t"))
    link_token = (await mails())[-1]["link"].partition("token=")[2]
    for secret in ("ana@example.org", "Anić", PASSWORD, str(ana.session), link_token):
        assert secret
        assert secret not in dump
        assert secret.encode().hex() not in dump


async def test_mails_leave_through_jetstream(
    settings: Settings, nats_server: Any, sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    user, password = nats_server.user("identity")
    operator = await nats.connect(nats_server.url, user=nats_server.operator[0], password=nats_server.operator[1])
    from commons.transport import ensure_work_queue

    await ensure_work_queue(operator.jetstream(), "mail")
    changes = {
        "nats_url": nats_server.url, "nats_user": user, "nats_password": password, "worker_in_process": True,
    }  # fmt: skip
    app = create_app(settings.model_copy(update=changes))
    async with client_of(app):
        import httpx

        here = Browser(httpx.ASGITransport(app), settings.public_origin)
        await here.get("/auth/register")
        await here.submit("/auth/register", email="ivo@example.org", password=PASSWORD, name="Ivo")

        async def sent() -> bool:
            return [row[0] is not None for row in await sql("SELECT published_at FROM outbox")] == [True]

        await eventually(sent)
    await operator.close()


async def test_what_is_long_over_is_forgotten(
    app: FastAPI, ana: Browser, settings: Settings, clock: FixedClock, sql: Callable[..., Awaitable[list[Any]]]
) -> None:
    await ana.get("/auth/forgot")
    await ana.submit("/auth/forgot", email="ana@example.org")
    await ana.sign_in("nobody@example.org", "nije to ta šifra")
    worker = Housekeeping(Database(settings.database_url), clock, settings, Vault(settings))
    await worker.once()
    assert len(await sql("SELECT 1 FROM session")) == 1
    clock.move(timedelta(days=32))
    await worker.once()
    for table in ("session", "link", "throttle"):
        assert await sql(f"SELECT 1 FROM {table}") == [], table
    assert len(await sql("SELECT 1 FROM account")) == 1


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
async def test_operators_see_how_it_is(app: FastAPI, machine: Any, path: str) -> None:
    assert (await machine.get(path)).status_code == 200
