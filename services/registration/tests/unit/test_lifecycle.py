import pytest

from elections.procedure import NotPossible
from registration.domain.lifecycle import (
    ACTIVE,
    TERMINAL,
    TRANSITIONS,
    Action,
    Status,
    advance,
    can,
)

A, S = Action, Status

# Every status with every action that is possible in it; whatever is not listed is refused.
TABLE: dict[Status | None, dict[Action, Status]] = {
    None: {A.START: S.DRAFT},
    S.DRAFT: {A.SUBMIT: S.SUBMITTED, A.WITHDRAW: S.WITHDRAWN},
    S.SUBMITTED: {
        A.REGISTER_SIGNED_FORM: S.SIGNED_FORM_RECEIVED,
        A.LAPSE: S.LAPSED,
        A.WITHDRAW: S.WITHDRAWN,
        A.SUPERSEDE: S.SUPERSEDED,
    },
    S.SIGNED_FORM_RECEIVED: {A.TAKE: S.UNDER_REVIEW, A.WITHDRAW: S.WITHDRAWN, A.SUPERSEDE: S.SUPERSEDED},
    S.UNDER_REVIEW: {
        A.RETURN: S.RETURNED,
        A.PROPOSE: S.PROPOSED,
        A.RELEASE: S.SIGNED_FORM_RECEIVED,
        A.WITHDRAW: S.WITHDRAWN,
        A.SUPERSEDE: S.SUPERSEDED,
    },
    S.RETURNED: {
        A.RESUBMIT: S.UNDER_REVIEW,
        A.EXPIRE_CORRECTION: S.UNDER_REVIEW,
        A.CANCEL_CORRECTION: S.UNDER_REVIEW,
        A.WITHDRAW: S.WITHDRAWN,
        A.SUPERSEDE: S.SUPERSEDED,
    },
    S.PROPOSED: {
        A.APPROVE: S.APPROVED,
        A.REJECT: S.REJECTED,
        A.SEND_BACK: S.UNDER_REVIEW,
        A.SUPERSEDE: S.SUPERSEDED,
    },
    S.APPROVED: {A.SUPERSEDE: S.SUPERSEDED},
    S.REJECTED: {A.FILE_APPEAL: S.APPEALED, A.MAKE_FINAL: S.REJECTED_FINAL},
    S.APPEALED: {
        A.COURT_APPROVES: S.APPROVED,
        A.COURT_CONFIRMS: S.REJECTED_FINAL,
        A.COURT_REMITS: S.UNDER_REVIEW,
    },
    S.REJECTED_FINAL: {A.FILE_APPEAL: S.APPEALED},
    S.LAPSED: {A.REGISTER_SIGNED_FORM: S.SIGNED_FORM_RECEIVED},
    S.WITHDRAWN: {},
    S.SUPERSEDED: {},
}


def test_the_table_has_every_status() -> None:
    assert set(TABLE) == {None, *Status}


@pytest.mark.provision("P45", "P47", "P50", "P53")
@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("action", list(Action))
def test_every_status_and_action_is_decided(status: Status | None, action: Action) -> None:
    target = TABLE[status].get(action)
    assert can(status, action) is (target is not None)
    if target is not None:
        assert advance(status, action) is target
    else:
        with pytest.raises(NotPossible) as refused:
            advance(status, action)
        assert (refused.value.status, refused.value.action) == (status, action)


def test_one_way_for_each_action_and_each_transition_has_a_name_and_somebody_who_does_it() -> None:
    pairs = [(each.source, each.action) for each in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    assert all(each.id.startswith("R-T") and each.who for each in TRANSITIONS)
    assert {each.id for each in TRANSITIONS} == {f"R-T{n}" for n in (*range(1, 14), *range(18, 23))}


def test_nothing_leads_out_of_the_end_but_late_paper_and_a_late_report_of_an_appeal() -> None:
    ways_out = {(each.source, each.id) for each in TRANSITIONS if each.source in TERMINAL}
    assert ways_out == {(S.LAPSED, "R-T3"), (S.REJECTED_FINAL, "R-T12")}
    assert set(Status) == ACTIVE | TERMINAL
    assert not ACTIVE & TERMINAL
