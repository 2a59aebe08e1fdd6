"""Why: wiring only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from commons.app import create_service
from commons.db import Database
from reference import api, seeding, worker
from reference.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    database = Database(settings.database_url)

    @asynccontextmanager
    async def seeded(app: FastAPI) -> AsyncIterator[None]:
        """Ready means that the elections are there."""
        await seeding.seed(settings, database, app.state.clock)
        yield

    return create_service(
        settings,
        database=database,
        title="Reference",
        version="0.1.0",
        routers=[api.router],
        lifespan=[seeded],
        worker=lambda _: worker.parts(settings, database),
    )
