"""Wiring only."""

from fastapi import FastAPI

from candidacy import worker
from candidacy.api import ROUTERS
from candidacy.documents import ARCHIVE, Desk
from candidacy.keys import equip
from candidacy.settings import Settings
from commons.app import create_service
from commons.db import Database


def create_app(settings: Settings) -> FastAPI:
    database = equip(Database(settings.database_url), settings)
    app = create_service(
        settings,
        database=database,
        title="Candidacy",
        version="0.1.0",
        routers=ROUTERS,
        lifespan=[worker.tools],
        worker=lambda app: worker.parts(settings, database, app.state.clock),
    )
    app.state.desk = Desk.of(settings, ARCHIVE)
    return app
