"""Documents, and messages with the documents that came with them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from casework.documents.inspection import CONTENT_TYPES, MAX_BYTES
from registration import schemas, store
from registration.domain.catalogue import SlotRule
from registration.keys import Keys, keys_of
from registration.names import name_of
from registration.store.documents import document_rows
from registration.tables import Document as DocumentRow
from registration.views.common import code_name, text_of


def slot_of(rule: SlotRule, types: Sequence[str] | None = None) -> schemas.DocumentSlot:
    return schemas.DocumentSlot(
        slot=rule.slot,
        name=text_of(name_of("slot", rule.slot)),
        required=rule.required,
        may_be_declared_missing=rule.may_be_declared_missing,
        only_if_changing_option=rule.only_if_changing_option,
        document_types=[code_name("document_type", code) for code in types or rule.document_types],
        article=rule.article,
        max_bytes=MAX_BYTES,
        content_types=list(CONTENT_TYPES),
    )


def document_of(row: DocumentRow, keys: Keys) -> schemas.Document:
    return schemas.Document(
        id=row.id,
        slot=row.slot,
        name=keys.open(row.name, f"document:{row.id}"),
        size=row.size,
        content_type=row.content_type,
        sha256=row.sha256,
        state=row.state,
        scan=row.scan,
        pages=row.pages,
        uploaded_at=row.sealed_at or row.created_at,
        content_url=f"documents/{row.id}/content",
        page_url=f"documents/{row.id}/pages/{{n}}.png",
        superseded=row.superseded_by is not None,
    )


async def documents_by_id(session: AsyncSession, application_id: UUID) -> Mapping[UUID, schemas.Document]:
    rows = await document_rows(session, application_id)
    return {row.id: document_of(row, keys_of(session)) for row in rows}


def messages_of(
    found: Sequence[store.Message], documents: Mapping[Any, schemas.Document], *, side: str
) -> list[schemas.Message]:
    return [
        schemas.Message(
            id=each.id,
            at=each.sent_at,
            mine=each.side == side,
            side=each.side,
            text=each.text,
            attachments=[documents[id] for id in each.attachments if id in documents],
            read_at=each.read_at,
        )
        for each in found
    ]
