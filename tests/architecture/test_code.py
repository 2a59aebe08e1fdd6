"""House rules that no linter knows: read from the syntax tree of every module."""

import ast
import configparser
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary

from tools.openapi import services

SHAPE = (
    "__init__.py",
    "__main__.py",
    "app.py",
    "migrate.py",
    "permissions.py",
    "schemas.py",
    "settings.py",
    "tables.py",
    "worker.py",
)
PERSONAL = {
    "jmb", "name", "surname", "first_name", "last_name", "parent_name", "email", "mail", "phone", "address", "street",
    "house_number", "house_no", "date_of_birth", "place_of_birth", "born", "document_number", "passport",
}  # fmt: skip


def modules(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield str(path), ast.parse(path.read_text(encoding="utf-8"))


def code_of(service: str, root: Path) -> Path:
    return root / "services" / service / service


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.Module) -> Iterator[str]:
    """Calls as they are written: "datetime.now", "session.commit"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_every_service_has_the_same_files(service: str, root: Path) -> None:
    here = code_of(service, root)
    # What outgrew one file is a package of the same name.
    missing = [name for name in SHAPE if not ((here / name).exists() or (here / name[:-3] / "__init__.py").exists())]
    assert missing == []
    assert (root / "services" / service / "README.md").exists()
    assert (root / "services" / service / "migrations" / "env.py").exists()


def test_a_domain_imports_the_standard_library_and_elections_alone(service: str, root: Path) -> None:
    allowed = {*sys.stdlib_module_names, "elections", service}
    for path, tree in modules(code_of(service, root) / "domain"):
        for name in imported(tree):
            assert name.split(".")[0] in allowed, f"{path} imports {name}"
            assert not name.startswith(f"{service}.") or name.startswith(f"{service}.domain"), f"{path} imports {name}"


def test_elections_imports_the_standard_library_and_stdnum_alone(root: Path) -> None:
    allowed = {*sys.stdlib_module_names, "elections", "stdnum"}
    for path, tree in modules(root / "libs" / "elections" / "elections"):
        assert {name.split(".")[0] for name in imported(tree)} <= allowed, path


CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "datetime.today",
    "time.time",
    "uuid4",
    "uuid.uuid4",
    "uuid1",
}


def test_time_and_ids_are_arguments_of_rules_and_verbs(service: str, root: Path) -> None:
    for part in ("domain", "service", "service.py", "api", "api.py", "store", "store.py", "consumers.py"):
        place = code_of(service, root) / part
        for path in place.rglob("*.py") if place.is_dir() else [place] if place.exists() else []:
            made = CLOCKS & set(calls(ast.parse(path.read_text(encoding="utf-8"))))
            assert made == set(), f"{path} calls {made}"


def test_the_rules_of_elections_read_no_clock(root: Path) -> None:
    for path, tree in modules(root / "libs" / "elections" / "elections"):
        assert CLOCKS.isdisjoint(calls(tree)), path


def test_a_verb_never_commits(service: str, root: Path) -> None:
    for path, tree in modules(code_of(service, root)):
        committing = [call for call in calls(tree) if call.endswith((".commit", ".rollback"))]
        assert committing == [], f"{path}: {committing}"


def test_a_refusal_is_no_http_status(service: str, root: Path) -> None:
    for path, tree in modules(code_of(service, root)):
        forbidden = [name for name in imported(tree) if name.split(".")[-1] == "HTTPException"]
        assert forbidden == [], f"{path}: {forbidden}"


def test_status_changes_only_through_the_lifecycle(service: str, root: Path) -> None:
    """No attribute `status` is assigned a literal: it comes from `advance`."""
    for path, tree in modules(code_of(service, root)):
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets):
                assert isinstance(node, ast.Assign)
                assert not isinstance(node.value, ast.Constant), f"{path}:{node.lineno}"


def test_nothing_is_made_at_import(service: str, root: Path) -> None:
    """No settings, databases or clients at module level, so that a test can have two of them."""
    for path, tree in modules(code_of(service, root)):
        for node in tree.body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) else None
            if isinstance(value, ast.Call):
                assert ast.unparse(value.func) not in {"Settings", "Database", "FastAPI", "create_app"}, path


def test_what_is_personal_is_sealed(service: str, root: Path) -> None:
    """A name, a JMB or an address has no clear column (architecture.md 6)."""
    tables = importlib.import_module(f"{service}.tables")
    clear = [
        f"{table.name}.{column.name}"
        for table in tables.Base.metadata.tables.values()
        for column in table.columns
        if column.name in PERSONAL and not isinstance(column.type, LargeBinary)
    ]
    assert clear == []


def test_rows_are_never_loaded_by_accident(service: str, root: Path) -> None:
    tables = importlib.import_module(f"{service}.tables")
    for mapper in tables.Base.registry.mappers:
        assert all(relationship.lazy == "raise" for relationship in mapper.relationships), mapper


def test_every_service_is_in_the_contracts_of_import_linter(service: str, root: Path) -> None:
    config = configparser.ConfigParser()
    config.read(root / ".importlinter")
    lists = {name: set(config[name].get("modules", "").split()) for name in config.sections()}
    assert service in lists["importlinter:contract:independence"]
    assert service in set(config["importlinter:contract:gateway"]["forbidden_modules"].split())
    assert service in set(config["importlinter:contract:libs"]["forbidden_modules"].split())
    assert config[f"importlinter:contract:layers-{service}"]["exhaustive"] == "True"
    if (code_of(service, root) / "domain").is_dir():
        assert f"{service}.domain" in config["importlinter:contract:pure-domain"]["source_modules"]
    assert "ignore_imports" not in (root / ".importlinter").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["libs", "services", "gateway", "infra", "tools"])
def test_a_reason_stands_beside_each_silenced_lint(folder: str, root: Path) -> None:
    bare = []
    for path in sorted((root / folder).rglob("*.py")):
        if "/tests/" in str(path) or "node_modules" in str(path):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if "# noqa" in line and not _has_reason(line.split("# noqa", 1)[1]):
                bare.append(f"{path.relative_to(root)}:{number}")
    assert bare == []


def test_services_are_found() -> None:
    assert {"reference", "identity", "notifications", "registration"} <= set(services())


def _has_reason(after: str) -> bool:
    """ "# noqa: S101 - why" or "# noqa: S101 (why)"."""
    codes, _, reason = after.partition(" - ")
    return bool(reason.strip()) or "(" in codes or codes.count("#") > 0
