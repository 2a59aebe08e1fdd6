"""Until when each kind applies, and until when its printed version arrives (EL 4.4(2), 4.6(1), 4.14)."""

from datetime import datetime

from candidacy.domain.subjects.model import Kind
from elections.election import Election


def close_of(kind: Kind) -> str:
    """Coalitions and lists of independents close later: their members are certified first."""
    return "CERT_COAL_CLOSE" if kind.is_joint else "CERT_PARTY_CLOSE"


def decision_of(kind: Kind) -> str:
    return "CERT_COAL_DECISION" if kind.is_joint else "CERT_PARTY_DECISION"


def is_open(election: Election, kind: Kind, arrived_at: datetime) -> bool:
    return election.calendar.is_open("CALL", close_of(kind), arrived_at)


def print_close_of(election: Election, kind: Kind) -> datetime:
    """EL 4.4(2): by by-law; by default the closing of the applications themselves."""
    closing = election.calendar.deadline(close_of(kind)).instant
    return election.calendar.deadline("CERT_PRINT", anchor_at=closing).instant
