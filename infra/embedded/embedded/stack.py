"""The whole portal on one machine: servers, databases, services and demo data, each after what it needs.

`Stack` is used by `make run` and by the tests that need everything (browser, chaos): they start a stack of their own on
free ports in a directory of their own, and may kill and restart any process of it by name.
"""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from embedded import accounts, databases, demo_voters
from embedded.console import Console
from embedded.environment import SERVICES, Environment, role_passwords
from embedded.ports import S3_INTERNAL, TABLE, Ports
from embedded.process import Child, Command, Server, StartFailed, await_ready
from embedded.servers import MinioServer, NatsServer, PostgresServer, S3Server
from embedded.servers import postgres as postgres_files
from embedded.servers.nats import OPERATOR
from embedded.servers.nats import SERVICES as NATS_USERS
from embedded.state import State
from embedded.tools import ROOT

Store = Literal["embedded", "minio"]
# Each wave starts together when the one before is ready. Domain services copy elections, so reference goes first;
# the gateway reads the provider's discovery document, so identity goes first.
WAVES: Sequence[Sequence[str]] = (
    ("mail", "identity", "reference"),
    ("notifications", "registration", "candidacy"),
    ("gateway",),
)
HTTP_PATIENCE = 60.0


@dataclass(frozen=True)
class Options:
    """Where a stack lives and what it is made of."""

    directory: Path
    ports: Ports
    store: Store = "embedded"
    durable: bool = True
    voters: int = 20_000


class Stack:
    """Starts, restarts and stops all processes. Not for use from several threads."""

    def __init__(self, options: Options, console: Console) -> None:
        self.options = options
        self.ports = options.ports
        self.console = console
        directory = options.directory
        directory.mkdir(parents=True, exist_ok=True)
        # Root's PostgreSQL runs as another user and must be able to pass through; each part closes its own folder.
        directory.chmod(0o711)
        self.state = State(directory / "secrets.json")
        self.accounts_file = directory / "accounts.json"
        self.postgres = PostgresServer(directory / "postgres", self.ports["postgres"], durable=options.durable)
        self.nats = NatsServer(
            directory / "nats",
            self.ports["nats"],
            self.ports["nats_monitor"],
            {user: self.state.password(f"nats.{user}") for user in (*NATS_USERS, OPERATOR)},
        )
        self.store = self._make_store()
        self.environment = Environment(
            state=self.state,
            ports=self.ports,
            postgres=self.postgres,
            nats=self.nats,
            store=self.store,
            public_origin=self.origin,
            accounts_file=self.accounts_file,
        )
        self.children: dict[str, Child] = {}
        self._logs: list[threading.Thread] = []

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.ports['gateway']}"

    @property
    def mail_url(self) -> str:
        return f"http://localhost:{self.ports['mail']}"

    def account(self, key: str) -> dict[str, Any]:
        """A demo account by the first part of its address: "clerk", "reviewer", "glasac" …"""
        return next(found for found in accounts.read(self.accounts_file) if found["email"].startswith(f"{key}@"))

    def start(self) -> None:
        """Everything, ready when this returns; raises StartFailed or PortProblem, leaving nothing running."""
        self.ports.refuse_taken(name for name in TABLE if self._uses(name))
        try:
            accounts.ensure(self.accounts_file)
            self._start_servers()
            self._prepare_databases()
            self._start_services()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """In the opposite order: the services finish their requests while the servers are still there."""
        for wave in reversed(WAVES):
            self._stop([name for name in wave if name in self.children])
        servers = [server for server in self._servers() if server.name in self.children]
        self._stop([server.name for server in servers])
        for server in servers:
            server.when_stopped()
        for thread in self._logs:
            thread.join(timeout=2)

    def restart(self, name: str) -> None:
        """Start a process that was killed or stop and start it; ready when this returns."""
        self._stop([name] if name in self.children else [])
        server = next((server for server in self._servers() if server.name == name), None)
        if server is not None:
            self._start_server(server)
            self._await_server(server)
        else:
            self._start_process(name)
            self._await_process(name)

    def kill(self, name: str) -> None:
        """SIGKILL, as the fault tests want it."""
        self.children.pop(name).kill()

    def dead(self) -> str | None:
        """Name of a process that ended by itself, if any did."""
        return next((name for name, child in self.children.items() if child.exit_code() is not None), None)

    # -- servers

    def _make_store(self) -> S3Server | MinioServer:
        secret = self.state.password("s3.secret")
        if self.options.store == "minio":
            return MinioServer(self.options.directory / "minio", self.ports["s3"], secret_key=secret)
        internal = [self.ports[name] for name in S3_INTERNAL]
        directory = self.options.directory / "s3"
        return S3Server(directory, self.ports["s3"], internal, secret_key=secret, durable=self.options.durable)

    def _servers(self) -> tuple[Server, ...]:
        return self.postgres, self.nats, self.store

    def _uses(self, port: str) -> bool:
        return self.options.store == "embedded" or port not in S3_INTERNAL

    def _start_servers(self) -> None:
        for server in self._servers():
            self._start_server(server)
        for server in self._servers():
            self._await_server(server)

    def _start_server(self, server: Server) -> None:
        server.prepare()
        self._spawn(server.name, server.command(), complaints_only=True)

    def _await_server(self, server: Server) -> None:
        await_ready(self.children[server.name], server.is_ready, log=self.console.log(server.name))
        server.when_ready()
        self.console.say("ready", server.name)

    # -- databases and demo data

    def _prepare_databases(self) -> None:
        from commons.migrations import upgrade  # noqa: PLC0415 - imports Alembic, which other commands do not need

        passwords = role_passwords(self.state)
        databases.ensure_roles(self.postgres, passwords)
        for service in databases.WITH_DATABASE:
            databases.ensure_database(self.postgres, service, service)
            upgrade(service, databases.urls(self.postgres, service, service, passwords).owner_url)
        self.console.say("databases are migrated")
        self._load_voters()

    def _load_voters(self) -> None:
        if self.options.voters == 0 or self.state.get("voters.loaded") == str(self.options.voters):
            return
        file = self.options.directory / "demo-voters.csv"
        demo_voters.write(file, self.options.voters)
        self._run_once("registration", "registration.voters", "load", str(file))
        self.state["voters.loaded"] = str(self.options.voters)
        self.console.say(f"{self.options.voters} made-up voters are in the register")

    def _run_once(self, service: str, module: str, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self._variables(service),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StartFailed(f"{module} {' '.join(arguments[:1])} failed\n{done.stdout}{done.stderr}".rstrip())

    # -- services

    def _start_services(self) -> None:
        for wave in WAVES:
            for name in wave:
                self._start_process(name)
            for name in wave:
                self._await_process(name)

    def _start_process(self, name: str) -> None:
        if name == "mail":
            arguments = ["embedded.mail", "--smtp-port", str(self.ports["smtp"]), "--port", str(self.ports["mail"])]
            arguments += ["--file", str(self.options.directory / "mail" / "messages.jsonl")]
        else:
            arguments = [name]
        environment = self._variables(name)
        self._spawn(name, Command((sys.executable, "-m", *arguments), env=environment, whole_env=True, directory=ROOT))

    def _variables(self, name: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PORT_", "PYTEST_"))}
        own = self.environment.of(name) if name in SERVICES else {}
        return kept | own | {"PYTHONUNBUFFERED": "1"}

    def _await_process(self, name: str) -> None:
        port = self.ports[name]
        await_ready(self.children[name], lambda: http_ready(port), HTTP_PATIENCE, self.console.log(name))
        self.console.say("ready", name)

    def _spawn(self, name: str, command: Command, *, complaints_only: bool = False) -> None:
        child = Child(name, command, subprocess.PIPE)
        self.children[name] = child
        if child.process.stdout is not None:
            self._logs.append(self.console.follow(name, child.process.stdout, complaints_only=complaints_only))

    def _stop(self, names: Sequence[str]) -> None:
        """Ask all at once, then wait for each."""
        children = [self.children.pop(name) for name in names]
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop()


def http_ready(port: int) -> bool:
    """Does /readyz answer 200?"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def remove(directory: Path) -> None:
    """Delete all that a stack kept."""
    postgres_files.remove(directory / "postgres")
    shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def temporary(directory: Path, store: Store = "embedded", voters: int = 200) -> Iterator[Stack]:
    """A stack for tests, on free ports, quiet, without fsync, removed afterwards."""
    options = Options(directory, Ports.free(), store, durable=False, voters=voters)
    stack = Stack(options, Console(directory / "log", out=None))
    stack.start()
    try:
        yield stack
    finally:
        stack.stop()
        remove(directory)
