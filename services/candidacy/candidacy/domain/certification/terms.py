"""Which deadline matters next in each state and from what event it runs (EL 4.6).

Terms "from receipt" run from service (domain 0.2): the first opening, or at the latest 24:00 of the next day.
"""

from datetime import datetime

from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import Certification, Notice
from candidacy.domain.certification.windows import close_of, decision_of
from elections.election import Election
from elections.served import deemed_served_at


def deemed(available_at: datetime, election: Election) -> datetime:
    """Served at the latest then, whether or not the party opened it."""
    return deemed_served_at(available_at, election.number("served.deemed_after_days"))


def cure_due(notice_at: datetime, served_at: datetime | None, election: Election) -> datetime:
    """EL 4.6(3): two days from the receipt of the notice."""
    receipt = served_at or deemed(notice_at, election)
    return election.calendar.deadline("CERT_CURE", anchor_at=receipt).instant


def with_term(
    application: Certification,
    election: Election,
    *,
    notice: Notice | None = None,
    decided_at: datetime | None = None,
    served_at: datetime | None = None,
) -> Certification:
    """The application with the deadline that matters next in its state; `served_at` is that of the decision."""
    anchor: datetime | None = None
    match application.status:
        case Status.DRAFT:
            key = close_of(application.kind)
        case Status.SUBMITTED:
            key, anchor = "CERT_PRINT", election.calendar.deadline(close_of(application.kind)).instant
        case Status.PRINT_RECEIVED | Status.UNDER_REVIEW | Status.PROPOSED:
            key, anchor = decision_of(application.kind), application.submitted_at
        case Status.RETURNED if notice is not None:
            key, anchor = "CERT_CURE", notice.served_at or deemed(notice.opened_at, election)
        case Status.REJECTED if decided_at is not None:
            key, anchor = "APP_COURT", served_at or deemed(decided_at, election)
        case _:
            return application.but(term_key=None, term_anchor=None, term_at=None)
    term = election.calendar.deadline(key, anchor_at=anchor)
    return application.but(term_key=key, term_anchor=anchor, term_at=term.instant)
