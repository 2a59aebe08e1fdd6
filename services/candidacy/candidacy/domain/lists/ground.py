"""What the rules need to know beside the list: the election's numbers, the day on which it is judged, other lists.

Nothing here has a default: seats, thresholds, quota and age come from the election (elections.parameters, levels).
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from candidacy.domain.lists.model import ListKind
from candidacy.domain.lists.sexes import Quota, QuotaMode
from elections.election import Election


@dataclass(frozen=True, slots=True)
class Ground:
    election_day: date
    on: date
    """Day of judgement in Sarajevo."""
    seats: int | None
    """Of the body that is elected; None: nobody loaded them, so length is not possible to check."""
    margin: int
    """How many more candidates than seats a list may have."""
    quota: Quota
    age: int
    """On election day."""
    single: bool
    """The office has one holder: exactly one candidate per subject (L6)."""
    residence_required: bool
    """Whether a candidate must be registered in the very constituency."""
    group_required: bool
    """Whether people or minority is declared at this level."""
    offices_with_proof: AbstractSet[str]
    """Functions whose holder proves that the status is resolved (EL 1.8(1), 4.2 3))."""
    kind: ListKind = ListKind.REGULAR
    elsewhere: AbstractSet[str] = frozenset()
    """Keyed hashes of who stands on another list at this level; empty for a compensatory list."""
    print_expected: bool = False
    """The term for the printed copy has passed."""

    @property
    def most(self) -> int | None:
        """The longest list; None while the seats are not known."""
        if self.single:
            return 1
        return None if self.seats is None else self.seats + self.margin

    @property
    def quota_article(self) -> str:
        return "4.24(2)" if self.kind is ListKind.COMPENSATORY else "4.19(3)"


def ground_of(
    election: Election,
    level: str,
    seats: int | None,
    *,
    on: date,
    kind: ListKind = ListKind.REGULAR,
    elsewhere: AbstractSet[str] = frozenset(),
    print_expected: bool = False,
) -> Ground:
    """The numbers of this election for lists at this level."""
    return Ground(
        election_day=election.day,
        on=on,
        seats=seats,
        margin=election.number("list.margin"),
        quota=Quota(election.number("list.quota_percent"), QuotaMode(str(election.parameter("list.quota_mode")))),
        age=election.number("list.age"),
        single=level in election.choices("list.single_candidate_levels"),
        residence_required=level in election.choices("list.residence_levels"),
        group_required=level in election.choices("list.group_levels"),
        offices_with_proof=frozenset(election.choices("list.offices_with_proof")),
        kind=kind,
        elsewhere=frozenset() if kind is ListKind.COMPENSATORY else elsewhere,
        print_expected=print_expected,
    )
