"""Why: from a prepared operation to the bytes of its answer. What was expected is said; everything else is masked."""

import re
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import structlog
from graphql import GraphQLError, GraphQLSchema, execute
from prometheus_client import Counter
from strawberry.execution import optimized_is_awaitable
from strawberry.utils.await_maybe import await_maybe
from strawberry.utils.str_converters import to_snake_case

from commons.problems import Refusal
from commons.telemetry import trace_id
from gateway.graphql.context import Context
from gateway.graphql.documents import Prepared
from gateway.graphql.projection import Executor
from gateway.graphql.types.problem import extensions_of

log = structlog.get_logger(__name__)
OPERATIONS = Counter("graphql_operations_total", "GraphQL operations answered", ["operation", "outcome"])
_UNFIT = re.compile(r"Variable '\$(\w+)' has invalid value(?: at \.?([\w.\[\]]+))?")


async def run(
    core: GraphQLSchema, prepared: Prepared, variables: Mapping[str, Any], context: Context, *, terse: bool
) -> tuple[bytes, bool]:
    """The answer as JSON, and whether it is whole (no error in it). `terse` leaves texts for developers out."""
    context.prepared = prepared
    # Strawberry's own way would look again at what is prepared: it parses, validates and runs extensions per request
    result = await await_maybe(
        execute(
            core,
            prepared.document,
            context_value=context,
            variable_values=dict(variables),
            operation_name=prepared.name or None,
            executor_class=Executor,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # Strawberry's own narrows nothing
        )
    )
    errors = [error_of(error, terse=terse) for error in result.errors or ()]
    # only registered operations have names that we know: others would fill the memory with labels
    OPERATIONS.labels(prepared.name if prepared.registered else "other", "error" if errors else "ok").inc()
    return encode(result.data, errors), not errors


def encode(data: Any, errors: Sequence[Mapping[str, Any]]) -> bytes:
    body: dict[str, Any] = {"errors": errors} if errors else {}
    if data is not None or not errors:
        body["data"] = data
    return orjson.dumps(body)


def refused(refusal: Refusal) -> bytes:
    """A refusal of the whole request, in the shape of GraphQL."""
    return orjson.dumps({"errors": [{"message": refusal.code, "extensions": extensions_of(refusal)}]})


def error_of(error: GraphQLError, *, terse: bool) -> dict[str, Any]:
    original = error.original_error
    found: dict[str, Any] = {"path": error.path} if error.path else {}
    if isinstance(original, Refusal):
        return {"message": original.code, **found, "extensions": extensions_of(original)}
    if (
        original is None or error.path is None
    ):  # a variable that does not fit: the sender's own words, to the sender only
        return {"message": "request.invalid" if terse else error.message, **found, "extensions": _unfit(error.message)}
    frames = traceback.extract_tb(original.__traceback__)[-6:]
    log.error(
        "graphql.failed",
        error=type(original).__qualname__,
        field=".".join(str(part) for part in error.path or ()),
        at=[f"{frame.filename.rsplit('/site-packages/')[-1]}:{frame.lineno}" for frame in frames],
    )
    return {"message": "internal", **found, "extensions": {"code": "internal", "traceId": trace_id()}}


def _unfit(message: str) -> dict[str, Any]:
    """Which value: its name as the services call it (`date_of_birth`), as far as the library tells."""
    at = _UNFIT.search(message)
    defects: list[dict[str, Any]] = []
    if at:
        path = to_snake_case(at[2] or at[1])
        defects.append({"code": "request.value", "path": path, "article": None, "params": {}, "warning": False})
    return {"code": "request.invalid", "params": {}, "traceId": trace_id(), "retryAfter": None, "defects": defects}
