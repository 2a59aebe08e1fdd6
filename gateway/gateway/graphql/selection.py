"""Why: what nobody asked for is not fetched. Looks at the selection itself, fragments and `@skip` included."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from gateway.graphql.context import Info


def asks_for(info: Info, name: str) -> bool:
    """Is the field `name` asked for directly below the field that is being resolved?"""
    raw: GraphQLResolveInfo[Any] = info._raw_info  # noqa: SLF001  # Strawberry's own selections convert the whole tree first
    looked_at = _Selection(raw.fragments, info.variable_values)
    return any(node.selection_set and looked_at.has(node.selection_set, name) for node in raw.field_nodes)


@dataclass(frozen=True)
class _Selection:
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def has(self, selections: SelectionSetNode, name: str) -> bool:
        return any(self._is_or_has(node, name) for node in selections.selections if self._is_wanted(node))

    def _is_or_has(self, node: SelectionNode, name: str) -> bool:
        match node:
            case FieldNode():
                return node.name.value == name
            case FragmentSpreadNode():
                return self.has(self.fragments[node.name.value].selection_set, name)
            case InlineFragmentNode():
                return self.has(node.selection_set, name)
        return False

    def _is_wanted(self, node: SelectionNode) -> bool:
        """Strawberry hands over plain variables, which graphql-core's own reader of directives does not take."""
        for directive in node.directives or ():
            wanted_if = {"include": True, "skip": False}.get(directive.name.value)
            if wanted_if is not None and self._condition(directive) is not wanted_if:
                return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        value = next(argument.value for argument in directive.arguments or () if argument.name.value == "if")
        if isinstance(value, VariableNode):
            return bool(self.variables.get(value.name.value))
        return isinstance(value, BooleanValueNode) and value.value
