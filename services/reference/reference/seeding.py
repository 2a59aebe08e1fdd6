"""Why: an empty database gets the elections of the seed files once; afterwards files change nothing.

The rehearsal's windows are counted from the day of the first start and stay where they are at every later start.
"""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import structlog

from commons.clock import Clock
from commons.db import Database
from commons.ids import new_id
from elections.seeds import from_seed
from elections.timing import SARAJEVO
from reference import service
from reference.settings import Settings

log = structlog.get_logger(__name__)


async def seed(settings: Settings, database: Database, clock: Clock) -> None:
    now = clock.now()
    today = now.astimezone(SARAJEVO).date()
    for content in seeds(settings):
        if content.get("rehearsal", False) and not settings.with_rehearsal:
            continue
        async with database.sessions.begin() as session:
            if await service.seed(session, from_seed(content, today), id=new_id(), now=now):
                log.info("election.seeded", code=content["code"])


def seeds(settings: Settings) -> Iterator[dict[str, Any]]:
    """The content of each seed file, by file name."""
    folder: Traversable = Path(settings.seed_folder) if settings.seed_folder else files("reference").joinpath("data")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))
