"""A candidate's own word, by a personal link: consent, and the declarations of EL 1.6-1.8 (domain.md 2.2.3).

The link is opened by whoever has it, so the answer asks who it is: the JMB of the list must be typed. A link is used
once, ends with its term, and after a number of wrong numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.catalogue import OFFICES
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import Candidate, CandidateList, ConsentState, Declarations
from elections.election import Election
from elections.jmb import compact
from elections.procedure import Defect

ASKABLE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.PRINT_RECEIVED, Status.UNDER_REVIEW, Status.RETURNED})
"""Nobody is asked while the commission decides, or afterwards."""


@dataclass(frozen=True, slots=True)
class Link:
    expires_at: datetime
    used_at: datetime | None = None
    wrong_tries: int = 0


def ends(at: datetime, election: Election) -> datetime:
    return at + timedelta(days=election.number("list.consent_link_days"))


def cannot_open(link: Link, of: CandidateList, candidate: Candidate, at: datetime, tries: int) -> str | None:
    """Why the link does not open, as a code; None when it does."""
    if link.used_at is not None:
        return "consent.link_used"
    if at > link.expires_at or link.wrong_tries >= tries:
        return "consent.link_expired"
    if of.status not in ASKABLE or candidate.status is not CandidateStatus.DRAFT:
        return "consent.not_asked"
    return None


def is_the_person(candidate: Candidate, typed_jmb: str) -> bool:
    return bool(candidate.person.jmb) and compact(candidate.person.jmb or "") == compact(typed_jmb)


def answer_defects(said: Declarations) -> Iterator[Defect]:
    """EL 1.6, 1.7, 1.7a, 1.7b, 1.8(1), 1.8(4): each question is answered, whatever the answer is."""
    if said.office is None:
        yield Defect("field.required", "office", "1.8(1)")
    elif said.office not in OFFICES:
        yield Defect("field.not_in_list", "office", "1.8(1)")
    if said.no_conviction is None:
        yield Defect("field.required", "no_conviction", "1.7b")
    if said.compatible is None:
        yield Defect("field.required", "compatible", "1.8(4)")


def consented(candidate: Candidate, said: Declarations, *, on_paper: bool = False) -> Candidate:
    """A candidate without digital means consents on paper; the scan entered by an official is equal."""
    return candidate.but(consent=ConsentState.ON_PAPER if on_paper else ConsentState.GIVEN, declarations=said)


def declined(candidate: Candidate) -> Candidate:
    return candidate.but(consent=ConsentState.DECLINED)


def asked(candidate: Candidate) -> Candidate:
    """A consent that was given stays given: asking again changes nothing."""
    given = candidate.consent in (ConsentState.GIVEN, ConsentState.ON_PAPER)
    return candidate if given else candidate.but(consent=ConsentState.ASKED)
