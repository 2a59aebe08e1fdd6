"""Two rules of CONTRIBUTING.md that are about words: terms of the law are data, and a test is named by a sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.openapi import services

LENGTHS = {"weeks", "days", "hours"}
RULES = ("domain", "service", "service.py", "views", "views.py")
SENTENCE = re.compile(r"test(_[a-z0-9]+){3,}", re.IGNORECASE)


def terms_in_code(source: str) -> Iterator[int]:
    """Lines with a length of days or hours written as a number; one day is a step on the calendar and no term."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "timedelta":
            named = [keyword.value for keyword in node.keywords if keyword.arg in LENGTHS]
            for value in (*node.args[:1], *named):
                if isinstance(value, ast.Constant) and value.value not in (0, 1):
                    yield node.lineno


def rules_of(root: Path) -> Iterator[Path]:
    places = [root / "services" / service / service / part for service in services() for part in RULES]
    for place in (root / "libs" / "elections" / "elections", *places):
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.exists() else []


def test_no_term_of_the_law_is_a_number_in_code(root: Path) -> None:
    files = list(rules_of(root))
    assert len(files) > 50
    found = [f"{path.relative_to(root)}:{line}" for path in files for line in terms_in_code(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("close = day - timedelta(days=75)", [1]),
        ("x = 1\nclose = day - datetime.timedelta(2)", [2]),
        ("served = at + timedelta(hours=48)", [1]),
        ("day += timedelta(days=1)", []),
        ("until = at + timedelta(days=election.parameter('term'))", []),
        ("grace = timedelta(minutes=20)", []),
    ],
)
def test_a_term_in_code_is_found(source: str, lines: list[int]) -> None:
    assert list(terms_in_code(source)) == lines


def says_something(name: str) -> bool:
    """At least three words, of which the last is no running number (a status of HTTP has three digits)."""
    return bool(SENTENCE.fullmatch(name)) and not re.search(r"_\d{1,2}$", name)


def test_every_test_is_named_by_a_sentence(root: Path) -> None:
    files = [
        path
        for folder in ("libs", "services", "gateway", "infra", "tests")
        for path in sorted((root / folder).rglob("test_*.py"))
    ]
    assert len(files) > 80
    nameless = [
        f"{path.relative_to(root)}: {node.name}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not says_something(node.name)
    ]
    assert nameless == []


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("test_a_late_form_lapses_the_case", True),
        ("test_hours_are_absolute", True),
        ("test_submit_2", False),
        ("test_submit", False),
        ("test_submit_again_2", False),
    ],
)
def test_a_name_that_tells_nothing_is_found(name: str, good: bool) -> None:
    assert says_something(name) is good
