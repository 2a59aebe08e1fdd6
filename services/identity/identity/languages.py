"""The four languages of the pages: which one to speak, and what to say in it."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

LANGUAGES = ("bs", "hr", "sr", "en")
NAMES = {"bs": "Bosanski", "hr": "Hrvatski", "sr": "Српски", "en": "English"}
TAGS = {"bs": "bs", "hr": "hr", "sr": "sr-Cyrl", "en": "en"}
DEFAULT = "bs"


def supported(tag: str) -> str | None:
    """`sr-Cyrl-BA` → `sr`. Serbian in Latin letters, and the languages' old common tag, are best served in Bosnian."""
    parts = tag.strip().casefold().replace("_", "-").split("-")
    if parts[0] in {"sh", "cnr", "me"} or (parts[0] == "sr" and "latn" in parts):
        return "bs"
    return parts[0] if parts[0] in LANGUAGES else None


def first_supported(tags: Iterable[str]) -> str | None:
    return next((found for tag in tags if (found := supported(tag))), None)


def accepted(header: str) -> str | None:
    """The best language of an Accept-Language header."""
    weighted: list[tuple[float, str]] = []
    for item in header.split(","):
        tag, _, quality = item.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if weight > 0:
            weighted.append((weight, tag))
    return first_supported(tag for _, tag in sorted(weighted, key=lambda pair: -pair[0]))


@cache
def messages(language: str) -> Mapping[str, str]:
    text = files("identity").joinpath(f"messages/{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{key}": value for section, entries in tomllib.loads(text).items() for key, value in entries.items()
    }


def say(language: str, key: str, **values: object) -> Markup:
    """The text, with its values escaped. Texts themselves may hold markup: they are ours."""
    text = Markup(messages(language)[key])  # noqa: S704  # the catalogue is ours; values are escaped
    return text.format(**{name: escape(value) for name, value in values.items()})
