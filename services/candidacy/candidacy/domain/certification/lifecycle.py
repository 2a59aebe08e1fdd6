"""The states of an application for certification and the only ways between them (domain.md 2.2.2, C-A1 … C-A13).

A decision is per contest: CERTIFIED says that at least one was certified. Effects are the verbs' business.
"""

from enum import StrEnum

from elections.procedure import Lifecycle, Transition, from_each


class Status(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    PRINT_RECEIVED = "PRINT_RECEIVED"
    UNDER_REVIEW = "UNDER_REVIEW"
    RETURNED = "RETURNED"
    PROPOSED = "PROPOSED"
    CERTIFIED = "CERTIFIED"
    REJECTED = "REJECTED"
    APPEALED = "APPEALED"
    REJECTED_FINAL = "REJECTED_FINAL"
    DECERTIFIED = "DECERTIFIED"
    WITHDRAWN = "WITHDRAWN"


class Action(StrEnum):
    START = "START"
    SUBMIT = "SUBMIT"
    REGISTER_PRINT = "REGISTER_PRINT"
    TAKE = "TAKE"
    RETURN = "RETURN"
    CURE = "CURE"
    EXPIRE_CURE = "EXPIRE_CURE"
    PROPOSE = "PROPOSE"
    SEND_BACK = "SEND_BACK"
    CERTIFY = "CERTIFY"
    REJECT = "REJECT"
    FILE_APPEAL = "FILE_APPEAL"
    COURT_CERTIFIES = "COURT_CERTIFIES"
    COURT_CONFIRMS = "COURT_CONFIRMS"
    COURT_REMITS = "COURT_REMITS"
    MAKE_FINAL = "MAKE_FINAL"
    DECERTIFY = "DECERTIFY"
    REPORT_CHANGE = "REPORT_CHANGE"
    WITHDRAW = "WITHDRAW"


S = Status
TRANSITIONS: tuple[Transition[Status, Action], ...] = (
    Transition("C-A1", None, Action.START, S.DRAFT, "representative / editor"),
    Transition("C-A2", S.DRAFT, Action.SUBMIT, S.SUBMITTED, "representative"),
    Transition("C-A3", S.SUBMITTED, Action.REGISTER_PRINT, S.PRINT_RECEIVED, "clerk"),
    *from_each((S.PRINT_RECEIVED, S.SUBMITTED), "C-A4", Action.TAKE, S.UNDER_REVIEW, "clerk / reviewer"),
    Transition("C-A5", S.UNDER_REVIEW, Action.RETURN, S.RETURNED, "reviewer"),
    Transition("C-A6", S.RETURNED, Action.CURE, S.UNDER_REVIEW, "representative"),
    Transition("C-A6", S.RETURNED, Action.EXPIRE_CURE, S.UNDER_REVIEW, "timer"),
    Transition("C-A13", S.UNDER_REVIEW, Action.PROPOSE, S.PROPOSED, "reviewer"),
    Transition("C-A13", S.PROPOSED, Action.SEND_BACK, S.UNDER_REVIEW, "decider"),
    Transition("C-A7", S.PROPOSED, Action.CERTIFY, S.CERTIFIED, "commission session"),
    Transition("C-A8", S.PROPOSED, Action.REJECT, S.REJECTED, "commission session"),
    *from_each((S.REJECTED, S.REJECTED_FINAL), "C-A9", Action.FILE_APPEAL, S.APPEALED, "complaints"),
    Transition("C-A9", S.APPEALED, Action.COURT_CERTIFIES, S.CERTIFIED, "complaints"),
    Transition("C-A9", S.APPEALED, Action.COURT_CONFIRMS, S.REJECTED_FINAL, "complaints"),
    Transition("C-A9", S.APPEALED, Action.COURT_REMITS, S.UNDER_REVIEW, "complaints"),
    Transition("C-A9", S.REJECTED, Action.MAKE_FINAL, S.REJECTED_FINAL, "timer"),
    Transition("C-A10", S.CERTIFIED, Action.DECERTIFY, S.DECERTIFIED, "complaints"),
    Transition("C-A11", S.CERTIFIED, Action.REPORT_CHANGE, S.CERTIFIED, "representative"),
    *from_each(
        (S.DRAFT, S.SUBMITTED, S.PRINT_RECEIVED, S.UNDER_REVIEW, S.RETURNED),
        "C-A12",
        Action.WITHDRAW,
        S.WITHDRAWN,
        "representative",
    ),
)

_LIFECYCLE = Lifecycle(TRANSITIONS)
advance, can = _LIFECYCLE.advance, _LIFECYCLE.can

TERMINAL = frozenset({S.WITHDRAWN, S.REJECTED_FINAL, S.DECERTIFIED})
ACTIVE = frozenset(Status) - TERMINAL - {S.REJECTED}
"""While in one of these, the subject cannot begin another application in the same election."""

IN_OFFICE = frozenset({S.SUBMITTED, S.PRINT_RECEIVED, S.UNDER_REVIEW, S.RETURNED, S.PROPOSED})
DECIDED = frozenset({S.CERTIFIED, S.REJECTED, S.APPEALED, S.REJECTED_FINAL, S.DECERTIFIED})
