"""Data of supporters reveal a political opinion: they are deleted once nobody can contest the certification any more.

Law on Personal Data Protection (OG BiH 12/25) and domain.md 2.2.5; how long after finality is the portal's setting.
"""

from datetime import datetime, timedelta

from elections.election import Election


def delete_at(final_at: datetime, election: Election) -> datetime:
    """When the lines go. What stays are the counts per mark, which name nobody."""
    return final_at + timedelta(days=election.number("support.retention.days"))


def is_due(final_at: datetime | None, election: Election, now: datetime) -> bool:
    """While a decision can still be contested nothing is deleted, however old it is."""
    return final_at is not None and now >= delete_at(final_at, election)
