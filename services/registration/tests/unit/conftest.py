from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from registration.domain.lifecycle import Status
from registration.domain.model import Application, ApplicationId, Document, DocumentId, Form, FormMatch, Kind, Slot
from registration.domain.rules import Ground

NOON = datetime(2024, 6, 10, 10, tzinfo=UTC)
ELECTION_DAY = date(2024, 10, 6)

GOOD = Form(
    surname="Đurić",
    name="Ђорђе",
    parent_name="Petar",
    date_of_birth="1907-12-31",
    sex="M",
    place_of_birth="Bihać",
    jmb="3112907174992",
    citizenship_bih=True,
    residence_municipality="ba.fbih.usk.bihac",
    changes_voting_option=False,
    abroad_country="DE",
    abroad_city="München",
    abroad_street="Sonnenstraße",
    abroad_house_no="12a",
    abroad_postal_code="80331",
    email="voter@example.org",
    voting_channel="POST",
    id_doc_type="BIH_PASSPORT",
    id_doc_number="B1234567",
    id_doc_issuer="IDDEEA",
    id_doc_country="BA",
    id_doc_valid_until="2030-01-01",
    correspondence_language="bs",
)


def paper(slot: Slot, **changes: Any) -> Document:
    values: dict[str, Any] = {
        "id": DocumentId(uuid4()),
        "slot": slot,
        "state": "SEALED",
        "scan": "NOT_SCANNED",
        "sha256": "0" * 64,
        "created_at": NOON,
    }
    return Document(**values | changes)


SLOTS = {
    Kind.T: (Slot.ID, Slot.HOST_ADDRESS),
    Kind.R1: (Slot.ID, Slot.HOST_ADDRESS),
    Kind.R2: (Slot.ID, Slot.HOST_ADDRESS, Slot.CITIZENSHIP, Slot.RESIDENCE_BIH),
}


@pytest.fixture
def ground() -> Ground:
    return Ground(ELECTION_DAY, NOON.date(), missions=frozenset({"dcm.at.vienna"}))


@pytest.fixture
def an_application() -> Callable[..., Application]:
    """A complete application of a kind; `form` changes single fields."""

    def build(kind: Kind = Kind.T, form: dict[str, Any] | None = None, **changes: Any) -> Application:
        document = {"id_doc_type": "PASSPORT"} if kind is Kind.R2 else {}
        values: dict[str, Any] = {
            "id": ApplicationId(uuid4()),
            "version": 1,
            "election": "LE2024",
            "status": Status.DRAFT,
            "account": "voter",
            "language": "bs",
            "for_self": True,
            "created_at": NOON,
            "saved_at": NOON,
            "kind": kind,
            "form": GOOD.with_values(document | (form or {})),
            "documents": tuple(paper(slot) for slot in SLOTS[kind]),
            "form_match": FormMatch.MATCHED,
        }
        return Application(**values | changes)

    return build
