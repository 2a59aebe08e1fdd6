"""`python -m candidacy.migrate` brings the database to this release, under the owner's role."""

from candidacy.settings import Settings
from commons.migrations import upgrade

if __name__ == "__main__":
    upgrade("candidacy", Settings().owner_database_url)
