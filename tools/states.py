"""Writes docs/states/*.md from the TRANSITIONS of each service: the table is the truth, the page its picture.

`python -m tools.states` writes; `--check` fails when a page differs.
"""

import importlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from tools.files import ROOT, write_or_compare

STATES = ROOT / "docs" / "states"


class Transition(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str | None: ...
    @property
    def action(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def who(self) -> str: ...


def lifecycles() -> Mapping[str, str]:
    """Name of the page → module with TRANSITIONS, for each service that has a lifecycle."""
    found = {}
    for path in sorted((ROOT / "services").glob("*/*/domain/**/lifecycle.py")):
        parts = path.relative_to(ROOT / "services").with_suffix("").parts[1:]
        found["-".join((parts[0], *parts[2:-1]))] = ".".join(parts)
    return found


def page(name: str, transitions: Sequence[Transition], terminal: Iterable[str]) -> str:
    lines = [f"# States of {name}", ""]
    lines += ["Generated from `TRANSITIONS` by `make states`; change the table, not this page.", ""]
    lines += ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {t.source or '[*]'} --> {t.target}: {t.action.lower().replace('_', ' ')}" for t in transitions]
    lines += [f"    {status} --> [*]" for status in sorted(terminal)]
    lines += ["```", "", "| Id | From | Action | To | Who |", "|---|---|---|---|---|"]
    lines += [f"| {t.id} | {t.source or '–'} | {t.action} | {t.target} | {t.who} |" for t in transitions]
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    index = ["# States", "", "One page per procedure, generated from the code by `make states`.", ""]
    files = {}
    for name, module_name in lifecycles().items():
        module = importlib.import_module(module_name)
        files[STATES / f"{name}.md"] = page(name, module.TRANSITIONS, module.TERMINAL)
        index.append(f"- [{name}]({name}.md)")
    files[STATES / "README.md"] = "\n".join(index) + "\n"
    return files


def main(arguments: Sequence[str]) -> int:
    return write_or_compare(pages(), check="--check" in arguments, command="make states")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
