"""A subject's account is asked for in writing and opened by the Commission, never by self-registration (2.2.1)."""

from enum import StrEnum

from elections.procedure import Lifecycle, Transition


class Status(StrEnum):
    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"


class Action(StrEnum):
    REQUEST = "REQUEST"
    APPROVE = "APPROVE"
    REFUSE = "REFUSE"
    CANCEL = "CANCEL"


S = Status
TRANSITIONS: tuple[Transition[Status, Action], ...] = (
    Transition("C-S1", None, Action.REQUEST, S.REQUESTED, "applicant"),
    Transition("C-S2", S.REQUESTED, Action.APPROVE, S.APPROVED, "clerk / reviewer"),
    Transition("C-S3", S.REQUESTED, Action.REFUSE, S.REFUSED, "clerk / reviewer"),
    Transition("C-S4", S.REQUESTED, Action.CANCEL, S.CANCELLED, "applicant"),
)

_LIFECYCLE = Lifecycle(TRANSITIONS)
advance, can = _LIFECYCLE.advance, _LIFECYCLE.can

TERMINAL = frozenset({S.APPROVED, S.REFUSED, S.CANCELLED})
