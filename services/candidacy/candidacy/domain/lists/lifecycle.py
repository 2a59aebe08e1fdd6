"""The states of a candidate list and the only ways between them (domain.md 2.2.3). Effects are the verbs' business.

Nothing leads from a certified list to WITHDRAWN: after certification nobody takes candidates back (EL 4.20).
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
    CERTIFIED_PARTIALLY = "CERTIFIED_PARTIALLY"
    REJECTED = "REJECTED"
    APPEALED = "APPEALED"
    REJECTED_FINAL = "REJECTED_FINAL"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    VOID = "VOID"


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
    CERTIFY_PARTIALLY = "CERTIFY_PARTIALLY"
    REJECT = "REJECT"
    FILE_APPEAL = "FILE_APPEAL"
    COURT_CERTIFIES = "COURT_CERTIFIES"
    COURT_CONFIRMS = "COURT_CONFIRMS"
    COURT_REMITS = "COURT_REMITS"
    MAKE_FINAL = "MAKE_FINAL"
    PUBLISH = "PUBLISH"
    WITHDRAW = "WITHDRAW"
    VOID = "VOID"


S = Status
TERMINAL = frozenset({S.WITHDRAWN, S.REJECTED_FINAL, S.VOID})
TRANSITIONS: tuple[Transition[Status, Action], ...] = (
    Transition("C-B1", None, Action.START, S.DRAFT, "representative / editor"),
    Transition("C-B2", S.DRAFT, Action.SUBMIT, S.SUBMITTED, "representative"),
    Transition("C-B3", S.SUBMITTED, Action.REGISTER_PRINT, S.PRINT_RECEIVED, "clerk"),
    *from_each((S.PRINT_RECEIVED, S.SUBMITTED), "C-B4", Action.TAKE, S.UNDER_REVIEW, "clerk / reviewer"),
    Transition("C-B5", S.UNDER_REVIEW, Action.RETURN, S.RETURNED, "reviewer"),
    Transition("C-B6", S.RETURNED, Action.CURE, S.UNDER_REVIEW, "representative"),
    Transition("C-B6", S.RETURNED, Action.EXPIRE_CURE, S.UNDER_REVIEW, "timer"),
    Transition("C-B14", S.UNDER_REVIEW, Action.PROPOSE, S.PROPOSED, "reviewer"),
    Transition("C-B14", S.PROPOSED, Action.SEND_BACK, S.UNDER_REVIEW, "decider"),
    Transition("C-B7", S.PROPOSED, Action.CERTIFY, S.CERTIFIED, "commission session"),
    Transition("C-B8", S.PROPOSED, Action.CERTIFY_PARTIALLY, S.CERTIFIED_PARTIALLY, "commission session"),
    Transition("C-B9", S.PROPOSED, Action.REJECT, S.REJECTED, "commission session"),
    *from_each((S.REJECTED, S.REJECTED_FINAL), "C-B9", Action.FILE_APPEAL, S.APPEALED, "complaints"),
    Transition("C-B9", S.APPEALED, Action.COURT_CERTIFIES, S.CERTIFIED, "complaints"),
    Transition("C-B9", S.APPEALED, Action.COURT_CONFIRMS, S.REJECTED_FINAL, "complaints"),
    Transition("C-B9", S.APPEALED, Action.COURT_REMITS, S.UNDER_REVIEW, "complaints"),
    Transition("C-B9", S.REJECTED, Action.MAKE_FINAL, S.REJECTED_FINAL, "timer"),
    *from_each((S.CERTIFIED, S.CERTIFIED_PARTIALLY), "C-B10", Action.PUBLISH, S.PUBLISHED, "register editor"),
    *from_each(
        (S.DRAFT, S.SUBMITTED, S.PRINT_RECEIVED, S.UNDER_REVIEW, S.RETURNED),
        "C-A12",
        Action.WITHDRAW,
        S.WITHDRAWN,
        "representative",
    ),
    *from_each(tuple(each for each in Status if each not in TERMINAL), "C-A10", Action.VOID, S.VOID, "decertification"),
)

_LIFECYCLE = Lifecycle(TRANSITIONS)
advance, can = _LIFECYCLE.advance, _LIFECYCLE.can

ACTIVE = frozenset(Status) - TERMINAL - {S.REJECTED}
"""While in one of these, the subject has its list for this level and unit and cannot begin another."""

IN_OFFICE = frozenset({S.SUBMITTED, S.PRINT_RECEIVED, S.UNDER_REVIEW, S.RETURNED, S.PROPOSED})
ON_BALLOT = frozenset({S.CERTIFIED, S.CERTIFIED_PARTIALLY, S.PUBLISHED})
"""Certified: from here on EL 4.18(2) locks the names and EL 4.20 the candidates."""
