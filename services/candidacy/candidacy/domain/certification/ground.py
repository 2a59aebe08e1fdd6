"""What the rules need to know beside the application itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from candidacy.domain.certification.model import Certification, Place
from candidacy.domain.subjects.model import Mandate
from elections.election import Election


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules need to know beside the application."""

    election: Election
    at: datetime
    """Arrival; for what is judged of the day of application, the filing (`judged_at`)."""
    has_authority: bool = True
    mandates: Sequence[Mandate] = ()
    tallies: Mapping[Place, tuple[int, int]] = field(default_factory=dict)
    """Per contest: lines that are valid, and lines that are being checked."""
    group_in_register: int | None = None
    """How many members of a minority's group are voters; None: not yet answered."""


def judged_at(application: Certification, ground: Ground) -> datetime:
    """The day of application: of the filing once it was filed."""
    return application.submitted_at or ground.at
