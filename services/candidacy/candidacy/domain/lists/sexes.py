"""The arithmetic of EL 4.19(3) and 4.24(2): how many of the less represented sex a list needs, and where.

Literally "one of the sexes 40 %" is always true, rounding is undefined and 40 % of three is impossible (C06), so the
way of rounding is data of the election.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

STEP = 3
"""One in the first two, two in the first five, three in the first eight, "etc.": m in the first 3m - 1."""


class Sex(StrEnum):
    F = "F"
    M = "M"


class QuotaMode(StrEnum):
    STRICT_FEASIBLE = "STRICT_FEASIBLE"
    """Rounded up, but never more than half of the list: the strictest that can be met."""
    CEIL = "CEIL"
    ROUND = "ROUND"
    """Halves up."""
    FLOOR = "FLOOR"


@dataclass(frozen=True, slots=True)
class Quota:
    percent: int
    mode: QuotaMode

    def required(self, n: int) -> int:
        """How many of the less represented sex a list of n needs. A list of one is not asked (L7)."""
        share = self.percent * n
        if n == 1:
            return 0
        match self.mode:
            case QuotaMode.STRICT_FEASIBLE:
                return min(-(-share // 100), n // 2)
            case QuotaMode.CEIL:
                return -(-share // 100)
            case QuotaMode.ROUND:
                return (2 * share + 100) // 200
            case QuotaMode.FLOOR:
                return share // 100


@dataclass(frozen=True, slots=True)
class Place:
    """Among the first so many, so many of the less represented sex: what is there and what is needed."""

    first: int
    have: int
    need: int

    @property
    def met(self) -> bool:
        return self.have >= self.need


def places(sexes: Sequence[Sex], of: Sex) -> Iterator[Place]:
    """Every prefix of 3m - 1 places that the list has, counted for one sex."""
    have = 0
    for position, sex in enumerate(sexes, start=1):
        have += sex is of
        if (position + 1) % STEP == 0:
            yield Place(position, have, (position + 1) // STEP)


def unmet_places(sexes: Sequence[Sex]) -> tuple[Place, ...]:
    """EL 4.19(3): what the less represented sex lacks at the top. Equal in number: either may satisfy, so the one that
    lacks less is counted."""
    if len(sexes) == 1:
        return ()
    women = sum(sex is Sex.F for sex in sexes)
    men = len(sexes) - women
    counted = [sex for sex, own, other in ((Sex.F, women, men), (Sex.M, men, women)) if own <= other]
    lacking = (tuple(place for place in places(sexes, sex) if not place.met) for sex in counted)
    return min(lacking, key=len)


def longest_prefix(sexes: Sequence[Sex], quota: Quota, most: int) -> int:
    """C-B8: the greatest number up to which the list, cut there, satisfies quota, places and length. In one pass."""
    count, spread = {Sex.F: 0, Sex.M: 0}, {Sex.F: True, Sex.M: True}
    longest = 0
    for n, sex in enumerate(sexes[:most], start=1):
        count[sex] += 1
        if (n + 1) % STEP == 0:
            need = (n + 1) // STEP
            spread = {each: spread[each] and count[each] >= need for each in Sex}
        fewer = min(count.values())
        at_top = any(spread[each] for each in Sex if count[each] == fewer)
        if n == 1 or (fewer >= quota.required(n) and at_top):
            longest = n
    return longest
