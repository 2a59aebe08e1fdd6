"""Why: the shapes of the REST answers; the gateway's client is generated from them."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel


class Texts(BaseModel):
    bs: str
    hr: str
    sr: str
    en: str


class ElectionLine(BaseModel):
    code: str
    short: str
    version: int
    name: Texts
    type: str
    day: date
    called_on: date | None
    rehearsal: bool


class Part(BaseModel):
    """A step of the explanation, for pages that word it themselves."""

    code: str
    params: dict[str, str | int]


class Deadline(BaseModel):
    key: str
    name: Texts
    at: datetime | None
    """Null where the term runs from an event of a case."""
    day: date | None
    hour: str | None
    explanation: Texts
    parts: list[Part]
    legal_basis: str | None
    """Only where the text was read in the law."""
    authority: Literal["law", "bylaw", "practice", "setting"]
    kind: Literal["law_fixed", "configurable", "adjacent", "derived"]
    event: str | None
    state: Literal["OPEN", "OVER", "RUNNING"]
    """OPEN before its instant, OVER after it, RUNNING where it starts with an event."""
    moved_by_decision: bool


class Period(BaseModel):
    key: Literal["PREMATURE", "CAMPAIGN", "SILENCE"]
    name: Texts
    start: datetime
    end: datetime
    now: bool


class ElectionView(ElectionLine):
    """An election with its calendar, as readers see it."""

    deadlines: list[Deadline]
    periods: list[Period]


class ElectionAnswer(ElectionView):
    snapshot: dict[str, Any]
    """What every service keeps a copy of."""


class ElectionList(BaseModel):
    elections: list[ElectionLine]
