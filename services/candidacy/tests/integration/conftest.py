from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from candidacy.app import create_app
from candidacy.testing import OPENING, Desk, an_election, make_settings
from casework.documents.isolation import Workers
from commons.clock import FixedClock
from commons.testing import TestIssuer, client_of
from embedded.databases import DatabaseUrls
from embedded.testing import TestStore


class KeptWorkers(Workers):
    """The processes that open uploads take seconds to start; one service after the other uses the same."""

    async def close(self) -> None:
        """Not yet."""


@pytest.fixture(scope="session")
async def kept_workers() -> AsyncIterator[Workers]:
    workers = KeptWorkers()
    yield workers
    await super(KeptWorkers, workers).close()


@pytest.fixture
async def desk(
    fresh_database: Callable[[str], DatabaseUrls], s3_server: TestStore, kept_workers: Workers
) -> AsyncIterator[Desk]:
    """The service with an empty database, the local elections of 2024 and a clock that stands on 20 May."""
    settings = make_settings(fresh_database("candidacy"), s3_server)
    app = create_app(settings)
    clock, issuer = FixedClock(OPENING), TestIssuer()
    app.state.clock = clock
    app.state.desk = replace(app.state.desk, workers=kept_workers)
    issuer.install(app)
    async with client_of(app) as client:
        desk = Desk(app, client, issuer, clock, settings)
        await desk.elections(an_election())
        yield desk
