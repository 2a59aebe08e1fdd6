"""What a subject does with its application for certification: begin, fill, consent, file, cure, withdraw."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification import cure as cures
from candidacy.domain.certification import rules
from candidacy.domain.certification.freezing import form_hash, printed
from candidacy.domain.certification.lifecycle import Action, Status, advance
from candidacy.domain.certification.model import (
    Certification,
    CertificationId,
    Channel,
    Consent,
    Contest,
    Declaration,
    Form,
    GroupMember,
    Loan,
    Notice,
    Place,
    PrintMatch,
    Value,
)
from candidacy.domain.certification.terms import cure_due, with_term
from candidacy.domain.certification.windows import close_of
from candidacy.domain.subjects.authority import Act, any_may
from candidacy.domain.subjects.model import Kind, Subject
from candidacy.keys import keys_of
from candidacy.service import support
from candidacy.service.certification_common import envelope, ground_of, kept, move, tell
from candidacy.service.subjects import acting, refuse_if_any
from candidacy.store import certification as store
from candidacy.store import subjects as subject_store
from candidacy.store.elections import election as election_in
from candidacy.tables.base import NumberSeries
from casework.numbers import next_number
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, Forbidden, NotFound
from contracts.candidacy import Place as PublicPlace
from contracts.candidacy import PoliticalSubjectApplied
from elections.election import Election
from elections.texts import language_of


@dataclass(frozen=True, slots=True)
class Changes:
    """What somebody saves; None: not touched."""

    fields: Mapping[str, Value] | None = None
    declared: frozenset[Declaration] | None = None
    contests: Sequence[Contest] | None = None
    members: Sequence[UUID] | None = None
    loans: tuple[Loan, ...] | None = None
    group: tuple[GroupMember, ...] | None = None


def refuse_if_closed(election: Election, kind: Kind, at: datetime) -> None:
    """EL 4.6(1), 4.14: the closing instant itself is in time; judged by arrival."""
    closed = election.calendar.deadline(close_of(kind)).instant
    if at > closed:
        raise Conflict("certification.period_closed", {"closed_at": closed.isoformat(), "key": close_of(kind)})
    if not election.calendar.is_open("CALL", close_of(kind), at):
        raise Conflict("certification.period_not_open", {"key": "CALL"})


async def start(
    session: AsyncSession, who: Principal, subject: UUID, *, arrived: datetime, now: datetime
) -> Certification:
    """C-A1: the account was approved, the window of the kind is open, and no other application is running."""
    of = await acting(session, who, subject, Act.DRAFT, now=now)
    await subject_store.subject(session, subject, version=of.version)
    election = await election_in(session, of.election)
    refuse_if_closed(election, of.kind, arrived)
    if running := await store.running(session, of.id):
        raise Conflict("certification.already_running", {"certification": str(running)})
    new = Certification(
        id=CertificationId(new_id()),
        version=1,
        election=of.election,
        subject=of.id,
        kind=of.kind,
        status=advance(None, Action.START),
        created_at=now,
        saved_at=now,
        salt=secrets.token_hex(16),
        form=_first(of, who),
    )
    new = with_term(new, election)
    await store.add(
        session,
        new,
        by=who.account,
        language=language_of(who.locale),
        mail_address=keys_of(session).mail_address(who.email),
    )
    await tell(session, new, by=(who.account, "SUBJECT"), at=now, action="START")
    return new


def _first(of: Subject, who: Principal) -> Form:
    return Form(
        name=of.names.latin,
        name_cyrillic=of.names.cyrillic or None,
        abbreviation=of.names.abbreviation_latin or None,
        abbreviation_cyrillic=of.names.abbreviation_cyrillic or None,
        email=who.email,
    )


async def own(
    session: AsyncSession, who: Principal, id: UUID, act: Act, now: datetime, *, version: int | None = None
) -> Certification:
    """An application of a subject for which this account acts. Others' are not there; what needs a signature is
    Forbidden to an editor."""
    of = await store.certification(session, id, store.own(who, now), version=version)
    mandates = await subject_store.mandates(session, of.subject)
    if not any_may([each for each in mandates if each.account == who.account], act, now):
        raise Forbidden("mandate.not_allowed", {"act": act})
    return of


async def opened(session: AsyncSession, who: Principal, id: UUID, *, now: datetime) -> Certification:
    """The party reads its case: a notice and a decision that were made available are served by that (domain 0.2)."""
    of = await own(session, who, id, Act.READ, now)
    election = await election_in(session, of.election)
    notice = await store.open_notice(session, of.id)
    decision = await store.last_decision(session, of.id)
    if of.status is Status.RETURNED and notice is not None and notice.served_at is None:
        due = cure_due(notice.opened_at, now, election)
        await store.set_notice(session, notice.id, served_at=now, due_at=due)
        of = await kept(session, of, election, notice=replace(notice, served_at=now, due_at=due))
        await tell(session, of, by=(who.account, "SUBJECT"), at=now, action="SERVED", details={"notice": notice.round})
    elif of.status in (Status.CERTIFIED, Status.REJECTED) and decision is not None and decision.served_at is None:
        of = await kept(session, of, election, decided_at=decision.decided_at, served_at=now)
        until = of.term_at if of.status is Status.REJECTED else None
        await store.set_decision(session, decision.id, served_at=now, appeal_until=until)
        details = {"decision": decision.number}
        await tell(session, of, by=(who.account, "SUBJECT"), at=now, action="SERVED", details=details)
    return of


async def _for_work(
    session: AsyncSession, who: Principal, id: UUID, version: int, act: Act, arrived: datetime, now: datetime
) -> tuple[Certification, Election, Notice | None]:
    of = await own(session, who, id, act, now, version=version)
    election = await election_in(session, of.election)
    notice = await store.open_notice(session, of.id)
    if of.status is Status.DRAFT:
        refuse_if_closed(election, of.kind, arrived)
    elif of.status is not Status.RETURNED or notice is None:
        raise Conflict("certification.not_editable", {"status": of.status})
    elif arrived > notice.due_at:
        raise Conflict("cure.term_over", {"due_at": notice.due_at.isoformat(), "key": "CERT_CURE"})
    return of, election, notice


async def save(
    session: AsyncSession, who: Principal, id: UUID, version: int, changes: Changes, *, arrived: datetime, now: datetime
) -> Certification:
    """Whatever was typed, right or wrong; while RETURNED only what is deficient (C-A6)."""
    of, _, notice = await _for_work(session, who, id, version, Act.DRAFT, arrived, now)
    refuse_if_any("certification.not_editable", list(cures.not_editable(_touched(of, changes), of, notice)))
    changed = of.but(
        form=of.form.with_values(changes.fields or {}),
        declared=of.declared if changes.declared is None else changes.declared,
        contests=of.contests if changes.contests is None else tuple(changes.contests),
        loans=of.loans if changes.loans is None else changes.loans,
        group=of.group if changes.group is None else changes.group,
        saved_at=now,
    )
    if changes.contests is not None:
        await store.keep_contests(session, changed)
    if changes.members is not None:
        await _keep_members(session, of, changes.members)
    await store.save(session, changed)
    return await store.certification(session, of.id)


def _touched(of: Certification, changes: Changes) -> list[str]:
    """Parts of the application that would be another than they are."""
    values = changes.fields or {}
    found = [name for name, value in values.items() if of.form.value(name) != value]
    if changes.declared is not None and changes.declared != of.declared:
        found.append("declarations.GFAP")
    if changes.contests is not None:
        found += _touched_contests(of, changes.contests)
    if changes.members is not None and set(changes.members) != {each.subject for each in of.members}:
        found.append("members")
    if changes.loans is not None and changes.loans != of.loans:
        found.append("loans")
    if changes.group is not None and changes.group != of.group:
        found.append("group")
    return found


def _touched_contests(of: Certification, contests: Sequence[Contest]) -> list[str]:
    if {each.place for each in contests} != set(of.places):
        return ["contests"]
    return [each.place.path for each in contests if (was := of.contest(each.place)) and was.claim != each.claim]


async def _keep_members(session: AsyncSession, of: Certification, members: Sequence[UUID]) -> None:
    """Subjects of this election; who is not certified yet is a defect, not a refusal."""
    known = await subject_store.certified_subjects(session, members)
    for each in members:
        if each not in known or known[each].election != of.election or each == of.subject:
            raise NotFound("subject.not_found")
    await store.keep_members(session, of.id, members)


async def consent(session: AsyncSession, who: Principal, id: UUID, member: UUID, *, now: datetime) -> Certification:
    """Digitally, by a signatory of the member (EL 4.12); while the application can still be made whole."""
    await acting(session, who, member, Act.CONSENT, now=now)
    of = await store.certification(session, id, lock=True)
    if member not in {each.subject for each in of.members}:
        raise NotFound("certification.not_found")
    refuse_consent_after_decision(of)
    await store.keep_consent(session, of.id, member, Consent(Channel.DIGITAL, now, who.account))
    saved = await store.save(session, of)
    await tell(session, saved, by=(who.account, "MEMBER"), at=now, action="CONSENT", details={"member": str(member)})
    return await store.certification(session, id)


def refuse_consent_after_decision(of: Certification) -> None:
    if of.status not in (Status.DRAFT, Status.SUBMITTED, Status.PRINT_RECEIVED, Status.UNDER_REVIEW, Status.RETURNED):
        raise Conflict("certification.not_editable", {"status": of.status})


async def submit(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, arrived: datetime, now: datetime
) -> Certification:
    """C-A2: only what stops a filing refuses it; everything else is shown, accepted and goes to the cure."""
    of = await own(session, who, id, Act.SUBMIT, now, version=version)
    filed = move(of, Action.SUBMIT)
    election = await election_in(session, of.election)
    refuse_if_closed(election, of.kind, arrived)
    refuse_if_any(
        "certification.defects", rules.stops_filing(rules.defects(of, await ground_of(session, of, election, arrived)))
    )
    filed = filed.but(
        number=await next_number(session, NumberSeries, f"CER-{election.short}"),
        submitted_at=arrived,
        submitted_by=who.account,
        saved_at=now,
        form_version=1,
    )
    filed = await kept(session, filed.but(form_hash=form_hash(filed)), election)
    await store.freeze(session, filed, printed(filed), now)
    await support.filed(session, filed.id, filed.places)
    details = {"arrived_at": arrived.isoformat()}
    applied = PoliticalSubjectApplied(
        **envelope(filed, now),
        payload=PoliticalSubjectApplied.Payload(
            subject_id=filed.subject,
            number=filed.number or "",
            kind=filed.kind.value,
            title=filed.form.text("name"),
            contests=public(filed.places),
        ),
    )
    await tell(session, filed, by=(who.account, "SUBJECT"), at=now, action="SUBMIT", details=details, events=[applied])
    return filed


def public(places: Sequence[Place]) -> tuple[PublicPlace, ...]:
    return tuple(PublicPlace(level=each.level, unit=each.unit) for each in places)


async def cure(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, arrived: datetime, now: datetime
) -> Certification:
    """C-A6: within two days from receipt; what was not mended is shown and stays. Changed print is signed anew."""
    of, election, notice = await _for_work(session, who, id, version, Act.SUBMIT, arrived, now)
    cured = move(of, Action.CURE, saved_at=now)
    assert notice is not None  # noqa: S101 - only a returned application can be cured, and it has a notice
    ground = await ground_of(session, of, election, arrived)
    refuse_if_any("certification.cure", cures.cure_defects(of, notice, ground))
    await store.set_notice(session, notice.id, state="CURED", closed_at=now)
    new_hash = form_hash(cured)
    changed = new_hash != cured.form_hash
    if changed:
        version_of_form = cured.form_version + 1
        cured = cured.but(form_version=version_of_form, form_hash=new_hash, print_match=PrintMatch.DIFFERS)
    saved = await kept(session, cured, election)
    if changed:
        await store.freeze(session, saved, printed(saved), now)
    await tell(session, saved, by=(who.account, "SUBJECT"), at=now, action="CURE", details={"round": notice.round})
    return saved


async def withdraw(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Certification:
    """C-A12: until a decision was proposed."""
    of = await own(session, who, id, Act.SUBMIT, now, version=version)
    withdrawn = move(of, Action.WITHDRAW, assignee=None)
    if notice := await store.open_notice(session, of.id):
        await store.set_notice(session, notice.id, state="CANCELLED", closed_at=now)
    saved = await kept(session, withdrawn, await election_in(session, of.election))
    await support.decision_is_final(session, of.id, final_at=now)
    await tell(session, saved, by=(who.account, "SUBJECT"), at=now, action="WITHDRAW")
    return saved
