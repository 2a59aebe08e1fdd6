from pathlib import Path

import pytest

from gateway.portal import file_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    for name in ("index.html", "favicon.svg", "assets/app-1a2b.js", ".env"):
        (dist / name).write_text("x")
    (tmp_path / "secret.txt").write_text("secret")
    (dist / "link").symlink_to(tmp_path / "secret.txt")
    return dist


def test_files_of_the_build_are_found(root: Path) -> None:
    assert file_of(root, "favicon.svg") == root / "favicon.svg"
    assert file_of(root, "assets/app-1a2b.js") == root / "assets" / "app-1a2b.js"


@pytest.mark.parametrize(
    "path", ["", "../secret.txt", "assets/../../secret.txt", "/etc/passwd", ".env", "link", "assets", "a\x00b", "none"]
)
def test_nothing_outside_of_it_is_nor_what_is_hidden(root: Path, path: str) -> None:
    assert file_of(root, path) is None
