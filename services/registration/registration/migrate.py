"""`python -m registration.migrate` brings the database to this release, under the owner's role."""

from commons.migrations import upgrade
from registration.settings import Settings

if __name__ == "__main__":
    upgrade("registration", Settings().owner_database_url)
