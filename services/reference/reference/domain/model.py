"""A proposed change: one of four kinds, by a named official, on the version of the election that the official saw."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from elections.election import Fact
from elections.override import Override
from elections.parameters import Value
from reference.domain.lifecycle import Status

ProposalId = NewType("ProposalId", UUID)


@dataclass(frozen=True, slots=True)
class Move:
    """A decision moves a deadline."""

    override: Override


@dataclass(frozen=True, slots=True)
class Restore:
    """A deadline counts by its rule again."""

    key: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something outside the portal is so since an instant."""

    fact: Fact
    since: datetime


@dataclass(frozen=True, slots=True)
class Configure:
    key: str
    value: Value


Change = Move | Restore | Happened | Configure


@dataclass(frozen=True, slots=True)
class Proposal:
    id: ProposalId
    election: str
    election_version: int
    change: Change
    status: Status
    proposed_by: str
    proposed_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None
