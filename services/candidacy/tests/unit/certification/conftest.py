from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from candidacy.domain.certification.catalogue import SLOTS, Ask, fields_for
from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import (
    Certification,
    CertificationId,
    Channel,
    Consent,
    Contest,
    Declaration,
    Document,
    DocumentId,
    Form,
    GroupMember,
    Member,
    Place,
    Slot,
)
from candidacy.domain.subjects.model import Kind, Mandate, MandateId, Person, Role, Scope, SubjectId
from elections.election import Election
from elections.seeds import from_seed

NOON = datetime(2024, 5, 20, 10, tzinfo=UTC)
BIHAC = Place("MUN_COUNCIL", "ba.fbih.usk.bihac")
KRUPA = Place("MAYOR", "ba.fbih.usk.bosanska-krupa")
MINORITY = Place("MINORITY", "ba.fbih.usk.bihac")
SUBJECT = SubjectId(UUID(int=1))
MEMBERS = (SubjectId(UUID(int=11)), SubjectId(UUID(int=12)))

LE2024: Election = replace(
    from_seed(
        {
            "code": "LE2024",
            "short": "2024L",
            "name": dict.fromkeys(("bs", "hr", "sr", "en"), "LE2024"),
            "type": "LOCAL",
            "day": date(2024, 10, 6),
            "called_on": date(2024, 5, 8),
            "levels": ["MUN_COUNCIL", "MAYOR", "MINORITY"],
            "entities": ["FBIH"],
            "missions": [],
        },
        date(2024, 5, 8),
    ),
    settings={"support.registered_voters": (f"{BIHAC.unit}:50000", f"{KRUPA.unit}:9000")},
)

GOOD = {
    "name": "Stranka ljudi",
    "name_cyrillic": "Странка људи",
    "abbreviation": "SLJ",
    "abbreviation_cyrillic": "СЉ",
    "seat_municipality": "ba.fbih.usk.bihac",
    "seat_address": "Bosanska 1",
    "email": "office@example.org",
    "phone": "+387 37 111 222",
    "registering_court": "Općinski sud u Bihaću",
    "registration_number": "R-1/91",
    "extract_issued_on": "2024-04-20",
    "account_bank": "Banka",
    "account_iban": "BA391290079401028494",
    "account_opened_on": "2024-05-02",
    "account_member": str(MEMBERS[0]),
    "has_loans": False,
    "signatures_person_name": "Amra Đurić",
    "signatures_person_jmb": "3112907174992",
    "signatures_person_id_card": "1A2B3C4D5",
    "finance_officer_name": "Vera Ilić",
    "finance_officer_phone": "+38737111333",
    "finance_officer_email": "vera@example.org",
    "finance_officer_appointed_on": "2024-05-01",
    "person_surname": "Đurić",
    "person_name": "Amra",
    "person_date_of_birth": "1907-12-31",
    "person_sex": "F",
    "person_jmb": "3112907174992",
    "person_id_card": "1A2B3C4D5",
    "person_residence_municipality": "ba.fbih.usk.bihac",
    "person_residence_address": "Bosanska 1",
}


def numbers(count: int) -> list[str]:
    """Numbers with a right check digit, born on one day of 1901."""
    found = []
    for birth in range(1000):
        stem = f"010190117{birth:03d}"
        total = sum(int(digit) * weight for digit, weight in zip(stem, (7, 6, 5, 4, 3, 2) * 2, strict=True))
        last = 11 - total % 11
        if last != 10:
            found.append(f"{stem}{last % 11}")
    return found[:count]


def paper(slot: Slot, **changes: Any) -> Document:
    values: dict[str, Any] = {
        "id": DocumentId(uuid4()),
        "slot": slot,
        "state": "SEALED",
        "sha256": "0" * 64,
        "created_at": NOON,
    }
    return Document(**values | changes)


def member(subject: SubjectId, kind: Kind = Kind.PARTY, **changes: Any) -> Member:
    return replace(Member(subject, kind, "Članica", True, Consent(Channel.DIGITAL, NOON, "president")), **changes)


Build = Callable[..., Certification]


@pytest.fixture
def an_application() -> Build:
    """A complete application of a kind; `form` changes single fields."""

    def build(kind: Kind = Kind.PARTY, form: dict[str, Any] | None = None, **changes: Any) -> Certification:
        mine = {name: value for name, value in GOOD.items() if name in fields_for(kind)}
        needed = [rule.slot for rule in SLOTS if kind in rule.kinds and rule.ask in (Ask.ALWAYS, Ask.FEE)]
        if kind in (Kind.PARTY, Kind.IC):
            needed += [Slot.TRANSACTION_REPORT, Slot.SIGNATURES_STATEMENT]
        values: dict[str, Any] = {
            "id": CertificationId(uuid4()),
            "version": 1,
            "election": "LE2024",
            "subject": SUBJECT,
            "kind": kind,
            "status": Status.DRAFT,
            "created_at": NOON,
            "saved_at": NOON,
            "salt": "salt",
            "form": Form().with_values(mine | (form or {})),
            "declared": frozenset(Declaration),
            "contests": (Contest(MINORITY),) if kind.is_minority else (Contest(BIHAC),),
            "members": tuple(member(each, kind.member_kind or kind) for each in MEMBERS) if kind.is_joint else (),
            "group": tuple(GroupMember(f"Osoba {n}", jmb, f"ID{n:07d}", True) for n, jmb in enumerate(numbers(40)))
            if kind is Kind.NM_GROUP
            else (),
            "documents": tuple(paper(slot) for slot in needed),
        }
        return Certification(**values | changes)

    return build


@pytest.fixture
def ground() -> Ground:
    signatory = Mandate(
        MandateId(uuid4()),
        SUBJECT,
        "amra",
        Role.REP,
        frozenset({Scope.REPRESENT}),
        NOON,
        Person("Amra"),
        specimen=uuid4(),
    )
    return Ground(LE2024, NOON, mandates=(signatory,), tallies={BIHAC: (200, 0), KRUPA: (100, 0)})
