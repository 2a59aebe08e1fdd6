"""Writes each service's OpenAPI document and the gateway's models from it, so that the two cannot drift apart unseen.

`python -m tools.openapi [service …]` writes services/<service>/openapi.json and the gateway's clients/models_*.py;
`--check` writes nothing, names what differs and fails. No service is started and nothing is connected to.
"""

import base64
import difflib
import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, OKPKey
from pydantic_settings import BaseSettings

ROOT = Path(__file__).parents[1]
KEY = base64.b64encode(bytes(32)).decode()
HEADER = (
    '"""Generated from services/{service}/openapi.json by `python -m tools.openapi`: what the service answers."""\n'
)


def example_settings(kind: type[BaseSettings]) -> BaseSettings:
    """Settings of the right shape and no meaning: routes and models do not depend on them."""
    keys = {"k1": KEY}
    special: dict[str, Any] = {
        "database_url": "postgresql+asyncpg://nobody@127.0.0.1:1/nothing",
        "data_keys": keys,
        "data_key_id": "k1",
        "person_keys": keys,
        "person_key_id": "k1",
        "index_key": KEY,
        "notifications_key": json.dumps(ECKey.generate_key("P-256").as_dict(private=False)),
        "private_key": json.dumps(ECKey.generate_key("P-256").as_dict(private=True)),
        "receipt_key": json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True)),
    }
    values = {
        name: special.get(name, "example")
        for name, field in kind.model_fields.items()
        if name in special or field.is_required()
    }
    for name, value in values.items():
        if isinstance(value, dict) and kind.model_fields[name].annotation is str:
            values[name] = json.dumps(value)
    return kind(_env_file=None, **values)


def services() -> list[str]:
    return sorted(
        folder.name for folder in (ROOT / "services").iterdir() if (folder / folder.name / "app.py").is_file()
    )


def document(service: str) -> str:
    """The OpenAPI document of a service, in a stable order."""
    settings = importlib.import_module(f"{service}.settings").Settings
    app = importlib.import_module(f"{service}.app").create_app(example_settings(settings))
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


NOT_READ = frozenset(
    {"title", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "minItems", "maxItems"}
)
IGNORED = (("format", "uuid"), ("additionalProperties", False))
FRAMEWORK = ("ValidationError", "HTTPValidationError")


def readable(node: Any, *, names: bool = False) -> Any:
    """The document as a tolerant reader wants it: shapes without limits, ids as the strings that they are in JSON."""
    if isinstance(node, list):
        return [readable(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: readable(value, names=key in {"properties", "schemas"})
        for key, value in node.items()
        if names or (key not in NOT_READ and (key, value) not in IGNORED and not (key == "default" and value))
    }


def models(service: str, openapi: str) -> str:
    """Tolerant readers of a service's answers: a field that is added there breaks nothing here."""
    content = readable(json.loads(openapi))
    for name in FRAMEWORK:
        content.get("components", {}).get("schemas", {}).pop(name, None)
    content["paths"] = {}  # the models are asked for by name
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "openapi.json"), Path(folder, "models.py")
        source.write_text(json.dumps(content))
        options = {
            "--input": str(source),
            "--output": str(target),
            "--input-file-type": "openapi",
            "--output-model-type": "pydantic_v2.BaseModel",
            "--target-python-version": "3.11",
            "--enum-field-as-literal": "all",
            "--formatters": "builtin",
        }
        flags = (
            *("--use-standard-collections", "--use-union-operator", "--use-double-quotes", "--disable-timestamp"),
            *("--collapse-root-models", "--use-annotated", "--strict-nullable", "--disable-appending-item-suffix"),
        )
        arguments = [part for pair in options.items() for part in pair]
        subprocess.run([sys.executable, "-m", "datamodel_code_generator", *arguments, *flags], check=True)
        text = "\n".join(line for line in target.read_text().splitlines() if not line.startswith("#"))
        target.write_text(HEADER.format(service=service) + text + "\n")
        ruff = [sys.executable, "-m", "ruff"]
        config = ["--config", str(ROOT / "pyproject.toml")]
        subprocess.run([*ruff, "check", "-q", "--fix", "--select", "I,UP,F401", *config, str(target)], check=False)
        subprocess.run([*ruff, "format", "-q", *config, str(target)], check=True)
        return target.read_text()


def wanted(names: Sequence[str]) -> Iterator[tuple[Path, str]]:
    for service in names:
        text = document(service)
        yield ROOT / "services" / service / "openapi.json", text
        yield ROOT / "gateway" / "gateway" / "clients" / f"models_{service}.py", models(service, text)


def main() -> int:
    check = "--check" in sys.argv[1:]
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    differs = 0
    for path, text in wanted(named or services()):
        before = path.read_text() if path.exists() else ""
        if before == text:
            continue
        name = str(path.relative_to(ROOT))
        differs += 1
        if check:
            lines = difflib.unified_diff(
                before.splitlines(), text.splitlines(), name, f"{name} (now)", lineterm="", n=1
            )
            print("\n".join([*lines][:40]))
        else:
            path.write_text(text)
            print(f"wrote {name}")
    if check and differs:
        print(f"\n{differs} file(s) differ: run `python -m tools.openapi` and look at what changed")
    return 1 if check and differs else 0


if __name__ == "__main__":
    sys.exit(main())
