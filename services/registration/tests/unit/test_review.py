from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from registration.domain import correction, review
from registration.domain.catalogue import REASONS, Outcome, grounds_for, reasons_for
from registration.domain.model import (
    Application,
    ChecklistEntry,
    Correction,
    Deficiency,
    Form,
    FormMatch,
    Kind,
    RegisterAnswer,
)

Build = Callable[..., Application]
NOW = datetime(2024, 7, 1, tzinfo=UTC)
GOOD = {
    Kind.T: {"CVR": "FOUND", "ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "PROVEN"},
    Kind.R1: {"CVR": "FOUND", "ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "PROVEN"},
    Kind.R2: {
        "ID": "VALID",
        "SIGNATURE": "MATCH",
        "ADDRESS_PROOF": "PROVEN",
        "CITIZENSHIP": "PROVEN",
        "RESIDENCE_BIH": "PROVEN",
    },
}


def proposed(
    application: Application,
    outcome: Outcome,
    results: dict[str, str],
    codes: Sequence[str] = (),
    reasons: str = "",
    corrections: Sequence[Correction] = (),
    register: RegisterAnswer | None = None,
    *,
    can_return: bool = True,
) -> set[str]:
    entries = {key: ChecklistEntry(key, result, None, "r", "R", NOW) for key, result in results.items()}
    found = review.proposal_defects(
        application, outcome, codes, reasons, entries, corrections, register, can_return=can_return
    )
    return {each.code for each in found}


@pytest.mark.provision("P51", "P53")
@pytest.mark.parametrize("kind", list(Kind))
def test_who_meets_every_condition_can_be_approved(an_application: Build, kind: Kind) -> None:
    assert proposed(an_application(kind), Outcome.APPROVE, GOOD[kind]) == set()


@pytest.mark.provision("P53")
@pytest.mark.parametrize("kind", list(Kind))
def test_no_proposal_without_the_whole_checklist(an_application: Build, kind: Kind) -> None:
    for missing in GOOD[kind]:
        results = {key: result for key, result in GOOD[kind].items() if key != missing}
        assert "checklist.incomplete" in proposed(an_application(kind), Outcome.APPROVE, results)
        assert "checklist.incomplete" in proposed(an_application(kind), Outcome.REJECT, results, ["FALSE_DATA"], "x")


# kind, point, poor result, whether it stops an approval
POOR = [
    (Kind.T, "CVR", "NOT_FOUND", True),
    (Kind.T, "CVR", "DIFFERS", True),
    (Kind.T, "ID", "EXPIRED", True),
    (Kind.T, "SIGNATURE", "NO_MATCH", True),
    (Kind.T, "SIGNATURE", "UNCLEAR", True),
    (Kind.R1, "SIGNATURE", "NO_MATCH", True),
    (Kind.R2, "SIGNATURE", "NO_MATCH", False),
    (Kind.R2, "SIGNATURE", "UNCLEAR", False),
    (Kind.T, "ADDRESS_PROOF", "NOT_OFFICIAL", True),
    (Kind.R2, "CITIZENSHIP", "NOT_PROVEN", True),
    (Kind.R2, "RESIDENCE_BIH", "NOT_PROVEN", True),
]


@pytest.mark.provision("P46", "P47", "P48", "P49")
@pytest.mark.parametrize(("kind", "point", "result", "stops"), POOR)
def test_a_poor_result_stops_an_approval_but_for_the_signature_of_r2(
    an_application: Build, kind: Kind, point: str, result: str, *, stops: bool
) -> None:
    found = proposed(an_application(kind), Outcome.APPROVE, GOOD[kind] | {point: result})
    assert found == ({"checklist.not_met"} if stops else set())


@pytest.mark.provision("P57")
def test_a_refugee_without_proof_of_residence_is_approved_for_the_constituency_of_residence(
    an_application: Build,
) -> None:
    variant = Outcome.APPROVE_RESIDENCE_CONSTITUENCY
    unproved = GOOD[Kind.R2] | {"RESIDENCE_BIH": "NOT_PROVEN"}
    assert proposed(an_application(Kind.R2), variant, unproved) == set()
    changing = an_application(Kind.R1, {"changes_voting_option": True})
    assert proposed(changing, variant, GOOD[Kind.R1] | {"RESIDENCE_CHANGE": "NOT_PROVEN"}) == set()
    assert proposed(an_application(Kind.R2), variant, GOOD[Kind.R2]) == {"proposal.residence_is_proved"}
    assert proposed(an_application(Kind.T), variant, GOOD[Kind.T]) == {"proposal.variant_for_refugees_only"}
    other = unproved | {"CITIZENSHIP": "NOT_PROVEN"}
    assert proposed(an_application(Kind.R2), variant, other) == {"checklist.not_met"}


@pytest.mark.provision("P57")
def test_missing_proof_of_residence_refuses_nobody_whose_constituency_is_known(an_application: Build) -> None:
    results = GOOD[Kind.R2] | {"RESIDENCE_BIH": "NOT_PROVEN"}
    known = RegisterAnswer(found=True, at=NOW, municipality="ba.fbih.usk.bihac")
    ask = (an_application(Kind.R2), Outcome.REJECT, results, ["RESIDENCE_BIH_MISSING"], "x", ())
    assert proposed(*ask, known) == {"proposal.residence_constituency_known"}
    assert proposed(*ask, RegisterAnswer(found=False, at=NOW)) == set()


@pytest.mark.parametrize("match", [None, FormMatch.TO_BE_MATCHED])
def test_nobody_is_approved_whose_paper_was_not_matched(an_application: Build, match: FormMatch | None) -> None:
    application = an_application(form_match=match)
    assert proposed(application, Outcome.APPROVE, GOOD[Kind.T]) == {"signed_form.not_matched"}


@pytest.mark.parametrize(
    ("kind", "codes", "reasons", "found"),
    [
        (Kind.T, [], "x", {"proposal.reason_required"}),
        (Kind.T, ["NOT_IN_CVR"], " ", {"field.required"}),
        (Kind.T, ["NONSENSE"], "x", {"proposal.not_a_ground"}),
        (Kind.T, ["DATA_WRONG"], "x", {"proposal.not_a_ground"}),
        (Kind.R2, ["SIGNATURE_QUESTION"], "x", {"proposal.not_a_ground"}),
        (Kind.R2, ["SIGNATURE_MISMATCH"], "x", {"proposal.not_a_ground_for_kind", "proposal.return_signature_first"}),
        (Kind.R2, ["NOT_IN_CVR"], "x", {"proposal.not_a_ground_for_kind"}),
        (Kind.R1, ["ADDRESS_PROOF_NOT_OFFICIAL"], "x", {"proposal.not_a_ground_for_kind"}),
        (Kind.T, ["ADDRESS_PROOF_NOT_OFFICIAL"], "x", set()),
        (Kind.T, ["NOT_IN_CVR", "FALSE_DATA"], "x" * 8001, {"field.too_long"}),
    ],
)
def test_a_refusal_names_grounds_that_can_concern_this_kind_and_says_why(
    an_application: Build, kind: Kind, codes: list[str], reasons: str, found: set[str]
) -> None:
    assert proposed(an_application(kind), Outcome.REJECT, GOOD[kind], codes, reasons) == found


@pytest.mark.parametrize("kind", Kind)
def test_what_is_offered_as_a_ground_is_one_and_nothing_else_is(an_application: Build, kind: Kind) -> None:
    application = an_application(kind)
    accepted = {code for code in REASONS if not [*review.refusal_has_grounds(application, [code], "x")]}
    assert set(grounds_for(kind)) == accepted
    deficient = {
        code
        for code in REASONS
        if not [*correction.refused_items([Deficiency(code, "documents.SIGNED_FORM", "x")], application)]
    }
    assert set(reasons_for(kind)) == deficient


@pytest.mark.provision("P47")
def test_a_signature_that_differs_is_asked_about_before_it_is_a_ground(an_application: Build) -> None:
    def asked(state: str, code: str = "SIGNATURE_MISMATCH") -> Correction:
        items = (Deficiency(code, "documents.SIGNED_FORM", "x"),)
        return Correction(uuid4(), 1, state, NOW, "c", NOW, items, Form())

    results = GOOD[Kind.T] | {"SIGNATURE": "NO_MATCH"}
    ask = (an_application(Kind.T), Outcome.REJECT, results, ["SIGNATURE_MISMATCH"], "differs")
    first = {"proposal.return_signature_first"}
    assert proposed(*ask) == first
    assert proposed(*ask, [asked("CANCELLED")]) == first
    assert proposed(*ask, [asked("RESUBMITTED", "ID_EXPIRED")]) == first
    assert proposed(*ask, [asked("RESUBMITTED")]) == set()
    assert proposed(*ask, [asked("EXPIRED")]) == set()
    assert proposed(*ask, can_return=False) == set()


def test_only_known_points_and_results_enter_the_checklist(an_application: Build) -> None:
    wrong = {"CVR": "PERHAPS", "CITIZENSHIP": "PROVEN", "ID": "VALID"}
    found = [(each.code, each.path) for each in review.refused_entries(wrong, an_application(Kind.T))]
    assert found == [("checklist.result_unknown", "CVR"), ("checklist.item_unknown", "CITIZENSHIP")]


@pytest.mark.provision("P45", "P48", "P49", "P57")
@pytest.mark.parametrize(
    ("outcome", "kind", "codes", "basis"),
    [
        (Outcome.APPROVE, Kind.T, (), ("3.15(1)", "3.15(11)")),
        (Outcome.APPROVE, Kind.R1, (), ("3.15(4)", "3.15(11)")),
        (Outcome.APPROVE_RESIDENCE_CONSTITUENCY, Kind.R2, (), ("3.15(7)", "3.16(3)", "3.15(11)")),
        (Outcome.REJECT, Kind.R1, ("NOT_IN_CVR", "ID_EXPIRED"), ("3.15(4)", "3.15(5)", "3.15(11)")),
        (Outcome.REJECT, Kind.T, ("UNDER_18_ON_E", "CAPACITY"), ("3.2(3)", "3.15(11)")),
    ],
)
def test_a_decision_names_its_articles(
    outcome: Outcome, kind: Kind, codes: tuple[str, ...], basis: tuple[str, ...]
) -> None:
    assert review.legal_basis(outcome, kind, codes) == basis
