"""Which deadline matters next to a list, from what event it runs, and how long until E-65 (EL 4.21(2), P68).

The cure is five days from receipt and must leave room for the decision; terms "from receipt" run from service.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from candidacy.domain.lists.compensatory import close_key
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import CandidateList, ListKind, Notice
from elections.election import Election
from elections.served import deemed_served_at
from elections.timing import after_days, at, day_of


def deemed(available_at: datetime, election: Election) -> datetime:
    """Served at the latest then, whether or not anybody opened it."""
    return deemed_served_at(available_at, election.number("served.deemed_after_days"))


def opens(election: Election) -> datetime:
    return election.calendar.deadline("LIST_OPEN").instant


def closes(kind: ListKind, election: Election) -> datetime:
    """EL 4.21(1): the electronic list and its printed copy."""
    return election.calendar.deadline(close_key(kind)).instant


def is_open(kind: ListKind, election: Election, arrived: datetime) -> bool:
    """C-B2: judged by the instant of arrival; the closing instant itself is in time."""
    begins = opens(election) if kind is ListKind.REGULAR else None
    return (begins is None or begins <= arrived) and arrived <= closes(kind, election)


def last_cure(election: Election) -> datetime:
    """After this no cure may run, so that the Commission can still decide until E-65."""
    day = election.calendar.deadline("LIST_DECISION").day
    return at(after_days(day, -election.number("list.cure_room_days")))


def cure_due(served: datetime, election: Election) -> datetime:
    """EL 4.21: five days from receipt, bounded by the term of the decision."""
    return min(election.calendar.deadline("LIST_CURE", anchor_at=served).instant, last_cure(election))


def can_return(now: datetime, election: Election) -> bool:
    """C-B5: a notice makes sense while something of the cure is left once it counts as served."""
    return deemed(now, election) < last_cure(election)


def decision_due(of: CandidateList, election: Election) -> tuple[str, datetime]:
    """EL 4.21(2): E-65, or 25 days after submission where that is earlier."""
    last = election.calendar.deadline("LIST_DECISION").instant
    if of.submitted_at is not None:
        own = election.calendar.deadline("LIST_DECISION_CASE", anchor_at=of.submitted_at).instant
        if own < last:
            return "LIST_DECISION_CASE", own
    return "LIST_DECISION", last


def with_term(
    of: CandidateList, election: Election, *, notice: Notice | None = None, decided_at: datetime | None = None
) -> CandidateList:
    """The list with the deadline that matters next in its state; `decided_at`: when the refusal was made available or,
    once that is known, served."""
    anchor: datetime | None = None
    match of.status:
        case Status.DRAFT | Status.SUBMITTED:
            key, due = close_key(of.kind), closes(of.kind, election)
        case Status.PRINT_RECEIVED | Status.UNDER_REVIEW | Status.PROPOSED:
            (key, due), anchor = decision_due(of, election), of.submitted_at
        case Status.RETURNED if notice is not None:
            key, anchor = "LIST_CURE", notice.served_at or deemed(notice.opened_at, election)
            due = cure_due(anchor, election)
        case Status.CERTIFIED | Status.CERTIFIED_PARTIALLY:
            key, due = "LIST_PUBLISH", election.calendar.deadline("LIST_PUBLISH").instant
        case Status.REJECTED if decided_at is not None:
            key, anchor = "APP_COURT", deemed(decided_at, election)
            due = election.calendar.deadline(key, anchor_at=anchor).instant
        case _:
            return of.but(term_key=None, term_anchor=None, term_at=None)
    return of.but(term_key=key, term_anchor=anchor, term_at=due)


@dataclass(frozen=True, slots=True)
class Countdown:
    """The commission's clock to E-65."""

    due: datetime
    days_left: int
    """Whole days on the calendar; negative once the term is over."""
    alarm: bool


def countdown(election: Election, now: datetime, undecided: int) -> Countdown:
    """P68: the alarm sounds when lists wait for a decision and few days are left."""
    term = election.calendar.deadline("LIST_DECISION")
    left = (term.day - day_of(now)).days
    return Countdown(term.instant, left, alarm=undecided > 0 and left <= election.number("list.alarm_days"))


def grace(election: Election) -> timedelta:
    """Timers that close something fire later than their term, so that what is in flight is judged by its stamp."""
    return timedelta(minutes=election.number("timers.grace_minutes"))
