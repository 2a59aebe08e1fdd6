"""Wiring only."""

from fastapi import FastAPI

from commons.app import create_service
from commons.db import Database
from registration import worker
from registration.api import ROUTERS
from registration.documents import ARCHIVE, Desk
from registration.keys import equip
from registration.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    database = equip(Database(settings.database_url), settings)
    app = create_service(
        settings,
        database=database,
        title="Registration",
        version="0.1.0",
        routers=ROUTERS,
        lifespan=[worker.tools],
        worker=lambda app: worker.parts(settings, database, app.state.clock),
    )
    app.state.desk = Desk.of(settings, ARCHIVE)
    return app
