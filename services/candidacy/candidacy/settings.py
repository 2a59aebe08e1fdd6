"""Configuration of this service: environment variables `CANDIDACY_…`. Made once in `__main__` or a test."""

from commons.settings import ServiceSettings, settings_of


class Settings(ServiceSettings):
    model_config = settings_of("candidacy")

    data_keys: str
    """JSON object: key id -> 32 bytes in base64. Old ids stay readable after a rotation."""
    data_key_id: str
    index_key: str
    person_keys: str
    """As data_keys; known to the domain services only."""
    person_key_id: str
    notifications_key: str
    """Public JWK to which mail addresses are sealed."""
    receipt_key: str
    """Private Ed25519 JWK of the portal."""

    s3_endpoint: str = "127.0.0.1:8033"
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_region: str = "eu-central-1"
    s3_secure: bool = False
    s3_public_origin: str = "http://localhost:8000"
    quarantine_bucket: str = "candidacy-quarantine"
    vault_bucket: str = "candidacy-vault"
    public_bucket: str = "candidacy-public"
    clamd_socket: str = ""
    """Address of the malware scanner; empty: documents are shown as "not scanned"."""
