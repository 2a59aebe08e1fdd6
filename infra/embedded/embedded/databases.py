"""Databases and their roles: one database per service, owned by `<service>_owner`, used by `<service>_app`.

The owner runs the migrations; the application role gets what the migrations grant it and nothing else (no UPDATE or
DELETE on a history table). Nobody may connect to a database that is not their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import psycopg
from psycopg import sql

from embedded.servers.postgres import PostgresServer

WITH_DATABASE = ("reference", "identity", "notifications", "registration", "candidacy", "gateway")


class DatabaseUrls(NamedTuple):
    """How a service reaches its database: at run time, and for migrations."""

    app_url: str
    owner_url: str


def ensure_roles(server: PostgresServer, passwords: Mapping[str, str]) -> None:
    """Create or update the login roles; `passwords` by role name."""
    with server.connect() as connection:
        for role, password in passwords.items():
            verb = "ALTER" if _exists(connection, "pg_roles", "rolname", role) else "CREATE"
            statement = sql.SQL(f"{verb} ROLE {{}} LOGIN PASSWORD {{}}")
            connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))


def ensure_database(server: PostgresServer, name: str, service: str, template: str = "template0") -> bool:
    """Create a service's database unless it is there; True when it is new."""
    with server.connect() as connection:
        if _exists(connection, "pg_database", "datname", name):
            return False
        owner, app = sql.Identifier(f"{service}_owner"), sql.Identifier(f"{service}_app")
        database = sql.Identifier(name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(database, owner, sql.Identifier(template))
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))
    with server.connect(name) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(app))
    return True


def drop_database(server: PostgresServer, name: str) -> None:
    """Drop a database, ending the connections that are still open."""
    with server.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def urls(server: PostgresServer, name: str, service: str, passwords: Mapping[str, str]) -> DatabaseUrls:
    """The two addresses of a database, as the services' settings want them."""

    def url(role: str) -> str:
        return server.url(name, role, passwords[role]).replace("postgresql://", "postgresql+asyncpg://")

    return DatabaseUrls(url(f"{service}_app"), url(f"{service}_owner"))


def _exists(connection: psycopg.Connection, catalogue: str, column: str, value: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(sql.Identifier(catalogue), sql.Identifier(column))
    return connection.execute(query, (value,)).fetchone() is not None
