"""From a case to the answer that its reader may see: the voter's page, the official's page, the lines of lists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from casework.documents.inspection import CONTENT_TYPES, MAX_BYTES
from casework.history import verify_chain
from commons.auth import Principal
from elections import jmb as jmb_rules
from elections.election import Election
from elections.explanation import explain
from elections.procedure import Defect
from elections.texts import LANGUAGES, Text
from elections.timing import day_of
from registration import schemas, store
from registration.domain import correction as corrections
from registration.domain import permitted, rules
from registration.domain.catalogue import REASONS, SlotRule, article_for, checklist_for, slots_asked
from registration.domain.lifecycle import Status
from registration.domain.model import Application, Correction, Decision, Form, Proposal, Slot
from registration.keys import Keys, keys_of
from registration.names import name_of
from registration.service.common import ground_of
from registration.store.documents import document_rows
from registration.store.history import history_of
from registration.tables import Document as DocumentRow

FULL_JMB = ("CEC_REG_REVIEWER",)
ADDRESS_ABROAD = ("CEC_REG_CLERK", "CEC_REG_REVIEWER", "DCM_OFFICER")
"""Who of the office sees where a voter lives abroad (domain 2.1.7); the others see the country."""
ADDRESS_FIELDS = frozenset({"abroad_city", "abroad_street", "abroad_house_no", "abroad_postal_code", "abroad_region"})
HIDDEN = "•••"


def text_of(text: Text) -> schemas.Text:
    return schemas.Text(bs=text.bs, hr=text.hr, sr=text.sr, en=text.en)


def code_name(list_name: str, code: str) -> schemas.CodeName:
    return schemas.CodeName(code=code, name=text_of(name_of(list_name, code)))


def slot_of(rule: SlotRule, types: Sequence[str] | None = None) -> schemas.DocumentSlot:
    return schemas.DocumentSlot(
        slot=rule.slot,
        name=text_of(name_of("slot", rule.slot)),
        required=rule.required,
        may_be_declared_missing=rule.may_be_declared_missing,
        only_if_changing_option=rule.only_if_changing_option,
        document_types=[code_name("document_type", code) for code in types or rule.document_types],
        article=rule.article,
        max_bytes=MAX_BYTES,
        content_types=list(CONTENT_TYPES),
    )


def shown(path: str, value: str, *, jmb: bool, address: bool) -> str:
    """The value of a field as far as its reader may see it."""
    if path == "jmb" and not jmb:
        return jmb_rules.masked(value)
    return HIDDEN if path in ADDRESS_FIELDS and not address else value


def fields_of(form: Form, *, jmb: bool, address: bool) -> schemas.Fields:
    values: dict[str, Any] = form.as_dict() | {"missing_documents": list(form.missing_documents)}
    for path in ("jmb", *ADDRESS_FIELDS):
        if values[path]:
            values[path] = shown(path, values[path], jmb=jmb, address=address)
    return schemas.Fields.model_construct(**values)


def defects_of(found: Sequence[Defect]) -> list[schemas.Defect]:
    return [schemas.Defect.model_validate(defect) for defect in found]


def next_term(application: Application, election: Election) -> schemas.NextTerm | None:
    if application.term_key is None or application.term_at is None:
        return None
    return term_of(election, application.term_key, application.term_anchor)


def term_of(election: Election, key: str, anchor: datetime | None = None) -> schemas.NextTerm:
    term = election.calendar.deadline(key, anchor_at=anchor)
    names = {rule.key: rule.name for rule in election.calendar.deadlines}
    told = {language: explain(term.explanation, language, names) for language in LANGUAGES}
    return schemas.NextTerm(key=key, at=term.instant, explanation=schemas.Text(**told))


def document_of(row: DocumentRow, keys: Keys) -> schemas.Document:
    return schemas.Document(
        id=row.id,
        slot=row.slot,
        name=keys.open(row.name, f"document:{row.id}"),
        size=row.size,
        content_type=row.content_type,
        sha256=row.sha256,
        state=row.state,
        scan=row.scan,
        pages=row.pages,
        uploaded_at=row.sealed_at or row.created_at,
        content_url=f"documents/{row.id}/content",
        page_url=f"documents/{row.id}/pages/{{n}}.png",
        superseded=row.superseded_by is not None,
    )


async def documents_by_id(session: AsyncSession, application_id: UUID) -> Mapping[UUID, schemas.Document]:
    rows = await document_rows(session, application_id)
    return {row.id: document_of(row, keys_of(session)) for row in rows}


def round_of(each: Correction, application: Application, *, jmb: bool, address: bool) -> schemas.CorrectionRound:
    def old(path: str, value: str | None) -> str | None:
        return shown(path, value, jmb=jmb, address=address) if value else value

    return schemas.CorrectionRound(
        number=each.round,
        opened_at=each.opened_at,
        due_at=each.due_at,
        state=each.state,
        closed_at=each.closed_at,
        deficiencies=[
            schemas.Deficiency(
                code=item.code,
                path=item.path,
                text=item.text,
                old_value=old(item.path, item.old_value),
                mended=corrections.is_mended(item, application, each),
            )
            for item in each.deficiencies
        ],
        needs_new_signature=each.is_open and corrections.needs_new_signature(application),
        cancel_reason=each.cancel_reason,
    )


def decision_of(of: Decision, application: Application, *, office: bool = False) -> schemas.Decision:
    return schemas.Decision(
        number=of.number,
        outcome=of.outcome,
        at=of.decided_at,
        body="CEC",
        session=of.session_number,
        legal_basis=list(of.legal_basis),
        reasons=of.reasons,
        reason_codes=list(of.reason_codes),
        remedy=text_of(name_of("remedy", of.remedy)) if of.remedy else None,
        signatory=of.signatory,
        served_at=of.served_at,
        appeal_until=of.appeal_until,
        pdf_url=f"{'office/' if office else ''}applications/{application.id}/decision.pdf",
    )


def receipt_of(of: store.Receipt) -> schemas.Receipt:
    return schemas.Receipt(
        number=of.number,
        code=of.code,
        arrived_at=of.arrived_at,
        hash=of.hash,
        signature=of.signature,
        pdf_url=f"applications/{of.application_id}/receipt.pdf",
    )


def messages_of(
    found: Sequence[store.Message], documents: Mapping[Any, schemas.Document], *, side: str
) -> list[schemas.Message]:
    return [
        schemas.Message(
            id=each.id,
            at=each.sent_at,
            mine=each.side == side,
            side=each.side,
            text=each.text,
            attachments=[documents[id] for id in each.attachments if id in documents],
            read_at=each.read_at,
        )
        for each in found
    ]


def voter_actions(
    application: Application, election: Election, open_round: Correction | None, now: datetime
) -> list[str]:
    return list(
        permitted.to_applicant(
            application,
            open_now=election.calendar.is_open("CALL", "OCV_CLOSE", now),
            in_correction_term=open_round is not None and now <= open_round.due_at,
        )
    )


async def voter_page(session: AsyncSession, application: Application, now: datetime) -> schemas.ApplicationOut:
    """The whole case as its own account sees it."""
    election = await store.election(session, application.election)
    filed, with_office = application.number is not None, application.signed_form_received_at is not None
    rounds = await store.corrections(session, application.id) if with_office else []
    open_round = next((each for each in rounds if each.is_open), None)
    rows = await document_rows(session, application.id)
    documents = {row.id: document_of(row, keys_of(session)) for row in rows}
    decision = await store.decision(session, application.id) if with_office else None
    receipt = await store.receipt(session, application.id) if filed else None
    messages = await store.messages(session, application.id) if filed else []
    lines = await history_of(session, application.id)
    actions = voter_actions(application, election, open_round, now)
    form_due = election.calendar.deadline("OCV_SIGNED_FORM").instant
    return schemas.ApplicationOut(
        id=application.id,
        version=application.version,
        election_code=application.election,
        number=application.number,
        status=application.status,
        kind=application.kind,
        for_self=application.for_self,
        fields=fields_of(application.form, jmb=True, address=True),
        defects=defects_of(standing(application, election, open_round, now)),
        documents=[each for each in documents.values() if each.slot != Slot.MESSAGE_ATTACHMENT],
        required_slots=[slot_of(rule) for rule in slots_asked(application.kind, application.form)],
        allowed_actions=actions,
        editable=sorted(corrections.editable(application, open_round)) if {"save", "upload"} & set(actions) else [],
        next_term=next_term(application, election),
        created_at=application.created_at,
        saved_at=application.saved_at,
        submitted_at=application.submitted_at,
        arrived_at=application.submitted_at,
        form_url=f"applications/{application.id}/form.pdf" if application.number else None,
        signed_form_due_at=form_due,
        signed_form_received_at=application.signed_form_received_at,
        signed_form_channel=application.signed_form_channel,
        form_match=application.form_match,
        receipt=receipt_of(receipt) if receipt else None,
        corrections=[round_of(each, application, jmb=True, address=True) for each in rounds],
        decision=decision_of(decision, application) if decision else None,
        timeline=[
            schemas.TimelineEntry(
                at=line.at,
                action=line.action,
                actor_role="CEC" if line.actor_role.startswith("CEC_") else line.actor_role,
                status=line.details.get("status"),
                reason=line.reason,
                params={key: value for key, value in line.details.items() if key not in ("status", "version")},
            )
            for line in lines
            if line.visible
        ],
        messages=messages_of(messages, documents, side="VOTER"),
        unread_messages=sum(1 for each in messages if each.side == "CEC" and each.read_at is None),
    )


def standing(
    application: Application, election: Election, open_round: Correction | None, now: datetime
) -> list[Defect]:
    """What still stands in the way of the next step, and warnings; nothing once the case is with the office."""
    if application.status is Status.DRAFT:
        return [*window(election, now), *rules.defects(application, ground_of(election, now))]
    if application.status is Status.RETURNED and open_round is not None:
        return corrections.resubmission(application, open_round, ground_of(election, now))
    return []


def window(election: Election, now: datetime) -> Iterator[Defect]:
    """3.15(3), (6): after closing a draft stays readable and says why; shortly before, that paper takes time."""
    close = election.calendar.deadline("OCV_CLOSE").instant
    paper = election.calendar.deadline("OCV_SIGNED_FORM").instant
    if now > close:
        yield Defect("registration.period_closed", None, "3.15(13)", {"closed_at": close.isoformat()})
    elif now > paper - timedelta(hours=int(str(election.parameter("ocv.signed_form.warn_hours")))):
        yield Defect("signed_form.due_soon", None, "3.15(3)", {"due_at": paper.isoformat()}, warning=True)


def summary_of(application: Application, election: Election, unread: int, now: datetime) -> schemas.ApplicationSummary:
    return schemas.ApplicationSummary(
        id=application.id,
        election_code=application.election,
        number=application.number,
        status=application.status,
        kind=application.kind,
        for_self=application.for_self,
        applicant_name=application.form.full_name,
        saved_at=application.saved_at,
        next_term=next_term(application, election),
        unread_messages=unread,
        allowed_actions=voter_actions(application, election, None, now),
    )


def days_left(application: Application, now: datetime) -> int | None:
    """Whole days of Sarajevo until the next term; negative when it is over."""
    return (day_of(application.term_at) - day_of(now)).days if application.term_at else None


def queue_item(
    application: Application, election: Election, who: Principal, unread: int, now: datetime
) -> schemas.QueueItem:
    return schemas.QueueItem(
        id=application.id,
        number=application.number or "",
        status=application.status,
        kind=application.kind or "",
        applicant_name=application.form.full_name or "",
        country=application.form.abroad_country or "",
        voting_channel=application.form.voting_channel or "",
        submitted_at=application.submitted_at or application.created_at,
        assignee=application.assignee_name,
        assigned_to_me=application.assignee == who.account,
        flags=sorted(application.flags),
        next_term=next_term(application, election),
        days_left=days_left(application, now),
        unread_messages=unread,
    )


def proposal_of(of: Proposal | None, who: Principal) -> schemas.Proposal | None:
    if of is None:
        return None
    return schemas.Proposal(
        outcome=of.outcome,
        reason_codes=list(of.reason_codes),
        reasons=of.reasons,
        by=of.proposed_by_name,
        by_me=of.proposed_by == who.account,
        at=of.proposed_at,
    )


def sent_back_of(of: Proposal) -> schemas.SentBack:
    return schemas.SentBack(
        outcome=of.outcome,
        reason_codes=list(of.reason_codes),
        reasons=of.reasons,
        by=of.proposed_by_name,
        at=of.proposed_at,
        sent_back_by=of.sent_back_by or "",
        sent_back_at=of.closed_at or of.proposed_at,
        because=of.sent_back_because or "",
    )


async def office_page(
    session: AsyncSession, application: Application, who: Principal, now: datetime
) -> schemas.OfficeApplication:
    """The whole case as an official sees it: JMB and address as far as the role may; what the voter is still correcting
    is not shown before it is filed."""
    election = await store.election(session, application.election)
    jmb = who.has(*FULL_JMB, election=application.election)
    address = who.has(*ADDRESS_ABROAD, election=application.election)
    rounds = await store.corrections(session, application.id)
    open_round = next((each for each in rounds if each.is_open), None)
    as_filed = application.but(form=open_round.old_form) if open_round else application
    rows = await document_rows(session, application.id)
    documents = {row.id: document_of(row, keys_of(session)) for row in rows}
    decision = await store.decision(session, application.id)
    messages = await store.messages(session, application.id)
    lines = await history_of(session, application.id)
    proposal = await store.open_proposal(session, application.id)
    supersede = await store.open_proposal(session, application.id, supersede=True)
    seat = permitted.Seat(
        application=application,
        roles={grant.role for grant in who.roles if grant.election in (None, application.election)},
        account=who.account,
        proposal=proposal,
        supersede=supersede,
        can_return=now <= election.calendar.deadline("OCV_CORRECTION_LAST").instant,
    )
    names = await store.names_in(session, application.id) | {application.account: "—"}
    signed, identity = application.document(Slot.SIGNED_FORM), application.document(Slot.ID)
    return schemas.OfficeApplication(
        id=application.id,
        version=application.version,
        election_code=application.election,
        number=application.number or "",
        status=application.status,
        kind=application.kind or "",
        for_self=application.for_self,
        fields=fields_of(as_filed.form, jmb=jmb, address=address),
        documents=[each for each in documents.values() if each.slot != Slot.MESSAGE_ATTACHMENT],
        flags=await _flags(session, application),
        assignee=application.assignee_name,
        assigned_to_me=application.assignee == who.account,
        assigned_until=application.assigned_until,
        allowed_actions=permitted.to_official(seat),
        next_term=next_term(application, election),
        submitted_at=application.submitted_at or application.created_at,
        arrived_at=application.submitted_at or application.created_at,
        late=application.term_at is not None and application.term_at < now,
        signed_form_received_at=application.signed_form_received_at,
        signed_form_channel=application.signed_form_channel,
        form_match=application.form_match,
        signature_url=f"office/applications/{application.id}/signature.png" if signed and signed.is_sealed else None,
        id_picture_url=f"documents/{identity.id}/pages/1.png" if identity and identity.is_sealed else None,
        register_answer=await _register(session, as_filed, election),
        checklist=await _checklist(session, as_filed),
        corrections=[round_of(each, application, jmb=jmb, address=address) for each in rounds],
        proposal=proposal_of(proposal, who),
        supersede_proposal=proposal_of(supersede, who),
        sent_back=[sent_back_of(each) for each in await store.sent_back(session, application.id)],
        decision=decision_of(decision, application, office=True) if decision else None,
        messages=messages_of(messages, documents, side="CEC"),
        history=[
            schemas.HistoryEntry(
                seq=line.seq,
                at=line.at,
                actor=names.get(line.actor, line.actor[:8]),
                actor_role=line.actor_role,
                action=line.action,
                reason=line.reason,
                params=line.details,
                hash=line.hash,
            )
            for line in lines
        ],
        history_intact=not verify_chain(lines),
    )


async def _flags(session: AsyncSession, application: Application) -> list[schemas.Flag]:
    others = await store.duplicates_of(session, application) if "DUPLICATE_PERSON" in application.flags else []
    cases = [schemas.FlagCase(id=each.id, number=each.number or "", status=each.status) for each in others]
    return [
        schemas.Flag(code=flag, params={}, other_cases=cases if flag == "DUPLICATE_PERSON" else [])
        for flag in sorted(application.flags)
    ]


async def _register(session: AsyncSession, application: Application, election: Election) -> schemas.RegisterAnswer:
    answer = await store.register_answer(session, application.id)
    born = application.form.born
    return schemas.RegisterAnswer(
        state="NOT_ASKED" if answer is None else "FOUND" if answer.found else "NOT_FOUND",
        voter_status=answer.status if answer else None,
        differences=list(answer.differences) if answer else [],
        municipality=answer.municipality if answer else None,
        age18_on_election_day=rules.of_age(born, election.day) if born else None,
        checked_at=answer.at if answer else None,
    )


async def _checklist(session: AsyncSession, application: Application) -> list[schemas.ChecklistItem]:
    entries = await store.checklist(session, application.id)
    found = []
    for check in checklist_for(application.kind, application.form):
        entry = entries.get(check.key)
        found.append(
            schemas.ChecklistItem(
                key=check.key,
                name=text_of(name_of("check", check.key)),
                article=article_for(check.article, application.kind),
                results=list(check.results),
                required=True,
                result=entry.result if entry else None,
                note=entry.note if entry else None,
                by=entry.by_name if entry else None,
                at=entry.at if entry else None,
            )
        )
    return found


def deficiency_codes() -> list[schemas.CodeName]:
    return [code_name("reason", code) for code in REASONS]
