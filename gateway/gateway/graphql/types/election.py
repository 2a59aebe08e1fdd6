"""Why: the elections, and every deadline with the way it was computed."""

from datetime import date, datetime

import strawberry

from gateway.clients import models_reference as m
from gateway.graphql.types.base import Text, described, of


@strawberry.type
@of(m.Deadline)
class Deadline:
    key: str
    name: Text
    at: datetime | None = described("Null where it runs from an event.")
    explanation: Text = described("How it was computed, ready to read.")
    legal_basis: str | None = described("Null where the basis is not a text that may be quoted as law.")
    state: str = described("OPEN: before it; OVER: after it; RUNNING: hour and day terms that start with an event.")
    moved_by_decision: bool


@strawberry.type
@of(m.Period)
class Period:
    key: str
    name: Text
    start: datetime = strawberry.field(name="from")
    end: datetime = strawberry.field(name="to")
    now: bool


@strawberry.type
@of(m.ElectionView)
class Election:
    code: str
    name: Text
    type: str = described("LOCAL, GENERAL, EARLY, POSTPONED, REPEAT")
    day: date
    called_on: date | None
    rehearsal: bool = strawberry.field(name="isDemo")
    version: int
    deadlines: list[Deadline]
    periods: list[Period]

    @strawberry.field
    def deadline(self, key: str) -> Deadline | None:
        return next((found for found in self.deadlines if found.key == key), None)
