"""Why: what `candidacy` tells: who was certified and who stands where, a person only by keyed hash."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Event, PayloadModel


class _Candidacy(Event):
    producer: ClassVar[str] = "candidacy"


class VoterCheckRequested(_Candidacy):
    """Are these persons in the voter register (EL 4.4(1), 3.1)? Nothing waits for the answer; entity_id names the check
    and returns with `VoterChecked`."""

    class Payload(PayloadModel):
        purpose: Literal["SUPPORT", "CANDIDATE"]
        """Why the register is asked: it goes on record there."""
        person_keys: tuple[str, ...] = Field(min_length=1, max_length=1000)
        constituency: str
        """For which unit of a level."""
        as_of: date

    subject: ClassVar[str] = "candidacy.voter-check-requested.v1"

    payload: Payload


class _DecidedList(PayloadModel):
    number: str
    subject_id: UUID
    level: str
    unit: str
    decision: str
    """Number of the act."""


class CandidateListCertified(_Candidacy):
    """The whole list was certified (C-B7): its subject may ask for the extract of 3.1(6)."""

    class Payload(_DecidedList):
        candidates: int

    subject: ClassVar[str] = "candidacy.candidate-list-certified.v1"

    payload: Payload


class CandidateListPartiallyCertified(_Candidacy):
    """Certified up to the number up to which it satisfies the conditions (C-B8)."""

    class Payload(_DecidedList):
        candidates: int
        refused: int

    subject: ClassVar[str] = "candidacy.candidate-list-partially-certified.v1"

    payload: Payload


class CandidateListRejected(_Candidacy):
    """Nobody of the list was certified (C-B9); complaints offers the appeal to its representatives."""

    class Payload(_DecidedList):
        reasons: tuple[str, ...] = ()
        """Codes of domain.md 2.2.3."""
        accounts: tuple[str, ...] = ()
        """Of those who may appeal for the subject."""

    subject: ClassVar[str] = "candidacy.candidate-list-rejected.v1"

    payload: Payload


class CandidateCertified(_Candidacy):
    """This person stands: may be no observer and sit on no commission (EL 2.3(1)4)."""

    class Payload(PayloadModel):
        person_key: str
        level: str
        constituency: str
        list_id: UUID

    subject: ClassVar[str] = "candidacy.candidate-certified.v1"

    payload: Payload


class CandidateRemoved(_Candidacy):
    """This person no longer stands (C-B11, C-B13). Never why: incapacity is nobody's business."""

    class Payload(PayloadModel):
        person_key: str
        level: str
        constituency: str
        list_id: UUID
        status: Literal["REMOVED", "DELETED"]

    subject: ClassVar[str] = "candidacy.candidate-removed.v1"

    payload: Payload
