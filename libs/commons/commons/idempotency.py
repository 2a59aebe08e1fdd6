"""Why: on a bad line people press twice and browsers retry; a creating command with the same key has one effect.

The row is written before the effect, in its transaction: a parallel request waits for it and then gets the answer.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header, Request
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel
from sqlalchemy import DateTime, LargeBinary, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from commons.crypto import Keyring
from commons.db import table_of
from commons.problems import Conflict, Invalid

KEY = re.compile(r"[\x21-\x7e]{8,200}")
KEPT = timedelta(days=7)


class IdempotencyMixin:
    """Answers that were given. They may hold personal data: sealed where the service has a keyring."""

    who: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    body_hash: Mapped[str] = mapped_column(Text)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class _Base(DeclarativeBase):
    """Never created: the same columns as in every service's own table."""


class _Row(IdempotencyMixin, _Base):
    __tablename__ = "idempotency"


_TABLE = table_of(_Row)
BEGIN = insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.key)
END = update(_TABLE).where(_TABLE.c.who == bindparam("of"), _TABLE.c.key == bindparam("under"))


@dataclass(frozen=True)
class Attempt:
    """The client's key and what was asked with it (method, path and body)."""

    key: str
    body_hash: str


async def idempotency_key(request: Request, given: Annotated[str, Header(alias="Idempotency-Key")] = "") -> Attempt:
    """Required on creating commands."""
    if not KEY.fullmatch(given):
        raise Invalid("idempotency.key_required")
    asked = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return Attempt(given, hashlib.sha256(asked).hexdigest())


IdempotencyKey = Annotated[Attempt, Depends(idempotency_key)]


async def once(
    session: AsyncSession,
    who: str,
    key: str,
    body_hash: str,
    action: Callable[[], Awaitable[object]],
    *,
    keyring: Keyring | None = None,
) -> Any:
    """The JSON answer of `action`, run once for this person and key; the same answer again for the same body.

    Another body under the same key is Invalid("idempotency.mismatch"). A refusal of `action` rolls the row back with
    everything else, so the person can mend the input and use the key again.
    """
    aad = f"idempotency\n{who}\n{key}".encode()
    fresh = await session.scalar(BEGIN, {"who": who, "key": key, "body_hash": body_hash})
    same = (_Row.who == who, _Row.key == key)
    if fresh is None:
        before = (await session.execute(select(_Row.body_hash, _Row.answer).where(*same))).one_or_none()
        if before is None or before.answer is None:
            raise Conflict("idempotency.in_progress", retry_after=1)
        if before.body_hash != body_hash:
            raise Invalid("idempotency.mismatch")
        return orjson.loads(keyring.open(before.answer, aad) if keyring else before.answer)
    result = await action()
    plain = result.model_dump_json().encode() if isinstance(result, BaseModel) else None
    answer = plain or orjson.dumps(jsonable_encoder(result))
    kept = keyring.seal(answer, aad) if keyring else answer
    await session.execute(END, {"of": who, "under": key, "answer": kept})
    return orjson.loads(answer)


async def forget_answers(session: AsyncSession) -> None:
    """Called by a timer of the service: nobody retries after a week."""
    await session.execute(delete(_Row).where(_Row.created_at < func.now() - KEPT))
