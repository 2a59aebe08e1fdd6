"""Pages that speak about the code stay true: names in the glossary exist, generated pages are current."""

import importlib
import re
from pathlib import Path

import pytest

from tools import trace

PACKAGES = "elections|commons|contracts|casework|reference|identity|notifications|registration|gateway"


def test_every_module_that_the_glossary_names_exists(root: Path) -> None:
    text = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    names = set(re.findall(rf"`((?:{PACKAGES})\.[A-Za-z_.]+)`", text))
    assert len(names) > 25
    assert [name for name in sorted(names) if not _exists(name)] == []


def test_every_link_between_our_pages_leads_somewhere(root: Path) -> None:
    pages = [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]
    broken = [
        f"{page.relative_to(root)} -> {target}"
        for page in [*pages, *sorted(root.glob("services/*/README.md"))]
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("cited", "articles"),
    [
        ("EL 3.15(4),(5),(6)", {"3.15(4)", "3.15(5)", "3.15(6)"}),
        ("3.15(3) and (6), 3.16(1)", {"3.15(3)", "3.15(6)", "3.16(1)"}),
        ("EL 1.1a 21)", {"1.1a(21)"}),
        ("EL 20.8", {"20.8"}),
    ],
)
def test_articles_are_read_one_by_one(cited: str, articles: set[str]) -> None:
    assert trace.articles(cited) == articles


def test_the_marks_of_a_test_are_read_wherever_they_stand() -> None:
    source = """
import pytest
pytestmark = [pytest.mark.provision("P02")]

@pytest.mark.provision("P07")
def test_one(): ...

class TestMore:
    @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.provision("P115"))])
    def test_two(self, x): ...

def helper(): ...
"""
    found = set(trace.marks(trace.ast.parse(source)))
    assert found == {("test_one", "P02"), ("test_one", "P07"), ("test_two", "P02"), ("test_two", "P115")}


def test_every_provision_of_the_law_is_listed_once() -> None:
    known = trace.provisions()
    assert list(known) == [f"P{number:02}" for number in range(1, 117)]
    core = {id for id, provision in known.items() if provision.kind == "core"}
    assert core == {id for id, provision in known.items() if provision.traced_by}


def test_tests_name_only_provisions_that_exist() -> None:
    assert set(trace.named_by_tests()) <= set(trace.provisions())


def _exists(name: str) -> bool:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[length:]:
            if not hasattr(found, attribute):
                return False
            found = getattr(found, attribute)
        return True
    return False
