"""What a voter does: start, save, submit, correct, withdraw, write (R-T1, R-T2, R-T5, R-T8)."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from casework.numbers import next_number
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, Forbidden
from commons.timers import set_timer
from contracts.registration import ApplicationSubmitted
from elections.election import Election
from elections.procedure import Defect
from elections.texts import language_of
from registration import store
from registration.domain import correction as corrections
from registration.domain import rules
from registration.domain.freezing import form_hash
from registration.domain.lifecycle import Action, Status, advance
from registration.domain.model import Application, ApplicationId, Flag, Form, Kind, Value
from registration.domain.terms import number_set, with_term, working_days_after
from registration.keys import keys_of, settings_of
from registration.service.common import (
    RETENTION,
    arm,
    election_of,
    envelope,
    ground_of,
    move,
    refuse_if_any,
    set_duplicate,
    tell,
    voter,
    write_to_voter,
)
from registration.service.messages import write_message
from registration.service.receipts import issue_receipt
from registration.service.serving import serve_what_is_open
from registration.store.sight import own
from registration.tables import NumberSeries

HOUSEHOLD = 20
"""Running applications of one account in one election [design]."""


async def start(
    session: AsyncSession, who: Principal, election_code: str, *, for_self: bool, kind: Kind | None, now: datetime
) -> Application:
    """R-T1: 3.15(1). The draft that this account has for itself is opened again instead of a second one."""
    if not who.email_verified:
        raise Forbidden("auth.email_not_verified")
    election = await store.election(session, election_code)
    refuse_if_closed(election, now)
    await store.lock_account(session, who.account, election.code)
    if for_self and (running := await store.own_active(session, who.account, election.code, for_self=True)):
        if running.status is Status.DRAFT:
            return running
        raise already_running(running)
    if await store.count_running(session, who.account, election.code) >= HOUSEHOLD:
        raise Conflict("application.too_many", {"max": HOUSEHOLD})
    language = language_of(who.locale)
    application = Application(
        id=ApplicationId(new_id()),
        version=1,
        election=election.code,
        status=advance(None, Action.START),
        account=who.account,
        language=language,
        for_self=for_self,
        created_at=now,
        saved_at=now,
        kind=kind,
        form=Form(email=who.email, correspondence_language=language),
        salt=secrets.token_hex(16),
        mail_address=keys_of(session).mail_address(who.email),
    )
    application = with_term(application, election)
    await store.add(session, application)
    await tell(session, application, by=voter(who), at=now, action="START")
    return application


def already_running(running: Application) -> Conflict:
    return Conflict("application.already_running", {"application": str(running.id), "number": running.number})


def refuse_if_closed(election: Election, at: datetime) -> None:
    """R-T1, R-T2: between the calling of the election and OCV_CLOSE, whose last instant is in time."""
    close = election.calendar.deadline("OCV_CLOSE")
    if at > close.instant:
        raise Conflict("registration.period_closed", {"closed_at": close.instant.isoformat(), "key": "OCV_CLOSE"})
    if not election.calendar.is_open("CALL", "OCV_CLOSE", at):
        raise Conflict("registration.period_not_open", {"key": "CALL"})


async def save(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    values: Mapping[str, Value],
    kind: Kind | None,
    *,
    arrived: datetime,
    now: datetime,
) -> Application:
    """Autosave: whatever was typed, right or wrong. While RETURNED only what was flagged (R-T8)."""
    application = await store.application(session, id, own(who), version=version)
    open_round = await store.open_correction(session, application.id)
    if application.status not in (Status.DRAFT, Status.RETURNED):
        raise Conflict("application.not_editable", {"status": application.status})
    changed = {name: value for name, value in values.items() if application.form.value(name) != value}
    if kind is not None and kind is not application.kind:
        refuse_if_any("application.not_editable", list(corrections.touches_only(["kind"], application, open_round)))
    refuse_if_any("application.not_editable", list(corrections.touches_only(list(changed), application, open_round)))
    election = await election_of(session, application)
    if application.status is Status.DRAFT:
        refuse_if_closed(election, arrived)
    else:
        refuse_if_late(open_round.due_at if open_round else None, arrived)
    application = application.but(
        form=application.form.with_values(changed), kind=kind or application.kind, saved_at=now
    )
    if application.number is not None:
        running = await store.own_active(session, who.account, election.code, like=application)
        if running is not None:
            raise already_running(running)
    return await store.save(session, application)


def refuse_if_late(due_at: datetime | None, arrived: datetime) -> None:
    if due_at is not None and arrived > due_at:
        raise Conflict("correction.term_over", {"due_at": due_at.isoformat(), "key": "OCV_CURE"})


async def submit(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    *,
    declares_accuracy: bool,
    privacy_notice_version: str,
    arrived: datetime,
    now: datetime,
) -> Application:
    """R-T2: judged by arrival. Another account's application for the same person changes nothing in the answer."""
    application = await store.application(session, id, own(who), version=version)
    election = await election_of(session, application)
    application = move(application, Action.SUBMIT)
    refuse_if_closed(election, arrived)
    found = rules.defects(application, ground_of(election, arrived))
    refuse_if_any(
        "application.defects",
        [*found, *declarations(declares_accuracy, privacy_notice_version, settings_of(session).privacy_notice_version)],
    )
    application = application.but(
        declared_at=now,
        privacy_notice_version=privacy_notice_version,
        submitted_at=arrived,
        saved_at=now,
        form_version=1,
        flags=flags_of(application, found),
    )
    application = with_term(await flag_duplicates(session, application, now), election)
    await store.index_names(session, application)
    await arm(session, application, election)
    # The counter is locked until the commit, so what does not need the number comes before it.
    application = application.but(number=await next_number(session, NumberSeries, f"REG-{election.short}"))
    application = await store.save(session, application.but(form_hash=form_hash(application)))
    await store.freeze(session, application, now)
    await issue_receipt(session, application)
    await tell(
        session,
        application,
        by=voter(who),
        at=now,
        action="SUBMIT",
        details={"arrived_at": arrived.isoformat()},
        events=[submitted_event(session, application, now)],
    )
    await write_to_voter(session, application, "submitted", term=application.term_at)
    return application


def declarations(accuracy: bool, notice: str, current: str) -> list[Defect]:
    """3.15(12): the applicant answers for the data; and has seen the privacy notice in force."""
    found = [] if accuracy else [Defect("declaration.required", "declaration_accuracy", "3.15(12)")]
    return found if notice == current else [*found, Defect("privacy_notice.outdated", "privacy_notice_version")]


def flags_of(application: Application, found: list[Defect]) -> frozenset[Flag]:
    sexes_differ = any(defect.code == "jmb.sex" for defect in found)
    return application.flags | ({Flag.JMB_SEX_DIFFERS} if sexes_differ else set())


def submitted_event(session: AsyncSession, of: Application, at: datetime) -> ApplicationSubmitted:
    payload = ApplicationSubmitted.Payload.model_validate(
        {
            "number": of.number,
            "kind": of.kind,
            "country": of.form.abroad_country,
            "channel": of.form.voting_channel,
            "person_key": keys_of(session).person_key(of.form),
            "submitted_at": of.submitted_at,
        }
    )
    return ApplicationSubmitted(**envelope(of, at), legal_basis=("3.15",), payload=payload)


async def flag_duplicates(session: AsyncSession, application: Application, now: datetime) -> Application:
    """Domain R-T2: the account's own other application stops it. Another account's does not, so that nobody can lock a
    voter out or learn that somebody applied; officers resolve both cases."""
    await store.lock_person(session, application)
    others = await store.duplicates_of(session, application, lock=True)
    for other in others:
        if other.account == application.account:
            raise already_running(other)
    for other in others:
        if Flag.DUPLICATE_PERSON not in other.flags:
            await set_duplicate(session, other, True, now)
    return application.but(flags=application.flags | {Flag.DUPLICATE_PERSON}) if others else application


async def resubmit(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, arrived: datetime, now: datetime
) -> Application:
    """R-T8: the corrected items, and nothing else; printed changes need a new print and signature."""
    application = await store.application(session, id, own(who), version=version)
    election = await election_of(session, application)
    open_round = await store.open_correction(session, application.id)
    if open_round is None:
        raise Conflict("application.not_possible", {"status": application.status, "action": Action.RESUBMIT})
    moved = move(application, Action.RESUBMIT)
    refuse_if_late(open_round.due_at, arrived)
    refuse_if_any(
        "application.defects", corrections.resubmission(application, open_round, ground_of(election, arrived))
    )
    changed = sorted(corrections.changed_fields(application, open_round))
    paper = corrections.paper_in_force(application)
    moved = moved.but(form_match=paper.form_match if paper else moved.form_match, saved_at=now)
    if corrections.needs_new_signature(application):
        moved = moved.but(form_version=moved.form_version + 1, form_hash=form_hash(moved))
        await store.freeze(session, moved, now)
    moved = await flag_duplicates(session, back_to_review(moved, election, now), now)
    await store.save_correction(session, corrections.closed(open_round, "RESUBMITTED", now))
    moved = await store.save(session, moved)
    await store.index_names(session, moved)
    await arm(session, moved, election)
    await tell(
        session,
        moved,
        by=voter(who),
        at=now,
        action="RESUBMIT",
        details={"round": open_round.round, "fields": changed, "arrived_at": arrived.isoformat()},
    )
    await write_to_voter(session, moved, "resubmitted")
    return moved


def back_to_review(application: Application, election: Election, now: datetime) -> Application:
    """Whoever had the case gets it again, for a new while; the time-out frees it if nobody acts."""
    days = number_set(election, "ocv.assignment.working_days")
    return with_term(application.but(assigned_until=working_days_after(now, days)), election)


async def withdraw(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Application:
    """R-T5: until somebody proposed a decision. The documents go after some time (EL 3.15(10))."""
    application = await store.application(session, id, own(who), version=version)
    election = await election_of(session, application)
    application = with_term(move(application, Action.WITHDRAW, assignee=None, assigned_until=None), election)
    if open_round := await store.open_correction(session, application.id):
        await store.save_correction(session, corrections.closed(open_round, "CANCELLED", now))
    application = await store.save(session, application)
    await arm(session, application, election)
    kept = timedelta(days=number_set(election, "ocv.retention.withdrawn_days"))
    await set_timer(session, kind=RETENTION, case_id=application.id, due_at=now + kept)
    await tell(session, application, by=voter(who), at=now, action="WITHDRAW")
    if application.number:
        await write_to_voter(session, application, "withdrawn")
    return application


async def opened(session: AsyncSession, who: Principal, id: UUID, *, now: datetime) -> Application:
    """The voter reads his case: what was made available to him is served by that (domain 0.2)."""
    application = await store.application(session, id, own(who))
    if await serve_what_is_open(session, application, by=voter(who), now=now):
        return await store.application(session, id, own(who))
    return application


async def message(
    session: AsyncSession, who: Principal, id: UUID, text: str, attachments: tuple[UUID, ...], *, now: datetime
) -> store.Message:
    application = await store.application(session, id, own(who))
    if application.number is None:
        raise Conflict("application.not_filed")
    return await write_message(session, application, "VOTER", voter(who), text, attachments, now=now)
