"""The paper comes in: uploaded by the voter, or registered by an official (R-T3, EL 3.15(3), (6), (10))."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commons.auth import Principal
from commons.problems import Conflict, Invalid
from elections.election import Election
from elections.procedure import Defect
from elections.timing import SARAJEVO, day_of
from registration import store
from registration.domain.freezing import form_hash
from registration.domain.lifecycle import Action, Status
from registration.domain.model import Application, Channel, Document, Flag, FormMatch, Slot
from registration.domain.terms import with_term
from registration.service.common import Actor, arm, election_of, move, refuse_if_any, tell, write_to_voter
from registration.service.office import officer
from registration.store.sight import in_office

INTAKE = ("CEC_REG_CLERK", "CEC_REG_REVIEWER", "DCM_OFFICER")


def judged(application: Application, number: str | None, digest: str | None) -> tuple[str, FormMatch]:
    """What the QR says: (hash that the paper carries, match). Another case's form is refused; an unreadable one never.

    Raises Invalid for another number, or for a print of this form that has changed since.
    """
    if number is None or digest is None:
        return form_hash(application), FormMatch.TO_BE_MATCHED
    if number != application.number:
        raise _refused("signed_form.other_case")
    if digest != form_hash(application):
        raise _refused("signed_form.outdated")
    return digest, FormMatch.MATCHED


def _refused(code: str) -> Invalid:
    return Invalid(code, {}, [Defect(code, Slot.SIGNED_FORM.path, "3.15(3)")])


def refuse_if_late(application: Application, election: Election, arrived: datetime) -> None:
    term = election.calendar.deadline("OCV_SIGNED_FORM").instant
    if application.status is Status.SUBMITTED and arrived > term:
        raise Conflict("signed_form.late", {"due_at": term.isoformat(), "key": "OCV_SIGNED_FORM"})


async def uploaded(
    session: AsyncSession, application: Application, document: Document, *, by: Actor, arrived: datetime, now: datetime
) -> Application:
    """The voter's own scan: received at once. While returned for correction it waits for the resubmission."""
    if application.status is not Status.SUBMITTED:
        return application
    election = await election_of(session, application)
    refuse_if_late(application, election, arrived)
    return await received(
        session,
        application,
        election,
        channel=Channel.UPLOAD,
        at=arrived,
        postmark=None,
        match=document.form_match or FormMatch.TO_BE_MATCHED,
        by=by,
        now=now,
    )


async def scanned_by_office(session: AsyncSession, application: Application, document: Document) -> Application:
    """A scan that an official adds to a case that has its form; before that, registering it says whether it matches."""
    if application.status not in (Status.SIGNED_FORM_RECEIVED, Status.UNDER_REVIEW):
        return application
    return await store.save(session, application.but(form_match=document.form_match))


async def received(
    session: AsyncSession,
    application: Application,
    election: Election,
    *,
    channel: Channel,
    at: datetime,
    postmark: date | None,
    match: FormMatch,
    by: Actor,
    now: datetime,
) -> Application:
    late = at > election.calendar.deadline("OCV_SIGNED_FORM").instant
    moved = move(
        application,
        Action.REGISTER_SIGNED_FORM,
        signed_form_received_at=at,
        signed_form_channel=channel,
        signed_form_postmark=postmark,
        form_match=match,
        flags=application.flags | ({Flag.SIGNED_FORM_LATE} if late else set()),
    )
    moved = await store.save(session, with_term(moved, election))
    await arm(session, moved, election)
    details = {"channel": channel, "received_at": at.isoformat(), "match": match}
    await tell(session, moved, by=by, at=now, action="REGISTER_SIGNED_FORM", details=details)
    await write_to_voter(session, moved, "signed_form_received")
    return moved


async def register_by_officer(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    *,
    channel: Channel,
    received_at: datetime,
    postmark: date | None,
    document_id: UUID | None,
    now: datetime,
) -> Application:
    """Paper, e-mail or in person. A lapsed case is opened again when the form was in time after all (R-T3)."""
    application = await store.application(session, id, in_office(who), version=version)
    by = officer(who, application, *INTAKE)
    election = await election_of(session, application)
    refuse_if_any("signed_form.invalid", _defects(application, received_at, postmark, now))
    refuse_if_not_in_time(election, received_at, postmark)
    scan = next((each for each in application.documents if each.id == document_id), None)
    if document_id is not None and (scan is None or scan.slot is not Slot.SIGNED_FORM or not scan.is_sealed):
        raise Invalid("signed_form.no_such_scan")
    await refuse_if_applied_again(session, application)
    match = scan.form_match if scan and scan.form_match else FormMatch.MATCHED
    return await received(
        session,
        application,
        election,
        channel=channel,
        at=received_at,
        postmark=postmark,
        match=match,
        by=by,
        now=now,
    )


def _defects(application: Application, received_at: datetime, postmark: date | None, now: datetime) -> list[Defect]:
    found = []
    if received_at > now:
        found.append(Defect("date.in_future", "received_at"))
    if application.submitted_at and received_at < application.submitted_at:
        found.append(Defect("signed_form.before_submission", "received_at"))
    if postmark and postmark > received_at.astimezone(SARAJEVO).date():
        found.append(Defect("signed_form.postmark_after_receipt", "postmark"))
    return found


def refuse_if_not_in_time(election: Election, received_at: datetime, postmark: date | None) -> None:
    """OCV_SIGNED_FORM by receipt or, where the Commission says so, by postmark."""
    term = election.calendar.deadline("OCV_SIGNED_FORM")
    posted_in_time = postmark is not None and postmark <= day_of(term.instant)
    if received_at > term.instant and not (
        posted_in_time and election.parameter("ocv.signed_form.postmark_counts") is True
    ):
        raise Conflict("signed_form.late", {"due_at": term.instant.isoformat(), "key": term.key})


async def refuse_if_applied_again(session: AsyncSession, application: Application) -> None:
    """A lapsed case stays lapsed when its account has a new one for the same person."""
    if application.status is Status.LAPSED:
        running = await store.own_active(session, application.account, application.election, like=application)
        if running is not None:
            raise Conflict("application.already_running", {"application": str(running.id), "number": running.number})
