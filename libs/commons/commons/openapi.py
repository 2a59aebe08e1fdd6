"""Why: the published document must tell the truth about errors and permissions, and FastAPI's own does not.

Every operation answers errors as a Problem (never FastAPI's HTTPValidationError) and says which permission it declares;
the gateway's client and the access matrix are generated from this.
"""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from commons.auth import declared_permissions
from commons.problems import MEDIA_TYPE

REPLACED = ("HTTPValidationError", "ValidationError")


class ProblemDefect(BaseModel):
    """One thing that is wrong, with the field it belongs to and the article of the law."""

    code: str
    path: str | None
    article: str | None
    params: dict[str, Any]


class Problem(BaseModel):
    """RFC 9457, as `commons.problems` answers it."""

    type: str
    title: str
    status: int
    code: str
    params: dict[str, Any]
    trace_id: str | None
    retry_after: int | None
    defects: list[ProblemDefect]


ANSWER = {
    "description": "Problem",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def truthful(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """`app.openapi`, with problems and permissions; made once."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    return document


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, routes=app.routes)
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in REPLACED:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "at+jwt"}}
    permissions = declared_permissions(app)
    for path, operations in made.get("paths", {}).items():
        for method, operation in operations.items():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = ANSWER
            permission = permissions.get((method.upper(), path))
            operation["x-permission"] = permission
            if permission != "public":
                operation["security"] = [{"token": []}]
    return made
