"""Names of codes in the four languages, from texts/names.toml. A code without a name fails where it is asked for."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from elections.texts import Text


@cache
def _lists() -> Mapping[str, Mapping[str, Text]]:
    table = tomllib.loads(files("registration").joinpath("texts/names.toml").read_text(encoding="utf-8"))
    return {name: {code: Text.from_plain(row) for code, row in codes.items()} for name, codes in table.items()}


def name_of(list_name: str, code: str) -> Text:
    """Raises KeyError for a code that nobody named."""
    return _lists()[list_name][code]
