"""Why: who did what, when and why must be provable years later, also after a case's content was deleted.

One append-only line per act, numbered per case, each holding the hash of the one before: a changed, removed or
inserted line breaks the chain. No personal data is in it. The application role has no UPDATE or DELETE on the table.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import orjson
from sqlalchemy import DateTime, Text, UniqueConstraint, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from commons.db import table_of
from commons.ids import new_id

GENESIS = "0" * 64


class HistoryMixin:
    """`visible` lines are the timeline that the parties see; the others are for officials and auditors."""

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (UniqueConstraint("case_id", "seq", name="history_case_seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    visible: Mapped[bool]
    data_hash: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    prev_hash: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)


class Line(Protocol):
    """What a chain is made of: any row of a history table."""

    @property
    def case_id(self) -> UUID: ...
    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def actor_role(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def visible(self) -> bool: ...
    @property
    def data_hash(self) -> str | None: ...
    @property
    def details(self) -> Mapping[str, Any]: ...
    @property
    def prev_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


HASHED = ("seq", "actor", "actor_role", "action", "reason", "visible", "data_hash", "details", "prev_hash")


def line_hash(case_id: UUID, at: datetime, line: Mapping[str, Any]) -> str:
    """SHA-256 over canonical JSON (sorted keys, UTC with microseconds)."""
    told = {name: line[name] for name in HASHED}
    told |= {"case_id": str(case_id), "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def append(  # noqa: PLR0913 - a line of the history has that many parts
    session: AsyncSession,
    table: type[Any],
    *,
    case_id: UUID,
    at: datetime,
    actor: str,
    actor_role: str,
    action: str,
    reason: str | None = None,
    visible: bool = False,
    data_hash: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> str:
    """Add a line to the case's chain and return its hash. `details` holds codes and numbers, never personal data.

    A lock on the case (held until the commit) keeps parallel writers from taking the same number; the table itself
    cannot be locked by rows, because the application role may not update it.
    """
    key = int.from_bytes(hashlib.sha256(b"history" + case_id.bytes).digest()[:8], "big", signed=True)
    await session.execute(select(func.pg_advisory_xact_lock(key)))
    last = (
        await session.execute(
            select(table.seq, table.hash).where(table.case_id == case_id).order_by(table.seq.desc()).limit(1)
        )
    ).one_or_none()
    # through JSON once, so that what is hashed is what the database gives back
    plain = orjson.loads(orjson.dumps(dict(details or {})))
    line = {
        "seq": last.seq + 1 if last else 1,
        "actor": actor,
        "actor_role": actor_role,
        "action": action,
        "reason": reason,
        "visible": visible,
        "data_hash": data_hash,
        "details": plain,
        "prev_hash": last.hash if last else GENESIS,
    }
    hashed = line_hash(case_id, at, line)
    await session.execute(
        insert(table_of(table)), line | {"id": new_id(), "case_id": case_id, "at": at, "hash": hashed}
    )
    return hashed


def verify_chain(lines: Sequence[Line], *, head: str | None = None) -> list[str]:
    """What is wrong with a case's chain (in any order given); empty when it is whole.

    `head`, the hash of the last line as somebody noted it elsewhere, also detects lines cut off at the end.
    """
    wrong: list[str] = []
    before = GENESIS
    ordered = sorted(lines, key=lambda line: line.seq)
    for expected, line in enumerate(ordered, start=1):
        if line.seq != expected:
            wrong.append(f"line {expected} is missing or doubled")
            break
        if line.prev_hash != before:
            wrong.append(f"line {line.seq} does not follow the line before it")
        if line.hash != line_hash(line.case_id, line.at, {name: getattr(line, name) for name in HASHED}):
            wrong.append(f"line {line.seq} was changed")
        before = line.hash
    if head is not None and before != head:
        wrong.append("the end of the chain is not the one that was noted")
    return wrong
