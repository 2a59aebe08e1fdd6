import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from probe.tables import NumberSeries

from casework.numbers import next_number, numbered, read_number
from commons.db import Database

# Computed by hand from ISO/IEC 7064 MOD 37,36: P = 36; per character P = ((P + a) mod 36 or 36) * 2 mod 37;
# the check character c makes (P + c) mod 36 = 1.
VECTORS = [
    ("REG-2024L", 123, "REG-2024L-000123-N"),
    ("REG-2028L", 1, "REG-2028L-000001-M"),
    ("REG-2026G", 999_999, "REG-2026G-999999-Q"),
    ("REG-CVR", 42, "REG-CVR-000042-8"),
    ("CMP-2028L", 1_000_000, "CMP-2028L-1000000-5"),
]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def by_hand(text: str) -> str:
    product = 36
    for character in text:
        product = ((product + ALPHABET.index(character)) % 36 or 36) * 2 % 37
    return ALPHABET[(1 - product) % 36]


@pytest.mark.parametrize(("series", "count", "number"), VECTORS)
def test_the_check_character_is_that_of_the_standard(series: str, count: int, number: str) -> None:
    made = numbered(series, count)
    assert made[-1] == by_hand(made[:-2].replace("-", ""))
    assert made == number
    assert read_number(made) == made


def test_the_printed_example_of_the_standard_holds() -> None:
    """GRid A1-2425G-ABC1234002-M, the example of its handbook, uses MOD 37,36."""
    assert by_hand("A12425GABC1234002") == "M"


@given(st.integers(1, 9_999_999), st.data())
def test_any_one_wrong_character_is_found(count: int, data: st.DataObject) -> None:
    number = numbered("REG-2024L", count)
    place = data.draw(st.sampled_from([place for place, c in enumerate(number) if c != "-" and place > 3]))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != number[place]]))
    assert read_number(number[:place] + other + number[place + 1 :]) is None


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    """The hybrid systems of ISO 7064 do not promise all of them."""
    tried = missed = 0
    for count in range(1, 3000):
        number = numbered("REG-2024L", count)
        for place in range(10, 15):
            if number[place] != number[place + 1]:
                tried += 1
                swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
                missed += read_number(swapped) is not None
    assert tried > 5000
    assert missed / tried < 0.03


@pytest.mark.parametrize(
    "typed",
    ["REG-2024L-000123-N", " reg-2024l-000123-n ", "REG 2024L 000123 N", "REG–2024L–000123–N", "reg -2024L- 000123 -N"],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert read_number(typed) == "REG-2024L-000123-N"


@pytest.mark.parametrize(
    "typed",
    ["", "REG", "REG-2024L-000123", "REG-2024L-000123-M", "REG-2024L-123-N", "1' OR '1'='1", "РЕГ-2024L-000123-N"],
)
def test_what_is_no_number_is_not_read(typed: str) -> None:
    assert read_number(typed) is None


async def take(database: Database, series: str) -> str:
    async with database.sessions.begin() as session:
        return await next_number(session, NumberSeries, series)


async def test_each_series_counts_for_itself_without_gaps_also_in_parallel(database: Database) -> None:
    made = await asyncio.gather(*(take(database, "REG-2024L") for _ in range(20)))
    assert sorted(int(number.split("-")[2]) for number in made) == list(range(1, 21))
    assert await take(database, "REG-2026G") == numbered("REG-2026G", 1)


async def test_a_number_of_a_command_that_fails_is_given_again(database: Database) -> None:
    async with database.sessions() as session:
        assert await next_number(session, NumberSeries, "REG-2024L") == numbered("REG-2024L", 1)
        await session.rollback()
    assert await take(database, "REG-2024L") == numbered("REG-2024L", 1)
