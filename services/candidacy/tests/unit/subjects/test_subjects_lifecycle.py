import pytest

from candidacy.domain.subjects.lifecycle import TERMINAL, TRANSITIONS, Action, Status, advance, can
from elections.procedure import NotPossible

A, S = Action, Status

TABLE: dict[Status | None, dict[Action, Status]] = {
    None: {A.REQUEST: S.REQUESTED},
    S.REQUESTED: {A.APPROVE: S.APPROVED, A.REFUSE: S.REFUSED, A.CANCEL: S.CANCELLED},
    S.APPROVED: {},
    S.REFUSED: {},
    S.CANCELLED: {},
}


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


def test_a_request_is_answered_once() -> None:
    assert {each.target for each in TRANSITIONS if each.source is S.REQUESTED} == TERMINAL
    assert not any(each.source in TERMINAL for each in TRANSITIONS)
