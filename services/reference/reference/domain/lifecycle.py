"""The states of a proposed change and the only ways between them. Effects are the verbs' business."""

from enum import StrEnum

from elections.procedure import Lifecycle, Transition


class Status(StrEnum):
    PROPOSED = "PROPOSED"
    CONFIRMED = "CONFIRMED"
    DROPPED = "DROPPED"


class Action(StrEnum):
    PROPOSE = "PROPOSE"
    CONFIRM = "CONFIRM"
    DROP = "DROP"


TRANSITIONS: tuple[Transition[Status, Action], ...] = (
    Transition("E-T1", None, Action.PROPOSE, Status.PROPOSED, "election administrator"),
    Transition("E-T2", Status.PROPOSED, Action.CONFIRM, Status.CONFIRMED, "another election administrator"),
    Transition("E-T3", Status.PROPOSED, Action.DROP, Status.DROPPED, "election administrator"),
)

advance = Lifecycle(TRANSITIONS).advance

TERMINAL = frozenset({Status.CONFIRMED, Status.DROPPED})
