from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from probe.tables import Base
from sqlalchemy import create_engine, inspect

from commons.migrations import as_sql, upgrade
from embedded.databases import DatabaseUrls
from embedded.testing import TestPostgres


def test_the_technical_tables_of_the_migration_are_those_of_the_mixins(urls: DatabaseUrls) -> None:
    engine = create_engine(urls.owner_url.replace("+asyncpg", "+psycopg"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


async def test_migrating_again_changes_nothing_also_inside_a_running_loop(urls: DatabaseUrls) -> None:
    upgrade("probe", urls.owner_url)
    upgrade("probe", urls.owner_url)


def test_an_empty_database_gets_everything(postgres: TestPostgres) -> None:
    urls = postgres.empty("probe")
    upgrade("probe", urls.owner_url)
    engine = create_engine(urls.owner_url.replace("+asyncpg", "+psycopg"))
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()
    postgres.drop(urls)


def test_the_sql_of_all_migrations_can_be_read_before_it_runs() -> None:
    sql = as_sql("probe")
    assert "CREATE TABLE outbox" in sql
    assert "REVOKE UPDATE, DELETE, TRUNCATE ON history FROM probe_app" in sql
