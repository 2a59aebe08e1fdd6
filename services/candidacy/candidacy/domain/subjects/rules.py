"""What an account request, a signatory and a report of changed data must say; each rule yields all its defects."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from candidacy.domain.subjects.model import AccountRequest, Kind, Mandate, Names, Person, Role, Scope
from elections import jmb
from elections.election import Election
from elections.procedure import Defect
from elections.scripts import fold, script_of
from elections.timing import at

LONGEST_NAME = 250
LONGEST_ABBREVIATION = 30
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}\.[^@\s.]{2,63}")
ID_CARD = re.compile(r"[0-9A-Z]{7,12}")
CODE = re.compile(r"[0-9]{5}")


def account_request_defects(request: AccountRequest) -> list[Defect]:
    """Domain.md 2.2.1: accounts are opened on a written request form, signed by whoever represents the subject."""
    found = [] if request.kind else [Defect("field.required", "kind")]
    found += list(public_names(request.names))
    found += list(person_is_identified(request.representative, "representative"))
    if request.form_document is None:
        found.append(Defect("document.required", "documents.ACCOUNT_REQUEST"))
    return found


def public_names(names: Names) -> Iterator[Defect]:
    """EL 4.3: the name exactly as registered; ballots carry it in both scripts."""
    if not names.latin.strip():
        yield Defect("field.required", "names.latin", "4.3")
    for path, text, longest, script in (
        ("names.latin", names.latin, LONGEST_NAME, "Latn"),
        ("names.cyrillic", names.cyrillic, LONGEST_NAME, "Cyrl"),
        ("names.abbreviation_latin", names.abbreviation_latin, LONGEST_ABBREVIATION, "Latn"),
        ("names.abbreviation_cyrillic", names.abbreviation_cyrillic, LONGEST_ABBREVIATION, "Cyrl"),
    ):
        if not text.strip():
            continue
        if len(text) > longest:
            yield Defect("field.too_long", path, params={"max": longest})
        if any(unicodedata.category(letter) in UNSEEN for letter in text):
            yield Defect("text.characters", path)
        elif script_of(text) not in (script, "None"):
            yield Defect("name.script", path, "4.3", {"script": script})
    if names.cyrillic.strip() and fold(names.cyrillic) != fold(names.latin):
        yield Defect("name.transcription_differs", "names.cyrillic", "4.3", warning=True)


def person_is_identified(person: Person, path: str) -> Iterator[Defect]:
    """EL 4.4: name, JMB, identity card and function of whoever signs for the subject."""
    for field in ("name", "jmb", "id_card", "function"):
        if not getattr(person, field).strip():
            yield Defect("field.required", f"{path}.{field}", "4.4")
    if person.jmb.strip():
        for code in jmb.validate(person.jmb):
            yield Defect(code, f"{path}.jmb", warning=code in jmb.WARNINGS)
    if person.id_card.strip() and not ID_CARD.fullmatch(person.id_card.strip().upper()):
        yield Defect("id_card.format", f"{path}.id_card")
    if person.email and not EMAIL.fullmatch(person.email):
        yield Defect("email.invalid", f"{path}.email")
    if any(unicodedata.category(letter) in UNSEEN for letter in person.name):
        yield Defect("text.characters", f"{path}.name")
    if len(person.name) > LONGEST_NAME:
        yield Defect("field.too_long", f"{path}.name", params={"max": LONGEST_NAME})


def mandate_defects(mandate: Mandate, others: Iterable[Mandate]) -> list[Defect]:
    """Domain.md 2.2.1: a signatory has scopes and a deposited signature, an editor neither; one role per account."""
    found: list[Defect] = []
    if mandate.role is Role.REP:
        found += person_is_identified(mandate.person, "person")
        if not mandate.scopes:
            found.append(Defect("mandate.scope_required", "scopes"))
        if mandate.specimen is None:
            found.append(Defect("mandate.specimen_required", "documents.SPECIMEN_SIGNATURE"))
    else:
        if mandate.scopes:
            found.append(Defect("mandate.editor_has_no_scope", "scopes"))
        if not mandate.person.name.strip():
            found.append(Defect("field.required", "person.name"))
    if mandate.valid_until is not None and mandate.valid_until <= mandate.valid_from:
        found.append(Defect("mandate.period", "valid_until"))
    if any(each.account == mandate.account and each.in_force(mandate.valid_from) for each in others):
        found.append(Defect("mandate.account_twice", "account"))
    return found


def somebody_still_represents(kept: Iterable[Mandate], now: datetime) -> Iterator[Defect]:
    """A subject without anybody who represents it could neither cure nor be served."""
    if not any(each.role is Role.REP and Scope.REPRESENT in each.scopes and each.in_force(now) for each in kept):
        yield Defect("mandate.last_representative", "mandates")


def change_defects(changed_on: date | None, reported_at: datetime) -> Iterator[Defect]:
    """EL 4.22: the day of the change is stated, and it has come."""
    if changed_on is None:
        yield Defect("field.required", "changed_on", "4.22")
    elif at(changed_on, "00:00") > reported_at:
        yield Defect("date.in_future", "changed_on", "4.22")


def reported_late(election: Election, changed_on: date, reported_at: datetime) -> bool:
    """EL 4.22 (fine in 19.9): within ten days from the change."""
    return reported_at > _term(election, "DATA_CHANGE", changed_on)


def finance_officer_defects(
    kind: Kind, person: Person, phone: str, appointed_on: date | None, now: datetime
) -> Iterator[Defect]:
    """EL 15.3: a party names the person authorised for its finances with contact data; an independent may."""
    asked = kind is Kind.PARTY or bool(person.name.strip())
    if not asked:
        return
    for path, value in (("name", person.name), ("email", person.email), ("phone", phone)):
        if not value.strip():
            yield Defect("field.required", f"finance_officer.{path}", "15.3")
    if person.email and not EMAIL.fullmatch(person.email):
        yield Defect("email.invalid", "finance_officer.email", "15.3")
    if appointed_on is None:
        yield Defect("field.required", "finance_officer.appointed_on", "15.3")
    elif at(appointed_on, "00:00") > now:
        yield Defect("date.in_future", "finance_officer.appointed_on", "15.3")


def officer_reported_late(election: Election, appointed_on: date, reported_at: datetime) -> bool:
    """EL 15.3(4): within fifteen days from the appointment or the change."""
    return reported_at > _term(election, "FIN_OFFICER", appointed_on)


def _term(election: Election, key: str, day: date) -> datetime:
    """The term that runs from a day, whatever its hour was."""
    return election.calendar.deadline(key, anchor_at=at(day, "12:00")).instant


def code_of(number: int) -> str:
    """The five digits under which a certified subject stands on ballots. Raises ValueError beyond them."""
    code = f"{number:05d}"
    if number < 1 or not CODE.fullmatch(code):
        message = f"{number} has no five-digit code"
        raise ValueError(message)
    return code
