"""MinIO, the documents' store in production, as built once by `make minio`: run as a server, nothing of it linked."""

from __future__ import annotations

import http.client
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from embedded.process import Command, StartFailed, listens

VERSION = "v0.0.0-20260212201848-7aac2a2c5b7c"


def cached() -> Path:
    """Where the built program lies; `make minio` fills it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "izbori" / f"minio-{VERSION}"


@dataclass
class MinioServer:
    """One server in `directory`, with the same fields as the embedded S3 server."""

    directory: Path
    port: int
    access_key: str = "portal"
    secret_key: str = field(default_factory=lambda: secrets.token_hex(20))
    region: str = "eu-central-1"
    name: str = "minio"

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    def prepare(self) -> None:
        if not cached().exists():
            raise StartFailed(f"MinIO is not built yet ({cached()} is missing): run `make minio`")
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)

    def command(self) -> Command:
        return Command(
            (str(cached()), "server", str(self.directory / "data"), "--address", self.endpoint, "--json"),
            env={
                "MINIO_ROOT_USER": self.access_key,
                "MINIO_ROOT_PASSWORD": self.secret_key,
                "MINIO_REGION": self.region,
                "MINIO_BROWSER": "off",
                "MINIO_UPDATE": "off",
                "MINIO_CONFIG_ENV_FILE": "",
            },
        )

    def is_ready(self) -> bool:
        """Its own health page says yes while it still answers 503; a stranger who is refused was really served."""
        if not listens(self.port):
            return False
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == 403
        except OSError:
            return False
        finally:
            connection.close()

    def when_ready(self) -> None:
        """Nothing more to do."""

    def when_stopped(self) -> None:
        """Leaves nothing outside its directory."""
