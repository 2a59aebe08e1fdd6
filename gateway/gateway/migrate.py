"""`python -m gateway.migrate`: brings the database up to date under the owner's role."""

from commons.migrations import upgrade
from gateway.settings import Settings

if __name__ == "__main__":
    upgrade("gateway", Settings().owner_database_url)
