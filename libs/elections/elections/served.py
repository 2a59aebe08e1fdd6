"""When a decision counts as served, and the day terms that run from there (domain.md 0.2; [design], configurable).

Served in the portal: the earlier of the first opening and 24:00 of the day after it was made available. On paper: the
recorded hour. A decision that is published too: the later of service and publication. E-mail alone starts no clock.
"""

from datetime import datetime

from elections.timing import after_days, at, day_of


def served_in_portal(
    available_at: datetime, opened_at: datetime | None = None, *, deemed_after_days: int = 1
) -> datetime:
    """The instant of service for somebody who reads in the portal; known from the start, and earlier once opened."""
    deemed = deemed_served_at(available_at, deemed_after_days)
    return min(opened_at, deemed) if opened_at is not None else deemed


def deemed_served_at(available_at: datetime, deemed_after_days: int = 1) -> datetime:
    """24:00 of the so-many-th day after the decision was made available."""
    return at(after_days(day_of(available_at), deemed_after_days))


def served_at(service: datetime, published_at: datetime | None = None) -> datetime:
    """The later of service and publication."""
    return max(service, published_at) if published_at is not None else service


def day_term(served: datetime, days: int) -> datetime:
    """24:00 of the last day; the first day after receipt is day 1.

    Service at an exact midnight is the 24:00 of the day before (that is how `deemed_served_at` ends).
    """
    return at(after_days(day_of(served), days))
