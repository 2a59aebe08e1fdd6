"""Why: `python -m reference.migrate` brings the database to this release, under the owner's role."""

from commons.migrations import upgrade
from reference.settings import Settings

if __name__ == "__main__":
    upgrade("reference", Settings().owner_database_url)
