"""Why: what `registration` tells: the course of an application, by id and number, without the person."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.envelope import Event, PayloadModel


class _Registration(Event):
    producer: ClassVar[str] = "registration"


class ApplicationSubmitted(_Registration):
    """An application was filed in time and has a number (domain R-T2)."""

    class Payload(PayloadModel):
        number: str
        kind: Literal["T", "R1", "R2"]
        country: str
        channel: Literal["POST", "DCM"]
        person_key: str | None = None
        submitted_at: AwareDatetime

    subject: ClassVar[str] = "registration.application-submitted.v1"

    payload: Payload


class CaseChanged(_Registration):
    """Something about the case (entity_id) is new: whoever shows it reads it again."""

    class Payload(PayloadModel):
        """Nothing: the reader asks, and gets what he may see."""

    subject: ClassVar[str] = "registration.case-changed.v1"

    payload: Payload = Payload()


class OCVApplicationApproved(_Registration):
    """The voter goes off the regular extract and onto the abroad extract (R-T10)."""

    class Payload(PayloadModel):
        number: str
        kind: Literal["T", "R1", "R2"]
        channel: Literal["POST", "DCM"]
        country: str
        person_key: str | None = None
        constituency: str | None = None
        residence_constituency: bool = False
        """The variant of 3.16(3): entered for the constituency of residence."""

    subject: ClassVar[str] = "registration.ocv-application-approved.v1"

    payload: Payload


class OCVApplicationRejected(_Registration):
    """The application was refused (R-T11); complaints offers the appeal."""

    class Payload(PayloadModel):
        number: str
        decision: str
        account: str
        reasons: tuple[str, ...] = ()
        """Codes of domain.md 2.1.6."""

    subject: ClassVar[str] = "registration.ocv-application-rejected.v1"

    payload: Payload


class DecisionServed(_Registration):
    """A decision reached its party: terms of appeal run from `served_at`."""

    class Payload(PayloadModel):
        decision: str
        decision_id: UUID | None = None
        number: str
        account: str
        served_at: AwareDatetime
        appeal_until: AwareDatetime | None = None

    subject: ClassVar[str] = "registration.decision-served.v1"

    payload: Payload


class VoterAnswer(PayloadModel):
    """What the register says of one person: of somebody who is not in it, nothing else."""

    person_key: str
    in_register: bool
    constituency: str | None = None
    """Key of the basic constituency."""
    age_on_election_day: int | None = None


class VoterChecked(_Registration):
    """The answer to a check of another service (its VoterCheckRequested): entity_id and version are those of the check,
    every key that was asked has one answer."""

    class Payload(PayloadModel):
        asked_by: str
        """Producer of the question: others pass the answer over."""
        as_of: date
        answers: tuple[VoterAnswer, ...]

    subject: ClassVar[str] = "registration.voter-checked.v1"

    payload: Payload
