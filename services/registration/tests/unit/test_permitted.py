from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from registration.domain.lifecycle import Status
from registration.domain.model import Application, Flag, FormMatch, Proposal
from registration.domain.permitted import Seat, to_applicant, to_official

Build = Callable[..., Application]
S = Status
FILED = ["print", "receipt", "message"]

VOTER: dict[Status, list[str]] = {
    S.DRAFT: ["save", "submit", "upload", "withdraw"],
    S.SUBMITTED: ["upload", "withdraw", *FILED],
    S.SIGNED_FORM_RECEIVED: ["withdraw", *FILED],
    S.UNDER_REVIEW: ["withdraw", *FILED],
    S.RETURNED: ["save", "upload", "resubmit", "withdraw", *FILED],
    S.PROPOSED: FILED,
    S.APPROVED: [*FILED, "decision"],
    S.REJECTED: [*FILED, "decision"],
    S.APPEALED: [*FILED, "decision"],
    S.REJECTED_FINAL: [*FILED, "decision"],
    S.LAPSED: FILED,
    S.WITHDRAWN: FILED,
    S.SUPERSEDED: FILED,
}


@pytest.mark.parametrize("status", list(Status))
def test_what_the_voter_may_do_in_every_state(an_application: Build, status: Status) -> None:
    application = an_application(status=status, number=None if status is S.DRAFT else "REG-2024L-000001-A")
    assert list(to_applicant(application, open_now=True, in_correction_term=True)) == VOTER[status]


def test_after_the_term_nothing_is_typed_any_more(an_application: Build) -> None:
    draft = an_application()
    assert list(to_applicant(draft, open_now=False, in_correction_term=False)) == ["withdraw"]


def seat(
    application: Application, *roles: str, account: str = "me", by: str = "other", outcome: str = "APPROVE"
) -> Seat:
    at = datetime(2024, 7, 1, tzinfo=UTC)
    proposal = Proposal(uuid4(), outcome, "OPEN", (), "", by, "B", at) if application.status is S.PROPOSED else None
    return Seat(application, frozenset(roles), account, proposal, None, can_return=True)


# state, roles, holder -> buttons
OFFICE = [
    (S.SUBMITTED, ("CEC_REG_CLERK",), None, ["register_signed_form", "upload", "message"]),
    (S.SUBMITTED, ("DCM_OFFICER",), None, ["register_signed_form", "upload"]),
    (S.LAPSED, ("CEC_REG_CLERK",), None, ["register_signed_form", "upload", "message"]),
    (S.SIGNED_FORM_RECEIVED, ("CEC_REG_CLERK",), None, ["take", "upload", "message"]),
    (S.SIGNED_FORM_RECEIVED, ("AUDITOR",), None, []),
    (S.UNDER_REVIEW, ("CEC_REG_CLERK",), "me", ["release", "return", "checklist", "upload", "message"]),
    (S.UNDER_REVIEW, ("CEC_REG_REVIEWER",), "me", ["release", "return", "checklist", "propose", "upload", "message"]),
    (S.UNDER_REVIEW, ("CEC_REG_REVIEWER",), "other", ["upload", "message"]),
    (S.UNDER_REVIEW, ("USER_ADMIN",), "other", ["release"]),
    (S.RETURNED, ("CEC_REG_CLERK",), "other", ["cancel_correction", "upload", "message"]),
    (S.PROPOSED, ("CEC_REG_REVIEWER",), None, ["decide", "send_back", "upload", "message"]),
    (S.PROPOSED, ("CEC_MEMBER",), None, ["decide", "decide_in_session", "send_back"]),
    (S.PROPOSED, ("CEC_REG_CLERK",), None, ["upload", "message"]),
    (S.APPROVED, ("CEC_REG_REVIEWER", "CEC_MEMBER"), None, ["message"]),
    (S.APPROVED, ("DPO",), None, []),
]


@pytest.mark.provision("P17")
@pytest.mark.parametrize(("status", "roles", "holder", "buttons"), OFFICE)
def test_what_an_official_may_do(
    an_application: Build, status: Status, roles: tuple[str, ...], holder: str | None, buttons: list[str]
) -> None:
    assert to_official(seat(an_application(status=status, assignee=holder), *roles)) == buttons


def test_the_author_of_a_proposal_cannot_decide_it_and_nobody_decides_a_refusal_alone(an_application: Build) -> None:
    application = an_application(status=S.PROPOSED)
    assert to_official(seat(application, "CEC_REG_REVIEWER", by="me")) == ["upload", "message"]
    assert to_official(seat(application, "CEC_MEMBER", outcome="REJECT")) == ["decide_in_session", "send_back"]
    assert to_official(seat(application, "CEC_REG_REVIEWER", outcome="REJECT")) == ["send_back", "upload", "message"]


def test_nobody_acts_on_an_application_of_his_own(an_application: Build) -> None:
    own = an_application(status=S.UNDER_REVIEW, assignee="voter")
    assert to_official(seat(own, "CEC_REG_REVIEWER", "USER_ADMIN", account="voter")) == []


def test_a_duplicate_is_proposed_by_one_and_decided_by_another(an_application: Build) -> None:
    flagged = an_application(status=S.APPROVED, flags=frozenset({Flag.DUPLICATE_PERSON}))
    assert "propose_supersede" in to_official(seat(flagged, "CEC_REG_REVIEWER"))
    at = datetime(2024, 7, 1, tzinfo=UTC)
    mine = Proposal(uuid4(), "SUPERSEDE", "OPEN", (), "x", "me", "M", at)
    there = Seat(flagged, frozenset({"CEC_REG_REVIEWER"}), "me", None, mine, can_return=True)
    assert {"propose_supersede", "decide_supersede"}.isdisjoint(to_official(there))
    other = Seat(flagged, frozenset({"CEC_REG_REVIEWER"}), "you", None, mine, can_return=True)
    assert "decide_supersede" in to_official(other)


def test_an_unreadable_paper_is_matched_by_whoever_has_the_case(an_application: Build) -> None:
    waiting = an_application(status=S.UNDER_REVIEW, form_match=FormMatch.TO_BE_MATCHED, assignee="me")
    assert "match_form" in to_official(seat(waiting, "CEC_REG_CLERK"))
    assert "match_form" not in to_official(seat(waiting.but(assignee="other"), "CEC_REG_CLERK"))
