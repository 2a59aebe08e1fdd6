import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from embedded.console import Console
from embedded.demo_voters import Voter
from embedded.ports import Ports
from embedded.stack import Options, Stack, remove
from tests.chaos.auditor import Auditor
from tests.chaos.journey import adults
from tests.chaos.people import Ledger, Person

# One person does here in a minute what others do in a month.
UNLIMITED = {"GATEWAY_RATE_SESSION": "100000/minute"}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The whole portal with fsync: without it PostgreSQL may lose what it acknowledged, which is what is tested."""
    directory = Path(tempfile.mkdtemp(prefix="izbori-chaos-"))
    directory.chmod(0o711)
    stack = Stack(Options(directory / "var", Ports.free(), voters=200), Console(directory / "log", out=None))
    with patch.dict(os.environ, UNLIMITED):
        stack.start()
        try:
            yield stack
        finally:
            stack.stop()
            remove(directory / "var")
            shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def auditor(stack: Stack, ledger: Ledger) -> Auditor:
    return Auditor(stack, ledger)


@pytest.fixture(scope="session")
def person(stack: Stack, ledger: Ledger) -> Iterator[Callable[[str], Person]]:
    """A demo account, signed in once: a second sign-in would wait for the next one-time code."""
    known: dict[str, Person] = {}

    def signed_in(key: str) -> Person:
        if key not in known:
            known[key] = Person(stack, ledger, key)
            known[key].sign_in()
        return known[key]

    yield signed_in
    for each in known.values():
        each.close()


@pytest.fixture(scope="session")
def others() -> Iterator[Voter]:
    """Each taken once: an account has one application per person."""
    return adults()
