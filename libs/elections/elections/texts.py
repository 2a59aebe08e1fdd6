"""One name in the four languages of the portal, so that no reader falls back to a neighbour's language.

`sr` is Serbian in Cyrillic everywhere in the code; only HTML says `sr-Cyrl`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Self, cast, get_args

Language = Literal["bs", "hr", "sr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    bs: str
    hr: str
    sr: str
    en: str

    def of(self, language: Language) -> str:
        return cast("str", getattr(self, language))

    def plain(self) -> dict[str, str]:
        return {language: self.of(language) for language in LANGUAGES}

    @classmethod
    def from_plain(cls, names: Mapping[str, str]) -> Self:
        """Raises KeyError when one of the four is missing: a missing text must fail where it is written."""
        return cls(**{language: names[language] for language in LANGUAGES})


def language_of(tag: str) -> Language:
    """The portal's language for a BCP 47 tag ("sr-Cyrl-BA" -> "sr"); English for anything else."""
    primary = tag.lower().split("-")[0]
    return primary if primary in LANGUAGES else "en"
