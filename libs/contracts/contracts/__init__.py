"""Frozen, versioned event models and their subjects. One module per publishing service; no logic."""

from contracts.candidacy import (
    CandidacyCaseChanged,
    CandidateCertified,
    CandidateListCertified,
    CandidateListPartiallyCertified,
    CandidateListRejected,
    CandidateRemoved,
    PoliticalSubjectApplied,
    PoliticalSubjectCertified,
    PoliticalSubjectRejected,
    SignatoryChanged,
    VoterCheckRequested,
)
from contracts.complaints import CourtAppealFiled, CourtDecisionRecorded
from contracts.envelope import Command, Event, Message, PayloadModel
from contracts.mail import MailRequest
from contracts.reference import ElectionChanged
from contracts.registration import (
    ApplicationSubmitted,
    CaseChanged,
    DecisionServed,
    OCVApplicationApproved,
    OCVApplicationRejected,
    VoterAnswer,
    VoterChecked,
)

EVENTS: tuple[type[Event], ...] = (
    ElectionChanged,
    ApplicationSubmitted,
    CaseChanged,
    OCVApplicationApproved,
    OCVApplicationRejected,
    DecisionServed,
    VoterChecked,
    CourtAppealFiled,
    CourtDecisionRecorded,
    CandidateCertified,
    CandidateListCertified,
    CandidateListPartiallyCertified,
    CandidateListRejected,
    CandidateRemoved,
    VoterCheckRequested,
    CandidacyCaseChanged,
    PoliticalSubjectApplied,
    PoliticalSubjectCertified,
    PoliticalSubjectRejected,
    SignatoryChanged,
)
COMMANDS: tuple[type[Command], ...] = (MailRequest,)

__all__ = [
    "COMMANDS",
    "EVENTS",
    "ApplicationSubmitted",
    "CandidacyCaseChanged",
    "CandidateCertified",
    "CandidateListCertified",
    "CandidateListPartiallyCertified",
    "CandidateListRejected",
    "CandidateRemoved",
    "CaseChanged",
    "Command",
    "CourtAppealFiled",
    "CourtDecisionRecorded",
    "DecisionServed",
    "ElectionChanged",
    "Event",
    "MailRequest",
    "Message",
    "OCVApplicationApproved",
    "OCVApplicationRejected",
    "PayloadModel",
    "PoliticalSubjectApplied",
    "PoliticalSubjectCertified",
    "PoliticalSubjectRejected",
    "SignatoryChanged",
    "VoterAnswer",
    "VoterCheckRequested",
    "VoterChecked",
]
