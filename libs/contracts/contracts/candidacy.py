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


class CandidacyCaseChanged(_Candidacy):
    """Something about the case (entity_id) is new: whoever shows it reads it again."""

    class Payload(PayloadModel):
        """Nothing: the reader asks, and gets what he may see."""

    subject: ClassVar[str] = "candidacy.case-changed.v1"

    payload: Payload = Payload()


SubjectKind = Literal["PARTY", "IC", "COALITION", "LIC", "NM_ASSOC", "NM_GROUP", "NM_IC"]


class Place(PayloadModel):
    """Level and unit of a contest."""

    level: str
    unit: str


class Signatory(PayloadModel):
    """An account that signs for a subject, and for what."""

    account: str
    scopes: tuple[Literal["REPRESENT", "COMPLAINTS", "OBSERVERS", "PSC_NOMINATIONS"], ...]


class PoliticalSubjectApplied(_Candidacy):
    """An application for certification was filed (C-A2); entity_id is the case."""

    class Payload(PayloadModel):
        subject_id: UUID
        number: str
        kind: SubjectKind
        title: str
        """Public: the Commission publishes who applied."""
        contests: tuple[Place, ...]

    subject: ClassVar[str] = "candidacy.political-subject-applied.v1"

    payload: Payload


class PoliticalSubjectCertified(_Candidacy):
    """Certified for these contests (C-A7): standing in complaints, accreditation of observers."""

    class Payload(PayloadModel):
        subject_id: UUID
        number: str
        decision: str
        code: str
        kind: SubjectKind
        title: str
        contests: tuple[Place, ...]
        refused: tuple[Place, ...] = ()
        signatories: tuple[Signatory, ...]

    subject: ClassVar[str] = "candidacy.political-subject-certified.v1"

    payload: Payload


class PoliticalSubjectRejected(_Candidacy):
    """Certified for nothing (C-A8); complaints offers the appeal to its representatives."""

    class Payload(PayloadModel):
        subject_id: UUID
        number: str
        decision: str
        accounts: tuple[str, ...]
        reasons: tuple[str, ...] = ()

    subject: ClassVar[str] = "candidacy.political-subject-rejected.v1"

    payload: Payload


class SignatoryChanged(_Candidacy):
    """Who signs for the subject (entity_id) from now on: the whole list, so that the last one counts."""

    class Payload(PayloadModel):
        signatories: tuple[Signatory, ...]

    subject: ClassVar[str] = "candidacy.signatory-changed.v1"

    payload: Payload
