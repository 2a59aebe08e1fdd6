"""The states of an application and the only ways between them (domain.md 2.1.2). Effects are the verbs' business."""

from enum import StrEnum

from elections.procedure import Lifecycle, Transition, from_each


class Status(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    SIGNED_FORM_RECEIVED = "SIGNED_FORM_RECEIVED"
    UNDER_REVIEW = "UNDER_REVIEW"
    RETURNED = "RETURNED"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    APPEALED = "APPEALED"
    REJECTED_FINAL = "REJECTED_FINAL"
    LAPSED = "LAPSED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"


class Action(StrEnum):
    START = "START"
    SUBMIT = "SUBMIT"
    REGISTER_SIGNED_FORM = "REGISTER_SIGNED_FORM"
    LAPSE = "LAPSE"
    WITHDRAW = "WITHDRAW"
    TAKE = "TAKE"
    RETURN = "RETURN"
    RESUBMIT = "RESUBMIT"
    EXPIRE_CORRECTION = "EXPIRE_CORRECTION"
    PROPOSE = "PROPOSE"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    FILE_APPEAL = "FILE_APPEAL"
    COURT_APPROVES = "COURT_APPROVES"
    COURT_CONFIRMS = "COURT_CONFIRMS"
    COURT_REMITS = "COURT_REMITS"
    SUPERSEDE = "SUPERSEDE"
    SEND_BACK = "SEND_BACK"
    CANCEL_CORRECTION = "CANCEL_CORRECTION"
    RELEASE = "RELEASE"
    MAKE_FINAL = "MAKE_FINAL"


S = Status
TRANSITIONS: tuple[Transition[Status, Action], ...] = (
    Transition("R-T1", None, Action.START, S.DRAFT, "applicant"),
    Transition("R-T2", S.DRAFT, Action.SUBMIT, S.SUBMITTED, "applicant"),
    *from_each(
        (S.SUBMITTED, S.LAPSED),
        "R-T3",
        Action.REGISTER_SIGNED_FORM,
        S.SIGNED_FORM_RECEIVED,
        "applicant / clerk / mission",
    ),
    Transition("R-T4", S.SUBMITTED, Action.LAPSE, S.LAPSED, "timer"),
    *from_each(
        (S.DRAFT, S.SUBMITTED, S.SIGNED_FORM_RECEIVED, S.UNDER_REVIEW, S.RETURNED),
        "R-T5",
        Action.WITHDRAW,
        S.WITHDRAWN,
        "applicant",
    ),
    Transition("R-T6", S.SIGNED_FORM_RECEIVED, Action.TAKE, S.UNDER_REVIEW, "clerk / reviewer"),
    Transition("R-T7", S.UNDER_REVIEW, Action.RETURN, S.RETURNED, "clerk / reviewer"),
    Transition("R-T8", S.RETURNED, Action.RESUBMIT, S.UNDER_REVIEW, "applicant"),
    Transition("R-T8", S.RETURNED, Action.EXPIRE_CORRECTION, S.UNDER_REVIEW, "timer"),
    Transition("R-T9", S.UNDER_REVIEW, Action.PROPOSE, S.PROPOSED, "reviewer"),
    Transition("R-T10", S.PROPOSED, Action.APPROVE, S.APPROVED, "second officer / commission"),
    Transition("R-T11", S.PROPOSED, Action.REJECT, S.REJECTED, "commission session"),
    *from_each((S.REJECTED, S.REJECTED_FINAL), "R-T12", Action.FILE_APPEAL, S.APPEALED, "complaints"),
    Transition("R-T13", S.APPEALED, Action.COURT_APPROVES, S.APPROVED, "complaints"),
    Transition("R-T13", S.APPEALED, Action.COURT_CONFIRMS, S.REJECTED_FINAL, "complaints"),
    Transition("R-T13", S.APPEALED, Action.COURT_REMITS, S.UNDER_REVIEW, "complaints"),
    *from_each(
        (S.SUBMITTED, S.SIGNED_FORM_RECEIVED, S.UNDER_REVIEW, S.RETURNED, S.PROPOSED, S.APPROVED),
        "R-T18",
        Action.SUPERSEDE,
        S.SUPERSEDED,
        "second officer",
    ),
    Transition("R-T19", S.PROPOSED, Action.SEND_BACK, S.UNDER_REVIEW, "decider"),
    Transition("R-T20", S.RETURNED, Action.CANCEL_CORRECTION, S.UNDER_REVIEW, "clerk"),
    Transition("R-T21", S.UNDER_REVIEW, Action.RELEASE, S.SIGNED_FORM_RECEIVED, "holder / user admin / timer"),
    Transition("R-T22", S.REJECTED, Action.MAKE_FINAL, S.REJECTED_FINAL, "timer"),
)

_LIFECYCLE = Lifecycle(TRANSITIONS)
advance, can = _LIFECYCLE.advance, _LIFECYCLE.can

TERMINAL = frozenset({S.WITHDRAWN, S.LAPSED, S.REJECTED_FINAL, S.SUPERSEDED})
ACTIVE = frozenset(Status) - TERMINAL
"""While in one of these, the same account cannot apply again for the same person."""

IN_OFFICE = frozenset({S.SIGNED_FORM_RECEIVED, S.UNDER_REVIEW, S.RETURNED, S.PROPOSED})
