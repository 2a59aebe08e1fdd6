"""Why: one transaction per command, committed before the client hears about it.

FastAPI runs the code after a `yield` dependency's `yield` *after* the answer was sent unless the scope is "function":
with the default a failing commit would be a lost command with a 200. `Session` is the only way routes get a session.
"""

import base64
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import Depends, Request
from sqlalchemy import Table, event, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from commons.problems import Invalid

TRUSTED = 5.0
"""Seconds for which a connection that answered is believed to be there."""


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def _returned(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["returned"] = time.monotonic()


def _is_alive(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
    """A pooled connection that the server closed is replaced, with all the others. Asking the server itself takes
    three round trips: only after a pause, since the socket of a busy one tells by itself."""
    returned = record.info.get("returned")
    if returned is None:
        return
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    if time.monotonic() - returned > TRUSTED:
        try:
            connection.ping()
        except Exception as error:  # whatever it is: a new connection tells what is wrong
            raise InvalidatePoolError from error


class Database:
    """Engine and session factory of one service. Objects stay readable after a commit; parameters stay out of logs."""

    def __init__(self, url: str, *, pool_size: int = 10, max_overflow: int = 10) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_timeout=10,
            hide_parameters=True,
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
            connect_args={"timeout": 5, "server_settings": {"timezone": "UTC", "lock_timeout": "10s"}},
        )
        event.listen(self.engine.sync_engine, "checkin", _returned)
        event.listen(self.engine.sync_engine, "checkout", _is_alive)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def ping(self) -> None:
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def dispose(self) -> None:
        await self.engine.dispose()


def table_of(mapped: type[Any]) -> Table:
    """For the statements that every command makes: made once, with the values as parameters. `insert(Mapped).values()`
    is built and keyed anew each time, which costs more than the database's answer."""
    table: Table = mapped.__table__
    return table


async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
    """Begin, hand out, COMMIT before the answer; an exception rolls back."""
    database: Database = request.app.state.database
    async with database.sessions.begin() as session:
        yield session


Session = Annotated[AsyncSession, Depends(transaction, scope="function")]


def encode_cursor(*keys: str | int) -> str:
    """An opaque keyset cursor: the sort keys of the last row seen. Put ids and instants in it, never personal data."""
    return base64.urlsafe_b64encode(orjson.dumps(keys)).rstrip(b"=").decode()


def decode_cursor(cursor: str, size: int) -> list[str | int]:
    """The keys of `encode_cursor`; a cursor that is not ours is the client's error."""
    try:
        keys = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise Invalid("request.cursor") from error
    if not isinstance(keys, list) or len(keys) != size or not all(isinstance(key, str | int) for key in keys):
        raise Invalid("request.cursor")
    return keys
