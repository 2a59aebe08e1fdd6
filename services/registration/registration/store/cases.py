"""What belongs to a case: corrections, checklist, register answer, messages, receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from commons.db import table_of
from registration.domain.model import ChecklistEntry, Correction, Deficiency, RegisterAnswer
from registration.keys import Keys, keys_of
from registration.store.applications import to_form
from registration.tables import ChecklistEntry as ChecklistRow
from registration.tables import Correction as CorrectionRow
from registration.tables import Document as DocumentRow
from registration.tables import Message as MessageRow
from registration.tables import Receipt as ReceiptRow
from registration.tables import RegisterCheck


def _to_correction(row: CorrectionRow, keys: Keys) -> Correction:
    content = keys.open(row.sealed, f"correction:{row.id}")
    return Correction(
        id=row.id,
        round=row.round,
        state=row.state,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        due_at=row.due_at,
        deficiencies=tuple(
            Deficiency(**{**each, "old_document": UUID(each["old_document"]) if each["old_document"] else None})
            for each in content["deficiencies"]
        ),
        old_form=to_form(content["old_form"]),
        served_at=row.served_at,
        closed_at=row.closed_at,
        cancel_reason=content.get("cancel_reason"),
    )


def _correction_columns(of: Correction, keys: Keys) -> dict[str, object]:
    content = {
        "deficiencies": [
            {
                "code": each.code,
                "path": each.path,
                "text": each.text,
                "old_value": each.old_value,
                "old_document": str(each.old_document) if each.old_document else None,
            }
            for each in of.deficiencies
        ],
        "old_form": of.old_form.as_dict(),
        "cancel_reason": of.cancel_reason,
    }
    return {
        "state": of.state,
        "served_at": of.served_at,
        "due_at": of.due_at,
        "closed_at": of.closed_at,
        "sealed": keys.seal(content, f"correction:{of.id}"),
    }


async def corrections(session: AsyncSession, application_id: UUID) -> list[Correction]:
    rows = await session.scalars(
        select(CorrectionRow)
        .where(CorrectionRow.application_id == application_id)
        .order_by(CorrectionRow.round)
        .execution_options(populate_existing=True)
    )
    return [_to_correction(row, keys_of(session)) for row in rows]


async def open_correction(session: AsyncSession, application_id: UUID) -> Correction | None:
    return next((each for each in await corrections(session, application_id) if each.is_open), None)


async def add_correction(session: AsyncSession, application_id: UUID, new: Correction) -> None:
    columns = _correction_columns(new, keys_of(session))
    fixed = {
        "id": new.id,
        "application_id": application_id,
        "round": new.round,
        "opened_at": new.opened_at,
        "opened_by": new.opened_by,
    }
    await session.execute(insert(CorrectionRow).values(**fixed, **columns))


async def save_correction(session: AsyncSession, changed: Correction) -> None:
    columns = _correction_columns(changed, keys_of(session))
    await session.execute(
        update(CorrectionRow)
        .where(CorrectionRow.id == changed.id)
        .values(**columns)
        .execution_options(synchronize_session=False)
    )


async def checklist(session: AsyncSession, application_id: UUID) -> dict[str, ChecklistEntry]:
    rows = await session.scalars(
        select(ChecklistRow)
        .where(ChecklistRow.application_id == application_id)
        .execution_options(populate_existing=True)
    )
    keys = keys_of(session)
    return {
        row.item: ChecklistEntry(
            item=row.item,
            result=row.result,
            note=keys.open(row.note, f"checklist:{application_id}:{row.item}") if row.note else None,
            by=row.by,
            by_name=row.by_name,
            at=row.at,
        )
        for row in rows
    }


async def save_checklist(session: AsyncSession, application_id: UUID, entries: Sequence[ChecklistEntry]) -> None:
    keys = keys_of(session)
    for entry in entries:
        values = {
            "result": entry.result,
            "note": keys.seal(entry.note, f"checklist:{application_id}:{entry.item}") if entry.note else None,
            "by": entry.by,
            "by_name": entry.by_name,
            "at": entry.at,
        }
        await session.execute(
            upsert(ChecklistRow)
            .values(application_id=application_id, item=entry.item, **values)
            .on_conflict_do_update(index_elements=["application_id", "item"], set_=values)
        )


async def register_answer(session: AsyncSession, application_id: UUID) -> RegisterAnswer | None:
    row = await session.get(RegisterCheck, application_id, populate_existing=True)
    if row is None:
        return None
    content = keys_of(session).open(row.sealed, f"register:{application_id}")
    return RegisterAnswer(
        found=content["found"],
        at=row.at,
        status=content["status"],
        municipality=content["municipality"],
        differences=tuple(content["differences"]),
    )


async def save_register_answer(session: AsyncSession, application_id: UUID, answer: RegisterAnswer) -> None:
    content: Mapping[str, object] = {
        "found": answer.found,
        "status": answer.status,
        "municipality": answer.municipality,
        "differences": list(answer.differences),
    }
    values = {"at": answer.at, "sealed": keys_of(session).seal(content, f"register:{application_id}")}
    await session.execute(
        upsert(RegisterCheck)
        .values(application_id=application_id, **values)
        .on_conflict_do_update(index_elements=["application_id"], set_=values)
    )


@dataclass(frozen=True, slots=True)
class Message:
    id: UUID
    side: str
    """VOTER or CEC."""
    author: str
    sent_at: datetime
    text: str
    read_at: datetime | None
    attachments: tuple[UUID, ...] = ()


async def messages(session: AsyncSession, application_id: UUID) -> list[Message]:
    keys = keys_of(session)
    rows = await session.scalars(
        select(MessageRow)
        .where(MessageRow.application_id == application_id)
        .order_by(MessageRow.id)
        .execution_options(populate_existing=True)
    )
    found = list(rows)
    attached = await _attached(session, application_id) if found else {}
    return [
        Message(
            id=row.id,
            side=row.side,
            author=row.author,
            sent_at=row.sent_at,
            text=keys.open(row.sealed, f"message:{row.id}"),
            read_at=row.read_at,
            attachments=tuple(attached.get(row.id, ())),
        )
        for row in found
    ]


async def _attached(session: AsyncSession, application_id: UUID) -> dict[UUID | None, list[UUID]]:
    attached: dict[UUID | None, list[UUID]] = {}
    found = await session.execute(
        select(DocumentRow.message_id, DocumentRow.id)
        .where(DocumentRow.application_id == application_id, DocumentRow.message_id.is_not(None))
        .order_by(DocumentRow.id)
    )
    for message_id, document_id in found:
        attached.setdefault(message_id, []).append(document_id)
    return attached


async def add_message(session: AsyncSession, application_id: UUID, new: Message) -> bool:
    """False when one of the attachments is not a free, complete attachment of this author in this case."""
    await session.execute(
        insert(MessageRow).values(
            id=new.id,
            application_id=application_id,
            side=new.side,
            author=new.author,
            sent_at=new.sent_at,
            sealed=keys_of(session).seal(new.text, f"message:{new.id}"),
        )
    )
    taken = await session.scalars(
        update(DocumentRow)
        .where(
            DocumentRow.id.in_(new.attachments),
            DocumentRow.application_id == application_id,
            DocumentRow.slot == "MESSAGE_ATTACHMENT",
            DocumentRow.uploaded_by == new.author,
            DocumentRow.state == "SEALED",
            DocumentRow.message_id.is_(None),
        )
        .values(message_id=new.id)
        .returning(DocumentRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(taken.all()) == len(set(new.attachments))


async def mark_messages_read(session: AsyncSession, application_id: UUID, *, by_side: str, at: datetime) -> int:
    marked = await session.scalars(
        update(MessageRow)
        .where(MessageRow.application_id == application_id, MessageRow.side != by_side, MessageRow.read_at.is_(None))
        .values(read_at=at)
        .returning(MessageRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(marked.all())


async def unread(session: AsyncSession, application_ids: Sequence[UUID], *, by_side: str) -> dict[UUID, int]:
    rows = await session.execute(
        select(MessageRow.application_id, func.count())
        .where(
            MessageRow.application_id.in_(application_ids),
            MessageRow.side != by_side,
            MessageRow.read_at.is_(None),
        )
        .group_by(MessageRow.application_id)
    )
    return {application_id: count for application_id, count in rows}  # noqa: C416 - a Row is no tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Receipt:
    application_id: UUID
    number: str
    code: str
    arrived_at: datetime
    hash: str
    signature: str
    code_index: bytes


def _to_receipt(row: ReceiptRow, keys: Keys) -> Receipt:
    return Receipt(
        application_id=row.application_id,
        number=row.number,
        code=keys.open(row.code, f"receipt:{row.application_id}"),
        arrived_at=row.arrived_at,
        hash=row.hash,
        signature=row.signature,
        code_index=row.code_index,
    )


async def save_receipt(session: AsyncSession, new: Receipt) -> None:
    await session.execute(
        insert(table_of(ReceiptRow)),
        {
            "application_id": new.application_id,
            "number": new.number,
            "arrived_at": new.arrived_at,
            "hash": new.hash,
            "code": keys_of(session).seal(new.code, f"receipt:{new.application_id}"),
            "code_index": new.code_index,
            "signature": new.signature,
        },
    )


async def receipt(session: AsyncSession, application_id: UUID) -> Receipt | None:
    row = await session.get(ReceiptRow, application_id)
    return _to_receipt(row, keys_of(session)) if row else None


async def receipt_by_number(session: AsyncSession, number: str) -> Receipt | None:
    row = await session.scalar(select(ReceiptRow).where(ReceiptRow.number == number))
    return _to_receipt(row, keys_of(session)) if row else None
