"""The libraries are tested with a service that has no domain (`probe`), on real servers."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from commons import messaging
from commons.db import Database
from commons.ids import new_id
from commons.settings import ServiceSettings
from commons.transport import Nats
from contracts.envelope import Event, PayloadModel
from embedded.databases import DatabaseUrls
from embedded.testing import TestNats

sys.path.insert(0, str(Path(__file__).parent / "commons" / "tests" / "probe"))


class Settings(ServiceSettings):
    """Settings of the probe; arguments instead of the environment."""


@pytest.fixture
def urls(fresh_database: Callable[[str], DatabaseUrls]) -> DatabaseUrls:
    return fresh_database("probe")


@pytest.fixture
async def database(urls: DatabaseUrls) -> AsyncIterator[Database]:
    made = Database(urls.app_url)
    yield made
    await made.dispose()


@pytest.fixture
def settings(urls: DatabaseUrls, nats_server: TestNats) -> Settings:
    user, password = nats_server.operator
    return Settings(
        environment="test",
        database_url=urls.app_url,
        owner_database_url=urls.owner_url,
        nats_url=nats_server.url,
        nats_user=user,
        nats_password=password,
        arrival_key="ab" * 32,
    )


@pytest.fixture
async def nats(settings: Settings) -> AsyncIterator[Nats]:
    async with messaging.connection(settings, "probe") as client:
        yield client


@pytest.fixture
def happened() -> type[Event]:
    """An event with a producer of its own, so that no two tests share a stream."""
    name = f"p{new_id().hex}"

    class Happened(Event):
        class Payload(PayloadModel):
            thing: str

        subject = f"{name}.happened.v1"
        producer = name
        payload: Payload

    return Happened
