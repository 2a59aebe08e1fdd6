"""Generated from services/candidacy/openapi.json by `python -m tools.openapi`: what the service answers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class ProblemDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None


class Problem(BaseModel):
    code: str
    defects: list[ProblemDefect]
    params: dict[str, Any]
    retry_after: int | None
    status: int
    title: str
    trace_id: str | None
    type: str
