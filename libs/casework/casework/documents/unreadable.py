"""The one way in which a file fails to open: with a stable code and its numbers, never with a library's message."""

from collections.abc import Mapping


class Unreadable(Exception):
    def __init__(self, code: str = "document.unreadable", params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, str | int] = params or {}
