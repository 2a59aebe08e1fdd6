"""When each report is due (EL 15.1d(3), (4)), and who is late. The days are the calendar's, not this module's."""

from datetime import datetime

from candidacy.domain.reports.model import Kind
from elections.election import Election, Fact

_KEY = {Kind.PRE_ELECTION: "FIN_PRE", Kind.FINAL: "FIN_POST"}


def due(kind: Kind, election: Election) -> datetime | None:
    """None: no term, or one that runs from a day that has not come (the results in the Official Gazette)."""
    key = _KEY.get(kind)
    if key is None:
        return None
    if kind is Kind.PRE_ELECTION:
        return election.calendar.deadline(key).instant
    published = election.fact(Fact.RESULTS_PUBLISHED)
    return election.calendar.deadline(key, anchor_at=published).instant if published else None


def is_late(kind: Kind, election: Election, filed_at: datetime) -> bool:
    """A late report is taken and flagged: refusing it would leave the audit without it."""
    term = due(kind, election)
    return term is not None and filed_at >= term
