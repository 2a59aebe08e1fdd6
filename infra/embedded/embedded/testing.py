"""Real servers for tests, as the root conftest.py hands them out: quick to start, thrown away afterwards."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from commons.migrations import upgrade
from embedded import databases
from embedded.databases import DatabaseUrls
from embedded.process import Child, running
from embedded.servers import MinioServer, NatsServer, PostgresServer, S3Server
from embedded.servers.nats import OPERATOR


@dataclass
class TestPostgres:
    """`database("registration")` is a fresh, migrated database each time; `drop` gives it back."""

    __test__ = False

    server: PostgresServer
    child: Child
    _passwords: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    def database(self, service: str) -> DatabaseUrls:
        """A fresh database copied from a template that was migrated once."""
        template = f"template_{service}"
        self._ensure_roles(service)
        if databases.ensure_database(self.server, template, service):
            upgrade(service, databases.urls(self.server, template, service, self._passwords).owner_url)
        return self._create(service, template)

    def empty(self, service: str) -> DatabaseUrls:
        """A fresh database without any table, for the tests of migrations."""
        self._ensure_roles(service)
        return self._create(service, "template0")

    def _ensure_roles(self, service: str) -> None:
        roles = {f"{service}_{kind}" for kind in ("owner", "app")}
        if not roles <= self._passwords.keys():
            self._passwords |= {role: secrets.token_hex(12) for role in roles}
            databases.ensure_roles(self.server, {role: self._passwords[role] for role in roles})

    def _create(self, service: str, template: str) -> DatabaseUrls:
        self._count += 1
        name = f"{service}_{self._count}"
        databases.ensure_database(self.server, name, service, template)
        return databases.urls(self.server, name, service, self._passwords)

    def drop(self, urls: DatabaseUrls) -> None:
        databases.drop_database(self.server, urls.app_url.rsplit("/", 1)[-1])


@dataclass
class TestNats:
    """A JetStream server and the users of the services."""

    __test__ = False

    server: NatsServer
    child: Child

    @property
    def url(self) -> str:
        return self.server.url

    def user(self, service: str) -> tuple[str, str]:
        """Name and password of a service's user; "operator" may do everything."""
        return service, self.server.passwords[service]

    @property
    def operator(self) -> tuple[str, str]:
        return self.user(OPERATOR)


class TestStore:
    """An S3 server; `endpoint`, `access_key`, `secret_key` and `region` are what a service's settings want."""

    __test__ = False

    def __init__(self, server: S3Server | MinioServer, directory: Path) -> None:
        self.server = server
        self.directory = directory
        self.endpoint = server.endpoint
        self.access_key = server.access_key
        self.secret_key = server.secret_key
        self.region = server.region
        self._running = ExitStack()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start, or start again after `stop()` on the same port with the same data."""
        self._running.enter_context(running(self.server, self.directory))

    def stop(self) -> None:
        self._running.close()
