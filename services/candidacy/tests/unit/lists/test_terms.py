from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists import compensatory, terms
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import CandidateList, ListKind, Notice
from elections.deadlines import ElectionType, deadlines_for
from elections.election import Election
from elections.levels import levels, levels_for

Build = Callable[..., Any]
S = Status
SARAJEVO = ZoneInfo("Europe/Sarajevo")
AT = datetime(2024, 7, 8, 10, tzinfo=UTC)


def local(instant: datetime | None) -> str:
    assert instant is not None
    return instant.astimezone(SARAJEVO).strftime("%d.%m. %H:%M")


def a_notice(opened: datetime, served: datetime | None = None) -> Notice:
    return Notice(uuid4(), 1, "OPEN", opened, "r", opened, (), served_at=served)


NEXT: dict[Status, tuple[str | None, str | None]] = {
    S.DRAFT: ("LIST_CLOSE", "08.07. 16:00"),
    S.SUBMITTED: ("LIST_CLOSE", "08.07. 16:00"),
    S.PRINT_RECEIVED: ("LIST_DECISION_CASE", "31.07. 00:00"),
    S.UNDER_REVIEW: ("LIST_DECISION_CASE", "31.07. 00:00"),
    S.RETURNED: ("LIST_CURE", "15.07. 00:00"),
    S.PROPOSED: ("LIST_DECISION_CASE", "31.07. 00:00"),
    S.CERTIFIED: ("LIST_PUBLISH", "23.08. 00:00"),
    S.CERTIFIED_PARTIALLY: ("LIST_PUBLISH", "23.08. 00:00"),
    S.REJECTED: ("APP_COURT", "12.07. 00:00"),
    S.APPEALED: (None, None),
    S.REJECTED_FINAL: (None, None),
    S.PUBLISHED: (None, None),
    S.WITHDRAWN: (None, None),
    S.VOID: (None, None),
}


@pytest.mark.provision("P67", "P68")
@pytest.mark.parametrize("status", list(Status))
def test_each_state_has_its_next_term_or_none(a_list: Build, election: Election, status: Status) -> None:
    submitted = datetime(2024, 7, 5, 10, tzinfo=UTC)
    listed = a_list("FM", status=status, submitted_at=submitted)
    found = terms.with_term(listed, election, notice=a_notice(AT), decided_at=AT)
    key, at = NEXT[status]
    assert found.term_key == key
    assert found.term_at is None if at is None else local(found.term_at) == at


@pytest.mark.provision("P67")
@pytest.mark.parametrize(
    ("arrived", "is_open"),
    [
        (datetime(2024, 6, 25, 21, 59, tzinfo=UTC), False),
        (datetime(2024, 6, 25, 22, 0, tzinfo=UTC), True),
        (datetime(2024, 7, 8, 14, 0, tzinfo=UTC), True),
        (datetime(2024, 7, 8, 14, 0, 0, 1, tzinfo=UTC), False),
    ],
)
def test_the_window_ends_at_four_in_the_afternoon_of_the_ninetieth_day(
    election: Election, arrived: datetime, *, is_open: bool
) -> None:
    assert terms.is_open(ListKind.REGULAR, election, arrived) is is_open


@pytest.mark.provision("P68")
def test_the_decision_is_due_after_25_days_and_never_after_the_65th_day(a_list: Build, election: Election) -> None:
    early: CandidateList = a_list("FM", submitted_at=datetime(2024, 6, 26, 10, tzinfo=UTC))
    key, due = terms.decision_due(early, election)
    assert (key, local(due)) == ("LIST_DECISION_CASE", "22.07. 00:00")
    later = election.calendar.deadline("LIST_DECISION").instant
    assert terms.decision_due(early.but(submitted_at=later), election) == ("LIST_DECISION", later)


@given(minutes=st.integers(0, 60 * 24 * 35))
def test_a_cure_ends_after_five_days_unless_the_decision_needs_the_room(election: Election, minutes: int) -> None:
    served = datetime(2024, 7, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = terms.cure_due(served, election)
    room = election.calendar.deadline("LIST_DECISION").instant - due
    assert room >= timedelta(days=2)
    assert due - served <= timedelta(days=6)
    if room > timedelta(days=2):
        assert due - served > timedelta(days=4)
        assert local(due).endswith("00:00")


@pytest.mark.provision("P68")
@pytest.mark.parametrize(
    ("day", "undecided", "left", "alarm"),
    [(20, 3, 13, False), (23, 3, 10, True), (23, 0, 10, False), (31, 1, 2, True)],
)
def test_the_alarm_sounds_when_few_days_are_left_and_lists_wait(
    election: Election, day: int, undecided: int, left: int, *, alarm: bool
) -> None:
    found = terms.countdown(election, datetime(2024, 7, day, 10, tzinfo=UTC), undecided)
    assert (found.days_left, found.alarm, local(found.due)) == (left, alarm, "03.08. 00:00")


def test_a_notice_is_possible_only_while_a_cure_would_still_have_time(election: Election) -> None:
    assert terms.can_return(datetime(2024, 7, 29, 10, tzinfo=UTC), election)
    assert not terms.can_return(datetime(2024, 7, 30, 10, tzinfo=UTC), election)
    assert terms.grace(election) == timedelta(minutes=20)


# level, unit, states of the regular lists -> what stands in the way
STARTS: list[tuple[str, str, list[Status], set[str]]] = [
    ("HOR_FBIH", "401", [], set()),
    ("HOR_FBIH", "400", [], {"list.regular_first"}),
    ("HOR_FBIH", "400", [S.SUBMITTED, S.REJECTED], {"list.regular_first"}),
    ("HOR_FBIH", "400", [S.REJECTED, S.CERTIFIED_PARTIALLY], set()),
    ("HOR_FBIH", "499", [S.CERTIFIED], {"list.unit_unknown"}),
    ("NO_SUCH", "401", [], {"list.unit_unknown"}),
]


@pytest.mark.provision("P05")
@pytest.mark.parametrize(("level", "unit", "regular", "refused"), STARTS)
def test_a_compensatory_list_follows_a_certified_regular_one(
    level: str, unit: str, regular: list[Status], refused: set[str]
) -> None:
    assert {each.code for each in compensatory.cannot_start(levels().get(level), unit, regular)} == refused


@pytest.mark.provision("P05")
def test_local_elections_have_no_compensatory_list() -> None:
    local_units = [unit for level in levels_for(ElectionType.LOCAL) for unit in level.units]
    assert {compensatory.kind_of(unit) for unit in local_units} == {ListKind.REGULAR}
    unit = compensatory.unit_of(levels()["PA_BIH"], "501")
    assert unit is not None
    assert compensatory.kind_of(unit) is ListKind.COMPENSATORY
    assert compensatory.close_key(ListKind.COMPENSATORY) == "LIST_COMP_CLOSE"


def test_compensatory_lists_open_with_the_regular_one_and_close_sixty_days_before(election: Election) -> None:
    general = replace(election, calendar=replace(election.calendar, deadlines=deadlines_for(ElectionType.GENERAL)))
    close = general.calendar.deadline("LIST_COMP_CLOSE").instant
    assert local(close) == "07.08. 16:00"
    assert terms.is_open(ListKind.COMPENSATORY, general, close)
    assert not terms.is_open(ListKind.COMPENSATORY, general, close + timedelta(seconds=1))
