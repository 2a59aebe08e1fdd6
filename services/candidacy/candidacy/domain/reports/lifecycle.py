"""The states of a report (EL 15.1d(3)-(5)). What was filed is never changed: an amendment is filed beside it."""

from enum import StrEnum

from elections.procedure import Lifecycle, Transition, from_each


class Status(StrEnum):
    DRAFT = "DRAFT"
    FILED = "FILED"
    AMENDING = "AMENDING"
    PUBLISHED = "PUBLISHED"
    DISCARDED = "DISCARDED"


class Action(StrEnum):
    START = "START"
    FILE = "FILE"
    DISCARD = "DISCARD"
    AMEND = "AMEND"
    FILE_AMENDMENT = "FILE_AMENDMENT"
    DROP_AMENDMENT = "DROP_AMENDMENT"
    PUBLISH = "PUBLISH"


S = Status
TRANSITIONS: tuple[Transition[Status, Action], ...] = (
    Transition("F-1", None, Action.START, S.DRAFT, "finance officer / representative"),
    Transition("F-2", S.DRAFT, Action.FILE, S.FILED, "finance officer / representative"),
    Transition("F-3", S.DRAFT, Action.DISCARD, S.DISCARDED, "finance officer / representative"),
    *from_each((S.FILED, S.PUBLISHED), "F-4", Action.AMEND, S.AMENDING, "finance officer / representative"),
    Transition("F-5", S.AMENDING, Action.FILE_AMENDMENT, S.FILED, "finance officer / representative"),
    Transition("F-6", S.AMENDING, Action.DROP_AMENDMENT, S.FILED, "finance officer / representative"),
    Transition("F-7", S.FILED, Action.PUBLISH, S.PUBLISHED, "audit officer"),
)

_LIFECYCLE = Lifecycle(TRANSITIONS)
advance, can = _LIFECYCLE.advance, _LIFECYCLE.can

TERMINAL = frozenset({S.DISCARDED})
"""A published report is no end: what turns out to be wrong is amended in public."""
