"""The servers keep the promises that the portal is built on."""

import urllib.error
import urllib.request
from pathlib import Path

import nats.errors
import psycopg
import pytest
from minio import Minio
from minio.error import S3Error
from nats.aio.client import Client as Nats
from nats.js.api import StreamConfig

from commons.testing import eventually
from commons.transport import ensure_stream
from embedded.process import Child, Command, StartFailed, await_ready, free_ports, running
from embedded.servers import NatsServer, PostgresServer, S3Server
from embedded.servers.s3 import free_internal_ports
from embedded.testing import TestNats, TestPostgres, TestStore


def plain(url: str) -> str:
    return url.replace("+asyncpg", "")


def test_a_role_cannot_connect_to_the_database_of_another_service(postgres: TestPostgres) -> None:
    mine, other = postgres.empty("registration"), postgres.empty("notifications")
    database = other.app_url.rsplit("/", 1)[-1]
    url = plain(mine.app_url).rsplit("/", 1)[0] + "/" + database
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(url)


def test_the_application_role_cannot_create_tables(postgres: TestPostgres) -> None:
    urls = postgres.empty("registration")
    with psycopg.connect(plain(urls.app_url)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE anything (id int)")
    with psycopg.connect(plain(urls.owner_url)) as connection:
        connection.execute("CREATE TABLE anything (id int)")


def test_a_wrong_password_is_refused_on_the_local_machine_too(postgres: TestPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.server.url(password="wrong"))


def test_data_survives_a_kill_and_the_cluster_starts_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("kill")
    for parent in (directory, *list(directory.parents)[:2]):
        parent.chmod(0o711)
    server = PostgresServer(directory / "cluster", free_ports(1)[0])
    with running(server, directory) as child:
        with server.connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        child.kill()
    with running(server, directory), server.connect() as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


async def connected(server: TestNats, service: str) -> tuple[Nats, list[str]]:
    errors: list[str] = []

    async def note(error: Exception) -> None:
        errors.append(str(error))

    user, password = server.user(service)
    client = await nats.connect(
        server.url, user=user, password=password, inbox_prefix=f"_INBOX.{service}", error_cb=note
    )
    return client, errors


async def test_a_service_publishes_under_its_own_name_and_no_other(nats_server: TestNats) -> None:
    client, errors = await connected(nats_server, "reference")
    js = client.jetstream()
    await ensure_stream(js, StreamConfig(name="EV_REFERENCE", subjects=["reference.>"]))
    await js.publish("reference.something.v1", b"mine")
    with pytest.raises(nats.errors.TimeoutError):
        await js.publish("registration.case-changed.v1", b"forged", timeout=1)
    assert any("permissions violation" in error for error in errors)
    await client.close()


async def test_a_service_cannot_listen_to_the_replies_of_another(nats_server: TestNats) -> None:
    client, errors = await connected(nats_server, "reference")
    await client.subscribe("_INBOX.registration.>")
    await client.flush()

    async def refused() -> bool:  # the server says so beside the answer to the flush, not before it
        return any("permissions violation" in error for error in errors)

    await eventually(refused)
    await client.close()


async def test_nobody_comes_in_without_a_password(nats_server: TestNats) -> None:
    with pytest.raises(nats.errors.Error):
        await nats.connect(nats_server.url, allow_reconnect=False, connect_timeout=2)


def test_jetstream_writes_to_disk_before_it_acknowledges(tmp_path: Path) -> None:
    server = NatsServer(tmp_path, *free_ports(2))
    server.prepare()
    assert "sync_interval: always" in (tmp_path / "nats.conf").read_text()
    assert (tmp_path / "nats.conf").stat().st_mode & 0o077 == 0


def test_the_store_answers_nobody_without_a_signature(s3_server: TestStore) -> None:
    client = Minio(
        s3_server.endpoint, s3_server.access_key, s3_server.secret_key, secure=False, region=s3_server.region
    )
    if not client.bucket_exists("embedded-test"):
        client.make_bucket("embedded-test")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"http://{s3_server.endpoint}/embedded-test/")
    wrong = Minio(s3_server.endpoint, s3_server.access_key, "wrong", secure=False, region=s3_server.region)
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        wrong.list_buckets()


def test_the_filer_of_the_store_shows_nothing_over_http(s3_server: TestStore) -> None:
    assert isinstance(s3_server.server, S3Server)
    for port in s3_server.server.internal_ports[2:6:2]:
        with pytest.raises((urllib.error.HTTPError, ConnectionError, urllib.error.URLError)):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/buckets/", timeout=5)


def test_the_store_stops_without_leaving_sockets_behind(tmp_path: Path) -> None:
    server = S3Server(tmp_path / "s3", free_ports(1)[0], free_internal_ports())
    before = set(Path("/tmp").glob("seaweedfs-*.sock"))
    with running(server, tmp_path):
        ports = {str(server.port), *(str(port) for port in server.internal_ports)}
        assert [
            path for path in set(Path("/tmp").glob("seaweedfs-*.sock")) - before if ports & set(path.stem.split("-"))
        ]
    left = [path for path in set(Path("/tmp").glob("seaweedfs-*.sock")) - before if ports & set(path.stem.split("-"))]
    assert left == []


def test_a_process_that_ends_before_it_is_ready_is_reported_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as output:
        child = Child("talker", Command(("/bin/sh", "-c", "echo last words; exit 3")), output)
    with pytest.raises(StartFailed, match=r"talker ended with code 3\nlast words"):
        await_ready(child, lambda: False, log=log)
