from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casework.sittings import Vote

NOW = datetime(2024, 6, 10, 12, tzinfo=UTC)
VOTE = Vote("1", NOW, "Prijave", members=7, present=4, votes_for=4, votes_against=0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": " "}, "field.required"),
        ({"agenda": ""}, "field.required"),
        ({"held_at": NOW + timedelta(minutes=1)}, "session.in_future"),
        ({"present": 8}, "session.present"),
        ({"present": 3, "votes_for": 3}, "session.no_quorum"),
        ({"votes_for": 5}, "session.votes"),
        ({"votes_against": -1}, "session.votes"),
    ],
)
def test_a_sitting_that_cannot_decide_says_why(changes: dict[str, object], code: str) -> None:
    assert [defect.code for defect in replace(VOTE, **changes).defects(NOW)] == [code]


def test_adopted_needs_more_than_half_of_all_members() -> None:
    assert VOTE.defects(NOW) == []
    assert VOTE.adopted
    assert not replace(VOTE, votes_for=3, votes_against=1).adopted
    assert not replace(VOTE, members=8, present=5, votes_for=4).adopted
