"""The states of one candidate on a list (C-B1 … C-B13): who is certified leaves only as EL 1.8(1), 4.20 and 6.7 say."""

from enum import StrEnum

from elections.procedure import Lifecycle, Transition


class Status(StrEnum):
    DRAFT = "DRAFT"
    CERTIFIED = "CERTIFIED"
    REFUSED = "REFUSED"
    REPLACED = "REPLACED"
    REMOVED = "REMOVED"
    DELETED = "DELETED"


class Action(StrEnum):
    ADD = "ADD"
    REPLACE = "REPLACE"
    CERTIFY = "CERTIFY"
    REFUSE = "REFUSE"
    COURT_CERTIFIES = "COURT_CERTIFIES"
    COURT_REMITS = "COURT_REMITS"
    REMOVE = "REMOVE"
    DELETE = "DELETE"


S = Status
TRANSITIONS: tuple[Transition[Status, Action], ...] = (
    Transition("C-B1", None, Action.ADD, S.DRAFT, "representative / editor"),
    Transition("C-B6", S.DRAFT, Action.REPLACE, S.REPLACED, "representative"),
    Transition("C-B7", S.DRAFT, Action.CERTIFY, S.CERTIFIED, "commission session"),
    Transition("C-B8", S.DRAFT, Action.REFUSE, S.REFUSED, "commission session"),
    Transition("C-B9", S.REFUSED, Action.COURT_CERTIFIES, S.CERTIFIED, "complaints"),
    Transition("C-B9", S.REFUSED, Action.COURT_REMITS, S.DRAFT, "complaints"),
    Transition("C-B11", S.CERTIFIED, Action.REMOVE, S.REMOVED, "commission session"),
    Transition("C-B13", S.CERTIFIED, Action.DELETE, S.DELETED, "commission session"),
)
TERMINAL = frozenset({S.REPLACED, S.REMOVED, S.DELETED})

_LIFECYCLE = Lifecycle(TRANSITIONS)
advance, can = _LIFECYCLE.advance, _LIFECYCLE.can
