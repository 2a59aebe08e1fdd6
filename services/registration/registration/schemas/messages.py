"""The thread between the voter and the commission."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from registration.schemas.common import Answer, Request
from registration.schemas.documents import Document


class WriteMessage(Request):
    text: Annotated[str, StringConstraints(max_length=4000)]
    attachments: list[UUID] = Field(default=[], max_length=10)


class Message(Answer):
    id: UUID
    at: datetime
    mine: bool
    side: str
    """`from` in GraphQL: VOTER or CEC."""
    text: str
    attachments: list[Document]
    read_at: datetime | None
