"""The states of a proposed change and the only ways between them. Effects are the verbs' business."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    PROPOSED = "PROPOSED"
    CONFIRMED = "CONFIRMED"
    DROPPED = "DROPPED"


class Action(StrEnum):
    PROPOSE = "PROPOSE"
    CONFIRM = "CONFIRM"
    DROP = "DROP"


@dataclass(frozen=True, slots=True)
class Transition:
    id: str
    source: Status | None
    action: Action
    target: Status
    who: str


class NotPossible(Exception):
    """The action does not exist in this state; carries both for the answer."""

    def __init__(self, status: Status | None, action: Action) -> None:
        super().__init__(f"{action} is not possible in {status}")
        self.status = status
        self.action = action


TRANSITIONS: tuple[Transition, ...] = (
    Transition("E-T1", None, Action.PROPOSE, Status.PROPOSED, "election administrator"),
    Transition("E-T2", Status.PROPOSED, Action.CONFIRM, Status.CONFIRMED, "another election administrator"),
    Transition("E-T3", Status.PROPOSED, Action.DROP, Status.DROPPED, "election administrator"),
)

_TARGET = {(each.source, each.action): each.target for each in TRANSITIONS}

TERMINAL = frozenset({Status.CONFIRMED, Status.DROPPED})


def advance(status: Status | None, action: Action) -> Status:
    """The next state, or NotPossible."""
    try:
        return _TARGET[status, action]
    except KeyError:
        raise NotPossible(status, action) from None
