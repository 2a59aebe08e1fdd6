"""Finds the programs that came with the locked wheels, so that the machine's own versions are never used by chance."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[3]


def executable(name: str) -> str:
    """Path of a program in the scripts folder of this environment."""
    found = shutil.which(name, path=sysconfig.get_path("scripts"))
    if found is None:
        raise FileNotFoundError(f"{name} is not installed in this environment: run `make install`")
    return found
