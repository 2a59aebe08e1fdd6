"""`python -m identity.migrate` brings the database to this release, under the owner's role."""

from commons.migrations import upgrade
from identity.settings import Settings

if __name__ == "__main__":
    upgrade("identity", Settings().owner_database_url)
