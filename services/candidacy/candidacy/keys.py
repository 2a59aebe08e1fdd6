"""The keys of this service travel with the session. See casework.keys."""

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.settings import Settings
from casework import keys as shared
from casework.keys import Keys, keys_of
from commons.db import Database

__all__ = ["Keys", "equip", "keys_of", "settings_of"]


def settings_of(session: AsyncSession) -> Settings:
    settings: Settings = session.info["settings"]
    return settings


def equip(database: Database, settings: Settings) -> Database:
    """Every session of this database knows the keys, the settings and the elections that were parsed before."""
    return shared.equip(database, Keys.of(settings), settings, elections={})
