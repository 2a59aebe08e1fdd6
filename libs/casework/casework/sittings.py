"""Why: a sitting of the commission decides in the same way whatever it decides about: quorum first, then majority."""

from dataclasses import dataclass
from datetime import datetime

from elections.procedure import Defect


@dataclass(frozen=True, slots=True)
class Vote:
    number: str
    held_at: datetime
    agenda: str
    members: int
    present: int
    votes_for: int
    votes_against: int

    def defects(self, now: datetime) -> list[Defect]:
        """A sitting that can decide: more than half of the members are there, and no more vote than are present."""
        found = []
        if not self.number.strip():
            found.append(Defect("field.required", "number"))
        if not self.agenda.strip():
            found.append(Defect("field.required", "agenda"))
        if self.held_at > now:
            found.append(Defect("session.in_future", "held_at"))
        if not 0 < self.present <= self.members:
            found.append(Defect("session.present", "present", params={"max": self.members}))
        elif not self.has_quorum:
            found.append(Defect("session.no_quorum", "present", params={"need": self.members // 2 + 1}))
        if min(self.votes_for, self.votes_against) < 0 or self.votes_for + self.votes_against > self.present:
            found.append(Defect("session.votes", "votes_for", params={"max": self.present}))
        return found

    @property
    def has_quorum(self) -> bool:
        return 2 * self.present > self.members

    @property
    def adopted(self) -> bool:
        return 2 * self.votes_for > self.members
