"""Why: the executable schema, equal to gateway/schema.graphql (`python -m tools.schema --check`)."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from gateway.graphql.mutations import Mutation
from gateway.graphql.queries import Query
from gateway.graphql.types.base import SCALARS
from gateway.graphql.types.problem import RefusalHandler

DESCRIPTION = (
    "What the portal can ask and do. Mutations answer `Thing | Problem`; a list is a Relay connection of at most 100."
)


def _built() -> strawberry.Schema:
    made = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        exception_handlers=[RefusalHandler()],
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    core_of(made).description = DESCRIPTION
    return made


def core_of(built: strawberry.Schema) -> GraphQLSchema:
    """graphql-core's schema inside of Strawberry's, for validation and for comparing; there is no public way to it."""
    return built._schema  # noqa: SLF001  # said above


schema = _built()
core = core_of(schema)
