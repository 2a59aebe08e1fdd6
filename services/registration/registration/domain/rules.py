"""Who may vote from abroad and what must be stated and proved: one function per article, each yields all its defects.

Nothing here stops at the first defect, and nothing raises. A defect with `warning` is shown and does not stop.
"""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from elections import jmb as jmb_rules
from elections.constituencies import constituencies
from elections.procedure import Defect
from elections.scripts import script_of
from registration.domain.addresses import exact_address_abroad
from registration.domain.catalogue import ID_DOC_TYPES, REQUIRED_FIELDS, slots_asked
from registration.domain.model import FORM_FIELDS, Application, Form, Kind, as_date

NAME_LENGTH = 60
APOSTROPHES = "'’ʼ`"
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
LANGUAGES = ("bs", "hr", "sr", "en")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules need to know beside the application: the election, and the day on which it is judged."""

    election_day: date
    on: date
    """Day of arrival in Sarajevo."""
    missions: AbstractSet[str] = frozenset()
    """Opened for this election."""
    r1_documents: tuple[str, ...] = ID_DOC_TYPES[Kind.R1]
    """C04 leaves it to the Commission by which documents a refugee in the register proves identity."""

    def id_documents(self, kind: Kind) -> tuple[str, ...]:
        return self.r1_documents if kind is Kind.R1 else ID_DOC_TYPES[kind]


def defects(application: Application, ground: Ground) -> list[Defect]:
    """Everything that stands between this application and its submission, and every warning."""
    form = application.form
    return list(
        chain(
            kind_is_chosen(application.kind),
            required_fields(application.kind, form),
            plain_text(form),
            names_are_names(form),
            born_and_of_age(form, ground),
            identification_number(form, application.kind),
            citizen(form),
            residence_in_bih(form),
            exact_address_abroad(form),
            contact(form),
            way_of_voting(form, ground),
            identity_document(form, application.kind, ground),
            helper_is_named(application),
            documents_of_kind(application),
        )
    )


def errors(found: list[Defect]) -> list[Defect]:
    return [each for each in found if not each.warning]


def kind_is_chosen(kind: Kind | None) -> Iterator[Defect]:
    """EL 3.15(1), (4), (7): the three kinds of applicant."""
    if kind is None:
        yield Defect("field.required", "kind", "3.15")


def required_fields(kind: Kind | None, form: Form) -> Iterator[Defect]:
    """EL 3.15(13): the form that the Commission prescribes, with the register's data of 3.10(1)."""
    for name in REQUIRED_FIELDS[kind or Kind.T]:
        value = form.value(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Defect("field.required", name, "3.15(13)")


def names_are_names(form: Form) -> Iterator[Defect]:
    """EL 3.1(6): surname, name and one parent's name as they stand in the register."""
    for field in ("surname", "name", "previous_surname", "parent_name"):
        text = form.value(field)
        if not isinstance(text, str) or not text.strip():
            continue
        if len(text) > NAME_LENGTH:
            yield Defect("name.too_long", field, "3.1(6)", {"max": NAME_LENGTH})
        if not _is_name(text):
            yield Defect("name.letters", field, "3.1(6)")
        elif script_of(text) == "Mixed":
            yield Defect("name.mixed_scripts", field, "3.1(6)")
    if form.place_of_birth and len(form.place_of_birth) > 100:
        yield Defect("field.too_long", "place_of_birth", params={"max": 100})


def _is_name(text: str) -> bool:
    return (
        text[0].isalpha()
        and all(letter.isalpha() or letter in " -" + APOSTROPHES for letter in text)
        and script_of(text) != "None"
    )


def born_and_of_age(form: Form, ground: Ground) -> Iterator[Defect]:
    """EL 3.2(3): in the register is who will be eighteen on election day."""
    if not form.date_of_birth:
        return
    born = form.born
    if born is None:
        yield Defect("date.invalid", "date_of_birth")
    elif born >= ground.on or born.year < 1900:
        yield Defect("date_of_birth.implausible", "date_of_birth")
    elif not of_age(born, ground.election_day):
        yield Defect("applicant.under_18", "date_of_birth", "3.2(3)", {"election_day": ground.election_day.isoformat()})
    if form.sex and form.sex not in ("M", "F"):
        yield Defect("field.not_in_list", "sex")


def of_age(born: date, on: date, years: int = 18) -> bool:
    return (born.year + years, born.month, born.day) <= (on.year, on.month, on.day)


def identification_number(form: Form, kind: Kind | None) -> Iterator[Defect]:
    """EL 3.15(1), (4), (7): T and R1 are in the register under their JMB; R2 may have none."""
    if not form.jmb:
        return
    sex: Literal["M", "F"] | None = "M" if form.sex == "M" else "F" if form.sex == "F" else None
    for code in jmb_rules.validate(form.jmb, form.born, sex):
        yield Defect(code, "jmb", "3.15(7)" if kind is Kind.R2 else "3.15(1)", warning=code in jmb_rules.WARNINGS)


def plain_text(form: Form) -> Iterator[Defect]:
    """What is printed and posted holds letters, digits and signs: no control characters, no reversed writing."""
    for name in FORM_FIELDS:
        text = form.value(name)
        if isinstance(text, str) and any(unicodedata.category(letter) in UNSEEN for letter in text):
            yield Defect("text.characters", name)


def citizen(form: Form) -> Iterator[Defect]:
    """EL 3.15(1), (4), (7): only a citizen of Bosnia and Herzegovina."""
    if form.citizenship_bih is False:
        yield Defect("citizenship.required", "citizenship_bih", "3.15(1)")


def residence_in_bih(form: Form) -> Iterator[Defect]:
    """EL 3.6(2), 3.7(2): the basic constituency of (last or claimed) residence, distinct from the address of stay."""
    if form.residence_municipality and form.residence_municipality not in constituencies():
        yield Defect("field.not_in_list", "residence_municipality", "3.7(2)")
    for field in ("residence_place", "residence_street", "residence_house_no"):
        text = form.value(field)
        if isinstance(text, str) and len(text) > 100:
            yield Defect("field.too_long", field, params={"max": 100})


EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}\.[^@\s.]{2,63}")
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")


def contact(form: Form) -> Iterator[Defect]:
    """EL 3.15(13): where the voter is reached. The account's e-mail was verified by link."""
    if form.email and not EMAIL.fullmatch(form.email):
        yield Defect("email.invalid", "email")
    if form.phone and not PHONE.fullmatch(re.sub(r"[\s()/-]", "", form.phone)):
        yield Defect("phone.invalid", "phone")
    if form.correspondence_language and form.correspondence_language not in LANGUAGES:
        yield Defect("field.not_in_list", "correspondence_language")


def way_of_voting(form: Form, ground: Ground) -> Iterator[Defect]:
    """EL 3.15(11): by post or at a mission that was opened for this election."""
    if form.voting_channel and form.voting_channel not in ("POST", "DCM"):
        yield Defect("field.not_in_list", "voting_channel", "3.15(11)")
    if form.voting_channel == "DCM":
        if not form.dcm_id:
            yield Defect("field.required", "dcm_id", "3.15(11)")
        elif form.dcm_id not in ground.missions:
            yield Defect("field.not_in_list", "dcm_id", "3.15(11)")
        else:
            yield Defect("mission.may_become_post", "dcm_id", "3.15(11)", warning=True)


def identity_document(form: Form, kind: Kind | None, ground: Ground) -> Iterator[Defect]:
    """EL 3.15(2), (5), (9) with C04: which document proves identity, and that it is valid on the day of submission."""
    article = {Kind.R1: "3.15(5)", Kind.R2: "3.15(9)"}.get(kind or Kind.T, "3.15(2)")
    if form.id_doc_type and kind and form.id_doc_type not in ground.id_documents(kind):
        allowed = list(ground.id_documents(kind))
        yield Defect("id_document.not_for_kind", "id_doc_type", article, {"allowed": allowed})
    if form.id_doc_type and form.id_doc_type.startswith("BIH_") and form.id_doc_country not in (None, "", "BA"):
        yield Defect("id_document.country", "id_doc_country", article)
    host_document = form.id_doc_type == "HOST_ID" and form.abroad_country and form.id_doc_country
    if host_document and form.id_doc_country != form.abroad_country:
        yield Defect("id_document.country", "id_doc_country", article)
    for field, longest in (("id_doc_number", 40), ("id_doc_issuer", 120)):
        text = form.value(field)
        if isinstance(text, str) and len(text) > longest:
            yield Defect("field.too_long", field, params={"max": longest})
    if form.id_doc_valid_until:
        until = as_date(form.id_doc_valid_until)
        if until is None:
            yield Defect("date.invalid", "id_doc_valid_until", article)
        elif until < ground.on:
            yield Defect("id_document.expired", "id_doc_valid_until", article, {"on": ground.on.isoformat()})


def helper_is_named(application: Application) -> Iterator[Defect]:
    """EL 3.15(3), (12): everybody signs and answers for himself; who typed it for another is named on the form."""
    if not application.for_self:
        if not (application.form.helper_name or "").strip():
            yield Defect("field.required", "helper_name", "3.15(12)")
        elif not _is_name(application.form.helper_name or "") or len(application.form.helper_name or "") > 120:
            yield Defect("name.letters", "helper_name", "3.15(12)")


def documents_of_kind(application: Application) -> Iterator[Defect]:
    """EL 3.15(2), (5), (8), (9): the proofs of the kind. 3.16(3): one of residence may be declared missing."""
    asked = slots_asked(application.kind, application.form)
    missing = set(application.form.missing_documents)
    for rule in asked:
        document = application.document(rule.slot)
        if document is None:
            if rule.slot in missing and rule.may_be_declared_missing:
                yield Defect("document.declared_missing", rule.slot.path, "3.16(3)", warning=True)
            elif rule.required:
                yield Defect("document.required", rule.slot.path, rule.article)
        elif not document.is_sealed:
            yield Defect("document.not_complete", rule.slot.path, rule.article)
    excusable = {rule.slot.value for rule in asked if rule.may_be_declared_missing}
    for slot in sorted(missing - excusable):
        yield Defect("document.cannot_be_declared_missing", f"documents.{slot}", "3.16(3)")
