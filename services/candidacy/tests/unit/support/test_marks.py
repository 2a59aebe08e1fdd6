from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.support.marks import Claim, SameSupporter, marks, supports_another
from candidacy.domain.support.meter import meter
from candidacy.domain.support.model import Answer, Entry, Mark

HERE = frozenset({"ba.fbih.usk.bihac"})
IN = Answer(in_register=True, constituency="ba.fbih.usk.bihac", age_on_election_day=40)
NOON = datetime(2024, 5, 20, 10, tzinfo=UTC)


def entry(number: int, person: str | None = "p1:aa", answer: Answer | None = IN, **more: Any) -> Entry:
    return Entry(UUID(int=number), person, **({"complete": True, "answer": answer} | more))


@pytest.mark.parametrize(
    ("one", "mark"),
    [
        (entry(1), Mark.VALID),
        (entry(1, answer=None), Mark.CHECKING),
        (entry(1, answer=Answer(in_register=False)), Mark.NOT_IN_CVR),
        (entry(1, answer=Answer(True, "ba.fbih.usk.bihac", 17)), Mark.NOT_IN_CVR),
        (entry(1, answer=Answer(True, "ba.fbih.usk.bihac", 18)), Mark.VALID),
        (entry(1, answer=Answer(True, "ba.fbih.usk.cazin", 40)), Mark.OTHER_CONSTITUENCY),
        (entry(1, person=None, answer=None), Mark.NOT_IN_CVR),
        (entry(1, complete=False), Mark.NO_SIGNATURE),
        (entry(1, supports_another=True), Mark.DUPLICATE),
    ],
)
def test_a_line_alone_is_marked_by_what_it_lacks(one: Entry, mark: Mark) -> None:
    assert marks([one], HERE) == {one.id: mark}


def test_the_first_complete_line_of_a_supporter_counts_and_taking_it_away_makes_the_second_valid() -> None:
    unsigned, first, second = entry(1, complete=False), entry(2), entry(3)
    got = marks([unsigned, first, second], HERE)
    assert list(got.values()) == [Mark.NO_SIGNATURE, Mark.VALID, Mark.DUPLICATE]
    assert marks([unsigned, second], HERE)[second.id] is Mark.VALID


def test_lines_without_a_readable_number_are_nobodys_duplicates() -> None:
    got = marks([entry(1, person=None, answer=None), entry(2, person=None, answer=None)], HERE)
    assert set(got.values()) == {Mark.NOT_IN_CVR}


PEOPLE = st.sampled_from([None, "a", "b", "c"])
ANSWERS = st.sampled_from([None, IN, Answer(in_register=False), Answer(True, "elsewhere", 30)])


@given(st.lists(st.tuples(PEOPLE, ANSWERS, st.booleans()), max_size=12))
def test_nobody_counts_twice_and_every_line_has_one_mark(rows: list[tuple[str | None, Answer | None, bool]]) -> None:
    """Against an oracle that counts supporters instead of lines."""
    entries = [entry(n, who, answer, complete=whole) for n, (who, answer, whole) in enumerate(rows)]
    got = marks(entries, HERE)
    assert set(got) == {each.id for each in entries}
    first = {}
    for each in entries:
        if each.complete and each.person is not None:
            first.setdefault(each.person, each)
    assert meter(got.values(), 100).valid == sum(each.answer is IN for each in first.values())


@pytest.mark.parametrize(
    ("mode", "mine", "theirs", "lost"),
    [
        (SameSupporter.FIRST, NOON, NOON - timedelta(hours=1), True),
        (SameSupporter.FIRST, NOON, NOON + timedelta(hours=1), False),
        (SameSupporter.NONE, NOON, NOON + timedelta(hours=1), True),
        (SameSupporter.ALL, NOON, NOON - timedelta(hours=1), False),
        (SameSupporter.FIRST, None, NOON, False),
        (SameSupporter.NONE, None, NOON, False),
    ],
)
def test_a_voter_who_supports_two_subjects_counts_as_the_commission_set(
    mode: SameSupporter, mine: datetime | None, theirs: datetime, lost: bool
) -> None:
    """A draft is told nothing: typing a number must not tell whom that voter supports."""
    claims = [Claim("a", theirs)]
    assert supports_another("a", claims, mine, mode) is lost
    assert supports_another("b", claims, mine, mode) is False
