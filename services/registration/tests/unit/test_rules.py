from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registration.domain import rules
from registration.domain.catalogue import suggested_kind
from registration.domain.model import Application, Kind, Slot
from registration.domain.rules import Ground

Build = Callable[..., Application]


def codes(application: Application, ground: Ground, *, warnings: bool = False) -> set[tuple[str, str | None]]:
    return {(each.code, each.path) for each in rules.defects(application, ground) if warnings or not each.warning}


@pytest.mark.provision("P45", "P48", "P49")
@pytest.mark.parametrize("kind", list(Kind))
def test_a_complete_application_has_no_defect(an_application: Build, ground: Ground, kind: Kind) -> None:
    assert codes(an_application(kind), ground) == set()


# kind, changed fields -> what is said
WRONG: list[tuple[str, Kind, dict[str, Any], set[tuple[str, str | None]]]] = [
    ("no surname", Kind.T, {"surname": ""}, {("field.required", "surname")}),
    ("only spaces", Kind.T, {"parent_name": "  "}, {("field.required", "parent_name")}),
    ("digits in a name", Kind.T, {"surname": "Đur1ć"}, {("name.letters", "surname")}),
    ("begins with a hyphen", Kind.T, {"surname": "-Đurić"}, {("name.letters", "surname")}),
    ("two scripts in one name", Kind.T, {"surname": "Ђурiћ"}, {("name.mixed_scripts", "surname")}),
    ("61 letters", Kind.T, {"surname": "a" * 61}, {("name.too_long", "surname")}),
    ("a former name too", Kind.T, {"previous_surname": "?"}, {("name.letters", "previous_surname")}),
    ("reversed writing", Kind.T, {"place_of_birth": "Biha\u202ećć"}, {("text.characters", "place_of_birth")}),
    ("no such day", Kind.T, {"date_of_birth": "1980-02-30", "jmb": None}, {
        ("date.invalid", "date_of_birth"), ("field.required", "jmb")}),
    ("born tomorrow", Kind.R2, {"date_of_birth": "2024-06-11", "jmb": None}, {
        ("date_of_birth.implausible", "date_of_birth")}),
    ("JMB with a wrong check digit", Kind.T, {"jmb": "3112907174991"}, {("jmb.checksum", "jmb")}),
    ("JMB of 12 digits", Kind.T, {"jmb": "311290717499"}, {("jmb.format", "jmb")}),
    ("JMB of another day", Kind.T, {"date_of_birth": "1907-12-30"}, {("jmb.date_of_birth", "jmb")}),
    ("T without JMB", Kind.T, {"jmb": None}, {("field.required", "jmb")}),
    ("R1 without JMB", Kind.R1, {"jmb": ""}, {("field.required", "jmb")}),
    ("R1 says nothing about 20.8", Kind.R1, {"changes_voting_option": None}, {
        ("field.required", "changes_voting_option")}),
    ("no citizen", Kind.T, {"citizenship_bih": False}, {("citizenship.required", "citizenship_bih")}),
    ("citizenship not declared", Kind.T, {"citizenship_bih": None}, {("field.required", "citizenship_bih")}),
    ("no constituency", Kind.T, {"residence_municipality": "ba.atlantis"}, {
        ("field.not_in_list", "residence_municipality")}),
    ("lives in BiH", Kind.T, {"abroad_country": "BA", "abroad_postal_code": "71000"}, {
        ("address.in_bih", "abroad_country")}),
    ("no country", Kind.T, {"abroad_country": "XX"}, {("field.not_in_list", "abroad_country")}),
    ("address in Cyrillic", Kind.T, {"abroad_city": "Минхен"}, {("address.latin_script", "abroad_city")}),
    ("a box only", Kind.T, {"abroad_street": "Postfach 12"}, {("address.box_only", "abroad_street")}),
    ("postal code of another country", Kind.T, {"abroad_postal_code": "8033"}, {
        ("postal_code.format", "abroad_postal_code")}),
    ("no e-mail address", Kind.T, {"email": "voter"}, {("email.invalid", "email")}),
    ("telephone without country", Kind.T, {"phone": "089 123456"}, {("phone.invalid", "phone")}),
    ("channel unknown", Kind.T, {"voting_channel": "FAX"}, {("field.not_in_list", "voting_channel")}),
    ("mission not named", Kind.T, {"voting_channel": "DCM"}, {("field.required", "dcm_id")}),
    ("mission not opened", Kind.T, {"voting_channel": "DCM", "dcm_id": "dcm.de.berlin"}, {
        ("field.not_in_list", "dcm_id")}),
    ("passport of yesterday", Kind.T, {"id_doc_valid_until": "2024-06-09"}, {
        ("id_document.expired", "id_doc_valid_until")}),
    ("passport until never", Kind.T, {"id_doc_valid_until": "always"}, {("date.invalid", "id_doc_valid_until")}),
    ("a BiH document of Germany", Kind.T, {"id_doc_country": "DE"}, {("id_document.country", "id_doc_country")}),
    ("a host's document of a third country", Kind.R2, {"id_doc_type": "HOST_ID", "id_doc_country": "AT"}, {
        ("id_document.country", "id_doc_country")}),
    ("sex unknown to the register", Kind.T, {"sex": "X"}, {("field.not_in_list", "sex")}),
    ("language without forms", Kind.T, {"correspondence_language": "de"}, {
        ("field.not_in_list", "correspondence_language")}),
]  # fmt: skip


@pytest.mark.provision("P45", "P38", "P41", "P42", "P51")
@pytest.mark.parametrize(("kind", "form", "found"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_each_wrong_field_is_said_with_its_place(
    an_application: Build, ground: Ground, kind: Kind, form: dict[str, Any], found: set[tuple[str, str | None]]
) -> None:
    assert codes(an_application(kind, form), ground) == found


def test_all_defects_are_said_at_once(an_application: Build, ground: Ground) -> None:
    empty = an_application(form=dict.fromkeys(("surname", "name", "abroad_city", "jmb")), documents=())
    assert {path for _, path in codes(empty, ground)} == {
        "surname",
        "name",
        "abroad_city",
        "jmb",
        "documents.ID",
        "documents.HOST_ADDRESS",
    }


@pytest.mark.provision("P38")
@pytest.mark.parametrize(
    ("born", "of_age"),
    [("2006-10-06", True), ("2006-10-07", False), ("2006-10-05", True), ("2004-02-29", True)],
)
def test_eighteen_on_election_day_counts_and_a_day_later_does_not(
    an_application: Build, ground: Ground, born: str, *, of_age: bool
) -> None:
    found = codes(an_application(Kind.R2, {"date_of_birth": born, "jmb": None}), ground)
    assert (("applicant.under_18", "date_of_birth") not in found) is of_age


def test_born_on_29_february_comes_of_age_on_1_march_of_a_common_year() -> None:
    assert not rules.of_age(date(2008, 2, 29), date(2026, 2, 28))
    assert rules.of_age(date(2008, 2, 29), date(2026, 3, 1))


# C04: which document proves identity for whom
ID_DOCUMENTS = {
    Kind.T: {"BIH_ID_CARD", "BIH_PASSPORT", "BIH_DRIVING_LICENCE"},
    Kind.R1: {"BIH_ID_CARD", "BIH_PASSPORT", "BIH_DRIVING_LICENCE", "PASSPORT", "HOST_ID", "REFUGEE_CARD"},
    Kind.R2: {"PASSPORT", "HOST_ID", "REFUGEE_CARD"},
}


@pytest.mark.provision("P46", "P48", "P49")
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("document", sorted(ID_DOCUMENTS[Kind.R1] | {"LIBRARY_CARD"}))
def test_identity_is_proved_by_the_documents_of_the_kind(
    an_application: Build, ground: Ground, kind: Kind, document: str
) -> None:
    country = "BA" if document.startswith("BIH_") else "DE"
    found = codes(an_application(kind, {"id_doc_type": document, "id_doc_country": country}), ground)
    assert (("id_document.not_for_kind", "id_doc_type") in found) is (document not in ID_DOCUMENTS[kind])


def test_the_commission_may_shorten_the_list_for_refugees_in_the_register(
    an_application: Build, ground: Ground
) -> None:
    narrower = replace(ground, r1_documents=("BIH_PASSPORT",))
    application = an_application(Kind.R1, {"id_doc_type": "REFUGEE_CARD", "id_doc_country": "DE"})
    assert codes(application, ground) == set()
    assert codes(application, narrower) == {("id_document.not_for_kind", "id_doc_type")}


# What is missing for each kind when nothing is attached
NOTHING_ATTACHED = {
    Kind.T: {"ID", "HOST_ADDRESS"},
    Kind.R1: {"ID", "HOST_ADDRESS"},
    Kind.R2: {"ID", "HOST_ADDRESS", "CITIZENSHIP", "RESIDENCE_BIH"},
}


@pytest.mark.provision("P46", "P48", "P49")
@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_attaches_its_proofs(an_application: Build, ground: Ground, kind: Kind) -> None:
    found = codes(an_application(kind, documents=()), ground)
    assert found == {("document.required", f"documents.{slot}") for slot in NOTHING_ATTACHED[kind]}


@pytest.mark.provision("P48")
def test_a_change_of_residence_is_proved_only_by_who_changes_the_voting_option(
    an_application: Build, ground: Ground
) -> None:
    changing = an_application(Kind.R1, {"changes_voting_option": True})
    assert codes(changing, ground) == {("document.required", "documents.RESIDENCE_CHANGE")}


@pytest.mark.provision("P57")
@pytest.mark.parametrize(("kind", "slot"), [(Kind.R1, Slot.RESIDENCE_CHANGE), (Kind.R2, Slot.RESIDENCE_BIH)])
def test_a_refugee_may_declare_the_proof_of_residence_missing(
    an_application: Build, ground: Ground, kind: Kind, slot: Slot
) -> None:
    application = an_application(kind, {"missing_documents": (slot.value,), "changes_voting_option": True})
    without = application.but(documents=[each for each in application.documents if each.slot is not slot])
    assert codes(without, ground) == set()
    assert ("document.declared_missing", slot.path) in codes(without, ground, warnings=True)


def test_no_other_proof_can_be_declared_missing(an_application: Build, ground: Ground) -> None:
    application = an_application(Kind.T, {"missing_documents": ("ID",)}, documents=())
    assert ("document.cannot_be_declared_missing", "documents.ID") in codes(application, ground)
    assert ("document.required", "documents.ID") in codes(application, ground)


def test_a_document_that_is_still_on_its_way_does_not_count(an_application: Build, ground: Ground) -> None:
    application = an_application()
    pending = [replace(each, state="PENDING") if each.slot is Slot.ID else each for each in application.documents]
    assert codes(application.but(documents=pending), ground) == {("document.not_complete", "documents.ID")}


@pytest.mark.provision("P45")
def test_who_fills_in_for_another_is_named(an_application: Build, ground: Ground) -> None:
    assert codes(an_application(for_self=False), ground) == {("field.required", "helper_name")}
    assert codes(an_application(form={"helper_name": "Мира Ђурић"}, for_self=False), ground) == set()


def test_a_sex_other_than_that_of_the_jmb_is_a_warning_only(an_application: Build, ground: Ground) -> None:
    application = an_application(form={"sex": "M", "jmb": "3112907174992"})
    female = an_application(form={"sex": "F", "jmb": "3112907174992"})
    both = [codes(each, ground, warnings=True) for each in (application, female)]
    assert sum(("jmb.sex", "jmb") in found for found in both) == 1
    assert codes(application, ground) == codes(female, ground) == set()


@pytest.mark.provision("P51")
def test_who_chooses_a_mission_is_warned_that_it_may_become_the_post(an_application: Build, ground: Ground) -> None:
    application = an_application(form={"voting_channel": "DCM", "dcm_id": "dcm.at.vienna"})
    assert codes(application, ground) == set()
    assert ("mission.may_become_post", "dcm_id") in codes(application, ground, warnings=True)


def test_no_kind_no_submission(an_application: Build, ground: Ground) -> None:
    assert ("field.required", "kind") in codes(an_application().but(kind=None), ground)


@pytest.mark.provision("P45", "P48", "P49")
@pytest.mark.parametrize(
    ("refugee", "document", "kind"),
    [(False, True, Kind.T), (True, True, Kind.R1), (True, False, Kind.R2), (False, False, None)],
)
def test_two_questions_lead_to_the_kind(*, refugee: bool, document: bool, kind: Kind | None) -> None:
    assert suggested_kind(refugee=refugee, ever_had_bih_document=document) is kind
