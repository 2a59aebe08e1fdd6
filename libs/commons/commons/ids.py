"""Why: ids are made in the application (a verb knows its ids before it writes) and sort by time of making."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562)."""
    return uuid_utils.compat.uuid7()
