from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.domain import correction as corrections
from registration.domain.freezing import form_hash
from registration.domain.lifecycle import Status
from registration.domain.model import (
    FORM_FIELDS,
    Application,
    ApplicationId,
    Correction,
    Deficiency,
    Document,
    DocumentId,
    Form,
    FormMatch,
    Kind,
    Slot,
)
from registration.domain.rules import Ground

Build = Callable[..., Application]


def returned(application: Application, *items: Deficiency) -> tuple[Application, Correction]:
    filed = application.but(number="REG-2024L-000001-A", salt="s")
    filed = filed.but(status=Status.RETURNED, form_hash=form_hash(filed), form_version=1)
    now = filed.saved_at
    round_ = Correction(uuid4(), 1, "OPEN", now, "clerk", now + timedelta(days=2), tuple(items), filed.form)
    return filed, round_


def field(path: str) -> Deficiency:
    return Deficiency("DATA_WRONG", path, "Please look again")


def document(slot: Slot, of: Application) -> Deficiency:
    there = of.document(slot)
    return Deficiency("ID_UNREADABLE", slot.path, "Please scan again", old_document=there.id if there else None)


def signed(of: Application) -> Document:
    return Document(
        DocumentId(uuid4()),
        Slot.SIGNED_FORM,
        "SEALED",
        "CLEAN",
        "0" * 64,
        of.saved_at,
        form_hash=form_hash(of),
        form_match=FormMatch.MATCHED,
    )


@pytest.mark.provision("P53")
@pytest.mark.parametrize(
    ("items", "found"),
    [
        ([], {"correction.empty"}),
        ([Deficiency("NONSENSE", "surname", "x")], {"correction.code_unknown"}),
        ([Deficiency("DATA_WRONG", "shoe_size", "x")], {"correction.place_unknown"}),
        ([Deficiency("DATA_WRONG", "documents.CITIZENSHIP", "x")], {"correction.place_unknown"}),
        ([Deficiency("DATA_WRONG", "email", "x")], {"correction.place_unknown"}),
        ([Deficiency("DATA_WRONG", "surname", "  ")], {"field.required"}),
        ([Deficiency("DATA_WRONG", "surname", "x" * 2001)], {"field.too_long"}),
        ([field("surname"), field("surname")], {"correction.place_twice"}),
        ([Deficiency("CITIZENSHIP_MISSING", "documents.ID", "x")], {"correction.code_unknown"}),
        ([field("surname"), Deficiency("SIGNATURE_MISSING", "documents.SIGNED_FORM", "x")], set()),
    ],
)
def test_a_return_flags_places_of_this_form_with_codes_and_words(
    an_application: Build, items: list[Deficiency], found: set[str]
) -> None:
    assert {each.code for each in corrections.refused_items(items, an_application(Kind.T))} == found


def test_only_what_was_flagged_can_be_touched(an_application: Build) -> None:
    application, round_ = returned(an_application(), field("surname"), field("documents.ID"))
    assert corrections.editable(application, round_) == {"surname", "documents.ID"}
    refused = corrections.touches_only(["surname", "name", "jmb"], application, round_)
    assert {each.path for each in refused} == {"name", "jmb"}


@pytest.mark.parametrize(
    ("status", "editable"),
    [
        (Status.SUBMITTED, {"documents.SIGNED_FORM"}),
        (Status.SIGNED_FORM_RECEIVED, set()),
        (Status.UNDER_REVIEW, set()),
        (Status.PROPOSED, set()),
        (Status.APPROVED, set()),
        (Status.WITHDRAWN, set()),
    ],
)
def test_nothing_else_can_be_touched_in_any_other_state(
    an_application: Build, status: Status, editable: set[str]
) -> None:
    assert corrections.editable(an_application().but(status=status), None) == editable


def test_a_closed_round_opens_nothing(an_application: Build) -> None:
    application, round_ = returned(an_application(), field("surname"))
    done = corrections.closed(round_, "CANCELLED", application.saved_at, "by mistake")
    assert corrections.editable(application, done) == frozenset()
    assert done.cancel_reason == "by mistake"


@pytest.mark.provision("P47", "P48")
def test_a_changed_field_needs_a_new_print_and_signature(an_application: Build, ground: Ground) -> None:
    application, round_ = returned(an_application(), field("abroad_house_no"))
    changed = application.but(form=application.form.with_values({"abroad_house_no": "13"}))
    assert corrections.needs_new_signature(changed)
    assert "documents.SIGNED_FORM" in corrections.editable(changed, round_)
    assert [each.code for each in corrections.resubmission(changed, round_, ground)] == ["signed_form.needed_again"]
    old_paper = changed.but(documents=(*changed.documents, signed(application)))
    assert [each.code for each in corrections.resubmission(old_paper, round_, ground)] == ["signed_form.needed_again"]
    anew = changed.but(documents=(*changed.documents, signed(changed)))
    assert corrections.resubmission(anew, round_, ground) == []


def test_a_better_scan_needs_no_new_signature(an_application: Build, ground: Ground) -> None:
    application = an_application()
    application, round_ = returned(application, document(Slot.ID, application))
    assert {each.code for each in corrections.resubmission(application, round_, ground)} == {"correction.not_mended"}
    better = [replace(each, id=DocumentId(uuid4())) if each.slot is Slot.ID else each for each in application.documents]
    mended = application.but(documents=better)
    assert not corrections.needs_new_signature(mended)
    assert corrections.resubmission(mended, round_, ground) == []


def test_the_new_value_is_judged_like_the_first(an_application: Build, ground: Ground) -> None:
    application, round_ = returned(an_application(), field("abroad_street"))
    wrong = application.but(form=application.form.with_values({"abroad_street": "Postfach 3"}))
    assert "address.box_only" in {each.code for each in corrections.resubmission(wrong, round_, ground)}


def test_what_was_not_flagged_does_not_stop_the_voter(an_application: Build, ground: Ground) -> None:
    expired = an_application(form={"id_doc_valid_until": "2024-06-09"})
    application, round_ = returned(expired, field("abroad_house_no"))
    changed = application.but(form=application.form.with_values({"abroad_house_no": "13"}))
    anew = changed.but(documents=(*changed.documents, signed(changed)))
    assert corrections.resubmission(anew, round_, ground) == []


TEXT_FIELDS = sorted(set(FORM_FIELDS) - {"citizenship_bih", "changes_voting_option", "missing_documents"})
VALUES = st.dictionaries(st.sampled_from(TEXT_FIELDS), st.text(max_size=20) | st.none(), max_size=8)


def an_id(application: dict[str, Any]) -> Application:
    return Application(
        id=ApplicationId(uuid4()),
        version=1,
        election="LE2024",
        account="v",
        language="bs",
        for_self=True,
        **application,
    )


@given(before=VALUES, after=VALUES, flagged=st.sets(st.sampled_from(TEXT_FIELDS), min_size=1, max_size=5))
def test_whatever_is_typed_only_flagged_fields_pass_and_the_hash_tells_every_change(
    before: dict[str, str | None], after: dict[str, str | None], flagged: set[str]
) -> None:
    from datetime import UTC, datetime

    at = datetime(2024, 6, 10, tzinfo=UTC)
    base = an_id({"status": Status.UNDER_REVIEW, "created_at": at, "saved_at": at, "kind": Kind.T})
    application, round_ = returned(base.but(form=Form().with_values(before)), *(field(path) for path in flagged))
    touched = {name: value for name, value in after.items() if application.form.value(name) != value}
    refused = {each.path for each in corrections.touches_only(list(touched), application, round_)}
    assert refused == set(touched) - flagged
    allowed = {name: value for name, value in touched.items() if name in flagged}
    changed = application.but(form=application.form.with_values(allowed))
    assert corrections.changed_fields(changed, round_) == set(allowed)
    assert corrections.needs_new_signature(changed) is bool(allowed)
    back = changed.but(form=round_.old_form)
    assert form_hash(back) == application.form_hash


def test_the_hash_covers_number_kind_and_salt_too(an_application: Build) -> None:
    application = an_application().but(number="REG-2024L-000001-A", salt="a")
    variants = [
        application,
        application.but(number="REG-2024L-000002-B"),
        application.but(kind=Kind.R1),
        application.but(salt="b"),
        application.but(for_self=False),
    ]
    assert len({form_hash(each) for each in variants}) == len(variants)
