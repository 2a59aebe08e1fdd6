from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists import review, rules, validator
from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.catalogue import Outcome
from candidacy.domain.lists.cure import path_of
from candidacy.domain.lists.ground import Ground
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import (
    Candidate,
    CandidateId,
    CandidateList,
    Deficiency,
    ListId,
    Notice,
    Person,
    RegisterState,
)
from candidacy.domain.lists.review import Refusals
from candidacy.domain.lists.sexes import Quota, QuotaMode
from elections.procedure import NotPossible

Build = Callable[..., Any]
GROUND = Ground(
    date(2024, 10, 6), date(2024, 7, 1), 5, 5, Quota(40, QuotaMode.STRICT_FEASIBLE), 18, False, True, False, frozenset()
)
AT = datetime(2024, 7, 20, 10, tzinfo=UTC)


def refusals(of: CandidateList, positions: Mapping[int, Sequence[str]], *whole: str, why: str = "See 4.2.") -> Refusals:
    ids = {each.position: each.id for each in of.candidates}
    return Refusals({ids[position]: codes for position, codes in positions.items()}, whole, why)


def cured(of: CandidateList, *positions: int) -> Notice:
    items = tuple(
        Deficiency("NOT_IN_CVR", path_of(each.id), "?") for each in of.candidates if each.position in positions
    )
    return Notice(uuid4(), 1, "CURED", AT, "r", AT, items, closed_at=AT)


# sexes, refused positions -> outcome, positions certified, positions cut
PLANS: list[tuple[str, set[int], Outcome, list[int], list[int]]] = [
    ("FMFM", set(), Outcome.CERTIFY, [1, 2, 3, 4], []),
    ("FMFM", {4}, Outcome.CERTIFY_PARTIALLY, [1, 2, 3], []),
    ("FMFM", {2, 4}, Outcome.CERTIFY_PARTIALLY, [1], [3]),
    ("FMMFM", {1, 4}, Outcome.CERTIFY_PARTIALLY, [2], [3, 5]),
    ("FM", {1, 2}, Outcome.REJECT, [], []),
    ("MMFF", {3}, Outcome.CERTIFY_PARTIALLY, [1], [2, 4]),
]


@pytest.mark.provision("P64")
@pytest.mark.parametrize(("sexes", "refused", "outcome", "certified", "cut"), PLANS)
def test_a_list_is_certified_up_to_where_it_satisfies_the_conditions(
    a_list: Build, ground: Ground, sexes: str, refused: set[int], outcome: Outcome, certified: list[int], cut: list[int]
) -> None:
    reviewed: CandidateList = a_list(sexes)
    at = {each.id: each.position for each in reviewed.candidates}
    found = review.plan(reviewed, ground, {id for id, position in at.items() if position in refused})
    assert found is not None
    assert (found.outcome, [at[id] for id in found.certified], [at[id] for id in found.cut]) == (
        outcome,
        certified,
        cut,
    )
    assert {at[id] for id in found.refused} == refused


def test_without_seats_nobody_can_say_how_far_a_list_goes(a_list: Build, ground: Ground) -> None:
    reviewed = a_list("FM")
    unknown = replace(ground, seats=None)
    assert review.plan(reviewed, unknown, frozenset()) is None
    found = review.proposal_defects(reviewed, unknown, Refusals({}), (), can_return=False)
    assert [each.code for each in found] == ["proposal.not_possible"]


@pytest.mark.provision("P64")
def test_a_good_list_is_proposed_without_a_word(a_list: Build, ground: Ground) -> None:
    assert review.proposal_defects(a_list("FMFM"), ground, Refusals({}), (), can_return=True) == []


def test_a_refusal_needs_a_ground_a_reason_and_a_notice_before_it(a_list: Build, ground: Ground) -> None:
    reviewed: CandidateList = a_list("FMF", print_received_at=AT)

    def codes(refused: Refusals, *notices: Notice, can_return: bool = True) -> set[str]:
        return {
            each.code for each in review.proposal_defects(reviewed, ground, refused, notices, can_return=can_return)
        }

    good = refusals(reviewed, {3: ["NOT_IN_CVR"]})
    assert codes(good, cured(reviewed, 3)) == set()
    assert codes(good) == {"proposal.notice_first"}
    assert codes(good, cured(reviewed, 2)) == {"proposal.notice_first"}
    assert codes(good, replace(cured(reviewed, 3), state="OPEN")) == {"proposal.notice_first"}
    assert codes(good, can_return=False) == set()
    assert codes(refusals(reviewed, {3: []}), can_return=False) == {"proposal.reason_required"}
    assert codes(refusals(reviewed, {3: ["NO_SUCH"]}), can_return=False) == {"proposal.not_a_ground"}
    assert codes(refusals(reviewed, {3: ["SEX_QUOTA"]}), can_return=False) == {"proposal.not_a_ground"}
    assert codes(refusals(reviewed, {3: ["DATA_WRONG"]}), can_return=False) == {"proposal.not_a_ground"}
    assert codes(refusals(reviewed, {3: ["NOT_IN_CVR"]}, why=" "), can_return=False) == {"field.required"}
    assert codes(refusals(reviewed, {3: ["NOT_IN_CVR"]}, why="a" * 8001), can_return=False) == {"field.too_long"}
    stranger = Refusals({CandidateId(uuid4()): ["NOT_IN_CVR"]}, reasons="?")
    assert codes(stranger, can_return=False) == {"proposal.candidate_unknown"}


@pytest.mark.provision("P13", "P59", "P68")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"consent": None}, "candidate.consent_missing"),
        ({"register": RegisterState.CHECKING}, "candidate.register_not_checked"),
        ({"eligibility": None}, "candidate.eligibility_not_checked"),
    ],
)
def test_nobody_is_certified_with_a_defect_or_unchecked(
    a_list: Build, a_candidate: Build, ground: Ground, changes: dict[str, Any], code: str
) -> None:
    reviewed: CandidateList = a_list(candidates=[a_candidate(1), a_candidate(2, "M", **changes)])
    found = review.proposal_defects(reviewed, ground, Refusals({}), (), can_return=False)
    assert [(each.code, each.params) for each in found] == [("proposal.candidate_blocked", {"code": code})]
    refused = refusals(reviewed, {2: ["CONSENT_MISSING"]})
    assert review.proposal_defects(reviewed, ground, refused, (), can_return=False) == []


@pytest.mark.provision("P67")
def test_a_list_without_its_printed_copy_is_refused_as_a_whole(a_list: Build, ground: Ground) -> None:
    late = replace(ground, print_expected=True)
    reviewed: CandidateList = a_list("FM", number="LST-2024L-000001-A", status=Status.PROPOSED)
    found = review.proposal_defects(reviewed, late, Refusals({}), (), can_return=True)
    assert {each.code for each in found} == {"proposal.list_blocked"}
    refused = refusals(reviewed, {}, "PRINT_MISSING")
    assert review.proposal_defects(reviewed, late, refused, (), can_return=True) == []
    proposed = review.plan_for(reviewed, late, refused)
    assert proposed is not None
    assert proposed.outcome is Outcome.REJECT
    assert {each.status for each in review.decided(reviewed, proposed).candidates} == {CandidateStatus.REFUSED}


@pytest.mark.provision("P64")
def test_the_certified_close_ranks_and_everybody_has_a_result(a_list: Build, ground: Ground) -> None:
    reviewed: CandidateList = a_list("FMFM")
    proposed = review.plan_for(reviewed, ground, refusals(reviewed, {3: ["NOT_IN_CVR"]}))
    assert proposed is not None
    after = review.decided(reviewed, proposed)
    assert [(each.position, each.status) for each in after.candidates] == [
        (1, CandidateStatus.CERTIFIED),
        (2, CandidateStatus.CERTIFIED),
        (3, CandidateStatus.REFUSED),
        (3, CandidateStatus.CERTIFIED),
    ]
    with pytest.raises(NotPossible):
        review.decided(after, proposed)


def test_who_has_a_blocking_defect_is_suggested_for_refusal(a_list: Build, a_candidate: Build, ground: Ground) -> None:
    bad = a_candidate(2, "M", consent=None, register=RegisterState.NO)
    reviewed: CandidateList = a_list(candidates=[a_candidate(1), bad])
    assert review.suggested(reviewed, rules.defects(reviewed, ground)) == {bad.id: ("NOT_IN_CVR", "CONSENT_MISSING")}


@given(sexes=st.text("FM", max_size=14), out=st.sets(st.integers(1, 14)))
def test_everybody_is_certified_refused_or_cut_and_what_is_certified_is_a_good_list(sexes: str, out: set[int]) -> None:
    people = tuple(
        Candidate(CandidateId(UUID(int=n)), n, Person(sex=sex), person_key=str(n))
        for n, sex in enumerate(sexes, start=1)
    )
    of = CandidateList(
        ListId(UUID(int=99)), 1, "E", UUID(int=98), Status.PROPOSED, "MUN_COUNCIL", "u", AT, candidates=people
    )
    found = review.plan(of, GROUND, {each.id for each in people if each.position in out})
    assert found is not None
    assert sorted([*found.certified, *found.refused, *found.cut]) == sorted(each.id for each in people)
    after = [each for each in review.decided(of, found).candidates if each.status is CandidateStatus.CERTIFIED]
    assert [each.position for each in after] == list(range(1, len(after) + 1))
    assert not after or validator.list_defects(after, GROUND) == []
    assert bool(after) is (found.outcome is not Outcome.REJECT)
