"""Makes the list of operations for other programs from the page that explains them, so that the two are one.

`python -m tools.published` writes the ids into docs/operations/api.md and {id: text} into
gateway/published-operations.json; `--check` writes nothing, names what differs and fails. An operation that the schema
does not know fails in both.
"""

import hashlib
import json
import re
import sys

from graphql import parse, validate

from gateway.graphql.schema import core
from tools.files import ROOT, write_or_compare

PAGE = ROOT / "docs" / "operations" / "api.md"
LIST = ROOT / "gateway" / "published-operations.json"
OPERATION = re.compile(r"```graphql\n(?P<text>.*?)\n```\n\nId: `(?P<id>[^`]*)`", re.DOTALL)


def id_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def operations(page: str) -> dict[str, str]:
    """Text by id; raises ValueError for one that the gateway would refuse."""
    texts = [found["text"] for found in OPERATION.finditer(page)]
    for text in texts:
        if errors := validate(core, parse(text)):
            raise ValueError(f"{errors[0].message}\n{text}")
    return {id_of(text): text for text in texts}


def with_ids(page: str) -> str:
    return OPERATION.sub(lambda found: f"```graphql\n{found['text']}\n```\n\nId: `{id_of(found['text'])}`", page)


def main() -> int:
    page = with_ids(PAGE.read_text(encoding="utf-8"))
    listed = json.dumps(operations(page), indent=1) + "\n"
    check = "--check" in sys.argv[1:]
    return write_or_compare({PAGE: page, LIST: listed}, check=check, command="python -m tools.published")


if __name__ == "__main__":
    sys.exit(main())
