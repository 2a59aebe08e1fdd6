from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists import cure, editing
from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.cure import Editable
from candidacy.domain.lists.editing import Newcomer
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import (
    Candidate,
    CandidateId,
    CandidateList,
    ConsentState,
    Declarations,
    ListId,
    PersonId,
    RegisterState,
)

Build = Callable[..., Any]
FREE = Editable(reorder=True, drop=True, whole=True)


def newcomer(candidate: Candidate) -> Newcomer:
    return Newcomer(
        CandidateId(uuid4()), candidate.person_id or PersonId(uuid4()), candidate.person, candidate.person_key
    )


def test_who_comes_from_the_address_book_stands_at_the_end_and_has_declared_nothing(
    a_list: Build, a_candidate: Build
) -> None:
    before: CandidateList = a_list("FM")
    after = editing.with_newcomers(before, [newcomer(a_candidate(3)), newcomer(a_candidate(4, "M"))])
    third, fourth = after.running[2:]
    assert [each.position for each in after.running] == [1, 2, 3, 4]
    assert (third.person, third.status, third.consent) == (a_candidate(3).person, CandidateStatus.DRAFT, None)
    assert (fourth.declarations, fourth.register) == (Declarations(), RegisterState.UNKNOWN)


def test_who_already_stands_is_not_added_again(a_list: Build, a_candidate: Build) -> None:
    before: CandidateList = a_list("FM")
    twice = newcomer(a_candidate(3))
    after = editing.with_newcomers(before, [newcomer(before.candidates[0]), twice, twice])
    assert len(after.running) == 3


@given(data=st.data())
def test_any_order_gives_places_without_gaps_and_keeps_who_no_longer_runs(
    a_list_of_six: CandidateList, data: st.DataObject
) -> None:
    of = a_list_of_six
    order = data.draw(st.permutations([each.id for each in of.running]))
    kept = order[: data.draw(st.integers(0, len(order)))]
    after = editing.in_order(of, kept)
    assert [each.id for each in after.running] == kept
    assert [each.position for each in after.running] == list(range(1, len(kept) + 1))
    assert [each for each in after.candidates if not each.in_the_running] == [
        each for each in of.candidates if not each.in_the_running
    ]


@pytest.fixture(scope="session")
def a_list_of_six() -> CandidateList:
    people = tuple(
        Candidate(CandidateId(UUID(int=n)), n, status=CandidateStatus.REPLACED if n == 4 else CandidateStatus.DRAFT)
        for n in range(1, 8)
    )
    return CandidateList(
        ListId(UUID(int=99)),
        1,
        "E",
        UUID(int=98),
        Status.DRAFT,
        "L",
        "u",
        datetime(2024, 7, 1, tzinfo=UTC),
        candidates=people,
    )


def test_an_order_that_names_strangers_or_somebody_twice_is_refused(a_list: Build) -> None:
    of: CandidateList = a_list("FM")
    first, second = (each.id for each in of.running)

    def codes(*order: CandidateId, allowed: Editable = FREE) -> set[str]:
        return {each.code for each in editing.cannot_order(of, order, allowed)}

    assert codes(second, first) == codes(first) == set()
    assert codes(first, second, CandidateId(uuid4())) == {"list.candidate_unknown"}
    assert codes(first, first) == {"list.candidate_twice"}


@pytest.mark.provision("P66")
def test_in_a_cure_nobody_is_dropped_or_moved_unless_the_notice_says_so(a_list: Build) -> None:
    of: CandidateList = a_list("FMF")
    one, two, three = (each.id for each in of.running)

    def codes(*order: CandidateId, allowed: Editable) -> set[str]:
        return {each.code for each in editing.cannot_order(of, order, allowed)}

    assert codes(one, two, three, allowed=Editable()) == set()
    assert codes(two, one, three, allowed=Editable()) == {"list.not_reorderable"}
    assert codes(two, one, three, allowed=Editable(reorder=True)) == set()
    assert codes(one, two, allowed=Editable()) == {"list.not_droppable"}
    assert codes(one, two, allowed=Editable(drop=True)) == set()
    assert codes(two, one, allowed=Editable(drop=True)) == {"list.not_reorderable"}


def test_another_printed_field_asks_for_the_consent_again(a_candidate: Build) -> None:
    candidate: Candidate = a_candidate()
    moved = editing.edited(candidate, {"residence_address": "Obala 2"}, candidate.person_key)
    assert moved.consent is ConsentState.GIVEN
    renamed = editing.edited(candidate, {"surname": "Kulenović"}, candidate.person_key)
    assert (renamed.consent, renamed.declarations) == (None, candidate.declarations)
    other = editing.edited(candidate, {"jmb": "2802902195005"}, "k1:other")
    assert (other.consent, other.register, other.eligibility) == (None, RegisterState.UNKNOWN, None)
    assert other.declarations == Declarations()


def test_only_fields_of_a_person_whom_the_notice_names_are_typed(a_list: Build) -> None:
    of: CandidateList = a_list("FM")
    first, second = (each.id for each in of.running)
    allowed = Editable(edit=frozenset({first}))
    assert list(editing.cannot_edit(first, ["surname"], allowed)) == []
    assert [each.code for each in editing.cannot_edit(second, ["surname"], allowed)] == ["cure.not_named"]
    assert [each.path for each in editing.cannot_edit(first, ["status"], allowed)] == [f"{cure.path_of(first)}.status"]
    changed = of.running[0].but(consent=None)
    assert editing.with_candidate(of, changed).candidate(first) == changed
