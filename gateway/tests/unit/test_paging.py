from itertools import pairwise

import pytest

from commons.problems import Invalid
from gateway.graphql.paging import Listed, listed, window

THINGS = [f"thing {number}" for number in range(25)]


def service(limit: int, cursor: str | None) -> tuple[list[str], str | None]:
    """Pages by keyset as the services do: the cursor is the last item seen."""
    start = THINGS.index(cursor) + 1 if cursor else 0
    page = THINGS[start : start + limit]
    return page, page[-1] if start + limit < len(THINGS) else None


def page(first: int, after: str | None = None) -> Listed[str]:
    asked = window(first, after)
    return listed(asked, *service(asked.limit, asked.cursor))


def test_pages_follow_one_another_without_gap_or_repetition() -> None:
    seen: list[str] = []
    after = None
    while True:
        found = page(10, after)
        seen += [item for _, item in found.items]
        if not found.page_info.has_next_page:
            break
        after = found.page_info.end_cursor
    assert seen == THINGS


def test_every_edge_has_a_cursor_that_leads_to_the_one_after_it() -> None:
    for (cursor, _), (_, item) in pairwise(page(10).items):
        assert page(1, cursor).items[0][1] == item
    second = page(10, page(10).page_info.end_cursor)
    for (cursor, _), (_, item) in pairwise(second.items):
        assert page(3, cursor).items[0][1] == item


def test_an_empty_list_has_no_end() -> None:
    found = listed(window(5, None), [], None)
    assert (found.items, found.page_info.end_cursor, found.page_info.has_next_page) == ([], None, False)


@pytest.mark.parametrize("first", [0, -1, 101, 100_000])
def test_a_page_has_one_to_a_hundred_items(first: int) -> None:
    with pytest.raises(Invalid) as refused:
        window(first, None)
    assert refused.value.defects[0].path == "first"


@pytest.mark.parametrize("after", ["x~", "x~y", "x~-1", "x~101", "~²", "x~99999999999"])
def test_a_cursor_that_is_not_ours_is_refused(after: str) -> None:
    with pytest.raises(Invalid, match=r"request\.cursor"):
        window(5, after)


def test_the_most_that_a_service_gives_at_once_is_not_exceeded_by_what_is_left_out() -> None:
    asked = window(100, "x~50")
    assert (asked.limit, asked.skip) == (100, 50)
