"""Why: the executable schema, equal to gateway/schema.graphql (`python -m tools.schema --check`)."""

from collections.abc import Iterator

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from gateway.graphql.documents import Prepared
from gateway.graphql.mutations import Mutation
from gateway.graphql.projection import Executor
from gateway.graphql.queries import Query
from gateway.graphql.types.base import SCALARS
from gateway.graphql.types.problem import RefusalHandler

DESCRIPTION = (
    "What the portal can ask and do. Mutations answer `Thing | Problem`; a list is a Relay connection of at most 100."
)


class UsePrepared(SchemaExtension):
    """The operation was parsed and validated before, once for all requests (documents.py)."""

    def on_parse(self) -> Iterator[None]:
        prepared: Prepared = self.execution_context.context.prepared
        self.execution_context.graphql_document = prepared.document
        self.execution_context.validation_rules = ()
        yield


class Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """run.py writes the log line: the library's own holds messages, and messages hold values."""


def _built() -> Schema:
    made = Schema(
        query=Query,
        mutation=Mutation,
        extensions=[UsePrepared],
        exception_handlers=[RefusalHandler()],
        execution_context_class=Executor,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    core_of(made).description = DESCRIPTION
    return made


def core_of(built: strawberry.Schema) -> GraphQLSchema:
    """graphql-core's schema inside of Strawberry's, for validation and for comparing; there is no public way to it."""
    return built._schema  # noqa: SLF001  # said above


schema = _built()
core = core_of(schema)
