"""Why: `python -m notifications.migrate` brings the database to this release, under the owner's role."""

from commons.migrations import upgrade
from notifications.settings import Settings

if __name__ == "__main__":
    upgrade("notifications", Settings().owner_database_url)
