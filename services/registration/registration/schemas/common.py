"""Words that all requests and answers share."""

import unicodedata
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Language = Literal["bs", "hr", "sr", "en"]
KindCode = Literal["T", "R1", "R2"]
Typed = Annotated[
    str, StringConstraints(max_length=500, strip_whitespace=True), AfterValidator(partial(unicodedata.normalize, "NFC"))
]
"""What somebody types into one line; the rules say more."""


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Text(Answer):
    bs: str
    hr: str
    sr: str
    en: str


class CodeName(Answer):
    code: str
    name: Text


class Defect(Answer):
    code: str
    path: str | None
    article: str | None
    params: dict[str, Any]
    warning: bool


class Versioned(Request):
    version: int


class WithReason(Versioned):
    reason: str


class NextTerm(Answer):
    key: str
    at: datetime
    explanation: Text
