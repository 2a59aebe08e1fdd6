"""Why: what officials do with an application. Roles, units and who may decide what are the service's to know.

Each command looks for the session first: nobody who is not signed in learns how a command wants to be written.
"""

from datetime import date, datetime

import strawberry
from pydantic import BaseModel
from strawberry import UNSET

from gateway.clients import models_registration as m
from gateway.clients.registration import Registration
from gateway.graphql.context import Info
from gateway.graphql.sittings import sitting_of
from gateway.graphql.types.application import Message, UploadSlot
from gateway.graphql.types.base import Done, shown
from gateway.graphql.types.inputs import ChecklistInput, DeficiencyInput, given
from gateway.graphql.types.office import CommissionSession, OfficeApplication
from gateway.graphql.voter_commands import body


async def take_application(info: Info, id: strawberry.ID, version: int) -> OfficeApplication:
    registration = info.context.registration
    return await _office(registration, id, "take", m.Versioned(version=version))


async def release_application(info: Info, id: strawberry.ID, version: int) -> OfficeApplication:
    """The command answers no case, because who frees one may not read it; whoever may gets it by a second question."""
    registration = info.context.registration
    await registration.release(id, m.Versioned(version=version))
    return shown(OfficeApplication, await registration.office_application(id))


async def register_signed_form(
    info: Info,
    id: strawberry.ID,
    version: int,
    channel: str,
    received_at: datetime,
    idempotency_key: str,
    postmark: date | None = UNSET,
    document_id: strawberry.ID | None = UNSET,
) -> OfficeApplication:
    registration = info.context.registration
    asked = body(
        m.RegisterSignedForm,
        version=version,
        channel=channel,
        received_at=received_at,
        postmark=postmark,
        document_id=document_id,
    )
    return await _office(registration, id, "signed-form", asked, idempotency_key)


async def open_office_upload(
    info: Info,
    application_id: strawberry.ID,
    slot: str,
    name: str,
    size: int,
    content_type: str,
    sha256: str,
    idempotency_key: str,
) -> UploadSlot:
    registration = info.context.registration
    asked = body(m.OpenUpload, slot=slot, name=name, size=size, type=content_type, sha256=sha256)
    return shown(UploadSlot, await registration.open_office_upload(application_id, asked, idempotency_key))


async def complete_office_upload(info: Info, document_id: strawberry.ID) -> OfficeApplication:
    return shown(OfficeApplication, await info.context.registration.complete_office_upload(document_id))


async def match_signed_form(info: Info, id: strawberry.ID, version: int) -> OfficeApplication:
    registration = info.context.registration
    return await _office(registration, id, "match-form", m.Versioned(version=version))


async def return_application(
    info: Info, id: strawberry.ID, version: int, deficiencies: list[DeficiencyInput], idempotency_key: str
) -> OfficeApplication:
    registration = info.context.registration
    asked = body(m.Return, version=version, deficiencies=[given(item) for item in deficiencies])
    return await _office(registration, id, "return", asked, idempotency_key)


async def cancel_correction(info: Info, id: strawberry.ID, version: int, reason: str) -> OfficeApplication:
    registration = info.context.registration
    return await _office(registration, id, "cancel-correction", body(m.WithReason, version=version, reason=reason))


async def save_checklist(info: Info, id: strawberry.ID, version: int, items: list[ChecklistInput]) -> OfficeApplication:
    registration = info.context.registration
    asked = body(m.SaveChecklist, version=version, items=[given(item) for item in items])
    return await _office(registration, id, "checklist", asked)


async def propose_decision(
    info: Info,
    id: strawberry.ID,
    version: int,
    outcome: str,
    reason_codes: list[str],
    reasons: str,
    idempotency_key: str,
) -> OfficeApplication:
    registration = info.context.registration
    asked = body(m.Propose, version=version, outcome=outcome, reason_codes=reason_codes, reasons=reasons)
    return await _office(registration, id, "propose", asked, idempotency_key)


async def send_back_proposal(info: Info, id: strawberry.ID, version: int, reason: str) -> OfficeApplication:
    registration = info.context.registration
    return await _office(registration, id, "send-back", body(m.WithReason, version=version, reason=reason))


async def decide_application(info: Info, id: strawberry.ID, version: int, idempotency_key: str) -> OfficeApplication:
    registration = info.context.registration
    return await _office(registration, id, "decide", m.Versioned(version=version), idempotency_key)


async def propose_supersede(
    info: Info, id: strawberry.ID, version: int, reasons: str, idempotency_key: str
) -> OfficeApplication:
    registration = info.context.registration
    asked = body(m.ProposeSupersede, version=version, reasons=reasons)
    return await _office(registration, id, "supersede-proposals", asked, idempotency_key)


async def decide_supersede(
    info: Info, id: strawberry.ID, version: int, agree: bool, idempotency_key: str, reason: str | None = UNSET
) -> OfficeApplication:
    registration = info.context.registration
    asked = body(m.DecideSupersede, version=version, agree=agree, reason=reason)
    return await _office(registration, id, "supersede-decisions", asked, idempotency_key)


async def send_office_message(
    info: Info, application_id: strawberry.ID, text: str, attachment_ids: list[strawberry.ID], idempotency_key: str
) -> Message:
    registration = info.context.registration
    asked = body(m.WriteMessage, text=text, attachments=attachment_ids)
    return shown(Message, await registration.write_as_office(application_id, asked, idempotency_key))


async def mark_office_messages_read(info: Info, application_id: strawberry.ID) -> Done:
    await info.context.registration.mark_office_messages_read(application_id)
    return Done(ok=True)


async def hold_commission_session(
    info: Info,
    number: str,
    held_at: datetime,
    agenda: str,
    members: int,
    present: int,
    votes_for: int,
    votes_against: int,
    application_ids: list[strawberry.ID],
    idempotency_key: str,
) -> CommissionSession:
    registration = info.context.registration
    asked = body(
        m.HoldSession,
        number=number,
        held_at=held_at,
        agenda=agenda,
        members=members,
        present=present,
        votes_for=votes_for,
        votes_against=votes_against,
        application_ids=application_ids,
    )
    return sitting_of(await registration.hold_sitting(asked, idempotency_key))


async def _office(
    registration: Registration, id: strawberry.ID, verb: str, asked: BaseModel, key: str | None = None
) -> OfficeApplication:
    return shown(OfficeApplication, await registration.office(id, verb, asked, key))
