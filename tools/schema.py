"""Compares gateway/schema.graphql, the contract with the portal, with what the gateway really answers.

`python -m tools.schema --check` names what differs and fails. Without `--check` it writes the file: what is the same
keeps its place, its words and the comments around it; only what differs is printed anew.
"""

import difflib
import sys
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    GraphQLSchema,
    build_schema,
    lexicographic_sort_schema,
    parse,
    print_ast,
    print_schema,
)

from gateway.graphql.schema import core

CONTRACT = Path(__file__).parents[1] / "gateway" / "schema.graphql"


def canonical(schema: GraphQLSchema) -> str:
    return print_schema(lexicographic_sort_schema(schema)) + "\n"


def differences(contract: str) -> list[str]:
    before, now = canonical(build_schema(contract)), canonical(core)
    return list(difflib.unified_diff(before.splitlines(), now.splitlines(), "schema.graphql", "gateway", lineterm=""))


def _key(node: DefinitionNode) -> str:
    name = getattr(node, "name", None)
    return name.value if name else "schema"


def _same(one: DefinitionNode, other: DefinitionNode) -> bool:
    """Equal but for the order of fields: the contract groups them for readers."""
    return sorted(print_ast(one).split("\n")) == sorted(print_ast(other).split("\n"))


def rewritten(contract: str) -> str:
    """The contract with each definition that differs replaced, those that are gone removed, and new ones at the end."""
    now: DocumentNode = parse(print_schema(core))
    wanted = {_key(node): node for node in now.definitions}
    pieces: list[str] = []
    at = 0
    for node in parse(contract).definitions:
        start, end = (node.loc.start, node.loc.end) if node.loc else (at, at)
        before, text = contract[at:start], contract[start:end]
        at = end
        new = wanted.pop(_key(node), None)
        if new is not None:
            pieces.append(before + (text if _same(node, new) else print_ast(new)))
        elif _key(node) == "schema":
            pieces.append(before + text)
    pieces.append(contract[at:].rstrip("\n"))
    pieces.extend("\n\n" + print_ast(node) for node in wanted.values())
    return "".join(pieces) + "\n"


def main() -> int:
    contract = CONTRACT.read_text()
    found = differences(contract)
    if not found:
        return 0
    if "--check" in sys.argv[1:]:
        print("\n".join(found))
        print("\nthe schema differs: run `python -m tools.schema`, and tell whoever uses the fields that changed")
        return 1
    CONTRACT.write_text(rewritten(contract))
    print(f"wrote {CONTRACT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
