import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.certification.lifecycle import ACTIVE, TERMINAL, TRANSITIONS, Action, Status, advance, can
from elections.procedure import NotPossible

A, S = Action, Status

# Every status with every action that is possible in it; whatever is not listed is refused.
TABLE: dict[Status | None, dict[Action, Status]] = {
    None: {A.START: S.DRAFT},
    S.DRAFT: {A.SUBMIT: S.SUBMITTED, A.WITHDRAW: S.WITHDRAWN},
    S.SUBMITTED: {A.REGISTER_PRINT: S.PRINT_RECEIVED, A.TAKE: S.UNDER_REVIEW, A.WITHDRAW: S.WITHDRAWN},
    S.PRINT_RECEIVED: {A.TAKE: S.UNDER_REVIEW, A.WITHDRAW: S.WITHDRAWN},
    S.UNDER_REVIEW: {A.RETURN: S.RETURNED, A.PROPOSE: S.PROPOSED, A.WITHDRAW: S.WITHDRAWN},
    S.RETURNED: {A.CURE: S.UNDER_REVIEW, A.EXPIRE_CURE: S.UNDER_REVIEW, A.WITHDRAW: S.WITHDRAWN},
    S.PROPOSED: {A.CERTIFY: S.CERTIFIED, A.REJECT: S.REJECTED, A.SEND_BACK: S.UNDER_REVIEW},
    S.CERTIFIED: {A.DECERTIFY: S.DECERTIFIED, A.REPORT_CHANGE: S.CERTIFIED},
    S.REJECTED: {A.FILE_APPEAL: S.APPEALED, A.MAKE_FINAL: S.REJECTED_FINAL},
    S.APPEALED: {
        A.COURT_CERTIFIES: S.CERTIFIED,
        A.COURT_CONFIRMS: S.REJECTED_FINAL,
        A.COURT_REMITS: S.UNDER_REVIEW,
    },
    S.REJECTED_FINAL: {A.FILE_APPEAL: S.APPEALED},
    S.DECERTIFIED: {},
    S.WITHDRAWN: {},
}


def test_the_table_has_every_status() -> None:
    assert set(TABLE) == {None, *Status}


@pytest.mark.provision("P60", "P63", "P64")
@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("action", list(Action))
def test_every_status_and_action_is_decided(status: Status | None, action: Action) -> None:
    target = TABLE[status].get(action)
    assert can(status, action) is (target is not None)
    if target is not None:
        assert advance(status, action) is target
    else:
        with pytest.raises(NotPossible):
            advance(status, action)


def test_the_transitions_are_those_of_the_specification() -> None:
    assert {each.id for each in TRANSITIONS} == {f"C-A{number}" for number in range(1, 14)}
    assert all(each.who for each in TRANSITIONS)


def test_nothing_leads_out_of_the_end_but_a_late_report_of_an_appeal() -> None:
    assert {(each.source, each.id) for each in TRANSITIONS if each.source in TERMINAL} == {(S.REJECTED_FINAL, "C-A9")}
    assert not ACTIVE & TERMINAL


@given(st.lists(st.sampled_from(list(Action)), max_size=60))
def test_whatever_is_tried_nobody_is_certified_without_a_filing_and_a_proposal(tried: list[Action]) -> None:
    status: Status | None = None
    done: list[Action] = []
    for action in tried:
        try:
            status = advance(status, action)
        except NotPossible:
            continue
        done.append(action)
    if status in (S.CERTIFIED, S.REJECTED, S.DECERTIFIED):
        assert {A.START, A.SUBMIT, A.TAKE, A.PROPOSE} <= set(done)
    if A.WITHDRAW in done:
        assert done[-1] is A.WITHDRAW
        assert A.CERTIFY not in done or A.COURT_REMITS in done
