"""Why: services page by keyset with an opaque cursor for the end of a page; Relay wants a cursor for every edge.

The cursor of the last edge is the service's own; that of an edge before it is the page's own start and a count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from commons.problems import Defect, Invalid
from gateway.graphql.types.base import PageInfo

T = TypeVar("T")
MOST = 100


@dataclass(frozen=True)
class Window:
    """Which page to ask a service for, and how many of its items to leave out."""

    cursor: str | None
    limit: int
    skip: int


@dataclass(frozen=True)
class Listed(Generic[T]):
    items: list[tuple[str, T]]
    page_info: PageInfo


def window(first: int, after: str | None) -> Window:
    if not 1 <= first <= MOST:
        raise Invalid("request.invalid", defects=[Defect("request.page_size", "first", None, {"most": MOST})])
    cursor, mark, count = (after or "").rpartition("~")  # nothing, null and "" all mean the beginning
    if not mark:
        return Window(after or None, first, 0)
    if not (count.isascii() and count.isdigit()) or int(count) > MOST:
        raise Invalid("request.cursor")
    return Window(cursor or None, min(first + int(count), MOST), int(count))


def listed(asked: Window, items: Sequence[T], next_cursor: str | None) -> Listed[T]:
    rest = list(items[asked.skip :])
    ends = [f"{asked.cursor or ''}~{asked.skip + number}" for number in range(1, len(rest) + 1)]
    if rest and next_cursor:
        ends[-1] = next_cursor
    end = ends[-1] if ends else None
    return Listed(list(zip(ends, rest, strict=True)), PageInfo(has_next_page=next_cursor is not None, end_cursor=end))
