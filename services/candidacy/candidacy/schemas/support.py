"""Requests and answers about support signatures."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, StringConstraints

Cell = Annotated[str, StringConstraints(max_length=200)]
Code = Annotated[str, StringConstraints(max_length=64)]
MarkCode = Literal["CHECKING", "VALID", "NOT_IN_CVR", "OTHER_CONSTITUENCY", "DUPLICATE", "NO_SIGNATURE"]
Small = Annotated[int, Field(ge=1, le=999_999)]


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SupportLine(In):
    surname: Cell = ""
    name: Cell = ""
    jmb: Cell = ""
    id_card: Cell = ""
    signed: bool = True
    sheet: Small | None = None
    row: Small | None = None


class AddSupport(In):
    level: Code
    unit: Code
    lines: Annotated[list[SupportLine], Field(min_length=1, max_length=500)]
    title: Cell = ""
    document_id: UUID | None = None
    """The scanned sheets that the lines are typed from."""


class ImportSupport(In):
    level: Code
    unit: Code
    name: Cell
    content: Annotated[Base64Bytes, Field(max_length=2_800_000)]
    """CSV or XLSX, in base64."""


class SupportDefect(Out):
    code: str
    path: str | None
    article: str | None
    params: dict[str, Any]


class SupportBatchOut(Out):
    id: UUID
    source: Literal["TYPED", "FILE", "SCAN"]
    title: str
    lines: int
    added_at: datetime
    document_id: UUID | None


class SupportMeter(Out):
    level: str
    unit: str
    valid: int
    checking: int
    invalid: int
    needed: int | None
    missing: int | None
    progress: Literal["NOT_POSSIBLE", "NOT_NEEDED", "REACHED", "CHECKING", "SHORT"]


class SupportAdded(Out):
    batch: SupportBatchOut
    defects: list[SupportDefect]
    meter: SupportMeter
    corrected_file: str | None = None
    """Of an import with defects: the same rows with a column that says what is wrong with each."""


class SupportEntryOut(Out):
    id: UUID
    batch_id: UUID
    number: int
    surname: str
    name: str
    jmb: str
    """Masked for everybody but the reviewer."""
    id_card: str
    sheet: int | None
    row: int | None
    mark: MarkCode


class SupportPage(Out):
    items: list[SupportEntryOut]
    next_cursor: UUID | None


class SupportBatches(Out):
    items: list[SupportBatchOut]


class SupportMeters(Out):
    items: list[SupportMeter]
