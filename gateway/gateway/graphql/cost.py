"""Why: a short query can ask for a hundred thousand objects, so what an operation may *make* is bounded before it runs.

Outside production any operation may be sent: its depth, its aliases, its tokens and its cost are limited. The cost is
the number of objects that it can make at most: a connection is as long as its `first`, other lists have the size that
`SIZES` says (or SIZE_UNKNOWN). It is computed from the validated document in one walk; no rule is built per request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from commons.problems import Invalid

MAX_FIRST = 100
SIZE_UNKNOWN = 20
SIZES: Mapping[str, int] = {
    "elections": 8,
    "deadlines": 60,
    "periods": 8,
    "kinds": 3,
    "kindAnswers": 4,
    "sentBack": 5,
    "countries": 250,
    "municipalities": 150,
    "missions": 60,
    "slots": 8,
    "history": 100,
    "timeline": 60,
    "messages": 60,
    "roles": 5,
}
MOST_FIELDS = 10_000
"""Fields that the walk itself may visit: fragments that spread fragments grow faster than their text."""
Numbers = Mapping[str, Any]


@dataclass(frozen=True)
class Size:
    depth: int = 0
    aliases: int = 0
    cost: int = 0


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Numbers) -> None:
        self._schema = schema
        self._variables = variables
        self._visited = 0
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }

    def selections(self, node: SelectionSetNode, parent: Any, depth: int, many: int) -> Size:
        total = Size(depth)
        for selection in node.selections:
            self._visited += 1
            if self._visited > MOST_FIELDS:
                raise Invalid("graphql.cost", {"have": self._visited, "most": MOST_FIELDS})
            match selection:
                case FieldNode():
                    found = self._field(selection, parent, depth, many)
                case InlineFragmentNode():
                    kind = selection.type_condition
                    inner = self._schema.get_type(kind.name.value) if kind else parent
                    found = self.selections(selection.selection_set, inner, depth, many)
                case FragmentSpreadNode():
                    fragment = self._fragments[selection.name.value]
                    inner = self._schema.get_type(fragment.type_condition.name.value)
                    found = self.selections(fragment.selection_set, inner, depth, many)
            total = Size(max(total.depth, found.depth), total.aliases + found.aliases, total.cost + found.cost)
        return total

    def _field(self, node: FieldNode, parent: Any, depth: int, many: int) -> Size:
        alias = 1 if node.alias else 0
        definition = parent.fields.get(node.name.value) if isinstance(parent, GraphQLObjectType) else None
        if definition is None or node.selection_set is None or is_leaf_type(get_named_type(definition.type)):
            return Size(depth, alias, 0)
        first = self._first(node)
        if is_list_type(get_nullable_type(definition.type)):
            # the edges of a connection are as many as its `first`, which its own field has counted already
            many *= 1 if node.name.value == "edges" else SIZES.get(node.name.value, SIZE_UNKNOWN)
        own = many
        if "first" in definition.args:
            many *= first if first is not None else _default(definition.args["first"].default_value)
        inner = self.selections(node.selection_set, get_named_type(definition.type), depth + 1, many)
        return Size(inner.depth, alias + inner.aliases, own + inner.cost)

    def _first(self, node: FieldNode) -> int | None:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                if isinstance(argument.value, IntValueNode):
                    return max(0, int(argument.value.value))
                if isinstance(argument.value, VariableNode):
                    said = self._variables.get(argument.value.name.value)
                    return max(0, said) if isinstance(said, int) else None
        return None


def _default(value: Any) -> int:
    return value if isinstance(value, int) else MAX_FIRST


def size_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Numbers
) -> Size:
    """Depth, aliases and objects of a validated operation (validation has refused circles of fragments)."""
    root = schema.get_root_type(operation.operation)
    return _Walk(schema, document, variables).selections(operation.selection_set, root, 1, 1)


def refuse_if_too_large(size: Size, *, max_depth: int, max_aliases: int, max_cost: int) -> None:
    for name, have, most in (
        ("depth", size.depth, max_depth),
        ("aliases", size.aliases, max_aliases),
        ("cost", size.cost, max_cost),
    ):
        if have > most:
            raise Invalid(f"graphql.{name}", {"have": have, "most": most})
