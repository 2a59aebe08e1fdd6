"""The one table of ports. All bind to 127.0.0.1; each can be moved by an environment variable, `PORT_<NAME>`."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Mapping

import psutil

from embedded.process import free_ports
from embedded.servers.s3 import free_internal_ports

TABLE: Mapping[str, int] = {
    "gateway": 8000,
    "identity": 8010,
    "reference": 8011,
    "notifications": 8012,
    "registration": 8013,
    "candidacy": 8014,
    "postgres": 8030,
    "nats": 8031,
    "nats_monitor": 8032,
    "s3": 8033,
    "s3_master": 8034,
    "s3_master_grpc": 8035,
    "s3_volume": 8036,
    "s3_volume_grpc": 8037,
    "s3_filer": 8038,
    "s3_filer_grpc": 8039,
    "smtp": 8040,
    "mail": 8041,
    "s3_grpc": 8042,
    "s3_admin": 8043,
}
S3_INTERNAL = (
    *("s3_master", "s3_master_grpc", "s3_volume", "s3_volume_grpc", "s3_filer", "s3_filer_grpc"),
    *("s3_grpc", "s3_admin"),
)


class PortProblem(RuntimeError):
    """A port is taken or is not a port; the message says which, and what to set."""


class Ports:
    """Number by name."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = dict(numbers)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Ports:
        """The table, with what `PORT_<NAME>` says instead."""
        numbers = {name: _number(name, environment.get(setting(name)), default) for name, default in TABLE.items()}
        for name, number in numbers.items():
            same = next(other for other, taken in numbers.items() if taken == number)
            if same != name:
                raise PortProblem(f"{setting(name)} and {setting(same)} are both {number}: give them different numbers")
        return cls(numbers)

    @classmethod
    def free(cls) -> Ports:
        """Any free ones, for a stack beside others."""
        while True:
            numbers = dict(zip(TABLE, free_ports(len(TABLE)), strict=True))
            numbers |= dict(zip(S3_INTERNAL, free_internal_ports(), strict=True))
            if len(set(numbers.values())) == len(numbers):
                return cls(numbers)

    def __getitem__(self, name: str) -> int:
        return self._numbers[name]

    def refuse_taken(self, names: Iterable[str]) -> None:
        """Raise PortProblem that names every port that somebody else holds, and who."""
        taken = [name for name in names if not _is_free(self[name])]
        if taken:
            lines = [
                f"port {self[name]} ({name}) is taken{_holder(self[name])}: "
                f"stop that, or set {setting(name)} to another number"
                for name in taken
            ]
            raise PortProblem("\n".join(lines))


def setting(name: str) -> str:
    """The environment variable that moves a port."""
    return f"PORT_{name.upper()}"


def _number(name: str, given: str | None, default: int) -> int:
    if not given:
        return default
    if not given.isdecimal() or not 1024 <= int(given) <= 65535:
        raise PortProblem(f"{setting(name)} is {given!r}: it must be a number from 1024 to 65535")
    return int(given)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Connections of a stack that just stopped may linger in TIME_WAIT; they do not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _holder(port: int) -> str:
    """ " by nginx (process 123)" where the system tells us."""
    try:
        pid = next(
            found.pid
            for found in psutil.net_connections("tcp")
            if found.status == psutil.CONN_LISTEN and found.laddr and found.laddr[1] == port and found.pid
        )
        return f" by {psutil.Process(pid).name()} (process {pid})"
    except (StopIteration, psutil.Error):
        return ""
