"""What an operator sets. Keys live outside the database, so that a stolen dump opens nothing."""

from pathlib import Path

from commons.settings import ServiceSettings, settings_of


class Settings(ServiceSettings):
    model_config = settings_of("identity")

    data_keys: dict[str, str]
    """Key id → base64 of 32 bytes; seals names, addresses, TOTP secrets and the private signing keys."""
    data_key_id: str
    index_key: str
    """Base64; look-ups by e-mail address, throttling, CSRF and device cookies derive from it."""
    notifications_key: str
    """Public JWK of notifications: the address of a mail is sealed for it alone."""
    portal_client_secret: str
    demo_accounts_file: Path | None = None

    access_token_seconds: int = 900
    session_hours: int = 12
    session_idle_minutes: int = 120
    verify_link_hours: int = 24
    reset_link_minutes: int = 60
    signing_key_days: int = 90
    """Age at which the worker rolls the signing key over by itself; 0 leaves it to the operator."""
    answer_floor_ms: int = 250
    """Answers that must not tell whether an account exists take at least this long."""
