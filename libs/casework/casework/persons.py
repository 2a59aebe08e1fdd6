"""Why: across services a person is a keyed hash, so that they can compare without telling each other who it is.

Three schemes (domain.md 2.0): the JMB; passport number and country; and for a person without either the names, one
parent's name, date and place of birth. Only the domain services hold the key. Rotation recomputes from the originals.
"""

import re
from collections.abc import Mapping
from datetime import date

from commons.crypto import SharedIndex
from elections.scripts import fold


class PersonKeys:
    """`k1:hex`: the id of the key travels with the hash."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        self._index = SharedIndex(keys, current)

    def of_jmb(self, jmb: str, *, key_id: str | None = None) -> str:
        return self._index.of("jmb", re.sub(r"\D", "", jmb), key_id=key_id)

    def of_passport(self, country: str, number: str, *, key_id: str | None = None) -> str:
        plain = re.sub(r"[^0-9A-Z]", "", number.upper())
        return self._index.of("passport", f"{country.upper()}|{plain}", key_id=key_id)

    def of_fallback(
        self, surname: str, name: str, parent: str, born: date | str, place: str, *, key_id: str | None = None
    ) -> str:
        """`born` is a date or its ISO text. Names in either script, with or without diacritics, give the same key."""
        parts = [*(fold(part) for part in (surname, name, parent)), str(born), fold(place)]
        return self._index.of("person", "|".join(parts), key_id=key_id)
