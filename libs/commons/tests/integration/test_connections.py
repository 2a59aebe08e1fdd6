import pytest
from sqlalchemy import text

from commons.db import Database
from embedded.testing import DatabaseUrls

OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
BACKEND = "SELECT pg_backend_pid()"


@pytest.fixture
def trusted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commons.db.TRUSTED", request.param)


async def backend(database: Database) -> int:
    async with database.sessions.begin() as session:
        return int(await session.scalar(text(BACKEND)) or 0)


@pytest.mark.parametrize("trusted", [0.0, 60.0], indirect=True, ids=["asked", "by-its-socket"])
async def test_a_connection_that_the_server_closed_is_replaced_before_it_is_used(
    database: Database, urls: DatabaseUrls, trusted: None
) -> None:
    before = await backend(database)
    assert await backend(database) == before
    other = Database(urls.app_url)
    async with other.sessions.begin() as session:
        closed = (await session.scalars(text(OTHERS))).all()
    await other.dispose()
    assert closed
    assert all(closed)
    assert await backend(database) != before
