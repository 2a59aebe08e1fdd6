"""Who may stand and what must be declared and proved: one function per rule, each yields all its defects.

Nothing here stops at the first defect, and nothing raises. Only an empty list stops a filing (C-B2); every other defect
is shown, accepted, goes to the five-day cure (EL 4.21) and blocks certification.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Literal

from candidacy.domain.lists import validator
from candidacy.domain.lists.catalogue import LONGEST, OFFICES, REQUIRED_FIELDS
from candidacy.domain.lists.ground import Ground
from candidacy.domain.lists.model import (
    PERSON_FIELDS,
    Candidate,
    CandidateList,
    ConsentState,
    Person,
    RegisterState,
)
from candidacy.domain.lists.names import is_plain, name_problems
from elections import jmb as jmb_rules
from elections.constituencies import constituencies
from elections.procedure import Defect
from elections.scripts import script_of

STOPS_FILING = frozenset({"list.empty"})
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}\.[^@\s.]{2,63}")
PHONE = re.compile(r"\+?[0-9]{6,15}")
EARLIEST_YEAR = 1900


def defects(of: CandidateList, ground: Ground) -> list[Defect]:
    """Everything that speaks against certifying this list, and every warning."""
    own = (candidate_defects(each, ground) for each in of.running)
    return [*validator.list_defects(of.running, ground), *printed_copy(of, ground), *chain.from_iterable(own)]


def stops_filing(found: Iterable[Defect]) -> list[Defect]:
    """C-B2: what cannot be cured because there is nothing to cure."""
    return [each for each in found if each.code in STOPS_FILING]


def at_filing(found: Iterable[Defect]) -> list[Defect]:
    """C-B2: as the subject sees them when it submits; what does not stop is a warning now."""
    return [each if each.code in STOPS_FILING else replace(each, warning=True) for each in found]


def blocks_certification(found: Iterable[Defect]) -> list[Defect]:
    """C-B7: a list is certified when nothing of this is left."""
    return [each for each in found if not each.warning]


def candidate_defects(candidate: Candidate, ground: Ground) -> Iterator[Defect]:
    """Everything that speaks against this candidate alone."""
    for each in person_defects(candidate.person, ground):
        yield replace(each, path=candidate.path(each.path or "person"))
    yield from in_register(candidate, ground)
    yield from on_one_list_only(candidate, ground)
    yield from consented(candidate)
    yield from office_resolved(candidate, ground)
    yield from eligible(candidate)
    yield from compatible(candidate)
    yield from group_declared(candidate, ground)


def person_defects(person: Person, ground: Ground) -> Iterator[Defect]:
    """A row of the address book or of an import; `path` is the field."""
    for field in REQUIRED_FIELDS:
        if not (person.value(field) or "").strip():
            yield Defect("field.required", field)
    yield from plain_text(person)
    yield from names_are_names(person)
    yield from of_age(person, ground)
    yield from identification_number(person)
    yield from contact(person)


def plain_text(person: Person) -> Iterator[Defect]:
    """What is printed holds letters, digits and signs, in the space that the form has."""
    for field in PERSON_FIELDS:
        text = person.value(field) or ""
        if not is_plain(text):
            yield Defect("text.characters", field)
        if field not in ("surname", "name") and len(text) > LONGEST.get(field, len(text)):
            yield Defect("field.too_long", field, params={"max": LONGEST[field]})


def names_are_names(person: Person) -> Iterator[Defect]:
    """EL 4.18(2): names on the ballot are final, so they are looked at before."""
    for field in ("surname", "name"):
        text = (person.value(field) or "").strip()
        if text:
            for code in name_problems(text, LONGEST[field]):
                yield Defect(code, field, params={"max": LONGEST[field]} if code == "name.too_long" else {})
    if person.name and person.surname and {script_of(person.name), script_of(person.surname)} == {"Latn", "Cyrl"}:
        yield Defect("name.two_scripts", "surname", warning=True)


def of_age(person: Person, ground: Ground) -> Iterator[Defect]:
    """L5: eighteen on election day."""
    if person.sex and person.sex not in ("M", "F"):
        yield Defect("field.not_in_list", "sex")
    if not person.date_of_birth:
        return
    born = person.born
    if born is None:
        yield Defect("date.invalid", "date_of_birth")
    elif born >= ground.on or born.year < EARLIEST_YEAR:
        yield Defect("date_of_birth.implausible", "date_of_birth")
    elif not reached(ground.age, born, ground.election_day):
        yield Defect("candidate.under_age", "date_of_birth", params={"election_day": ground.election_day.isoformat()})


def reached(age: int, born: date, on: date) -> bool:
    return (born.year + age, born.month, born.day) <= (on.year, on.month, on.day)


def identification_number(person: Person) -> Iterator[Defect]:
    """domain.md 2.0; a sex other than in the number is only a warning."""
    if person.jmb:
        sex: Literal["M", "F"] | None = "M" if person.sex == "M" else "F" if person.sex == "F" else None
        for code in jmb_rules.validate(person.jmb, person.born, sex):
            yield Defect(code, "jmb", warning=code in jmb_rules.WARNINGS)


def contact(person: Person) -> Iterator[Defect]:
    """P04: residence is a basic constituency of Bosnia and Herzegovina. Mail and telephone are never public."""
    if person.residence_municipality and person.residence_municipality not in constituencies():
        yield Defect("field.not_in_list", "residence_municipality", "1.1a 9)")
    if person.email and not EMAIL.fullmatch(person.email):
        yield Defect("email.invalid", "email")
    if person.phone and not PHONE.fullmatch(re.sub(r"[\s()/-]", "", person.phone)):
        yield Defect("phone.invalid", "phone")


def in_register(candidate: Candidate, ground: Ground) -> Iterator[Defect]:
    """L5: in the voter register. Until it answers nothing is said to be in order."""
    match candidate.register:
        case RegisterState.NO:
            yield Defect("candidate.not_in_register", candidate.path("jmb"))
        case RegisterState.ELSEWHERE if ground.residence_required:
            yield Defect("candidate.registered_elsewhere", candidate.path("residence_municipality"))
        case RegisterState.UNKNOWN | RegisterState.CHECKING:
            yield Defect("candidate.register_not_checked", candidate.path("jmb"), warning=True)
        case _:
            pass


def on_one_list_only(candidate: Candidate, ground: Ground) -> Iterator[Defect]:
    """L5: one list and one constituency per level, found by keyed hash; nobody learns on which other list."""
    if candidate.person_key is not None and candidate.person_key in ground.elsewhere:
        yield Defect("candidate.on_another_list", candidate.path("jmb"))


def consented(candidate: Candidate) -> Iterator[Defect]:
    """domain.md 2.2.3: acceptance by the candidate, by personal link or on paper."""
    if candidate.consent is ConsentState.DECLINED:
        yield Defect("candidate.consent_declined", candidate.path("consent"))
    elif candidate.consent not in (ConsentState.GIVEN, ConsentState.ON_PAPER):
        yield Defect("candidate.consent_missing", candidate.path("consent"))


def office_resolved(candidate: Candidate, ground: Ground) -> Iterator[Defect]:
    """EL 1.8(1) and 4.2 3): who holds such a function proves that the status is resolved (P14, P59)."""
    office = candidate.declarations.office
    if office is None:
        yield Defect("candidate.office_unanswered", candidate.path("office"), "1.8(1)")
    elif office not in OFFICES:
        yield Defect("field.not_in_list", candidate.path("office"), "1.8(1)")
    elif office in ground.offices_with_proof and not candidate.office_proof:
        yield Defect("candidate.office_unresolved", candidate.path("office_proof"), "4.2 3)", {"office": office})


def eligible(candidate: Candidate) -> Iterator[Defect]:
    """EL 1.6, 1.7, 1.7a, 1.7b: the declaration, and the Commission's own check where it found something (P13)."""
    declared = candidate.declarations.no_conviction
    if declared is None:
        yield Defect("candidate.conviction_unanswered", candidate.path("no_conviction"), "1.7b")
    elif not declared:
        yield Defect("candidate.conviction", candidate.path("no_conviction"), "1.7b")
    if candidate.eligibility is None:
        yield Defect("candidate.eligibility_not_checked", candidate.path("eligibility"), "1.7b", warning=True)
    elif not candidate.eligibility.clear:
        yield Defect("candidate.ineligible", candidate.path("eligibility"), "1.7b")


def compatible(candidate: Candidate) -> Iterator[Defect]:
    """EL 1.8(4): the candidate declares not to hold incompatible functions."""
    if candidate.declarations.compatible is None:
        yield Defect("candidate.incompatibility_unanswered", candidate.path("compatible"), "1.8(4)")
    elif not candidate.declarations.compatible:
        yield Defect("candidate.incompatible", candidate.path("compatible"), "1.8(4)")


def group_declared(candidate: Candidate, ground: Ground) -> Iterator[Defect]:
    """P06, EL 1.1a 13): people or minority is declared only where the level requires it, and then it must be."""
    if ground.group_required and not (candidate.declarations.declared_group or "").strip():
        yield Defect("candidate.group_unanswered", candidate.path("declared_group"), "1.1a 13)")


def printed_copy(of: CandidateList, ground: Ground) -> Iterator[Defect]:
    """EL 4.21(1): the printed copy reaches the Commission in the same term, and says what the electronic list says."""
    if of.number is None:
        return
    if of.print_match is False:
        yield Defect("list.print_differs", "print", "4.21(1)")
    elif of.print_received_at is None and ground.print_expected:
        yield Defect("list.print_missing", "print", "4.21(1)")
