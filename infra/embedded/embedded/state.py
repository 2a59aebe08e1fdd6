"""What one stack keeps between starts: secrets made once, and which demo data is loaded. Files of mode 0600 in var/."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path


class State:
    """A JSON file of named strings; `once` makes a value when it is asked for the first time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def once(self, name: str, make: Callable[[], str]) -> str:
        """The value of that name, made and kept if it is new."""
        if name not in self._values:
            self[name] = make()
        return self._values[name]

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def __setitem__(self, name: str, value: str) -> None:
        self._values[name] = value
        write_private(self.path, json.dumps(self._values, indent=1))

    def password(self, name: str) -> str:
        return self.once(name, lambda: secrets.token_hex(16))

    def hex_key(self, name: str) -> str:
        return self.once(name, lambda: secrets.token_hex(32))

    def base64_key(self, name: str) -> str:
        return self.once(name, lambda: base64.b64encode(secrets.token_bytes(32)).decode())


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner alone from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.new")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
