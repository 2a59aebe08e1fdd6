"""Which deadline matters next in each state, from what event it runs, and how long an official keeps a case.

Terms "from receipt" run from service (domain 0.2): the first opening, or at the latest 24:00 of the next day.
"""

from datetime import datetime, timedelta

from elections.election import Election
from elections.served import deemed_served_at
from elections.timing import SARAJEVO
from registration.domain.lifecycle import Status
from registration.domain.model import Application, Correction, Decision


def number_set(election: Election, parameter: str) -> int:
    return int(str(election.parameter(parameter)))


def deemed(available_at: datetime, election: Election) -> datetime:
    """Served at the latest then, whether or not the party opened it."""
    return deemed_served_at(available_at, number_set(election, "served.deemed_after_days"))


def with_term(
    application: Application,
    election: Election,
    *,
    correction: Correction | None = None,
    decision: Decision | None = None,
) -> Application:
    """The application with the deadline that matters next in its state, and the event from which that runs."""
    anchor: datetime | None = None
    match application.status:
        case Status.DRAFT:
            key = "OCV_CLOSE"
        case Status.SUBMITTED:
            key = "OCV_SIGNED_FORM"
        case Status.SIGNED_FORM_RECEIVED | Status.UNDER_REVIEW | Status.PROPOSED:
            key = "CVR_CLOSE"
        case Status.RETURNED if correction is not None:
            key, anchor = "OCV_CURE", correction.served_at or deemed(correction.opened_at, election)
        case Status.REJECTED if decision is not None:
            key, anchor = "OCV_APPEAL", decision.served_at or deemed(decision.decided_at, election)
        case _:
            return application.but(term_key=None, term_anchor=None, term_at=None)
    return application.but(
        term_key=key, term_anchor=anchor, term_at=election.calendar.deadline(key, anchor_at=anchor).instant
    )


def grace(election: Election) -> timedelta:
    """Timers that close something fire later than their term, so that what is in flight is judged by its stamp."""
    return timedelta(minutes=number_set(election, "timers.grace_minutes"))


def working_days_after(at: datetime, days: int) -> datetime:
    """The same hour, so many working days (Monday to Friday) later: how long a case stays with an officer [design]."""
    local = at.astimezone(SARAJEVO)
    while days:
        local += timedelta(days=1)
        days -= local.isoweekday() < 6
    return local.astimezone(at.tzinfo)
