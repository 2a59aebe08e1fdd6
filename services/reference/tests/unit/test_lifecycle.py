import pytest

from elections.procedure import NotPossible
from reference.domain.lifecycle import Action, Status, advance
from reference.domain.rules import same_person

P, C, D = Status.PROPOSED, Status.CONFIRMED, Status.DROPPED

# Every status with every action; None: refused.
TABLE = [
    (None, {Action.PROPOSE: P, Action.CONFIRM: None, Action.DROP: None}),
    (P, {Action.PROPOSE: None, Action.CONFIRM: C, Action.DROP: D}),
    (C, {Action.PROPOSE: None, Action.CONFIRM: None, Action.DROP: None}),
    (D, {Action.PROPOSE: None, Action.CONFIRM: None, Action.DROP: None}),
]
CASES = [(status, action, target) for status, row in TABLE for action, target in row.items()]


@pytest.mark.parametrize(("status", "action", "target"), CASES)
def test_every_status_and_action_is_decided(status: Status | None, action: Action, target: Status | None) -> None:
    if target is None:
        with pytest.raises(NotPossible):
            advance(status, action)
    else:
        assert advance(status, action) == target


def test_the_table_is_complete() -> None:
    assert {(status, action) for status, action, _ in CASES} == {
        (status, action) for status in (None, *Status) for action in Action
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Amra A.", "Boris B.", False),
        ("Đorđe Ilić", "Djordje Ilic", True),
        ("Đorđe Ilić", "Илић, Ђорђе", True),
        ("amra  a", "Amra A.", True),
    ],
)
def test_four_eyes_are_two_people(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
