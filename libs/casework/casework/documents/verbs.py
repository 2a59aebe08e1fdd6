"""Why: in every service a document is taken in, looked at, sealed and shown again in one way (architecture.md 7).

It is posted to a quarantine bucket under a policy of exactly its size and type; `complete` looks at it, seals it under
a key of its own (wrapped by the service's key, in the row) and puts it into the vault. Which document may come, and
who may see it, is decided by the verbs that call this module. What an upload is refused for is an answer and not an
exception, because the refusal is written down.

Objects are named by ids alone. The vault's name of a document follows from its key: a second attempt, or a late one,
can never overwrite the bytes that the row speaks of, and what a failed attempt left there can be read by nobody, since
its key was never written down. Bytes are removed only after the commit that says so.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from casework.documents import store as rows
from casework.documents.desk import Desk
from casework.documents.inspection import (
    CONTENT_TYPES,
    MAX_BYTES,
    MAX_KEPT,
    MAX_TOTAL_BYTES,
    Announced,
    Inspected,
    Refused,
    clean_name,
    inspect,
)
from casework.documents.isolation import GaveUp
from casework.documents.scanning import ScanResult, page_picture, read_form, signature_crop
from casework.documents.tables import D, DocumentMixin, settings_of
from casework.documents.unreadable import Unreadable
from casework.keys import keys_of
from commons.crypto import Keyring
from commons.ids import new_id
from commons.problems import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from commons.storage import ObjectStore, PresignedPost
from elections.procedure import Defect

VALID_FOR = timedelta(hours=1)
"""Of an upload form: 10 MB on a slow line, with retries."""
UNDER_WAY = 10
SEALED_OVERHEAD = 64
DOCUMENT_KEY = "document"

Judge = Callable[[D, ScanResult], None]
"""Writes into the row what a signed form's QR says about its case. A Refusal that it raises refuses the upload."""


@dataclass(frozen=True)
class Completed(Generic[D]):
    document: D
    refused: Refused | None = None
    again: bool = False
    """It had been completed before: nothing changed."""


@dataclass(frozen=True)
class Content:
    content: bytes
    content_type: str


async def open_slot(
    session: AsyncSession,
    desk: Desk[D],
    case_id: UUID,
    slot: str,
    announced: Announced,
    *,
    name: str,
    by: str,
    now: datetime,
) -> tuple[UUID, PresignedPost]:
    """A document to come: its id, and the form by which exactly it can be posted."""
    path = f"documents.{slot}"
    found = [Defect(code, path, params=params) for code, params in _refusable(announced)]
    if found:
        raise Invalid("document.invalid", {"count": len(found)}, found)
    await rows.drop_abandoned(session, desk.archive, case_id, before=now - VALID_FOR, now=now)
    counted, under_way = await rows.bytes_of(session, desk.archive, case_id, slot, since=now - VALID_FOR)
    if under_way >= UNDER_WAY:
        raise TooMany("document.too_many_uploads", {"limit": UNDER_WAY}, retry_after=60)
    if counted + announced.size > MAX_TOTAL_BYTES:
        params = {"limit": MAX_TOTAL_BYTES, "used": counted}
        raise Invalid(desk.archive.full, params, [Defect(desk.archive.full, path, params=params)])
    id = new_id()
    await rows.add_document(
        session,
        desk.archive,
        {
            "id": id,
            desk.archive.case: case_id,
            "slot": slot,
            "uploaded_by": by,
            "name": keys_of(session).seal(clean_name(name, announced.content_type), f"document:{id}"),
            "size": announced.size,
            "content_type": announced.content_type,
            "sha256": announced.sha256.lower(),
            "state": "PENDING",
            "scan": "NOT_SCANNED",
            "created_at": now,
        },
    )
    form = desk.store.presigned_post(
        settings_of(session).quarantine_bucket,
        str(id),
        size=announced.size,
        content_type=announced.content_type,
        expires=VALID_FOR,
    )
    return id, form


async def complete(
    session: AsyncSession, desk: Desk[D], id: UUID, *, filed: bool, now: datetime, judge: Judge[D] | None = None
) -> Completed[D]:
    """Look at what came and keep it. Calling again changes nothing; two calls at once take effect once.

    `filed`: the case was submitted, so what this document replaces is kept. `judge` is asked for a signed form.
    """
    row = await rows.locked_document(session, desk.archive, id)
    if row is None:
        raise NotFound("document.not_found")
    if row.state == "SEALED":
        return Completed(row, again=True)
    if row.state == "REFUSED":
        return Completed(row, Refused(row.refusal or "document.unreadable"), again=True)
    quarantine = settings_of(session).quarantine_bucket
    content = await _uploaded(desk, quarantine, row)
    inspected = await _looked_at(desk, content, row)
    if isinstance(inspected, Inspected) and judge is not None:
        inspected = await _judged(desk, row, inspected, judge)
    _tidy_after_commit(session, desk, quarantine, str(id))
    if isinstance(inspected, Refused):
        row.state, row.refusal = "REFUSED", inspected.code
        return Completed(row, inspected)
    await _keep(session, desk, row, inspected)
    row.state, row.pages, row.sealed_at = "SEALED", inspected.pages, now
    for replaced in await rows.replace_others(session, desk.archive, row, now=now, keep=filed):
        _forget_after_commit(session, desk, replaced)
    return Completed(row)


async def content(session: AsyncSession, desk: Desk[D], id: UUID) -> Content:
    """The document itself, opened. The caller has decided that it may be seen and written down by whom."""
    row = await _kept(session, desk, id)
    return Content(await sealed_content(session, desk.store, row), row.content_type)


async def page(session: AsyncSession, desk: Desk[D], id: UUID, number: int) -> bytes:
    """PNG of one page: what officers look at, so that no file of a stranger is opened by their browser."""
    return await _drawn(session, desk, id, page_picture, number)


async def signature(session: AsyncSession, desk: Desk[D], id: UUID) -> bytes:
    """PNG of the signature box of a signed form."""
    return await _drawn(session, desk, id, signature_crop)


async def remove(session: AsyncSession, desk: Desk[D], id: UUID, *, now: datetime) -> None:
    """Taken back before the case was filed, and gone from the store."""
    row = await rows.locked_document(session, desk.archive, id)
    if row is None:
        raise NotFound("document.not_found")
    row.removed_at = now
    _forget_after_commit(session, desk, row)


def _refusable(announced: Announced) -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    if announced.size <= 0:
        found.append(("document.empty", {}))
    if announced.size > MAX_BYTES:
        found.append(("document.too_large", {"limit": MAX_BYTES}))
    if announced.content_type not in CONTENT_TYPES:
        found.append(("document.type_not_allowed", {"found": announced.content_type[:60]}))
    return found


async def _uploaded(desk: Desk[D], quarantine: str, row: DocumentMixin) -> bytes:
    try:
        return await desk.store.get(quarantine, str(row.id), limit=MAX_BYTES)
    except NotFound:
        raise Conflict("document.not_uploaded") from None


async def _looked_at(desk: Desk[D], content: bytes, row: DocumentMixin) -> Inspected | Refused:
    try:
        return await desk.workers.run(inspect, content, Announced(row.size, row.content_type, row.sha256))
    except GaveUp:
        return Refused("document.too_complex")


async def _judged(desk: Desk[D], row: D, inspected: Inspected, judge: Judge[D]) -> Inspected | Refused:
    """An unreadable code is never a reason to refuse: an officer matches the paper."""
    try:
        scan = await desk.workers.run(read_form, inspected.content)
    except (GaveUp, Unreadable):
        scan = ScanResult(None, None, readable=False)
    try:
        judge(row, scan)
    except Refusal as refusal:
        return Refused(refusal.code)
    return inspected


async def _keep(session: AsyncSession, desk: Desk[D], row: DocumentMixin, inspected: Inspected) -> None:
    """Sealed under a new key; the vault has it before the row says so."""
    key = secrets.token_bytes(32)
    sealed = await asyncio.to_thread(_document_keyring(key).seal, inspected.content, _aad(row))
    await desk.store.put(settings_of(session).vault_bucket, _vault_name(row, key), sealed, "application/octet-stream")
    row.wrapped_key = keys_of(session).keyring.seal(key, _aad(row))


async def _kept(session: AsyncSession, desk: Desk[D], id: UUID) -> D:
    row = await rows.kept_document(session, desk.archive, id)
    if row is None:
        raise NotFound("document.not_found")
    if row.scan == "INFECTED":
        raise Forbidden("document.infected")
    return row


async def sealed_content(session: AsyncSession, store: ObjectStore, row: DocumentMixin) -> bytes:
    key = _unwrapped(session, row)
    limit = MAX_KEPT + SEALED_OVERHEAD
    sealed = await store.get(settings_of(session).vault_bucket, _vault_name(row, key), limit=limit)
    return await asyncio.to_thread(_document_keyring(key).open, sealed, _aad(row))


async def _drawn(session: AsyncSession, desk: Desk[D], id: UUID, draw: Callable[..., bytes], *args: int) -> bytes:
    row = await _kept(session, desk, id)
    content = await sealed_content(session, desk.store, row)
    try:
        return await desk.workers.run(draw, content, *args)
    except Unreadable as error:
        if error.code == "document.no_such_page":
            raise NotFound(error.code, error.params) from None
        raise Invalid(error.code, error.params) from None
    except GaveUp:
        raise Invalid("document.too_complex") from None


def _aad(row: DocumentMixin) -> bytes:
    return f"document:{row.id}".encode()


def _document_keyring(key: bytes) -> Keyring:
    return Keyring({DOCUMENT_KEY: key}, DOCUMENT_KEY)


def _vault_name(row: DocumentMixin, key: bytes) -> str:
    return f"{row.id}/{hashlib.sha256(b'vault:' + key).hexdigest()[:16]}"


def _unwrapped(session: AsyncSession, row: DocumentMixin) -> bytes:
    if row.wrapped_key is None:
        raise NotFound("document.not_found")
    return keys_of(session).keyring.open(row.wrapped_key, _aad(row))


def _forget_after_commit(session: AsyncSession, desk: Desk[D], row: DocumentMixin) -> None:
    if row.state == "PENDING":
        _tidy_after_commit(session, desk, settings_of(session).quarantine_bucket, str(row.id))
    elif row.state == "SEALED":
        name = _vault_name(row, _unwrapped(session, row))
        _tidy_after_commit(session, desk, settings_of(session).vault_bucket, name)


def _tidy_after_commit(session: AsyncSession, desk: Desk[D], bucket: str, key: str) -> None:
    event.listen(session.sync_session, "after_commit", lambda _: desk.sweeper.remove(bucket, key), once=True)
