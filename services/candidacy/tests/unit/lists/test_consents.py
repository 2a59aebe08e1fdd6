from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from candidacy.domain.lists import consents
from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.consents import Link
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import ConsentState, Declarations
from elections.election import Election

Build = Callable[..., Any]
AT = datetime(2024, 7, 1, 10, tzinfo=UTC)
TRIES = 5
LATER = AT + timedelta(days=14)

# link, state of the list, state of the candidate -> why it does not open
LINKS: list[tuple[Link, Status, CandidateStatus, str | None]] = [
    (Link(LATER), Status.DRAFT, CandidateStatus.DRAFT, None),
    (Link(LATER), Status.RETURNED, CandidateStatus.DRAFT, None),
    (Link(LATER, wrong_tries=4), Status.SUBMITTED, CandidateStatus.DRAFT, None),
    (Link(AT), Status.DRAFT, CandidateStatus.DRAFT, None),
    (Link(AT - timedelta(microseconds=1)), Status.DRAFT, CandidateStatus.DRAFT, "consent.link_expired"),
    (Link(LATER, wrong_tries=5), Status.DRAFT, CandidateStatus.DRAFT, "consent.link_expired"),
    (Link(LATER, used_at=AT), Status.DRAFT, CandidateStatus.DRAFT, "consent.link_used"),
    (Link(LATER), Status.PROPOSED, CandidateStatus.DRAFT, "consent.not_asked"),
    (Link(LATER), Status.CERTIFIED, CandidateStatus.CERTIFIED, "consent.not_asked"),
    (Link(LATER), Status.RETURNED, CandidateStatus.REPLACED, "consent.not_asked"),
    (Link(LATER), Status.WITHDRAWN, CandidateStatus.DRAFT, "consent.not_asked"),
]


@pytest.mark.parametrize(("link", "of", "candidate", "why"), LINKS)
def test_a_personal_link_opens_once_in_its_term(
    a_list: Build, a_candidate: Build, link: Link, of: Status, candidate: CandidateStatus, why: str | None
) -> None:
    assert consents.cannot_open(link, a_list("F", status=of), a_candidate(status=candidate), AT, TRIES) == why


def test_the_term_of_a_link_is_the_elections(election: Election) -> None:
    assert consents.ends(AT, election) == LATER


def test_the_link_alone_does_not_say_who_holds_it(a_candidate: Build) -> None:
    candidate = a_candidate()
    spaced = f" {candidate.person.jmb[:7]} {candidate.person.jmb[7:]} "
    assert consents.is_the_person(candidate, spaced)
    assert not consents.is_the_person(candidate, "2802902195005")
    assert not consents.is_the_person(a_candidate(fields={"jmb": None}), "")


@pytest.mark.provision("P13", "P14")
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (Declarations("NONE", no_conviction=True, compatible=True), set()),
        (Declarations("JUDGE", no_conviction=False, compatible=False), set()),
        (Declarations(), {("field.required", "office"), ("field.required", "no_conviction"),
                          ("field.required", "compatible")}),
        (Declarations("KING", no_conviction=True, compatible=True), {("field.not_in_list", "office")}),
    ],
)  # fmt: skip
def test_every_question_is_answered_whatever_the_answer(said: Declarations, found: set[tuple[str, str]]) -> None:
    assert {(each.code, each.path) for each in consents.answer_defects(said)} == found


@pytest.mark.provision("P13")
def test_what_was_said_is_kept_with_the_way_in_which_it_was_said(a_candidate: Build) -> None:
    candidate, said = a_candidate(consent=None), Declarations("MAYOR", no_conviction=True, compatible=True)
    assert consents.asked(candidate).consent is ConsentState.ASKED
    given = consents.consented(candidate, said)
    assert (given.consent, given.declarations) == (ConsentState.GIVEN, said)
    assert consents.asked(given) == given
    assert consents.consented(candidate, said, on_paper=True).consent is ConsentState.ON_PAPER
    assert consents.declined(given).consent is ConsentState.DECLINED
    assert consents.asked(consents.declined(given)).consent is ConsentState.ASKED
