"""Why: what `complaints` tells the owning services about appeals to the Court (R-T12, R-T13)."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from contracts.envelope import Event, PayloadModel


class _Complaints(Event):
    producer: ClassVar[str] = "complaints"


class CourtAppealFiled(_Complaints):
    """An appeal against a decision was filed. `filed_at` counts for the term, not the arrival of this event."""

    class Payload(PayloadModel):
        number: str
        """Number of the case whose decision is appealed."""
        decision: str
        filed_at: AwareDatetime

    subject: ClassVar[str] = "complaints.court-appeal-filed.v1"

    payload: Payload


class CourtDecisionRecorded(_Complaints):
    """The Court decided about an appeal."""

    class Payload(PayloadModel):
        number: str
        decision: str
        outcome: Literal["UPHELD", "REFUSED", "REMITTED"]
        """UPHELD: the appeal succeeded. REFUSED: the decision stands. REMITTED: decide again."""
        court_decision: str
        """Number of the Court's decision."""
        court_decision_date: date

    subject: ClassVar[str] = "complaints.court-decision-recorded.v1"

    payload: Payload
