import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from embedded.console import Console
from embedded.ports import Ports
from embedded.stack import Options, Stack, remove
from tests.load.seeding import Seeder

UNLIMITED = {"GATEWAY_RATE_SESSION": "10000000/minute", "GATEWAY_RATE_ANONYMOUS": "10000000/minute"}
"""All people of a measurement come from one address, and some do in a second what others do in a day."""


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The whole portal, with fsync, and with PostgreSQL noting when each transaction was committed."""
    directory = Path(tempfile.mkdtemp(prefix="izbori-load-"))
    directory.chmod(0o711)
    stack = Stack(Options(directory / "var", Ports.free(), voters=2000), Console(directory / "log", out=None))
    with patch.dict(os.environ, UNLIMITED):
        stack.start()
        try:
            with stack.postgres.connect() as connection:
                connection.execute("ALTER SYSTEM SET track_commit_timestamp = on")
            stack.restart("postgres")
            yield stack
        finally:
            stack.stop()
            remove(directory / "var")
            shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
async def seeder(stack: Stack) -> AsyncIterator[Seeder]:
    async with Seeder.of(stack) as seeder:
        yield seeder
