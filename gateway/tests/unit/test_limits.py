from typing import Any

import pytest
from starlette.requests import Request

from commons.db import Database
from commons.problems import TooMany
from gateway.limits import Limits, Sources
from gateway.settings import Settings


def source(trusted: int, client: str, forwarded: str | None = None) -> str:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Sources(trusted).of(Request({"type": "http", "headers": headers, "client": (client, 1)}))


def test_without_a_proxy_of_ours_nobody_may_say_where_he_comes_from() -> None:
    assert source(0, "9.9.9.9", "1.1.1.1") == "9.9.9.9"


def test_behind_our_proxies_the_address_that_they_wrote_counts() -> None:
    assert source(1, "10.0.0.1", "6.6.6.6, 9.9.9.9") == "9.9.9.9"
    assert source(2, "10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2") == "9.9.9.9"


def test_fewer_entries_than_proxies_means_the_connection_itself() -> None:
    assert source(2, "10.0.0.1", "6.6.6.6") == "10.0.0.1"
    assert source(1, "10.0.0.1") == "10.0.0.1"


def test_what_is_no_address_is_not_believed() -> None:
    assert source(1, "10.0.0.1", "<script>") == "10.0.0.1"


def test_a_network_of_ipv6_is_one_source() -> None:
    assert source(0, "2001:db8:1:2:3:4:5:6") == source(0, "2001:db8:1:2:ffff::1") == "2001:db8:1:2::"
    assert source(0, "2001:db8:1:3::1") != source(0, "2001:db8:1:2::1")


def limits(**changes: Any) -> Limits:
    values: dict[str, Any] = {
        "database_url": "postgresql+asyncpg://x@127.0.0.1:1/x",
        "data_keys": {},
        "data_key_id": "k",
    }
    settings = Settings(**values | changes)
    return Limits(settings, Database(settings.database_url))


async def test_an_account_is_limited_for_itself_and_says_when_to_come_back() -> None:
    few = limits(rate_session="3/minute")
    for _ in range(3):
        await few.request("a", "1.1.1.1")
    with pytest.raises(TooMany) as refused:
        await few.request("a", "2.2.2.2")
    assert refused.value.code == "rate.limited"
    assert 1 <= (refused.value.retry_after or 0) <= 60
    await few.request("b", "1.1.1.1")


async def test_a_consulate_with_one_address_locks_no_signed_in_person_out() -> None:
    few = limits(rate_session="5/minute", rate_anonymous="2/minute")
    for person in range(50):
        await few.request(f"person {person}", "1.1.1.1")
    for _ in range(2):
        await few.request(None, "1.1.1.1")
    with pytest.raises(TooMany):
        await few.request(None, "1.1.1.1")
    await few.request("person 1", "1.1.1.1")
