"""What a voter fills in, and what the form asks for."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from registration.schemas.common import Answer, CodeName, Text, Typed
from registration.schemas.documents import DocumentSlot


class Fields(BaseModel):
    """A draft may hold anything; dates are ISO 8601 text."""

    model_config = ConfigDict(extra="forbid")

    surname: Typed | None = None
    name: Typed | None = None
    previous_surname: Typed | None = None
    parent_name: Typed | None = None
    date_of_birth: Typed | None = None
    sex: Typed | None = None
    place_of_birth: Typed | None = None
    jmb: Typed | None = None
    citizenship_bih: bool | None = None
    residence_municipality: Typed | None = None
    residence_place: Typed | None = None
    residence_street: Typed | None = None
    residence_house_no: Typed | None = None
    changes_voting_option: bool | None = None
    abroad_country: Typed | None = None
    abroad_city: Typed | None = None
    abroad_street: Typed | None = None
    abroad_house_no: Typed | None = None
    abroad_postal_code: Typed | None = None
    abroad_region: Typed | None = None
    email: Typed | None = None
    phone: Typed | None = None
    voting_channel: Typed | None = None
    dcm_id: Typed | None = None
    id_doc_type: Typed | None = None
    id_doc_number: Typed | None = None
    id_doc_issuer: Typed | None = None
    id_doc_country: Typed | None = None
    id_doc_valid_until: Typed | None = None
    correspondence_language: Typed | None = None
    helper_name: Typed | None = None
    missing_documents: list[Typed] = Field(default=[], max_length=10)


class Country(Answer):
    code: str
    name: Text
    frequent: bool
    postal_pattern: str | None


class Municipality(Answer):
    key: str
    name_latn: str
    name_cyrl: str
    group: str


class Mission(Answer):
    id: str
    name: Text
    country: str


class KindForm(Answer):
    kind: str
    name: Text
    article: str
    slots: list[DocumentSlot]
    required_fields: list[str]
    id_doc_types: list[CodeName]
    deficiency_codes: list[str]
    """Codes of the form's list that can concern this kind."""
    refusal_grounds: list[str]
    """Those of them on which an application of this kind can be refused."""


class KindAnswer(Answer):
    """The decision questions, answered: which kind that is; null where the register comes first (EL 3.13(2))."""

    refugee: bool
    ever_had_bih_document: bool
    kind: str | None


class ApplicationForm(Answer):
    election: str
    kind_answers: list[KindAnswer]
    kinds: list[KindForm]
    countries: list[Country]
    municipalities: list[Municipality]
    missions: list[Mission]
    privacy_notice_version: str
    privacy_notice: Text
    max_total_bytes: int
    closes_at: datetime
    signed_form_due_at: datetime
    is_open: bool
    deficiency_codes: list[CodeName]
