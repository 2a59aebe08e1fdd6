"""Why: a service is configured by its environment and by nothing else, and a wrong value stops it at the start.

A service subclasses `ServiceSettings`, adds its own fields and names its prefix:

    class Settings(ServiceSettings):
        model_config = settings_of("registration")

Settings are made once in `__main__` (or a test) and handed on; never at import.
"""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from commons.clock import Clock, SystemClock


def settings_of(service: str) -> SettingsConfigDict:
    """Frozen, read from `<SERVICE>_…`, empty strings mean unset."""
    return SettingsConfigDict(env_prefix=f"{service.upper()}_", frozen=True, extra="ignore", env_ignore_empty=True)


class ServiceSettings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    environment: Literal["production", "development", "test"] = "production"
    host: str = "127.0.0.1"
    port: int = 0
    database_url: str
    owner_database_url: str = ""
    nats_url: str = "nats://127.0.0.1:8031"
    nats_user: str = ""
    nats_password: str = ""
    public_origin: str = "http://localhost:8000"
    issuer: str = "http://localhost:8000/auth"
    jwks_url: str = ""
    audience: str = "izbori"
    arrival_key: str = ""
    worker_in_process: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    clock_scale: float = 1.0
    clock_start: AwareDatetime | None = None

    @field_validator("arrival_key")
    @classmethod
    def _hex(cls, value: str) -> str:
        if value and len(bytes.fromhex(value)) < 32:
            raise ValueError("the arrival key has at least 32 bytes")
        return value

    def clock(self) -> Clock:
        """The one clock of the process; it may run faster for a rehearsal election."""
        start: datetime | None = self.clock_start
        return SystemClock(scale=self.clock_scale, start=start)
