"""The official's page: JMB and address as far as the role may; and the lines of the queue."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from casework.history import verify_chain
from commons.auth import Principal
from elections.election import Election
from elections.timing import day_of
from registration import schemas, store
from registration.domain import permitted, rules
from registration.domain.catalogue import article_for, checklist_for
from registration.domain.model import Application, Slot
from registration.keys import keys_of
from registration.names import name_of
from registration.store.documents import document_rows
from registration.store.history import history_of
from registration.views.common import next_term, text_of
from registration.views.decisions import decision_of, proposal_of, sent_back_of
from registration.views.documents import document_of, messages_of
from registration.views.fields import fields_of, round_of

FULL_JMB = ("CEC_REG_REVIEWER",)
ADDRESS_ABROAD = ("CEC_REG_CLERK", "CEC_REG_REVIEWER", "DCM_OFFICER")
"""Who of the office sees where a voter lives abroad (domain 2.1.7); the others see the country."""


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
