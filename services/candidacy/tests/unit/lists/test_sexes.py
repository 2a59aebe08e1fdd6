from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists.sexes import Place, Quota, QuotaMode, Sex, longest_prefix, unmet_places

STRICT = Quota(40, QuotaMode.STRICT_FEASIBLE)
SEXES = st.lists(st.sampled_from(list(Sex)), max_size=60)


def of(text: str) -> list[Sex]:
    return [Sex(letter) for letter in text]


# n -> required, as domain.md 2.2.3 and C06 write them
@pytest.mark.parametrize(
    ("n", "need"), [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (7, 3), (8, 4), (10, 4), (16, 7), (36, 15)]
)
def test_the_quota_of_the_specification_is_met_exactly(n: int, need: int) -> None:
    assert STRICT.required(n) == need


@given(n=st.integers(2, 400), percent=st.integers(0, 100))
def test_each_way_of_rounding_is_what_its_name_says(n: int, percent: int) -> None:
    share = Fraction(percent, 100) * n
    assert Quota(percent, QuotaMode.CEIL).required(n) == ceil(share)
    assert Quota(percent, QuotaMode.FLOOR).required(n) == floor(share)
    assert Quota(percent, QuotaMode.ROUND).required(n) == floor(share + Fraction(1, 2))
    assert Quota(percent, QuotaMode.STRICT_FEASIBLE).required(n) == min(ceil(share), floor(Fraction(n, 2)))


@given(n=st.integers(2, 400))
def test_the_strictest_feasible_quota_can_always_be_met(n: int) -> None:
    assert 0 < STRICT.required(n) <= n // 2


def oracle_places(sexes: list[Sex]) -> bool:
    """4.19(3) read word by word: somebody who is not more numerous fills the top as it asks."""
    n = len(sexes)
    if n == 1:
        return True

    def fills(sex: Sex) -> bool:
        return all(sexes[: 3 * m - 1].count(sex) >= m for m in range(1, n + 1) if 3 * m - 1 <= n)

    women, men = sexes.count(Sex.F), sexes.count(Sex.M)
    if women == men:
        return fills(Sex.F) or fills(Sex.M)
    return fills(Sex.F if women < men else Sex.M)


@given(SEXES)
def test_the_places_at_the_top_agree_with_the_text_read_word_by_word(sexes: list[Sex]) -> None:
    assert (unmet_places(sexes) == ()) is oracle_places(sexes)


ORDERS: list[tuple[str, tuple[Place, ...]]] = [
    ("F", ()),
    ("MM", (Place(2, 0, 1),)),
    ("MMF", (Place(2, 0, 1),)),
    ("MF", ()),
    ("MFMMM", (Place(5, 1, 2),)),
    ("MFMMF", ()),
    ("FMMFF", ()),
    ("MMFMFMFF", ()),
    ("MMMMFMMF", (Place(2, 0, 1), Place(5, 1, 2), Place(8, 2, 3))),
]


@pytest.mark.parametrize(("sexes", "lacking"), ORDERS)
def test_each_place_that_is_lacking_is_said_with_what_is_there_and_needed(
    sexes: str, lacking: tuple[Place, ...]
) -> None:
    assert unmet_places(of(sexes)) == lacking


def test_with_equal_numbers_either_sex_may_fill_the_top() -> None:
    assert unmet_places(of("FFMM")) == ()
    assert unmet_places(of("MMFF")) == ()
    assert unmet_places(of("FFFMMM")) == ()
    assert unmet_places(of("FFFMM")) == (Place(2, 0, 1),)


def oracle_prefix(sexes: list[Sex], quota: Quota, most: int) -> int:
    """Every cut is tried on its own."""
    good = [
        n
        for n in range(1, min(most, len(sexes)) + 1)
        if oracle_places(sexes[:n])
        and (n == 1 or min(sexes[:n].count(Sex.F), sexes[:n].count(Sex.M)) >= quota.required(n))
    ]
    return max(good, default=0)


@pytest.mark.provision("P64")
@given(sexes=SEXES, mode=st.sampled_from(list(QuotaMode)), percent=st.integers(0, 60), most=st.integers(0, 60))
def test_the_longest_certifiable_cut_is_what_trying_every_cut_finds(
    sexes: list[Sex], mode: QuotaMode, percent: int, most: int
) -> None:
    quota = Quota(percent, mode)
    assert longest_prefix(sexes, quota, most) == oracle_prefix(sexes, quota, most)


def test_every_list_of_up_to_ten_agrees_with_the_oracle() -> None:
    for n in range(11):
        for letters in product(Sex, repeat=n):
            sexes = list(letters)
            assert longest_prefix(sexes, STRICT, 40) == oracle_prefix(sexes, STRICT, 40)
            assert (unmet_places(sexes) == ()) is oracle_places(sexes)


@pytest.mark.parametrize(
    ("sexes", "most", "upto"),
    [("", 10, 0), ("M", 10, 1), ("MMMM", 10, 1), ("MFMFM", 10, 5), ("MFMFMMM", 10, 5), ("MFMFM", 3, 3), ("MF", 0, 0)],
)
def test_a_list_is_cut_where_it_stops_satisfying_the_conditions(sexes: str, most: int, upto: int) -> None:
    assert longest_prefix(of(sexes), STRICT, most) == upto
