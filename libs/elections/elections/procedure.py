"""What every procedure of the portal is told in: states with the only ways between them, and defects.

A service writes its own Status, Action and TRANSITIONS (docs/states is generated from them); a transition has no
effect, the verbs have. Rules report defects and never raise.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, A]):
    id: str
    source: S | None
    action: A
    target: S
    who: str


def from_each(sources: Iterable[S], id: str, action: A, target: S, who: str) -> Iterator[Transition[S, A]]:
    """One way that leads from several states to the same."""
    return (Transition(id, source, action, target, who) for source in sources)


class NotPossible(Exception):
    """The action does not exist in this state; carries both for the answer."""

    def __init__(self, status: StrEnum | None, action: StrEnum) -> None:
        super().__init__(f"{action} is not possible in {status}")
        self.status = status
        self.action = action


class Lifecycle(Generic[S, A]):
    """The table, asked."""

    def __init__(self, transitions: Iterable[Transition[S, A]]) -> None:
        self._target = {(each.source, each.action): each.target for each in transitions}

    def advance(self, status: S | None, action: A) -> S:
        """The next state, or NotPossible."""
        try:
            return self._target[status, action]
        except KeyError:
            raise NotPossible(status, action) from None

    def can(self, status: S | None, action: A) -> bool:
        return (status, action) in self._target


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that stands in the way, or (warning) that should be looked at: stable code, place, article."""

    code: str
    path: str | None = None
    article: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    warning: bool = False
