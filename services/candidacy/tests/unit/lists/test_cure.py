from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from candidacy.domain.lists import cure, freezing
from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.cure import Editable
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import Candidate, CandidateList, Deficiency, Notice
from elections.procedure import NotPossible

Build = Callable[..., Any]
AT = datetime(2024, 7, 10, 10, tzinfo=UTC)


def notice(*items: Deficiency, state: str = "OPEN") -> Notice:
    return Notice(uuid4(), 1, state, AT, "reviewer", AT, items)


def about(candidate: Candidate, code: str = "NOT_IN_CVR", text: str = "Not found.") -> Deficiency:
    return Deficiency(code, cure.path_of(candidate.id), text)


def whole(code: str) -> Deficiency:
    return Deficiency(code, "list", "See 4.19.")


@pytest.mark.provision("P63")
def test_a_notice_names_places_and_codes_that_exist(a_list: Build) -> None:
    returned: CandidateList = a_list("FMF")
    first = returned.candidates[0]

    def refused(*items: Deficiency) -> set[tuple[str, str | None]]:
        return {(each.code, each.path) for each in cure.refused_items(items, returned)}

    assert refused(about(first), whole("SEX_QUOTA")) == set()
    assert refused() == {("cure.empty", "deficiencies")}
    assert refused(about(first, code="NO_SUCH")) == {("cure.code_unknown", "deficiencies.0.code")}
    assert refused(about(first, code="SEX_QUOTA")) == {("cure.code_not_for_place", "deficiencies.0.code")}
    assert refused(whole("NOT_IN_CVR")) == {("cure.code_not_for_place", "deficiencies.0.code")}
    assert refused(Deficiency("NOT_IN_CVR", "candidates.x", "?")) == {("cure.place_unknown", "deficiencies.0.path")}
    assert refused(about(first, text=" ")) == {("field.required", "deficiencies.0.text")}
    assert refused(about(first, text="a" * 2001)) == {("field.too_long", "deficiencies.0.text")}
    assert refused(about(first), about(first)) == {("cure.item_twice", "deficiencies")}


# deficiencies -> what may be done, with everybody (*) or with the first candidate (1)
ALLOWED: list[tuple[list[str], str, str, bool, bool]] = [
    (["1:NOT_IN_CVR"], "1", "1", False, False),
    (["list:SEX_QUOTA"], "", "*", False, False),
    (["list:SEX_ORDER"], "", "*", True, False),
    (["list:POSITIONS"], "", "", True, False),
    (["list:LIST_LENGTH"], "", "", False, True),
    (["list:PRINT_MISSING"], "", "", False, False),
    (["1:CONSENT_MISSING", "list:SEX_QUOTA"], "1", "*", False, False),
]


@pytest.mark.parametrize(("items", "edit", "replace", "reorder", "drop"), ALLOWED)
def test_only_what_the_notice_names_may_be_touched(
    a_list: Build, items: list[str], edit: str, replace: str, *, reorder: bool, drop: bool
) -> None:
    returned: CandidateList = a_list("FMF", status=Status.RETURNED)
    who = {"": frozenset[Any](), "1": frozenset({returned.candidates[0].id}), "*": {c.id for c in returned.candidates}}
    round_ = notice(
        *(
            about(returned.candidates[0], code=code) if place == "1" else whole(code)
            for place, code in (item.split(":") for item in items)
        )
    )
    found = cure.editable(returned, round_)
    assert (found.edit, found.replace, found.reorder, found.drop) == (who[edit], who[replace], reorder, drop)
    assert not found.whole


def test_a_draft_is_free_and_nothing_else_is_without_an_open_notice(a_list: Build) -> None:
    draft: CandidateList = a_list("FM")
    assert cure.editable(draft, None).whole
    for status in set(Status) - {Status.DRAFT, Status.RETURNED}:
        named = notice(about(draft.candidates[0]))
        assert cure.editable(draft.but(status=status), named) == Editable()
    closed = cure.closed(notice(about(draft.candidates[0])), "CURED", AT)
    assert closed.closed_at == AT
    assert cure.editable(draft.but(status=Status.RETURNED), closed) == Editable()


def test_the_newcomer_takes_the_same_position_and_the_other_one_stays_on_record(
    a_list: Build, a_candidate: Build
) -> None:
    returned: CandidateList = a_list("FMF", status=Status.RETURNED)
    leaving, newcomer = returned.candidates[1], a_candidate(9, "M")
    after = cure.with_replacement(returned, leaving.id, newcomer)
    assert [(each.position, each.person.full_name) for each in after.running] == [
        (1, returned.candidates[0].person.full_name),
        (2, newcomer.person.full_name),
        (3, returned.candidates[2].person.full_name),
    ]
    assert [each.status for each in after.candidates if each.id == leaving.id] == [CandidateStatus.REPLACED]
    with pytest.raises(NotPossible):
        cure.with_replacement(after, leaving.id, newcomer)
    with pytest.raises(KeyError):
        cure.with_replacement(after, uuid4(), newcomer)  # type: ignore[arg-type]


def test_who_is_not_named_is_not_replaced(a_list: Build) -> None:
    returned: CandidateList = a_list("FM", status=Status.RETURNED)
    first, second = returned.candidates
    round_ = notice(about(first))
    assert list(cure.cannot_replace(returned, round_, first.id)) == []
    assert [each.code for each in cure.cannot_replace(returned, round_, second.id)] == ["cure.not_named"]


@pytest.mark.provision("P67")
def test_a_new_print_is_needed_when_a_printed_field_or_the_order_changed(a_list: Build, a_candidate: Build) -> None:
    filed: CandidateList = a_list("FM", number="LST-2024L-000001-A", salt="s")
    assert not freezing.needs_new_print(filed)
    filed = filed.but(form_hash=freezing.list_hash(filed))
    first, second = filed.candidates
    assert not freezing.needs_new_print(filed.but(candidates=(first.but(consent=None), second)))
    assert freezing.needs_new_print(filed.but(candidates=(second, first)))
    assert freezing.needs_new_print(cure.with_replacement(filed, first.id, a_candidate(7)))
    assert freezing.list_hash(filed.but(salt="t")) != filed.form_hash
