"""What an operator sets. Keys live outside the database: a stolen dump of the sessions opens nothing."""

from pathlib import Path

from commons.settings import ServiceSettings, settings_of


class Settings(ServiceSettings):
    model_config = settings_of("gateway")

    data_keys: dict[str, str]
    """Key id → base64 of 32 bytes; seals the tokens of the sessions."""
    data_key_id: str

    client_id: str = "portal"
    client_secret: str = ""
    """Empty: a public client, held by PKCE alone."""
    extra_origins: tuple[str, ...] = ()
    """Origins beside the public one that may send commands: a developer's frontend server."""
    session_hours: int = 12
    session_idle_minutes: int = 60

    identity_url: str = "http://127.0.0.1:8010"
    reference_url: str = "http://127.0.0.1:8011"
    notifications_url: str = "http://127.0.0.1:8012"
    registration_url: str = "http://127.0.0.1:8013"
    service_timeout: float = 20.0

    s3_url: str = "http://127.0.0.1:8033"
    """The S3 server behind /files/."""
    upload_buckets: tuple[str, ...] = ("registration-quarantine",)
    """A browser may post presigned forms to these and to nothing else."""
    download_buckets: tuple[str, ...] = ("registration-public",)
    """A browser may follow presigned addresses into these."""
    max_upload_bytes: int = 11_534_336
    """One file and its form fields. What a slot allows is bound by the signed policy; this bounds everybody."""
    upload_silence: float = 30.0
    """Seconds that an upload may stand still before it is given up; a slow line is not silent."""

    portal_dir: Path | None = None
    """The built frontend."""
    operations_files: tuple[Path, ...] = ()
    """JSON files {sha256: text}: in production nothing else is executed."""

    trusted_proxies: int = 0
    """How many reverse proxies of ours stand in front and append to X-Forwarded-For."""
    metrics_token: str = ""
    """Bearer token for /metrics; empty: outside production everybody on the machine, in production nobody."""
    rate_session: str = "600/minute"
    """An account in use: generous enough for an officer who works by keyboard."""
    rate_anonymous: str = "3000/minute"
    """Requests without a session, by address: a consulate or a phone network shares one."""
    rate_sign_in: str = "300/10 minutes"
    """Sign-ins begun, by address."""
    rate_receipt: tuple[str, ...] = ("10/minute", "100/day")
    """Receipt checks, by address."""
    rate_receipt_number: tuple[str, ...] = ("20/hour",)
    """Receipt checks of one number, from wherever: its code cannot be guessed in parallel."""
    live_per_session: int = 8
    """Streams of live updates that one session may hold: open tabs."""
    public_seconds: int = 20
    """How long a public answer is served from memory before it is asked for again."""

    max_depth: int = 10
    max_aliases: int = 20
    max_tokens: int = 1200
    """Validation compares fields of the same name with each other: two thousand tokens of them take a second."""
    max_cost: int = 5000
    """Objects that an operation can make at most. Registered operations are exempt from all four."""

    @property
    def issuer_internal_url(self) -> str:
        """Where this process reaches the issuer: directly, also where the browser reaches it through us."""
        path = self.issuer.removeprefix(self.public_origin)
        return f"{self.identity_url}{path}" if path != self.issuer else self.issuer

    @property
    def origins(self) -> frozenset[str]:
        return frozenset({self.public_origin, *self.extra_origins})

    @property
    def is_production(self) -> bool:
        return self.environment == "production"
