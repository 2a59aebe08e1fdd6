from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists.statistics import Standing, band_of, counted

PEOPLE = st.lists(
    st.builds(Standing, st.sampled_from("FM"), st.one_of(st.none(), st.integers(1924, 2006)), st.booleans())
)


def test_each_age_has_its_band() -> None:
    ages = {age: band_of(age) for age in (18, 25, 26, 45, 65, 66, 99)}
    assert ages == {18: "18-25", 25: "18-25", 26: "26-35", 45: "36-45", 65: "56-65", 66: "66+", 99: "66+"}


def test_sexes_heads_and_ages_are_counted() -> None:
    people = [Standing("F", 1980, first=True), Standing("M", 1990, first=False), Standing("F", None, first=False)]
    found = counted(people, 2024)
    assert (found.total, found.sexes, found.heads) == (3, {"F": 2, "M": 1}, {"F": 1})
    assert found.ages == {"36-45": 1, "26-35": 1, "unknown": 1}


@given(PEOPLE)
def test_nobody_is_counted_twice_or_forgotten(people: list[Standing]) -> None:
    found = counted(people, 2024)
    assert sum(found.sexes.values()) == sum(found.ages.values()) == found.total == len(people)
