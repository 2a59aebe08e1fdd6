"""The environment of every service in the embedded stack. Secrets are made at the first start and kept in var/."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from embedded import databases
from embedded.ports import Ports
from embedded.servers import MinioServer, NatsServer, PostgresServer, S3Server
from embedded.state import State
from embedded.tools import ROOT

DOMAIN_SERVICES = ("registration", "candidacy")
SERVICES = ("identity", "reference", "notifications", "registration", "candidacy", "gateway")


def role_passwords(state: State) -> dict[str, str]:
    """Passwords of the database roles."""
    return {
        f"{service}_{kind}": state.password(f"postgres.{service}_{kind}")
        for service in databases.WITH_DATABASE
        for kind in ("owner", "app")
    }


class Environment:
    """Makes the variables of one service from the running servers and the kept secrets."""

    def __init__(
        self,
        *,
        state: State,
        ports: Ports,
        postgres: PostgresServer,
        nats: NatsServer,
        store: S3Server | MinioServer,
        public_origin: str,
        accounts_file: Path,
    ) -> None:
        self._state = state
        self._ports = ports
        self._postgres = postgres
        self._nats = nats
        self._store = store
        self._origin = public_origin
        self._accounts_file = accounts_file

    def of(self, service: str) -> dict[str, str]:
        """Variables of a service, each with the service's prefix."""
        values = self._common(service) | self._special(service)
        return {f"{service.upper()}_{name.upper()}": value for name, value in values.items()}

    def _common(self, service: str) -> dict[str, str]:
        urls = databases.urls(self._postgres, service, service, role_passwords(self._state))
        return {
            "environment": "development",
            "host": "127.0.0.1",
            "port": str(self._ports[service]),
            "database_url": urls.app_url,
            "owner_database_url": urls.owner_url,
            "nats_url": self._nats.url,
            "nats_user": service,
            "nats_password": self._nats.passwords[service],
            "public_origin": self._origin,
            "issuer": f"{self._origin}/auth",
            "jwks_url": f"{self._url('identity')}/auth/jwks.json",
            "arrival_key": self._state.hex_key("arrival"),
            "worker_in_process": "true",
        }

    def _special(self, service: str) -> dict[str, str]:
        make: dict[str, Callable[[], dict[str, str]]] = {
            "identity": self._identity,
            "reference": dict,
            "notifications": self._notifications,
            **{name: partial(self._domain, name) for name in DOMAIN_SERVICES},
            "gateway": self._gateway,
        }
        return make[service]()

    def _sealing(self, service: str) -> dict[str, str]:
        return {
            "data_keys": json.dumps({"k1": self._state.base64_key(f"{service}.data")}),
            "data_key_id": "k1",
            "index_key": self._state.base64_key(f"{service}.index"),
            "notifications_key": self._public("notifications", "EC", "P-256"),
        }

    def _domain(self, service: str) -> dict[str, str]:
        return self._sealing(service) | {
            # One key for all domain services: a person is the same person in each of them.
            "person_keys": json.dumps({"k1": self._state.base64_key("person")}),
            "person_key_id": "k1",
            "receipt_key": self._private(f"{service}.receipt", "OKP", "Ed25519"),
            "s3_endpoint": self._store.endpoint,
            "s3_access_key": self._store.access_key,
            "s3_secret_key": self._store.secret_key,
            "s3_region": self._store.region,
            "s3_secure": "false",
            "s3_public_origin": self._origin,
            "quarantine_bucket": f"{service}-quarantine",
            "vault_bucket": f"{service}-vault",
            "public_bucket": f"{service}-public",
        }

    def _identity(self) -> dict[str, str]:
        return self._sealing("identity") | {
            "demo_accounts_file": str(self._accounts_file),
            "portal_client_secret": self._state.password("portal.client"),
        }

    def _notifications(self) -> dict[str, str]:
        return {
            "private_key": self._private("notifications", "EC", "P-256"),
            "smtp_host": "127.0.0.1",
            "smtp_port": str(self._ports["smtp"]),
            "sender": "portal@izbori.example",
        }

    def _gateway(self) -> dict[str, str]:
        operations = (
            ROOT / "frontend" / "src" / "gql" / "persisted-documents.json",
            ROOT / "gateway" / "published-operations.json",
        )
        return {
            "data_keys": json.dumps({"k1": self._state.base64_key("gateway.data")}),
            "data_key_id": "k1",
            "client_id": "portal",
            "client_secret": self._state.password("portal.client"),
            **{f"{name}_url": self._url(name) for name in ("identity", "reference", "notifications", "registration")},
            "s3_url": f"http://{self._store.endpoint}",
            "portal_dir": str(ROOT / "frontend" / "dist"),
            "operations_files": json.dumps([str(file) for file in operations]),
        }

    def _url(self, service: str) -> str:
        return f"http://127.0.0.1:{self._ports[service]}"

    def _private(self, name: str, kind: str, curve: str) -> str:
        return self._state.once(f"{name}.private", lambda: _new_key(kind, curve))

    def _public(self, name: str, kind: str, curve: str) -> str:
        from joserfc.jwk import JWKRegistry  # noqa: PLC0415 - slow to import, not needed by every command

        key = JWKRegistry.import_key(json.loads(self._private(name, kind, curve)))
        return json.dumps(key.as_dict(private=False))


def _new_key(kind: str, curve: str) -> str:
    from joserfc.jwk import JWKRegistry  # noqa: PLC0415 - slow to import, not needed by every command

    key = JWKRegistry.generate_key(kind, curve, private=True, auto_kid=True)
    return json.dumps(key.as_dict(private=True))
