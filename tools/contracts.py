"""Keeps the schema of every message as it was released, so that a breaking change cannot pass as a small one.

`python -m tools.contracts` writes tests/contract/schemas/*.json; a change that readers would stumble over is refused
even then: it needs a new version of the subject beside the old. `--check` fails when a schema is not the kept one.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from contracts import COMMANDS, EVENTS
from tools.files import ROOT, write_or_compare

FOLDER = ROOT / "tests" / "contract" / "schemas"
Schema = Mapping[str, Any]


def schemas() -> dict[str, dict[str, Any]]:
    """Subject → JSON schema of the message as it travels."""
    return {kind.subject: kind.model_json_schema(mode="serialization") for kind in (*EVENTS, *COMMANDS)}


def breaking(before: Schema, now: Schema) -> Iterator[str]:
    """What a reader of the old schema would miss or not understand; a new field is no break."""
    yield from _breaking("", before, now, before.get("$defs", {}), now.get("$defs", {}))


def _breaking(path: str, before: Schema, now: Schema, old: Schema, new: Schema) -> Iterator[str]:
    before, now = _resolved(before, old), _resolved(now, new)
    if _kind(before) != _kind(now):
        yield f"{path.rstrip('.') or 'message'}: {_kind(before)} became {_kind(now)}"
        return
    for name, field in before.get("properties", {}).items():
        if name not in now.get("properties", {}):
            yield f"{path}{name} is gone"
        else:
            yield from _breaking(f"{path}{name}.", field, now["properties"][name], old, new)
    for name in sorted(set(before.get("required", ())) - set(now.get("required", ()))):
        yield f"{path}{name} may be missing now"
    if "items" in before:
        yield from _breaking(f"{path}[].", before["items"], now.get("items", {}), old, new)


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    reference = schema.get("$ref")
    resolved: Schema = definitions[reference.rsplit("/", 1)[-1]] if reference else schema
    return resolved


def _kind(schema: Schema) -> str:
    """Type, format and allowed values; for a choice of types, all of them."""
    if "anyOf" in schema:
        return " | ".join(sorted(_kind(choice) for choice in schema["anyOf"]))
    allowed = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    return " ".join(str(word) for word in (schema.get("type", "any"), schema.get("format", ""), *allowed)).strip()


def main(arguments: Sequence[str]) -> int:
    files: dict[Path, str] = {}
    broken = False
    for subject, schema in schemas().items():
        path = FOLDER / f"{subject}.json"
        files[path] = json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        if path.exists():
            for reason in breaking(json.loads(path.read_text(encoding="utf-8")), schema):
                print(f"{subject}: {reason}; readers need a new version beside this one", file=sys.stderr)
                broken = True
    for path in sorted(FOLDER.glob("*.json")):
        if path not in files:
            print(f"{path.stem} was released and is gone", file=sys.stderr)
            broken = True
    if broken:
        return 1
    return write_or_compare(files, check="--check" in arguments, command="python -m tools.contracts")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
