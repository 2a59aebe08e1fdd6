"""Since when a rule holds (P115): the amending law entered into force in two steps and is provisional.

So every legal basis says where it was read and from when to when it holds; what nobody read is never shown as law.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

AMENDING_LAW: Final = "Official Gazette of BiH 24/24"

GENERAL_ENTRY: Final = date(2024, 4, 3)
"""Art. 114(1): the eighth day after the publication of 26 March 2024 (the Gazette can only have been earlier)."""

STAGED_ENTRY: Final = date(2024, 4, 19)
"""Art. 114(2): arts 76-81, 84-105, 111 and 112 (chapters 7, 15, 16 and 19A)."""

_STAGED_ARTICLES: Final = frozenset({*range(76, 82), *range(84, 106), 111, 112})
_AMENDING_ARTICLE: Final = re.compile(r"S([0-9]{1,3})")


class Authority(StrEnum):
    """What a user may be told about where a rule comes from."""

    LAW = "law"
    """Read in the amending law: the article is quoted."""
    BYLAW = "bylaw"
    """Read in an instruction or a decision of the Commission."""
    PRACTICE = "practice"
    """Read in notices, calendars and older texts: shown as what the Commission applies, no article."""
    SETTING = "setting"
    """Recalled or chosen by the portal: shown as a setting, never as law."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """`article` as "EL 4.21(1)"; `source` as in domain.md 0.1: "S43", "W3", "memory", "design", joined by spaces."""

    article: str
    source: str
    authority: Authority
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if self.authority is Authority.LAW and not amending_articles(self.source):
            message = f"{self.article} is called law, but its source {self.source!r} is not the amending law"
            raise ValueError(message)

    def holds_on(self, day: date) -> bool:
        """`valid_to` is the first day on which the rule no longer holds."""
        since = self.since()
        return (since is None or since <= day) and (self.valid_to is None or day < self.valid_to)

    def since(self) -> date | None:
        """The first day of the rule; None where it is older than this portal's sources."""
        if self.valid_from is not None:
            return self.valid_from
        articles = amending_articles(self.source)
        return min(entry_into_force(article) for article in articles) if articles else None

    @property
    def quotable(self) -> bool:
        return self.authority is Authority.LAW


def amending_articles(source: str) -> tuple[int, ...]:
    """The articles of the amending law in a source: "S33 W4" -> (33,)."""
    return tuple(int(number) for number in _AMENDING_ARTICLE.findall(source))


def entry_into_force(amending_article: int) -> date:
    """Art. 114 of the amending law. Raises ValueError for an article that it does not have."""
    if not 1 <= amending_article <= 114:
        message = f"the amending law has no article {amending_article}"
        raise ValueError(message)
    return STAGED_ENTRY if amending_article in _STAGED_ARTICLES else GENERAL_ENTRY
