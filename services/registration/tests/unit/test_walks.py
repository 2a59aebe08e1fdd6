from hypothesis import given
from hypothesis import strategies as st

from elections.procedure import NotPossible
from registration.domain.lifecycle import TERMINAL, Action, Status, advance

OFFICE_ACTS = {Action.TAKE, Action.RETURN, Action.PROPOSE, Action.SEND_BACK, Action.RELEASE, Action.CANCEL_CORRECTION}


@given(st.lists(st.sampled_from(list(Action)), max_size=60))
def test_whatever_is_tried_a_case_never_leaves_the_table_and_a_decision_always_had_a_proposal(
    tried: list[Action],
) -> None:
    status: Status | None = None
    done: list[Action] = []
    for action in tried:
        try:
            status = advance(status, action)
        except NotPossible:
            continue
        done.append(action)
    if status is None:
        assert done == []
        return
    assert done[0] is Action.START
    for position, action in enumerate(done):
        before = done[:position]
        if action in (Action.APPROVE, Action.REJECT):
            assert Action.PROPOSE in before
            assert Action.REGISTER_SIGNED_FORM in before
        if action in OFFICE_ACTS:
            assert Action.REGISTER_SIGNED_FORM in before
        if action in (Action.COURT_APPROVES, Action.COURT_CONFIRMS, Action.COURT_REMITS):
            assert Action.FILE_APPEAL in before
    if status in (Status.WITHDRAWN, Status.SUPERSEDED):
        assert done[-1] in (Action.WITHDRAW, Action.SUPERSEDE)
    assert status in set(Status)
    assert TERMINAL
