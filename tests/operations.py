"""Why: the portal is measured and broken with the operations of the portal itself, as its pages send them."""

import json
import re
from functools import cache
from typing import Any

from embedded.tools import ROOT

FILE = ROOT / "frontend" / "src" / "gql" / "persisted-documents.json"


@cache
def named() -> dict[str, str]:
    """Ids of the registered operations by their names."""
    texts: dict[str, str] = json.loads(FILE.read_text())
    names = {re.findall(r"\b(?:query|mutation) (\w+)", text)[0]: id for id, text in texts.items()}
    assert len(names) == len(texts)
    return names


def operation(name: str, /, **variables: Any) -> dict[str, Any]:
    """The body of a POST to /graphql."""
    return {"documentId": named()[name], "variables": variables}
