"""Why: what a voter must know before the first field, and every list that the form offers."""

from datetime import datetime

import strawberry

from gateway.clients import models_registration as m
from gateway.graphql.types.base import Text, described, of


@strawberry.type
@of(m.CodeName)
class CodeName:
    code: str
    name: Text


@strawberry.type
@of(m.Country)
class Country:
    code: strawberry.ID
    name: Text
    frequent: bool
    postal_pattern: str | None


@strawberry.type
@of(m.Municipality)
class Municipality:
    key: strawberry.ID
    name_latn: str
    name_cyrl: str
    group: str


@strawberry.type
@of(m.Mission)
class Mission:
    id: strawberry.ID
    name: Text
    country: str


@strawberry.type(description="A document that an applicant kind must or may attach.")
@of(m.DocumentSlot)
class DocumentSlot:
    slot: str
    name: Text
    required: bool
    may_be_declared_missing: bool = described("RESIDENCE_BIH and RESIDENCE_CHANGE may be declared missing (3.16(3)).")
    only_if_changing_option: bool = described("Required only when the voter changes the voting option (20.8).")
    document_types: list[CodeName]
    article: str
    max_bytes: int
    content_types: list[str]


@strawberry.type
@of(m.KindForm)
class KindForm:
    kind: str = described("T, R1, R2")
    name: Text
    article: str
    slots: list[DocumentSlot]
    required_fields: list[str] = described("Names of fields that must be filled, as in ApplicationFields.")
    id_doc_types: list[CodeName]
    deficiency_codes: list[str] = described("Codes of the form's list that can concern this kind.")
    refusal_grounds: list[str] = described("Those of them on which an application of this kind can be refused.")


@strawberry.type(description="The decision questions, answered.")
@of(m.KindAnswer)
class KindAnswer:
    refugee: bool
    ever_had_bih_document: bool
    kind: str | None = described("T, R1, R2; null where the register at home comes first (3.13(2)).")


@strawberry.type
@of(m.ApplicationForm)
class ApplicationForm:
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
