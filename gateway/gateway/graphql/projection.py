"""Why: most of an answer is fields read by name, and graphql-core spends more on asking how than on reading.

Where everything that is selected below an object is such fields, the selection is compiled once per operation into
plain functions and run on each object. A projection only reads, so whatever it meets that it does not expect (a null
that may not be, a value that does not fit) is left to the ordinary way, which says what is wrong and where.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLString,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FieldDetails
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.field import StrawberryField

Read = Callable[[Any], Any]
Projections = dict[tuple[str, tuple[int, ...]], "Read | None"]
"""By type and identity of the selecting nodes; kept beside the document, so that the identities stay true."""
PLAIN: Mapping[GraphQLScalarType, type] = {GraphQLString: str, GraphQLBoolean: bool}


class NotPlain(Exception):
    """This value is for the ordinary way."""


class _Directives(Visitor):
    found = False

    def enter_directive(self, _node: DirectiveNode, *_: Any) -> None:
        self.found = True


def has_directives(document: DocumentNode) -> bool:
    """`@skip` and `@include` change the selection from request to request, so it is not compiled."""
    looked = _Directives()
    visit(document, looked)
    return looked.found


class Executor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, with a short cut below objects whose selection is plain."""

    def collect_and_execute_subfields(
        self, return_type: GraphQLObjectType, field_details_list: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        projection = self._projection(return_type, field_details_list)
        if projection is not None:
            try:
                return projection(result)
            except Exception:  # noqa: BLE001, S110  # the ordinary way reads the same again and reports it in its place
                pass
        return super().collect_and_execute_subfields(return_type, field_details_list, path, result, position_context)

    def _projection(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> Read | None:
        prepared = self.context_value.prepared
        if prepared is None or not prepared.may_be_projected:
            return None
        key = (kind.name, tuple(id(detail.node) for detail in details))
        kept: Projections = prepared.projections
        if key not in kept:
            kept[key] = self._compiled(kind, details)
        return kept[key]

    def _compiled(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> Read | None:
        grouped = self.collect_subfields(kind, details)[0]
        read: list[tuple[str, Read]] = []
        for name, selected in grouped.items():
            field = self._field(kind, list(selected))
            if field is None:
                return None
            read.append((name, field))
        return lambda source: {name: field(source) for name, field in read}

    def _field(self, kind: GraphQLObjectType, selected: list[FieldDetails]) -> Read | None:
        node = selected[0].node
        if node.name.value == "__typename":
            name = kind.name
            return lambda _source: name
        field = kind.fields.get(node.name.value)
        if field is None or node.arguments or field.args:
            return None
        get = _getter(field)
        complete = self._completion(field.type, selected)
        if get is None or complete is None:
            return None
        return lambda source: complete(get(source))

    def _completion(self, kind: Any, selected: list[FieldDetails]) -> Read | None:
        """A value of this type as JSON; NotPlain where it must not be null and is."""
        if isinstance(kind, GraphQLNonNull):
            inner = self._completion(kind.of_type, selected)
            return inner and _not_null(inner)
        if isinstance(kind, GraphQLList):
            item = self._completion(kind.of_type, selected)
            return item and (lambda values: None if values is None else [item(value) for value in values])
        if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
            return _leaf(kind)
        if isinstance(kind, GraphQLObjectType):
            inner = self._compiled(kind, selected)
            return inner and (lambda value: None if value is None else inner(value))
        return None


def _getter(field: GraphQLField) -> Read | None:
    """How to read a field that has no resolver of its own."""
    declared = field.extensions.get("strawberry-definition")
    if not isinstance(declared, StrawberryField) or not declared.is_basic_field:
        return None
    if type(declared) is StrawberryField:
        return attrgetter(declared.python_name)
    return lambda source: declared.get_result(source, None, [], {})


def _not_null(inner: Read) -> Read:
    def complete(value: Any) -> Any:
        found = inner(value)
        if found is None:
            raise NotPlain
        return found

    return complete


def _leaf(kind: GraphQLScalarType | GraphQLEnumType) -> Read:
    """The type's own serialisation, unless the value is plainly what it would give back."""
    coerce = kind.coerce_output_value
    plain = PLAIN.get(kind) if isinstance(kind, GraphQLScalarType) else None

    def complete(value: Any) -> Any:
        return value if value is None or (plain is not None and type(value) is plain) else coerce(value)

    return complete
