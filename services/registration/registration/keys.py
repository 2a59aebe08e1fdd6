"""The keys of this service, and what they index of a form. See casework.keys."""

from sqlalchemy.ext.asyncio import AsyncSession

from casework import keys as shared
from casework.keys import normal_code, random_code, same
from commons.db import Database
from registration.domain.model import Form
from registration.settings import Settings

__all__ = ["Keys", "equip", "keys_of", "normal_code", "random_code", "same", "settings_of"]


class Keys(shared.Keys):
    __slots__ = ()

    def fallback_index(self, form: Form) -> bytes | None:
        return self.person_index(_identity(form))

    def name_tokens(self, form: Form) -> set[bytes]:
        return self.words(form.surname, form.name, form.previous_surname)

    def person_key(self, form: Form) -> str | None:
        """What other services know this person by."""
        if form.jmb:
            return self.persons.of_jmb(form.jmb)
        surname, name, parent, born, place = parts = _identity(form)
        return self.persons.of_fallback(surname, name, parent, born, place) if all(parts) else None


def _identity(form: Form) -> tuple[str, str, str, str, str]:
    return (
        form.surname or "",
        form.name or "",
        form.parent_name or "",
        form.date_of_birth or "",
        form.place_of_birth or "",
    )


def keys_of(session: AsyncSession) -> Keys:
    keys: Keys = session.info["keys"]
    return keys


def settings_of(session: AsyncSession) -> Settings:
    settings: Settings = session.info["settings"]
    return settings


def equip(database: Database, settings: Settings) -> Database:
    """Every session of this database knows the keys, the settings and the elections that were parsed before."""
    return shared.equip(database, Keys.of(settings), settings, elections={})
