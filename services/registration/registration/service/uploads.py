"""Which document may come into which slot now, who may see it, and what its arrival does to the case (EL 3.15)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from casework.documents import verbs
from casework.documents.inspection import Announced
from casework.documents.scanning import ScanResult
from casework.documents.verbs import Content
from commons.auth import Principal
from commons.problems import Conflict, Forbidden, Invalid, NotFound
from commons.storage import PresignedPost
from elections.procedure import Defect
from registration import store
from registration.documents import Completed, Desk
from registration.domain import correction as corrections
from registration.domain.lifecycle import IN_OFFICE, Action, Status, can
from registration.domain.model import Application, Slot
from registration.permissions import DOCUMENT_READERS
from registration.service import signed_form
from registration.service.applicant import refuse_if_closed
from registration.service.common import Actor, election_of, tell, voter
from registration.service.office import officer
from registration.service.reading import note_read
from registration.store.documents import document_row
from registration.store.sight import in_office, own
from registration.tables import Document

INTAKE = ("CEC_REG_CLERK", "CEC_REG_REVIEWER", "DCM_OFFICER")


@dataclass(frozen=True, slots=True)
class Ticket:
    document_id: UUID
    post: PresignedPost


async def open_upload(
    session: AsyncSession,
    desk: Desk,
    who: Principal,
    id: UUID,
    slot: Slot,
    announced: Announced,
    name: str,
    *,
    now: datetime,
) -> Ticket:
    """The voter: what is editable now, and attachments to messages."""
    application = await store.application(session, id, own(who))
    await refuse_if_slot_closed(session, application, slot, now)
    document_id, post = await verbs.open_slot(
        session, desk, application.id, slot, announced, name=name, by=who.account, now=now
    )
    return Ticket(document_id, post)


async def refuse_if_slot_closed(session: AsyncSession, application: Application, slot: Slot, now: datetime) -> None:
    if slot is Slot.MESSAGE_ATTACHMENT:
        if application.number is None:
            raise Conflict("application.not_filed")
        return
    open_round = await store.open_correction(session, application.id)
    if slot.path not in corrections.editable(application, open_round):
        raise Conflict("document.slot_closed", {"slot": slot, "status": application.status})
    election = await election_of(session, application)
    if application.status is Status.DRAFT:
        refuse_if_closed(election, now)
    signed_form.refuse_if_late(application, election, now)


async def open_office_upload(
    session: AsyncSession,
    desk: Desk,
    who: Principal,
    id: UUID,
    slot: Slot,
    announced: Announced,
    name: str,
    *,
    now: datetime,
) -> Ticket:
    """An official: the scan of a paper that came by post, e-mail or in person; attachments to messages."""
    application = await store.application(session, id, in_office(who))
    officer(who, application, *INTAKE)
    refuse_if_not_for_office(application, slot)
    document_id, post = await verbs.open_slot(
        session, desk, application.id, slot, announced, name=name, by=who.account, now=now
    )
    return Ticket(document_id, post)


def refuse_if_not_for_office(application: Application, slot: Slot) -> None:
    if slot is Slot.MESSAGE_ATTACHMENT:
        return
    expected = can(application.status, Action.REGISTER_SIGNED_FORM) or application.status in IN_OFFICE
    if slot is not Slot.SIGNED_FORM or not expected:
        raise Conflict("document.slot_closed", {"slot": slot, "status": application.status})


async def complete(
    session: AsyncSession,
    desk: Desk,
    who: Principal,
    document_id: UUID,
    *,
    arrived: datetime,
    now: datetime,
    office: bool = False,
) -> tuple[Completed, Application]:
    """The bytes are there: looked at, sealed, and for a signed form read. Only who announced it completes it, from the
    side on which he did: the answer is the case as that side sees it."""
    row = await document_row(session, document_id)
    if row is None or row.uploaded_by != who.account:
        raise NotFound("document.not_found")
    slot = Slot(row.slot)
    paper = slot is Slot.SIGNED_FORM
    application = await store.application(session, row.application_id, lock=paper, share=not paper)
    by_voter = application.account == who.account
    if by_voter is office:
        raise NotFound("document.not_found")
    by = voter(who) if by_voter else officer(who, application, *INTAKE)
    if row.state == "PENDING":
        if by_voter:
            await refuse_if_slot_closed(session, application, slot, arrived)
        else:
            refuse_if_not_for_office(application, slot)

    def judge(row: Document, scan: ScanResult) -> None:
        row.form_hash, row.form_match = signed_form.judged(application, scan.number, scan.form_hash)

    done = await verbs.complete(
        session, desk, document_id, filed=application.number is not None, now=now, judge=judge if paper else None
    )
    # Read anew: the document is another one now, and somebody else may have completed it while we waited.
    application = await store.application(session, application.id)
    if done.again:
        return done, application
    return done, await _arrived(session, application, slot, done, by=by, by_voter=by_voter, arrived=arrived, now=now)


async def _arrived(
    session: AsyncSession,
    application: Application,
    slot: Slot,
    done: Completed,
    *,
    by: Actor,
    by_voter: bool,
    arrived: datetime,
    now: datetime,
) -> Application:
    details = {"slot": slot, "sha256": done.document.sha256, "code": done.refused.code if done.refused else None}
    action = "DOCUMENT_REFUSED" if done.refused else "DOCUMENT"
    await tell(session, application, by=by, at=now, action=action, visible=False, details=details)
    if done.refused or slot is not Slot.SIGNED_FORM:
        return application
    paper = corrections.paper_in_force(application)
    if paper is None:
        return application
    if by_voter:
        return await signed_form.uploaded(session, application, paper, by=by, arrived=arrived, now=now)
    return await signed_form.scanned_by_office(session, application, paper)


async def remove(session: AsyncSession, desk: Desk, who: Principal, document_id: UUID, *, now: datetime) -> Application:
    """Taken back by the voter: from a draft, or an attachment that no message has yet."""
    row = await document_row(session, document_id)
    if row is None or row.uploaded_by != who.account:
        raise NotFound("document.not_found")
    application = await store.application(session, row.application_id, own(who), lock=True)
    if application.status is not Status.DRAFT and (row.slot != Slot.MESSAGE_ATTACHMENT or row.message_id):
        raise Conflict("document.filed", {"slot": row.slot})
    await verbs.remove(session, desk, document_id, now=now)
    await tell(
        session,
        application,
        by=voter(who),
        at=now,
        action="DOCUMENT_REMOVED",
        visible=False,
        details={"slot": row.slot},
    )
    return await store.application(session, application.id)


async def readable(session: AsyncSession, who: Principal, document_id: UUID, *, now: datetime) -> None:
    """The voter's own, or a case in an official's sight: then the look is on record, before the bytes go out."""
    row = await document_row(session, document_id)
    if row is None:
        raise NotFound("document.not_found")
    if await store.exists(session, row.application_id, own(who)):
        return
    application = await store.application(session, row.application_id, in_office(who))
    if not who.has(*DOCUMENT_READERS, election=application.election):
        raise Forbidden("auth.role_missing")
    if not who.second_factor:
        raise Forbidden("auth.second_factor_required")
    await note_read(session, application, who, "document.read", now=now)


async def content(session: AsyncSession, desk: Desk, who: Principal, document_id: UUID, *, now: datetime) -> Content:
    await readable(session, who, document_id, now=now)
    return await verbs.content(session, desk, document_id)


async def page(
    session: AsyncSession, desk: Desk, who: Principal, document_id: UUID, number: int, *, now: datetime
) -> bytes:
    await readable(session, who, document_id, now=now)
    return await verbs.page(session, desk, document_id, number)


async def signature(session: AsyncSession, desk: Desk, who: Principal, id: UUID, *, now: datetime) -> bytes:
    """The signature box of the signed form, for the officer who compares it (EL 3.15(3), (6))."""
    application = await store.application(session, id, in_office(who))
    paper = corrections.paper_in_force(application)
    if paper is None:
        raise NotFound("document.not_found")
    await readable(session, who, paper.id, now=now)
    return await verbs.signature(session, desk, paper.id)


def refusal_of(done: Completed) -> Invalid | None:
    """What the uploader is told; it is an answer, because the refusal itself is kept."""
    if done.refused is None:
        return None
    defect = Defect(done.refused.code, Slot(done.document.slot).path, params=done.refused.params)
    return Invalid(done.refused.code, done.refused.params, [defect])
