"""Why: everything that differs between installations, read once from NOTIFICATIONS_…"""

from commons.settings import ServiceSettings, settings_of


class Settings(ServiceSettings):
    model_config = settings_of("notifications")

    private_key: str
    """JWK that opens the addresses which the other services sealed."""
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 8040
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_start_tls: bool = False
    sender: str = "portal@izbori.example"
