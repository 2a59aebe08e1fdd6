"""Generated from services/reference/openapi.json by `python -m tools.openapi`: what the service answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel


class Part(BaseModel):
    code: str
    params: dict[str, str | int]


class ProblemDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None


class Texts(BaseModel):
    bs: str
    en: str
    hr: str
    sr: str


class Deadline(BaseModel):
    at: AwareDatetime | None
    authority: Literal["law", "bylaw", "practice", "setting"]
    day: date | None
    event: str | None
    explanation: Texts
    hour: str | None
    key: str
    kind: Literal["law_fixed", "configurable", "adjacent", "derived"]
    legal_basis: str | None
    moved_by_decision: bool
    name: Texts
    parts: list[Part]
    state: Literal["OPEN", "OVER", "RUNNING"]


class ElectionLine(BaseModel):
    called_on: date | None
    code: str
    day: date
    name: Texts
    rehearsal: bool
    short: str
    type: str
    version: int


class ElectionList(BaseModel):
    elections: list[ElectionLine]


class Period(BaseModel):
    end: AwareDatetime
    key: Literal["PREMATURE", "CAMPAIGN", "SILENCE"]
    name: Texts
    now: bool
    start: AwareDatetime


class Problem(BaseModel):
    code: str
    defects: list[ProblemDefect]
    params: dict[str, Any]
    retry_after: int | None
    status: int
    title: str
    trace_id: str | None
    type: str


class ElectionAnswer(BaseModel):
    called_on: date | None
    code: str
    day: date
    deadlines: list[Deadline]
    name: Texts
    periods: list[Period]
    rehearsal: bool
    short: str
    snapshot: dict[str, Any]
    type: str
    version: int


class ElectionView(BaseModel):
    called_on: date | None
    code: str
    day: date
    deadlines: list[Deadline]
    name: Texts
    periods: list[Period]
    rehearsal: bool
    short: str
    type: str
    version: int
