"""What the form of an election asks for: lists, slots, privacy notice, and until when."""

from fastapi import APIRouter

from casework.documents.inspection import MAX_TOTAL_BYTES
from commons.auth import public
from commons.db import Session
from elections.constituencies import constituencies
from elections.countries import FREQUENT, HOME, countries, host_countries, postal_pattern
from elections.election import Election
from elections.missions import missions
from registration import schemas, store
from registration.api.common import Now
from registration.domain.catalogue import REQUIRED_FIELDS, SLOTS, grounds_for, reasons_for, suggested_kind
from registration.domain.model import Kind
from registration.keys import settings_of
from registration.names import name_of
from registration.service.common import ground_of
from registration.views import code_name, deficiency_codes, slot_of, text_of

router = APIRouter(prefix="/v1", tags=["form"])
ARTICLES = {Kind.T: "3.15(1)", Kind.R1: "3.15(4)", Kind.R2: "3.15(7)"}


@router.get("/form", dependencies=[public()])
async def form(session: Session, now: Now, election: str) -> schemas.ApplicationForm:
    found = await store.election(session, election)
    calendar = found.calendar
    return schemas.ApplicationForm(
        election=found.code,
        kind_answers=[
            schemas.KindAnswer(
                refugee=refugee,
                ever_had_bih_document=document,
                kind=suggested_kind(refugee=refugee, ever_had_bih_document=document),
            )
            for refugee in (False, True)
            for document in (True, False)
        ],
        kinds=[_kind(kind, found, now) for kind in Kind],
        countries=[
            schemas.Country(
                code=country.code,
                name=text_of(country.name),
                frequent=country.code in FREQUENT,
                postal_pattern=postal_pattern(country.code),
            )
            for country in (countries()[HOME], *host_countries("bs"))
        ],
        municipalities=[
            schemas.Municipality(key=each.key, name_latn=each.latin, name_cyrl=each.cyrillic, group=each.group)
            for each in constituencies().values()
        ],
        missions=[
            schemas.Mission(id=code, name=text_of(missions()[code].city), country=missions()[code].country)
            for code in found.missions
            if code in missions()
        ],
        privacy_notice_version=settings_of(session).privacy_notice_version,
        privacy_notice=text_of(name_of("notice", "PRIVACY")),
        max_total_bytes=MAX_TOTAL_BYTES,
        closes_at=calendar.deadline("OCV_CLOSE").instant,
        signed_form_due_at=calendar.deadline("OCV_SIGNED_FORM").instant,
        is_open=calendar.is_open("CALL", "OCV_CLOSE", now),
        deficiency_codes=deficiency_codes(),
    )


def _kind(kind: Kind, election: Election, now: Now) -> schemas.KindForm:
    documents = ground_of(election, now).id_documents(kind)
    return schemas.KindForm(
        kind=kind,
        name=text_of(name_of("kind", kind)),
        article=ARTICLES[kind],
        slots=[slot_of(rule, documents if rule.slot == "ID" else None) for rule in SLOTS[kind]],
        required_fields=list(REQUIRED_FIELDS[kind]),
        id_doc_types=[code_name("document_type", code) for code in documents],
        deficiency_codes=list(reasons_for(kind)),
        refusal_grounds=list(grounds_for(kind)),
    )
