"""Why: journeys run in a real Chromium on the whole portal, each on a stack of its own ports and directory.

`IZBORI_STORE=minio` runs the same journeys with MinIO as the store.
"""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Literal, cast

import pytest
from playwright.sync_api import Browser, sync_playwright

from embedded.stack import Stack, temporary
from tests.browser.people import Visitors

FAILED = pytest.StashKey[bool]()
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The portal with a small voter register, thrown away afterwards."""
    directory = Path(tempfile.mkdtemp(prefix="izbori-browser-"))
    store = cast("Literal['embedded', 'minio']", os.environ.get("IZBORI_STORE", "embedded"))
    try:
        with temporary(directory, store=store, voters=500) as running:
            yield running
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("no Chromium on PATH: install Debian's package chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def visitors(stack: Stack, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitors]:
    """Opens the portal as different people, and closes all of them at the end; keeps their screens when it failed."""
    with Visitors(stack, browser) as opened:
        yield opened
        opened.failed = request.node.stash.get(FAILED, False)
