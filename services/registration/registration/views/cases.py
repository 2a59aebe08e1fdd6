"""The voter's own page, and the line that stands for it in a list."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from elections.election import Election
from elections.procedure import Defect
from registration import schemas, store
from registration.domain import correction as corrections
from registration.domain import permitted, rules
from registration.domain.catalogue import slots_asked
from registration.domain.lifecycle import Status
from registration.domain.model import Application, Correction, Slot
from registration.keys import keys_of
from registration.service.common import ground_of
from registration.store.documents import document_rows
from registration.store.history import history_of
from registration.views.common import defects_of, next_term
from registration.views.decisions import decision_of, receipt_of
from registration.views.documents import document_of, messages_of, slot_of
from registration.views.fields import fields_of, round_of


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
