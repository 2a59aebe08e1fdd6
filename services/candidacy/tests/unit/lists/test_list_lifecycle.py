import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists.candidates import lifecycle as candidate
from candidacy.domain.lists.lifecycle import ACTIVE, ON_BALLOT, TERMINAL, TRANSITIONS, Action, Status, advance, can
from elections.procedure import NotPossible

A, S = Action, Status

# Every status with every action that is possible in it; whatever is not listed is refused.
TABLE: dict[Status | None, dict[Action, Status]] = {
    None: {A.START: S.DRAFT},
    S.DRAFT: {A.SUBMIT: S.SUBMITTED, A.WITHDRAW: S.WITHDRAWN, A.VOID: S.VOID},
    S.SUBMITTED: {
        A.REGISTER_PRINT: S.PRINT_RECEIVED,
        A.TAKE: S.UNDER_REVIEW,
        A.WITHDRAW: S.WITHDRAWN,
        A.VOID: S.VOID,
    },
    S.PRINT_RECEIVED: {A.TAKE: S.UNDER_REVIEW, A.WITHDRAW: S.WITHDRAWN, A.VOID: S.VOID},
    S.UNDER_REVIEW: {A.RETURN: S.RETURNED, A.PROPOSE: S.PROPOSED, A.WITHDRAW: S.WITHDRAWN, A.VOID: S.VOID},
    S.RETURNED: {
        A.CURE: S.UNDER_REVIEW,
        A.EXPIRE_CURE: S.UNDER_REVIEW,
        A.WITHDRAW: S.WITHDRAWN,
        A.VOID: S.VOID,
    },
    S.PROPOSED: {
        A.CERTIFY: S.CERTIFIED,
        A.CERTIFY_PARTIALLY: S.CERTIFIED_PARTIALLY,
        A.REJECT: S.REJECTED,
        A.SEND_BACK: S.UNDER_REVIEW,
        A.VOID: S.VOID,
    },
    S.CERTIFIED: {A.PUBLISH: S.PUBLISHED, A.VOID: S.VOID},
    S.CERTIFIED_PARTIALLY: {A.PUBLISH: S.PUBLISHED, A.VOID: S.VOID},
    S.REJECTED: {A.FILE_APPEAL: S.APPEALED, A.MAKE_FINAL: S.REJECTED_FINAL, A.VOID: S.VOID},
    S.APPEALED: {
        A.COURT_CERTIFIES: S.CERTIFIED,
        A.COURT_CONFIRMS: S.REJECTED_FINAL,
        A.COURT_REMITS: S.UNDER_REVIEW,
        A.VOID: S.VOID,
    },
    S.PUBLISHED: {A.VOID: S.VOID},
    S.REJECTED_FINAL: {A.FILE_APPEAL: S.APPEALED},
    S.WITHDRAWN: {},
    S.VOID: {},
}


def test_the_table_has_every_status_of_a_list() -> None:
    assert set(TABLE) == {None, *Status}


@pytest.mark.provision("P60", "P63", "P64", "P67", "P68")
@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("action", list(Action))
def test_every_status_and_action_of_a_list_is_decided(status: Status | None, action: Action) -> None:
    target = TABLE[status].get(action)
    assert can(status, action) is (target is not None)
    if target is not None:
        assert advance(status, action) is target
    else:
        with pytest.raises(NotPossible) as refused:
            advance(status, action)
        assert (refused.value.status, refused.value.action) == (status, action)


def test_each_transition_has_the_id_of_the_procedure() -> None:
    ids = {each.id for each in TRANSITIONS}
    assert ids == {*(f"C-B{n}" for n in (*range(1, 11), 14)), "C-A10", "C-A12"}
    assert {each.id for each in candidate.TRANSITIONS} == {"C-B1", "C-B6", "C-B7", "C-B8", "C-B9", "C-B11", "C-B13"}
    assert all(each.who for each in TRANSITIONS)


@pytest.mark.provision("P66")
@given(st.lists(st.sampled_from(list(Action)), max_size=60))
def test_no_way_leads_from_a_certified_list_to_a_withdrawn_one(tried: list[Action]) -> None:
    status: Status | None = None
    was_certified = False
    for action in tried:
        if can(status, action):
            status = advance(status, action)
        was_certified = was_certified or status in ON_BALLOT
    if was_certified:
        assert status in ON_BALLOT | {S.VOID}


def test_only_a_late_report_of_an_appeal_leads_out_of_an_end() -> None:
    ways_out = {(each.source, each.id, each.action) for each in TRANSITIONS if each.source in TERMINAL}
    assert ways_out == {(S.REJECTED_FINAL, "C-B9", A.FILE_APPEAL)}
    assert not ACTIVE & TERMINAL


CA, CS = candidate.Action, candidate.Status
CANDIDATES: dict[candidate.Status | None, dict[candidate.Action, candidate.Status]] = {
    None: {CA.ADD: CS.DRAFT},
    CS.DRAFT: {CA.REPLACE: CS.REPLACED, CA.CERTIFY: CS.CERTIFIED, CA.REFUSE: CS.REFUSED},
    CS.CERTIFIED: {CA.REMOVE: CS.REMOVED, CA.DELETE: CS.DELETED},
    CS.REFUSED: {CA.COURT_CERTIFIES: CS.CERTIFIED, CA.COURT_REMITS: CS.DRAFT},
    CS.REPLACED: {},
    CS.REMOVED: {},
    CS.DELETED: {},
}


@pytest.mark.provision("P14", "P66")
@pytest.mark.parametrize("status", [None, *CS])
@pytest.mark.parametrize("action", list(CA))
def test_every_status_and_action_of_a_candidate_is_decided(
    status: candidate.Status | None, action: candidate.Action
) -> None:
    target = CANDIDATES[status].get(action)
    assert candidate.can(status, action) is (target is not None)
    if target is not None:
        assert candidate.advance(status, action) is target
    else:
        with pytest.raises(NotPossible):
            candidate.advance(status, action)
