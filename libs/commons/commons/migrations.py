"""Why: every service migrates in the same way: under the owner's role, one process at a time, before it starts.

A service's `migrations/env.py` is

    from commons.migrations import run_env
    from registration.tables import Base

    run_env(Base.metadata)

and its first revision calls `technical_tables(op)` and, last,
`grant_runtime(op, "registration", append_only=["history"])`.
"""

import asyncio
import importlib.util
import io
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.operations import Operations
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

LOCK = 7_221_001


def _config(package: str, url: str, output: io.TextIOBase | None = None) -> Config:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(package)
    config = Config(output_buffer=output)  # type: ignore[arg-type]  # any text stream works
    config.set_main_option("script_location", str(Path(spec.origin).parent.parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(package: str, owner_url: str, revision: str = "head") -> None:
    """Bring a database to `revision`. Works inside a running event loop too (it uses a thread of its own)."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(command.upgrade, _config(package, owner_url), revision).result()


run_upgrade = upgrade


def as_sql(package: str) -> str:
    """All migrations as the SQL they run, for squawk."""
    output = io.StringIO()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(command.upgrade, _config(package, "postgresql+asyncpg://", output), "head", sql=True).result()
    return output.getvalue()


def run_env(metadata: MetaData) -> None:
    """All of a service's env.py."""
    if context.is_offline_mode():
        context.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    asyncio.run(_online(context.config.attributes["url"], metadata))


async def _online(url: str, metadata: MetaData) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_migrate, metadata)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    connection.execute(text("SET LOCAL lock_timeout = '30s'"))
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
    context.run_migrations()


TECHNICAL_TABLES = """
CREATE TABLE outbox (
    id uuid NOT NULL PRIMARY KEY,
    subject text NOT NULL,
    is_command boolean NOT NULL,
    headers bytea NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    round integer NOT NULL DEFAULT 0
);
CREATE INDEX outbox_waiting ON outbox (attempts, id) WHERE published_at IS NULL;
CREATE TABLE inbox (
    event_id uuid NOT NULL,
    handler text NOT NULL,
    entity_id text,
    entity_version integer,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_id, handler)
);
CREATE INDEX inbox_versions ON inbox (handler, entity_id, entity_version);
CREATE TABLE timer (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    case_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    deadline_key text,
    anchor_at timestamptz,
    fired_at timestamptz,
    retry_at timestamptz
);
CREATE INDEX timer_waiting ON timer (due_at) WHERE fired_at IS NULL;
CREATE UNIQUE INDEX timer_one_per_kind ON timer (case_id, kind) WHERE fired_at IS NULL;
CREATE TABLE idempotency (
    who text NOT NULL,
    key text NOT NULL,
    body_hash text NOT NULL,
    answer bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (who, key)
)
"""


def technical_tables(op: Operations, names: Sequence[str] = ("outbox", "inbox", "timer", "idempotency")) -> None:
    """The tables of commons as they were in the first release; later changes are migrations of the services.

    Column for column what the mixins say; a test compares them.
    """
    for statement in TECHNICAL_TABLES.split(";"):
        words = statement.split()
        table = words[2] if words[1] == "TABLE" else words[words.index("ON") + 1]
        if table in names:
            op.execute(statement.strip())


def grant_runtime(op: Operations, service: str, *, append_only: Sequence[str] = ()) -> None:
    """The application role reads and writes, but neither changes nor deletes what is append-only."""
    role = f"{service}_app"
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
    for table in append_only:
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
    op.execute(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}")


def main(arguments: Sequence[str]) -> Any:
    """`python -m commons.migrations sql <package>` prints the SQL."""
    if len(arguments) != 2 or arguments[0] != "sql":
        raise SystemExit("usage: python -m commons.migrations sql <package>")
    sys.stdout.write(as_sql(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
