"""Why: every SQL statement of the service. What is not yours is not there: the account is part of each WHERE."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commons.db import decode_cursor, encode_cursor
from notifications.schemas import Bounce, InboxItem, InboxPage
from notifications.tables import Item, Mail


async def add_item(
    session: AsyncSession, *, id: UUID, account: str, template: str, params: dict[str, Any], link: str, at: datetime
) -> None:
    row = {"id": id, "account": account, "template": template, "params": params, "link": link, "at": at}
    await session.execute(insert(Item).values(row).on_conflict_do_nothing())


async def add_mail(session: AsyncSession, mail: Mail) -> None:
    session.add(mail)


async def inbox(session: AsyncSession, account: str, *, limit: int, cursor: str | None) -> InboxPage:
    """Newest first; UUIDv7 ids sort by time."""
    query = select(Item).where(Item.account == account).order_by(Item.id.desc()).limit(limit + 1)
    if cursor is not None:
        (last,) = decode_cursor(cursor, 1)
        query = query.where(Item.id < UUID(str(last)))
    rows = (await session.scalars(query)).all()
    unread = await session.scalar(
        select(func.count()).select_from(Item).where(Item.account == account, Item.read_at.is_(None))
    )
    more = len(rows) > limit
    items = [InboxItem.model_validate(row, from_attributes=True) for row in rows[:limit]]
    return InboxPage(items=items, next=encode_cursor(str(rows[limit - 1].id)) if more else None, unread=unread or 0)


async def mark_read(session: AsyncSession, account: str, at: datetime, id: UUID | None = None) -> bool:
    """One item, or all of them. False when there is no such item of this account."""
    mine = update(Item).where(Item.account == account)
    mine = mine.where(Item.id == id) if id is not None else mine.where(Item.read_at.is_(None))
    found = (await session.scalars(mine.values(read_at=func.coalesce(Item.read_at, at)).returning(Item.id))).all()
    return id is None or bool(found)


async def bounces(session: AsyncSession, number: str) -> list[Bounce]:
    query = select(Mail).where(Mail.number == number, Mail.state == "BOUNCED").order_by(Mail.id.desc()).limit(50)
    return [
        Bounce(at=mail.closed_at or mail.due_at, number=number, template=mail.template, reason=mail.reason or "")
        for mail in await session.scalars(query)
    ]


async def claim_due(session: AsyncSession, now: datetime, *, hold: timedelta, limit: int) -> Sequence[Mail]:
    """Mails to try now. They are held for a while, so that a second sender leaves them and a crash frees them."""
    due = (
        select(Mail.id)
        .where(Mail.state == "QUEUED", Mail.due_at <= now)
        .order_by(Mail.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = (
        update(Mail)
        .where(Mail.id.in_(due))
        .values(due_at=now + hold, attempts=Mail.attempts + 1)
        .returning(Mail)
        .execution_options(synchronize_session=False)
    )
    return (await session.scalars(claimed)).all()


async def close_mail(session: AsyncSession, id: UUID, state: str, at: datetime, reason: str | None = None) -> None:
    """Done with: the address goes, and the link too, because a link of an account's mail is a key to it."""
    values = {"state": state, "closed_at": at, "reason": reason, "sealed_address": None, "link": ""}
    await session.execute(update(Mail).where(Mail.id == id).values(values))


async def retry_mail(session: AsyncSession, id: UUID, at: datetime) -> None:
    await session.execute(update(Mail).where(Mail.id == id).values(due_at=at))
