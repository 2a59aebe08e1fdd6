"""What the public sees counted of those who stand: sexes and ages, and how often each sex heads a list (2.2.5)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BANDS = ((18, 25), (26, 35), (36, 45), (46, 55), (56, 65), (66, None))
"""Ages on election day, the last one open."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is counted of one candidate: no name, no key."""

    sex: str
    birth_year: int | None
    first: bool
    """Heads the list."""


@dataclass(frozen=True, slots=True)
class Statistics:
    total: int
    sexes: Mapping[str, int]
    heads: Mapping[str, int]
    ages: Mapping[str, int]
    """`18-25` … `66+`, and `unknown`."""


def band_of(age: int) -> str:
    for lowest, highest in BANDS:
        if highest is None or age <= highest:
            return f"{lowest}+" if highest is None else f"{lowest}-{highest}"
    raise AssertionError(age)


def counted(people: Iterable[Standing], year: int) -> Statistics:
    """`year` of the election: only the year of birth is public, so an age may be one too high."""
    everybody = list(people)
    ages = Counter("unknown" if each.birth_year is None else band_of(year - each.birth_year) for each in everybody)
    return Statistics(
        total=len(everybody),
        sexes=Counter(each.sex for each in everybody),
        heads=Counter(each.sex for each in everybody if each.first),
        ages=ages,
    )
