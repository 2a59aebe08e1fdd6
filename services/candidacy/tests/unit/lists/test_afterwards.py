from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from candidacy.domain.lists import afterwards
from candidacy.domain.lists.afterwards import Circumstances, Ground, NameCorrection
from candidacy.domain.lists.candidates.lifecycle import Status
from candidacy.domain.lists.model import Flag
from elections.procedure import NotPossible

Build = Callable[..., Any]
BEFORE = Circumstances(printing_started=False, results_certified=False, statement_on_file=True)
PRINTED = replace(BEFORE, printing_started=True)
RESULTS = replace(PRINTED, results_certified=True)

# ground, circumstances -> the candidate afterwards, or what stands in the way
CASES: list[tuple[Ground, Circumstances, Status, bool, set[str]]] = [
    (Ground.OFFICE_NOT_RESOLVED, BEFORE, Status.REMOVED, False, set()),
    (Ground.OFFICE_NOT_RESOLVED, PRINTED, Status.CERTIFIED, True, set()),
    (Ground.PERSONAL_RESPONSIBILITY, BEFORE, Status.REMOVED, False, set()),
    (Ground.PERSONAL_RESPONSIBILITY, PRINTED, Status.REMOVED, False, set()),
    (Ground.LEGAL_CAPACITY, BEFORE, Status.DELETED, False, set()),
    (Ground.LEGAL_CAPACITY, RESULTS, Status.DELETED, False, set()),
    (Ground.LEGAL_CAPACITY, replace(BEFORE, statement_on_file=False), Status.DELETED, False,
     {"candidate.statement_missing"}),
    (Ground.MANDATE_REFUSED, RESULTS, Status.DELETED, False, set()),
    (Ground.MANDATE_REFUSED, PRINTED, Status.DELETED, False, {"candidate.results_not_certified"}),
    (Ground.MANDATE_REFUSED, replace(RESULTS, statement_on_file=False), Status.DELETED, False,
     {"candidate.statement_missing"}),
]  # fmt: skip


@pytest.mark.provision("P14", "P66")
@pytest.mark.parametrize(("ground", "at", "status", "flagged", "refused"), CASES)
def test_a_certified_candidate_leaves_only_on_a_ground_in_its_time(
    a_candidate: Build, ground: Ground, at: Circumstances, status: Status, refused: set[str], *, flagged: bool
) -> None:
    candidate = a_candidate(status=Status.CERTIFIED)
    assert {each.code for each in afterwards.cannot_leave(candidate, ground, at)} == refused
    after = afterwards.after(candidate, ground, at)
    assert after.status is status
    assert (Flag.NO_MANDATE_IF_ELECTED in after.flags) is flagged


@pytest.mark.provision("P66")
@pytest.mark.parametrize("status", [each for each in Status if each is not Status.CERTIFIED])
@pytest.mark.parametrize("ground", list(Ground))
def test_who_is_not_certified_is_not_removed(a_candidate: Build, status: Status, ground: Ground) -> None:
    candidate = a_candidate(status=status)
    assert "candidate.not_certified" in {each.code for each in afterwards.cannot_leave(candidate, ground, RESULTS)}
    with pytest.raises(NotPossible):
        afterwards.after(candidate, ground, RESULTS)


@pytest.mark.provision("P65")
def test_a_name_is_corrected_by_two_officials_with_a_reason(a_candidate: Build) -> None:
    candidate = a_candidate(status=Status.CERTIFIED)
    good = NameCorrection("Begić", "Amra", "Identity card: Begić, form: Begíć.", "one", "two")

    def codes(correction: NameCorrection, status: Status = Status.CERTIFIED) -> set[str]:
        return {each.code for each in afterwards.cannot_correct_name(candidate.but(status=status), correction)}

    assert codes(good) == set()
    assert afterwards.corrected(candidate, good).person.full_name == "Amra Begić"
    assert codes(replace(good, confirmed_by="one")) == {"correction.four_eyes"}
    assert codes(replace(good, reason=" ")) == {"field.required"}
    assert codes(replace(good, surname="")) == {"field.required"}
    assert codes(replace(good, name="Ам\u202eра")) == {"text.characters"}
    assert codes(replace(good, name="Amra2")) == {"name.letters"}
    same = replace(good, surname=candidate.person.surname or "", name=candidate.person.name or "")
    assert codes(same) == {"correction.nothing_changes"}
    assert codes(good, Status.DRAFT) == {"candidate.not_certified"}
