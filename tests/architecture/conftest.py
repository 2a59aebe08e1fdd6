import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts

from tools.openapi import example_settings, services

ROOT = Path(__file__).parents[2]
PARTS = (*services(), "gateway")


def application(part: str) -> FastAPI:
    """The application of a service or the gateway, wired and not started."""
    settings = importlib.import_module(f"{part}.settings").Settings
    app: FastAPI = importlib.import_module(f"{part}.app").create_app(example_settings(settings))
    return app


def routes(app: FastAPI) -> Iterator[RouteContext]:
    """Every route with the dependencies of the routers that include it; the OpenAPI document itself aside."""
    return (route for route in iter_route_contexts(app.routes) if route.path != app.openapi_url)


@pytest.fixture(scope="session", params=PARTS)
def part(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="session", params=services())
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def app(part: str) -> FastAPI:
    return application(part)


@pytest.fixture(scope="session")
def all_routes(app: FastAPI) -> list[RouteContext]:
    return list(routes(app))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
