"""Why: wiring only."""

from fastapi import FastAPI

from commons.app import create_service
from commons.db import Database
from notifications import api, worker
from notifications.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    database = Database(settings.database_url)
    return create_service(
        settings,
        database=database,
        title="Notifications",
        version="0.1.0",
        routers=[api.router],
        worker=lambda app: worker.parts(settings, database, app.state.clock),
    )
