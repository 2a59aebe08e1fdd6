"""The papers of a case as PDF: what printing.py needs to know, put together from the case."""

import asyncio
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from commons.problems import Conflict, NotFound
from elections.constituencies import constituencies
from elections.countries import countries
from elections.election import Election
from elections.missions import missions
from elections.texts import Language, language_of
from elections.timing import SARAJEVO
from registration import printing, store
from registration.domain import review
from registration.domain.catalogue import Outcome
from registration.domain.freezing import form_hash
from registration.domain.model import Application, Decision, Form, Slot, as_date
from registration.keys import settings_of
from registration.names import name_of
from registration.service.common import election_of


async def form(session: AsyncSession, application: Application, language: Language | None) -> bytes:
    """The page to sign, of the form as it stands: while returned for correction, with the corrected fields."""
    if application.number is None:
        raise Conflict("application.not_filed")
    election = await election_of(session, application)
    chosen = language or language_of(application.form.correspondence_language or application.language)
    view = form_view(session, application, election, chosen)
    return await asyncio.to_thread(printing.application_form, view, chosen)


def form_view(
    session: AsyncSession, application: Application, election: Election, language: Language
) -> printing.FormView:
    settings, of = settings_of(session), application.form
    return printing.FormView(
        number=application.number or "",
        form_hash=form_hash(application),
        election=election.name.of(language),
        election_day=election.day,
        kind=application.kind or "",
        surname=of.surname or "",
        name=of.name or "",
        previous_surname=of.previous_surname,
        parent_name=of.parent_name or "",
        date_of_birth=_day(of.date_of_birth),
        sex=of.sex or "",
        place_of_birth=of.place_of_birth or "",
        jmb=of.jmb,
        residence_municipality=_constituency(of.residence_municipality, language),
        residence_address=_joined(of.residence_street, of.residence_house_no, of.residence_place),
        changes_voting_option=of.changes_voting_option,
        abroad_country=_country(of.abroad_country, language),
        abroad_city=of.abroad_city or "",
        abroad_street=of.abroad_street or "",
        abroad_house_no=of.abroad_house_no or "",
        abroad_postal_code=of.abroad_postal_code or "",
        abroad_region=of.abroad_region,
        email=of.email or "",
        phone=of.phone,
        voting_channel=of.voting_channel or "",
        dcm=_mission(of, language),
        id_doc_type=name_of("document_type", of.id_doc_type).of(language) if of.id_doc_type else "",
        id_doc_number=of.id_doc_number or "",
        id_doc_issuer=of.id_doc_issuer or "",
        id_doc_country=_country(of.id_doc_country, language),
        id_doc_valid_until=_day(of.id_doc_valid_until),
        correspondence_language=name_of("language", of.correspondence_language or application.language).of(language),
        helper_name=of.helper_name,
        documents=tuple(
            printing.AttachedDocument(each.slot, each.sha256)
            for each in application.documents
            if each.is_sealed and each.slot is not Slot.SIGNED_FORM
        ),
        missing_documents=of.missing_documents,
        privacy_notice_version=application.privacy_notice_version or "",
        submitted_at=application.submitted_at or application.saved_at,
        signed_form_due=election.calendar.deadline("OCV_SIGNED_FORM").instant,
        delivery=printing.Delivery(
            portal=settings.public_origin,
            email=settings.office_email,
            post=(settings.postal_address,),
            in_person=(settings.office_address,),
            postmark_counts=bool(election.parameter("ocv.signed_form.postmark_counts")),
        ),
    )


async def receipt(session: AsyncSession, application: Application, language: Language | None) -> bytes:
    found = await store.receipt(session, application.id)
    if found is None:
        raise NotFound("receipt.not_found")
    election = await election_of(session, application)
    chosen = language or language_of(application.form.correspondence_language or application.language)
    page = f"{settings_of(session).public_origin}/receipt"
    view = printing.ReceiptView(
        number=found.number,
        code=found.code,
        election=election.name.of(chosen),
        arrived_at=found.arrived_at,
        form_hash=found.hash,
        check_url=f"{page}#{found.number}.{found.code}",
        check_page=page,
        signature=found.signature,
        signed_form_due=election.calendar.deadline("OCV_SIGNED_FORM").instant,
    )
    return await asyncio.to_thread(printing.receipt, view, chosen)


async def decision(session: AsyncSession, application: Application, language: Language | None) -> bytes:
    found = await store.decision(session, application.id)
    if found is None:
        raise NotFound("decision.not_found")
    held_on = await store.session_day(session, found.id)
    return await _act(session, application, found, language, held_on, preview=False)


async def preview(session: AsyncSession, application: Application, signatory: str, now: datetime) -> bytes:
    """The exact act that a decision would make of the proposal; marked as a draft."""
    proposal = await store.open_proposal(session, application.id)
    if proposal is None:
        raise NotFound("proposal.none")
    outcome = Outcome(proposal.outcome)
    would_be = Decision(
        id=proposal.id,
        number="—",
        outcome="REJECTED" if outcome is Outcome.REJECT else outcome.replace("APPROVE", "APPROVED", 1),
        reason_codes=proposal.reason_codes,
        reasons=proposal.reasons,
        legal_basis=review.legal_basis(outcome, application.kind, proposal.reason_codes),
        decided_by="",
        signatory=signatory,
        decided_at=now,
        remedy="APPEAL_COURT" if outcome is Outcome.REJECT else None,
        constituency=application.form.residence_municipality,
    )
    return await _act(session, application, would_be, None, None, preview=True)


async def _act(
    session: AsyncSession,
    application: Application,
    of: Decision,
    language: Language | None,
    held_on: datetime | None,
    *,
    preview: bool,
) -> bytes:
    election = await election_of(session, application)
    chosen = language or language_of(application.form.correspondence_language or application.language)
    standard = tuple(printing.standard_reason(code, chosen) for code in of.reason_codes or (of.outcome,))
    view = printing.DecisionView(
        number=of.number,
        case_number=application.number or "",
        outcome=of.outcome,
        election=election.name.of(chosen),
        decided_at=of.decided_at,
        addressee=application.form.full_name or "",
        addressee_address=_address(application.form, chosen),
        session=printing.SessionView(of.session_number, held_on.astimezone(SARAJEVO).date())
        if of.session_number and held_on
        else None,
        legal_basis=of.legal_basis,
        operative=printing.standard_operative(
            of.outcome,
            chosen,
            number=application.number or "",
            constituency=_constituency(of.constituency, chosen),
            channel=application.form.voting_channel or "POST",
        ),
        reasons=(*standard, *(line for line in of.reasons.splitlines() if line.strip())),
        appeal_days=election.calendar.length("OCV_APPEAL") if of.remedy else None,
        signatory=of.signatory,
        preview=preview,
    )
    return await asyncio.to_thread(printing.decision, view, chosen)


def _address(of: Form, language: Language) -> tuple[str, ...]:
    lines = (
        _joined(of.abroad_street, of.abroad_house_no),
        _joined(of.abroad_postal_code, of.abroad_city),
        of.abroad_region,
        _country(of.abroad_country, language),
    )
    return tuple(line for line in lines if line)


def _joined(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


def _country(code: str | None, language: Language) -> str:
    return countries()[code].name.of(language) if code in countries() and code else ""


def _mission(of: Form, language: Language) -> str | None:
    known = missions().get(of.dcm_id or "") if of.voting_channel == "DCM" else None
    return known.city.of(language) if known else None


def _constituency(key: str | None, language: Language) -> str:
    return constituencies()[key].name(language) if key in constituencies() and key else ""


def _day(written: str | None) -> date:
    return as_date(written) or date.min
