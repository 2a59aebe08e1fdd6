"""Why: what a browser may send. A field that is left out is left alone; a field that is null is emptied."""

from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

import strawberry
from strawberry import UNSET

from gateway.graphql.types.application import ApplicationStatus
from gateway.graphql.types.base import Language, described


@strawberry.input
class ApplicationFieldsInput:
    surname: str | None = UNSET
    name: str | None = UNSET
    previous_surname: str | None = UNSET
    parent_name: str | None = UNSET
    date_of_birth: date | None = UNSET
    sex: str | None = UNSET
    place_of_birth: str | None = UNSET
    jmb: str | None = UNSET
    citizenship_bih: bool | None = UNSET
    residence_municipality: str | None = UNSET
    residence_place: str | None = UNSET
    residence_street: str | None = UNSET
    residence_house_no: str | None = UNSET
    changes_voting_option: bool | None = UNSET
    abroad_country: str | None = UNSET
    abroad_city: str | None = UNSET
    abroad_street: str | None = UNSET
    abroad_house_no: str | None = UNSET
    abroad_postal_code: str | None = UNSET
    abroad_region: str | None = UNSET
    email: str | None = UNSET
    phone: str | None = UNSET
    voting_channel: str | None = UNSET
    dcm_id: str | None = UNSET
    id_doc_type: str | None = UNSET
    id_doc_number: str | None = UNSET
    id_doc_issuer: str | None = UNSET
    id_doc_country: str | None = UNSET
    id_doc_valid_until: date | None = UNSET
    correspondence_language: Language | None = UNSET
    helper_name: str | None = UNSET
    missing_documents: list[str] | None = UNSET


@strawberry.input
class QueueFilter:
    queue: str = described("MINE, UNASSIGNED, ALL, TO_DECIDE, FLAGGED")
    election: str | None = UNSET
    statuses: list[ApplicationStatus] | None = UNSET
    kind: str | None = UNSET
    country: str | None = UNSET
    flag: str | None = UNSET
    search: str | None = strawberry.field(
        default=UNSET, description="Words of a name in either script, a number, or a JMB (looked up by keyed hash)."
    )


@strawberry.input
class DeficiencyInput:
    code: str
    path: str
    text: str


@strawberry.input
class ChecklistInput:
    key: str
    result: str
    note: str | None = UNSET


def given(value: Any) -> dict[str, Any]:
    """The fields of an input that the browser sent, as plain values for JSON."""
    found = ((field.name, getattr(value, field.name)) for field in fields(value))
    return {name: plain(item) for name, item in found if item is not UNSET}


def plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
