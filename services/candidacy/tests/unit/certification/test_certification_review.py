from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from candidacy.domain.certification.catalogue import checklist_for
from candidacy.domain.certification.freezing import form_hash
from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Action, Status
from candidacy.domain.certification.model import (
    Certification,
    Contest,
    Notice,
    Place,
    PrintMatch,
    Result,
    Verdict,
    with_verdicts,
)
from candidacy.domain.certification.permitted import Seat, to_official, to_subject
from candidacy.domain.certification.review import decision_of, legal_basis, proposal_defects, refused_entries
from candidacy.domain.certification.terms import with_term
from candidacy.domain.subjects.model import Kind
from elections.timing import at

Build = Callable[..., Certification]
BIHAC = Place("MUN_COUNCIL", "ba.fbih.usk.bihac")
KRUPA = Place("MAYOR", "ba.fbih.usk.bosanska-krupa")
S = Status


@pytest.fixture
def reviewed(an_application: Build, ground: Ground) -> Certification:
    of = an_application(contests=(Contest(BIHAC), Contest(KRUPA)), status=S.UNDER_REVIEW, submitted_at=ground.at)
    return of.but(form_hash=form_hash(of), print_received_at=ground.at, print_match=PrintMatch.IDENTICAL)


def good(of: Certification, **poor: str) -> dict[str, str]:
    return {check.key: check.good[0] for check in checklist_for(of.kind)} | poor


def codes(found: Any) -> set[tuple[str, str | None]]:
    return {(each.code, each.path) for each in found}


BOTH = (Verdict(BIHAC, True), Verdict(KRUPA, True))


@pytest.mark.provision("P64")
def test_an_application_without_a_defect_is_proposed_for_every_contest(reviewed: Certification, ground: Ground) -> None:
    assert proposal_defects(reviewed, BOTH, "", good(reviewed), ground) == []
    assert decision_of(BOTH) is Action.CERTIFY


@pytest.mark.provision("P64")
def test_a_contest_with_a_defect_is_refused_and_the_other_certified(reviewed: Certification, ground: Ground) -> None:
    short = replace(ground, tallies={BIHAC: (200, 0), KRUPA: (1, 0)})
    assert codes(proposal_defects(reviewed, BOTH, "", good(reviewed), short)) == {("proposal.blocked", KRUPA.path)}
    split = (Verdict(BIHAC, True), Verdict(KRUPA, False, ("SIGNATURES_INSUFFICIENT",)))
    assert proposal_defects(reviewed, split, "1 od 100.", good(reviewed), short) == []
    assert decision_of(split) is Action.CERTIFY
    assert legal_basis(split) == ("4.4", "4.6(4)")
    results = {each.place: each.result for each in with_verdicts(reviewed.contests, split)}
    assert results == {BIHAC: Result.CERTIFIED, KRUPA: Result.REFUSED}


@pytest.mark.provision("P64", "P71")
def test_a_defect_of_the_whole_application_certifies_nothing(reviewed: Certification, ground: Ground) -> None:
    without = reviewed.but(documents=())
    blocked = codes(proposal_defects(without, BOTH, "", good(reviewed), ground))
    assert blocked == {("proposal.blocked", BIHAC.path), ("proposal.blocked", KRUPA.path)}
    refusing = [Verdict(place, False, ("TRANSACTION_REPORT_MISSING",)) for place in (BIHAC, KRUPA)]
    assert decision_of(refusing) is Action.REJECT
    assert proposal_defects(without, refusing, "Nema izvještaja.", good(reviewed), ground) == []


WRONG: list[tuple[tuple[Verdict, ...], str, tuple[str, str]]] = [
    ((Verdict(BIHAC, True),), "", ("proposal.contest_open", KRUPA.path)),
    ((*BOTH, Verdict(BIHAC, True)), "", ("proposal.contest_twice", BIHAC.path)),
    (
        (*BOTH, Verdict(Place("MAYOR", BIHAC.unit), True)),
        "",
        ("proposal.contest_unknown", f"contests.MAYOR.{BIHAC.unit}"),
    ),
    ((BOTH[0], Verdict(KRUPA, False)), "x", ("proposal.reason_required", KRUPA.path)),
    ((BOTH[0], Verdict(KRUPA, False, ("NO_SUCH",))), "x", ("proposal.not_a_ground", KRUPA.path)),
    ((BOTH[0], Verdict(KRUPA, False, ("MEMBERS_TOO_FEW",))), "x", ("proposal.not_a_ground", KRUPA.path)),
    ((BOTH[0], Verdict(KRUPA, False, ("FEE_MISSING",))), " ", ("field.required", "reasons")),
    (BOTH, "x" * 8001, ("field.too_long", "reasons")),
]


@pytest.mark.provision("P64")
@pytest.mark.parametrize(("verdicts", "reasons", "defect"), WRONG)
def test_a_proposal_has_one_verdict_per_contest_and_grounds_for_each_refusal(
    reviewed: Certification, ground: Ground, verdicts: tuple[Verdict, ...], reasons: str, defect: tuple[str, str]
) -> None:
    assert defect in codes(proposal_defects(reviewed, verdicts, reasons, good(reviewed), ground))


def test_nothing_is_certified_over_a_check_that_is_not_good_or_was_not_made(
    reviewed: Certification, ground: Ground
) -> None:
    poor = codes(proposal_defects(reviewed, BOTH, "", good(reviewed, FEE="NOT_PAID"), ground))
    assert poor == {("checklist.not_met", BIHAC.path), ("checklist.not_met", KRUPA.path)}
    incomplete = codes(proposal_defects(reviewed, BOTH, "", {}, ground))
    assert incomplete == {("checklist.incomplete", f"checklist.{each.key}") for each in checklist_for(Kind.PARTY)}
    wrong = refused_entries({"MEMBERS": "CONSENTED", "FEE": "MAYBE"}, reviewed)
    assert codes(wrong) == {
        ("checklist.item_unknown", "checklist.MEMBERS"),
        ("checklist.result_unknown", "checklist.FEE"),
    }


NEXT: dict[Status, tuple[str | None, datetime | None]] = {
    S.DRAFT: ("CERT_PARTY_CLOSE", at(date(2024, 5, 24), "16:00")),
    S.SUBMITTED: ("CERT_PRINT", at(date(2024, 5, 24), "16:00")),
    S.PRINT_RECEIVED: ("CERT_PARTY_DECISION", at(date(2024, 6, 4))),
    S.UNDER_REVIEW: ("CERT_PARTY_DECISION", at(date(2024, 6, 4))),
    S.PROPOSED: ("CERT_PARTY_DECISION", at(date(2024, 6, 4))),
    S.RETURNED: ("CERT_CURE", at(date(2024, 5, 23))),
    S.REJECTED: ("APP_COURT", at(date(2024, 5, 23))),
    S.CERTIFIED: (None, None),
    S.APPEALED: (None, None),
    S.REJECTED_FINAL: (None, None),
    S.DECERTIFIED: (None, None),
    S.WITHDRAWN: (None, None),
}


@pytest.mark.provision("P63")
@pytest.mark.parametrize("status", list(Status))
def test_each_state_has_its_next_term_or_none(an_application: Build, ground: Ground, status: Status) -> None:
    notice = Notice(uuid4(), 1, "OPEN", ground.at, "r", ground.at, ())
    of = an_application(status=status, submitted_at=ground.at)
    found = with_term(of, ground.election, notice=notice, decided_at=ground.at)
    assert (found.term_key, found.term_at) == NEXT[status]


@pytest.mark.provision("P63")
def test_the_two_days_of_a_cure_run_from_receipt_and_end_at_midnight(an_application: Build, ground: Ground) -> None:
    opened = ground.at + timedelta(hours=1)
    notice = Notice(uuid4(), 1, "OPEN", ground.at, "r", ground.at, (), served_at=opened)
    found = with_term(an_application(status=S.RETURNED), ground.election, notice=notice)
    assert found.term_at == datetime(2024, 5, 22, 22, tzinfo=UTC)


def test_coalitions_have_windows_and_terms_of_their_own(an_application: Build, ground: Ground) -> None:
    draft = with_term(an_application(Kind.COALITION), ground.election)
    assert (draft.term_key, draft.term_at) == ("CERT_COAL_CLOSE", at(date(2024, 6, 18), "16:00"))
    review = with_term(an_application(Kind.LIC, status=S.UNDER_REVIEW, submitted_at=ground.at), ground.election)
    assert (review.term_key, review.term_at) == ("CERT_COAL_DECISION", at(date(2024, 5, 27)))


SUBJECT: list[tuple[Status, bool, set[str]]] = [
    (S.DRAFT, True, {"save", "upload", "submit", "withdraw"}),
    (S.DRAFT, False, {"save", "upload"}),
    (S.RETURNED, True, {"save", "upload", "cure", "withdraw", "print", "receipt", "message"}),
    (S.RETURNED, False, {"save", "upload", "print", "receipt", "message"}),
    (S.UNDER_REVIEW, True, {"withdraw", "print", "receipt", "message"}),
    (S.PROPOSED, True, {"print", "receipt", "message"}),
    (S.CERTIFIED, True, {"report_change", "print", "receipt", "message", "decision"}),
    (S.REJECTED, True, {"print", "receipt", "message", "decision"}),
]


@pytest.mark.parametrize(("status", "signs", "actions"), SUBJECT)
def test_an_editor_saves_and_whoever_signs_files(
    an_application: Build, status: Status, signs: bool, actions: set[str]
) -> None:
    of = an_application(status=status, number=None if status is S.DRAFT else "CER-1")
    assert set(to_subject(of, drafts=True, signs=signs, open_now=True, in_cure_term=True)) == actions


def test_after_the_term_nothing_is_edited(an_application: Build) -> None:
    for status in (S.DRAFT, S.RETURNED):
        of = an_application(status=status)
        closed = set(to_subject(of, drafts=True, signs=True, open_now=False, in_cure_term=False))
        assert closed == {"withdraw"}


OFFICE: list[tuple[Status, set[str], dict[str, Any], set[str]]] = [
    (S.SUBMITTED, {"CEC_CERT_CLERK"}, {}, {"register_print", "message"}),
    (S.SUBMITTED, {"CEC_CERT_CLERK"}, {"print_due": True}, {"register_print", "take", "message"}),
    (S.PRINT_RECEIVED, {"CEC_CERT_CLERK"}, {}, {"register_print", "take", "message"}),
    (S.UNDER_REVIEW, {"CEC_CERT_CLERK"}, {}, {"register_print", "release", "checklist", "message"}),
    (
        S.UNDER_REVIEW,
        {"CEC_CERT_REVIEWER"},
        {},
        {"register_print", "release", "checklist", "return", "propose", "message"},
    ),
    (S.UNDER_REVIEW, {"CEC_CERT_REVIEWER"}, {"own": True}, set()),
    (S.PROPOSED, {"CEC_MEMBER"}, {"proposed_by": "other"}, {"decide", "send_back"}),
    (S.PROPOSED, {"CEC_MEMBER"}, {"proposed_by": "me"}, set()),
    (S.PROPOSED, {"CEC_CERT_REVIEWER"}, {"proposed_by": "other"}, {"message"}),
    (S.CERTIFIED, {"CEC_MEMBER"}, {}, set()),
]


@pytest.mark.provision("P64")
@pytest.mark.parametrize(("status", "roles", "around", "actions"), OFFICE)
def test_each_official_sees_what_he_can_do_and_nobody_decides_his_own_proposal(
    an_application: Build, status: Status, roles: set[str], around: dict[str, Any], actions: set[str]
) -> None:
    of = an_application(status=status, assignee="me" if status is S.UNDER_REVIEW else None)
    assert set(to_official(Seat(of, roles, "me", **around))) == actions
