from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from candidacy.domain.certification.cure import (
    cure_defects,
    editable,
    is_mended,
    not_editable,
    refused_items,
    suggested,
    with_old,
)
from candidacy.domain.certification.freezing import form_hash
from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import (
    Certification,
    Contest,
    Deficiency,
    Document,
    DocumentId,
    Notice,
    Place,
    PrintMatch,
    Slot,
)
from candidacy.domain.subjects.model import Kind

Build = Callable[..., Certification]
BIHAC = Place("MUN_COUNCIL", "ba.fbih.usk.bihac")
KRUPA = Place("MAYOR", "ba.fbih.usk.bosanska-krupa")
LATE = {"account_opened_on": "2024-01-01"}


def returned(application: Certification, ground: Ground, *items: Deficiency) -> tuple[Certification, Notice]:
    filed = application.but(status=Status.RETURNED, submitted_at=ground.at, print_match=PrintMatch.IDENTICAL)
    filed = filed.but(form_hash=form_hash(filed), print_received_at=ground.at)
    due = ground.at + timedelta(days=1)
    return filed, Notice(uuid4(), 1, "OPEN", ground.at, "reviewer", due, with_old(items, filed, ground))


def a_paper(slot: Slot, ground: Ground, **changes: Any) -> Document:
    return replace(Document(DocumentId(uuid4()), slot, "SEALED", "1" * 64, ground.at), **changes)


@pytest.mark.provision("P63")
@pytest.mark.parametrize("opened_on", ["2024-05-10", "2024-01-02"])
def test_a_field_is_mended_when_it_was_changed_to_something_right(
    an_application: Build, ground: Ground, opened_on: str
) -> None:
    item = Deficiency("ACCOUNT_OUTSIDE_WINDOW", "account_opened_on", "Prerano.")
    of, notice = returned(an_application(form=LATE), ground, item)
    assert not is_mended(notice.deficiencies[0], of, ground)
    changed = of.but(form=of.form.with_values({"account_opened_on": opened_on}))
    assert is_mended(notice.deficiencies[0], changed, ground) is (opened_on == "2024-05-10")


@pytest.mark.provision("P63", "P71")
def test_a_missing_document_is_mended_by_one_that_is_readable(an_application: Build, ground: Ground) -> None:
    whole = an_application()
    without = whole.but(documents=tuple(each for each in whole.documents if each.slot is not Slot.TRANSACTION_REPORT))
    item = Deficiency("TRANSACTION_REPORT_MISSING", "documents.TRANSACTION_REPORT", "Nedostaje.")
    of, notice = returned(without, ground, item)
    pending = of.but(documents=(*of.documents, a_paper(Slot.TRANSACTION_REPORT, ground, state="PENDING")))
    sealed = of.but(documents=(*of.documents, a_paper(Slot.TRANSACTION_REPORT, ground)))
    assert not is_mended(notice.deficiencies[0], pending, ground)
    assert "document.not_complete" in {each.code for each in cure_defects(pending, notice, ground)}
    assert is_mended(notice.deficiencies[0], sealed, ground)
    assert cure_defects(sealed, notice, ground) == []


@pytest.mark.provision("P63")
def test_signatures_of_one_contest_are_mended_by_more_of_them_also_while_they_are_checked(
    an_application: Build, ground: Ground
) -> None:
    short = replace(ground, tallies={BIHAC: (200, 0), KRUPA: (99, 0)})
    item = Deficiency("SIGNATURES_INSUFFICIENT", KRUPA.path, "99 od 100.")
    of, notice = returned(an_application(contests=(Contest(BIHAC), Contest(KRUPA))), short, item)
    assert not is_mended(notice.deficiencies[0], of, short)
    more = replace(short, tallies={BIHAC: (200, 0), KRUPA: (99, 1)})
    assert is_mended(notice.deficiencies[0], of, more)


@pytest.mark.provision("P63")
def test_what_was_not_mended_is_shown_and_does_not_stop_the_cure(an_application: Build, ground: Ground) -> None:
    items = (
        Deficiency("ACCOUNT_OUTSIDE_WINDOW", "account_opened_on", "Prerano."),
        Deficiency("GFAP_MISSING", "declarations.GFAP", "Nije dana."),
    )
    of, notice = returned(an_application(form=LATE, declared=frozenset()), ground, *items)
    nothing = cure_defects(of, notice, ground)
    assert [each.code for each in nothing if not each.warning] == ["cure.nothing_mended"]
    half = of.but(form=of.form.with_values({"account_opened_on": "2024-05-10"}))
    found = cure_defects(half, notice, ground)
    assert all(each.warning for each in found)
    assert {(each.code, each.path) for each in found} == {
        ("cure.not_mended", "declarations.GFAP"),
        ("print.needed_again", "print"),
    }


@pytest.mark.provision("P63")
def test_only_what_is_deficient_can_be_touched(an_application: Build, ground: Ground) -> None:
    of, notice = returned(an_application(form=LATE), ground, Deficiency("ACCOUNT_MISSING", "account_iban", "?"))
    assert editable(of, notice) == {"account_iban", "account_bank"}
    assert [each.path for each in not_editable(["account_iban", "phone"], of, notice)] == ["phone"]
    assert editable(of, replace(notice, state="CURED")) == frozenset()
    assert editable(of.but(status=Status.UNDER_REVIEW), notice) == frozenset()
    assert {"phone", "contests", "documents.FEE_PROOF"} <= editable(of.but(status=Status.DRAFT), None)


@pytest.mark.parametrize("kind", [Kind.PARTY, Kind.COALITION, Kind.NM_GROUP])
def test_what_the_rules_find_is_suggested_once_per_place_with_a_code_of_the_list(
    an_application: Build, ground: Ground, kind: Kind
) -> None:
    empty = an_application(kind, documents=(), declared=frozenset(), members=(), group=())
    items = [replace(each, text="Nedostaje.") for each in suggested(empty, ground)]
    assert len(items) >= 3
    assert list(refused_items(items, empty)) == []


def test_a_notice_has_known_codes_known_places_and_words(an_application: Build) -> None:
    application = an_application()
    assert [each.code for each in refused_items([], application)] == ["notice.empty"]
    wrong = [
        Deficiency("NO_SUCH", "phone", "x"),
        Deficiency("MEMBERS_TOO_FEW", "members", "x"),
        Deficiency("FEE_MISSING", "documents.NO_SUCH", "x"),
        Deficiency("FEE_MISSING", "documents.FEE_PROOF", " "),
        Deficiency("FEE_MISSING", "documents.FEE_PROOF", "x" * 2001),
        Deficiency("SIGNATURES_INSUFFICIENT", KRUPA.path, "not applied for"),
    ]
    assert [each.code for each in refused_items(wrong, application)] == [
        "notice.code_unknown",
        "notice.code_unknown",
        "notice.place_unknown",
        "field.required",
        "field.too_long",
        "notice.place_unknown",
        "notice.place_twice",
    ]
