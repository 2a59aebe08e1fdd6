"""Real servers for every test that wants them: PostgreSQL, NATS JetStream and S3, from the same wheels as `make run`.

Each pytest worker has servers of its own, started by the first test that asks: half a second each, no lock between
workers, nothing left behind (the servers end with the worker even when it is killed). NATS is new for each test.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

# Its folder and its package have the same name: pytest would take the folder for the package unless that is here first.
import gateway  # noqa: F401
from embedded.databases import DatabaseUrls
from embedded.process import free_ports, running
from embedded.servers import MinioServer, NatsServer, PostgresServer, S3Server
from embedded.servers import minio as minio_build
from embedded.servers import postgres as postgres_files
from embedded.servers.s3 import free_internal_ports
from embedded.stack import Stack, Store, temporary
from embedded.testing import TestNats, TestPostgres, TestStore

# A slow example on a busy machine is no fault of the rule that it tests.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """A directory that another user's process can pass through, removed afterwards."""
    directory = Path(tempfile.mkdtemp(prefix=f"izbori-test-{name}-"))
    directory.chmod(0o711)
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestPostgres]:
    """PostgreSQL; `postgres.database("registration")` gives (app_url, owner_url) of a fresh migrated database."""
    with scratch("postgres") as directory:
        server = PostgresServer(directory / "cluster", free_ports(1)[0], durable=False)
        with running(server, directory) as child:
            yield TestPostgres(server, child)
        postgres_files.remove(server.directory)


@pytest.fixture
def fresh_database(postgres: TestPostgres) -> Iterator[Callable[[str], DatabaseUrls]]:
    """Databases for one test, dropped when it ends."""
    made: list[DatabaseUrls] = []

    def database(service: str) -> DatabaseUrls:
        made.append(postgres.database(service))
        return made[-1]

    yield database
    for urls in made:
        postgres.drop(urls)


@pytest.fixture
def nats_server() -> Iterator[TestNats]:
    """NATS with JetStream; `.url`, `.user("registration")`, `.operator`. A new one for each test: it starts in 0.05 s,
    and a stream that another test left would hand its messages to whoever comes next."""
    with scratch("nats") as directory:
        port, monitor = free_ports(2)
        server = NatsServer(directory, port, monitor)
        with running(server, directory) as child:
            yield TestNats(server, child)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[TestStore]:
    """The embedded S3 server; `.endpoint`, `.access_key`, `.secret_key`, `.region`; `.stop()` and `.start()`."""
    with scratch("s3") as directory, TestStore(embedded_s3(directory), directory) as store:
        yield store


# MinIO takes part as soon as `make minio` has built it; the embedded server always does.
STORES = ["embedded", *(["minio"] if minio_build.cached().exists() else [])]


@pytest.fixture(scope="session", params=STORES)
def store_server(request: pytest.FixtureRequest) -> Iterator[TestStore]:
    """Each object store in turn, for the contract that they share."""
    with scratch(request.param) as directory:
        server = MinioServer(directory, free_ports(1)[0]) if request.param == "minio" else embedded_s3(directory)
        with TestStore(server, directory) as store:
            yield store


def embedded_s3(directory: Path) -> S3Server:
    return S3Server(directory, free_ports(1)[0], free_internal_ports(), durable=False)


@pytest.fixture(scope="session")
def portal() -> Iterator[Stack]:
    """The whole portal on free ports: `.origin`, `.mail_url`, `.account("clerk")`, `.kill(name)`, `.restart(name)`.

    On MinIO when IZBORI_STORE says so. Its frontend is the one that `make install` built.
    """
    store: Store = "minio" if os.environ.get("IZBORI_STORE") == "minio" else "embedded"
    with scratch("portal") as directory, temporary(directory, store) as stack:
        yield stack
