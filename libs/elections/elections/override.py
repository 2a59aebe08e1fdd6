"""Why: a deadline is moved by a decision, which has a number, a day and, where the law fixed the term, a reason."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Override:
    """A decision that moves one deadline of one election: to a day and hour or, for event terms, to another length."""

    key: str
    decision: str
    """Number or name of the decision, as users will read it."""
    decided_on: date
    day: date | None = None
    hour: str = "24:00"
    offset: int | None = None
    legal_note: str | None = None
    """Why a term that the law fixes could be moved; compulsory there."""
