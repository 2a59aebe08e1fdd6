"""Why: what a voter does with an application. The service decides; here words change from camelCase to its own."""

from typing import Any, TypeVar

import strawberry
from pydantic import BaseModel, ValidationError
from strawberry import UNSET

from commons.problems import Defect, Invalid
from gateway.clients import models_registration as m
from gateway.graphql.context import Info
from gateway.graphql.types.application import Application, Message, ReceiptCheck, UploadSlot
from gateway.graphql.types.base import Done, shown
from gateway.graphql.types.inputs import ApplicationFieldsInput, given

B = TypeVar("B", bound=BaseModel)


def body(model: type[B], /, **values: Any) -> B:
    """A request's body as the service takes it; a word that it does not know is refused with its place."""
    try:
        return model.model_validate({name: value for name, value in values.items() if value is not UNSET})
    except ValidationError as error:
        wrong = [
            Defect(f"request.{e['type']}", ".".join(str(part) for part in e["loc"]).removeprefix("fields."))
            for e in error.errors()
        ]
        raise Invalid("request.invalid", defects=wrong) from None


async def start_application(
    info: Info, election: str, for_self: bool, idempotency_key: str, kind: str | None = UNSET
) -> Application:
    registration = info.context.registration
    asked = body(m.Start, election=election, for_self=for_self, kind=kind)
    return shown(Application, await registration.start(asked, idempotency_key))


async def save_application(
    info: Info, id: strawberry.ID, version: int, fields: ApplicationFieldsInput, kind: str | None = UNSET
) -> Application:
    registration = info.context.registration
    asked = body(m.Save, version=version, fields=given(fields), kind=kind)
    return shown(Application, await registration.save(id, asked))


async def submit_application(
    info: Info,
    id: strawberry.ID,
    version: int,
    declaration_accuracy: bool,
    privacy_notice_version: str,
    idempotency_key: str,
) -> Application:
    registration = info.context.registration
    asked = body(
        m.Submit,
        version=version,
        declaration_accuracy=declaration_accuracy,
        privacy_notice_version=privacy_notice_version,
    )
    return shown(Application, await registration.submit(id, asked, idempotency_key))


async def resubmit_application(info: Info, id: strawberry.ID, version: int, idempotency_key: str) -> Application:
    registration = info.context.registration
    asked = body(m.Versioned, version=version)
    return shown(Application, await registration.resubmit(id, asked, idempotency_key))


async def withdraw_application(info: Info, id: strawberry.ID, version: int, idempotency_key: str) -> Application:
    registration = info.context.registration
    asked = body(m.Versioned, version=version)
    return shown(Application, await registration.withdraw(id, asked, idempotency_key))


async def open_upload(
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
    return shown(UploadSlot, await registration.open_upload(application_id, asked, idempotency_key))


async def complete_upload(info: Info, document_id: strawberry.ID) -> Application:
    return shown(Application, await info.context.registration.complete_upload(document_id))


async def remove_document(info: Info, document_id: strawberry.ID) -> Application:
    return shown(Application, await info.context.registration.remove_document(document_id))


async def send_message(
    info: Info, application_id: strawberry.ID, text: str, attachment_ids: list[strawberry.ID], idempotency_key: str
) -> Message:
    registration = info.context.registration
    asked = body(m.WriteMessage, text=text, attachments=attachment_ids)
    return shown(Message, await registration.write(application_id, asked, idempotency_key))


async def mark_messages_read(info: Info, application_id: strawberry.ID) -> Done:
    await info.context.registration.mark_messages_read(application_id)
    return Done(ok=True)


async def check_receipt(info: Info, number: str, code: str) -> ReceiptCheck:
    """For everybody, and therefore strictly limited: by address and by number."""
    context = info.context
    await context.parts.limits.receipt(context.source, number)
    asked = body(m.CheckReceipt, number=number, code=code)
    return shown(ReceiptCheck, await context.public_registration.check_receipt(asked))
