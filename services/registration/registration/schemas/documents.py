"""Uploads and the documents that came of them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from registration.schemas.common import Answer, CodeName, Request, Text


class OpenUpload(Request):
    slot: str
    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    size: int
    type: Annotated[str, StringConstraints(max_length=100)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class UploadSlot(Answer):
    document_id: UUID
    url: str
    fields: dict[str, str]
    expires_at: datetime


class Document(Answer):
    id: UUID
    slot: str
    name: str
    size: int
    content_type: str
    sha256: str
    state: str
    scan: str
    pages: int | None
    uploaded_at: datetime
    content_url: str
    page_url: str
    superseded: bool


class DocumentSlot(Answer):
    slot: str
    name: Text
    required: bool
    may_be_declared_missing: bool
    only_if_changing_option: bool
    document_types: list[CodeName]
    article: str
    max_bytes: int
    content_types: list[str]
