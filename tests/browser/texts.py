"""Why: a journey presses what a person reads, in any of the four languages, from the portal's own catalogues."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2] / "frontend" / "src" / "texts"


@cache
def _catalogue(language: str, namespace: str) -> dict[str, Any]:
    return dict(json.loads((ROOT / language / f"{namespace}.json").read_text()))


def text(language: str, key: str, **params: object) -> str:
    """`text("bs", "office:actions.take.title")`, with its parameters filled in."""
    namespace, _, path = key.rpartition(":")
    found: Any = _catalogue(language, namespace or "common")
    for part in path.split("."):
        found = found[part]
    return re.sub(r"{{(\w+)}}", lambda match: str(params[match[1]]), str(found))
