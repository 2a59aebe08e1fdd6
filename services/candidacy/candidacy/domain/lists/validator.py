"""The live validator of a list, L1 … L7 (EL 4.19(3), domain.md 2.2.3): its defects, and the meters that the page shows.

A meter that cannot be computed says NOT_POSSIBLE, never PASSED. Everything is counted in one pass over the list.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from candidacy.domain.lists.ground import Ground
from candidacy.domain.lists.model import Candidate
from candidacy.domain.lists.sexes import Sex, longest_prefix, unmet_places
from elections.procedure import Defect


class Result(StrEnum):
    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_POSSIBLE = "NOT_POSSIBLE"
    """A number that the rule needs is not known: nobody said that it is in order."""
    NOT_APPLIED = "NOT_APPLIED"


@dataclass(frozen=True, slots=True)
class Meter:
    """One rule as the page shows it: "2 of 3"."""

    rule: str
    result: Result
    have: int | None = None
    need: int | None = None


def sexes_of(candidates: Sequence[Candidate]) -> list[Sex] | None:
    """In the order of the list; None while somebody's is not filled in."""
    found = [Sex(each.person.sex) for each in candidates if each.person.sex in ("F", "M")]
    return found if len(found) == len(candidates) else None


def list_defects(candidates: Sequence[Candidate], ground: Ground) -> list[Defect]:
    """What speaks against the list as a whole; `candidates` in the order of the list."""
    return [
        *length(candidates, ground),
        *sex_quota(candidates, ground),
        *sex_order(candidates, ground),
        *positions(candidates),
        *nobody_twice(candidates),
    ]


def length(candidates: Sequence[Candidate], ground: Ground) -> Iterator[Defect]:
    """L1: from one to seats and the margin; L6: one office, one candidate."""
    n = len(candidates)
    if n == 0:
        yield Defect("list.empty", "candidates")
    elif ground.most is None:
        yield Defect("list.seats_unknown", "candidates", params={"have": n}, warning=True)
    elif n > ground.most:
        code = "list.exactly_one" if ground.single else "list.too_long"
        yield Defect(code, "candidates", params={"have": n, "max": ground.most})


def sex_quota(candidates: Sequence[Candidate], ground: Ground) -> Iterator[Defect]:
    """EL 4.19(3), 4.24(2), L2: the less represented sex makes up the quota. L7: a list of one is not asked."""
    sexes = sexes_of(candidates)
    if sexes is None or len(sexes) <= 1:
        return
    fewer, need = fewest(sexes), ground.quota.required(len(sexes))
    if fewer < need:
        yield Defect("list.sex_quota", "candidates", ground.quota_article, {"have": fewer, "need": need})


def sex_order(candidates: Sequence[Candidate], ground: Ground) -> Iterator[Defect]:
    """EL 4.19(3), 4.24(2), L3: one in the first two, two in the first five, three in the first eight, and so on."""
    for place in unmet_places(sexes_of(candidates) or [Sex.F]):
        params = {"first": place.first, "have": place.have, "need": place.need}
        yield Defect("list.sex_order", "candidates", ground.quota_article, params)


def positions(candidates: Sequence[Candidate]) -> Iterator[Defect]:
    """L4: from one on, without gaps."""
    taken = [each.position for each in candidates]
    if taken != list(range(1, len(taken) + 1)):
        yield Defect("list.positions", "candidates", params={"positions": taken})


def nobody_twice(candidates: Sequence[Candidate]) -> Iterator[Defect]:
    """L4: the same person stands once; the second place is the one to blame."""
    seen: set[object] = set()
    for each in candidates:
        own = {key for key in (each.person_id, each.person_key) if key is not None}
        if own & seen:
            yield Defect("list.person_twice", each.path("person"), params={"position": each.position})
        seen |= own


def fewest(sexes: Sequence[Sex]) -> int:
    women = sum(sex is Sex.F for sex in sexes)
    return min(women, len(sexes) - women)


def certifiable(candidates: Sequence[Candidate], ground: Ground) -> int | None:
    """C-B8: up to which number the list, without those who are refused, satisfies the conditions. None: not possible
    to say, because the seats or somebody's sex are not known."""
    sexes = sexes_of(candidates)
    if sexes is None or ground.most is None:
        return None
    return longest_prefix(sexes, ground.quota, ground.most)


CODES = {
    "L1": {"list.empty", "list.too_long"},
    "L2": {"list.sex_quota"},
    "L3": {"list.sex_order"},
    "L4": {"list.positions", "list.person_twice"},
    "L5": {
        "candidate.under_age",
        "candidate.not_in_register",
        "candidate.registered_elsewhere",
        "candidate.on_another_list",
    },
    "L6": {"list.exactly_one"},
}
OPEN_CHECKS = {
    "L1": {"list.seats_unknown"},
    "L5": {"candidate.register_not_checked"},
}


def meters(candidates: Sequence[Candidate], found: Sequence[Defect], ground: Ground) -> tuple[Meter, ...]:
    """One per rule, from the defects of the same list (rules.defects), so that both always say the same."""
    count = Counter(each.code for each in found)
    n, sexes = len(candidates), sexes_of(candidates)

    def result(rule: str) -> Result:
        if any(count[code] for code in CODES[rule]):
            return Result.FAILED
        return Result.NOT_POSSIBLE if any(count[code] for code in OPEN_CHECKS.get(rule, ())) else Result.PASSED

    def of_sexes(rule: str) -> Result:
        if n <= 1:
            return Result.NOT_APPLIED
        return Result.NOT_POSSIBLE if sexes is None else result(rule)

    fewer = None if sexes is None else fewest(sexes)
    failing = sum(count[code] for code in CODES["L5"])
    order = next((each.params for each in found if each.code == "list.sex_order"), {})
    return (
        Meter("L1", result("L1") if not ground.single else Result.NOT_APPLIED, n, ground.most),
        Meter("L2", of_sexes("L2"), fewer, ground.quota.required(n)),
        Meter("L3", of_sexes("L3"), _number(order.get("have")), _number(order.get("need"))),
        Meter("L4", result("L4"), n, n),
        Meter("L5", result("L5"), n - min(failing, n), n),
        Meter("L6", _one(n) if ground.single else Result.NOT_APPLIED, n, 1 if ground.single else None),
        Meter("L7", Result.PASSED if n == 1 else Result.NOT_APPLIED, n, None),
    )


def _one(n: int) -> Result:
    return Result.PASSED if n == 1 else Result.FAILED


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
