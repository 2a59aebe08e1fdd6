"""Subjects and the people who act for them: account on request, signatories, changed data, finance officer (2.2.1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.subjects import rules
from candidacy.domain.subjects.authority import Act, any_may
from candidacy.domain.subjects.lifecycle import Action, Status, advance
from candidacy.domain.subjects.model import (
    AccountRequest,
    DataChange,
    FinanceOfficer,
    Kind,
    Mandate,
    MandateId,
    Names,
    Person,
    RequestId,
    Role,
    Scope,
    Subject,
    SubjectId,
    signatories,
)
from candidacy.store import subjects as store
from candidacy.store.elections import election as election_in
from candidacy.tables.base import History
from casework.history import append
from commons.auth import Principal
from commons.ids import new_id
from commons.outbox import publish
from commons.problems import Conflict, Forbidden, Invalid
from contracts.candidacy import Signatory, SignatoryChanged
from elections.procedure import Defect, NotPossible

CLERKS = ("CEC_CERT_CLERK", "CEC_CERT_REVIEWER")
FORM, SPECIMEN = "ACCOUNT_REQUEST", "SPECIMEN_SIGNATURE"


def refuse_if_any(code: str, found: Sequence[Defect]) -> None:
    stopping = [defect for defect in found if not defect.warning]
    if stopping:
        raise Invalid(code, {"count": len(stopping)}, stopping)


def _answered(of: AccountRequest, action: Action) -> Status:
    try:
        return advance(of.status, action)
    except NotPossible as refused:
        raise Conflict("account_request.not_possible", {"status": of.status, "action": action}) from refused


async def tell(
    session: AsyncSession,
    id: UUID,
    who: Principal,
    role: str,
    action: str,
    now: datetime,
    *,
    visible: bool = True,
    reason: str | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """Of a request or a subject: both have a chain of their own."""
    await append(
        session,
        History,
        case_id=id,
        at=now,
        actor=who.account,
        actor_role=role,
        action=action,
        reason=reason,
        visible=visible,
        data_hash=None,
        details=details or {},
    )


async def request_account(
    session: AsyncSession, who: Principal, election: str, kind: Kind, names: Names, person: Person, *, now: datetime
) -> AccountRequest:
    """C-S1: in writing; the signed form is uploaded to the request and looked at when it is answered."""
    if not who.email_verified:
        raise Forbidden("auth.email_not_verified")
    await election_in(session, election)
    new = AccountRequest(
        RequestId(new_id()), 1, election, advance(None, Action.REQUEST), who.account, kind, names, person, now
    )
    found = [each for each in rules.account_request_defects(new) if each.path != f"documents.{FORM}"]
    refuse_if_any("account_request.defects", found)
    await store.add_request(session, new)
    await tell(session, new.id, who, "SUBJECT", "REQUEST", now)
    return new


async def cancel_request(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> None:
    """C-S4."""
    of = await store.request(session, id, account=who.account, version=version)
    await store.save_request(session, replace(of, status=_answered(of, Action.CANCEL), decided_at=now))
    await tell(session, of.id, who, "SUBJECT", "CANCEL", now)


def clerk_of(who: Principal, election: str) -> str:
    """The role in which an official acts in this election."""
    for role in reversed(CLERKS):
        if who.has(role, election=election):
            return role
    raise Forbidden("auth.role_missing")


async def approve_request(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> Subject:
    """C-S2: opens the account, with whoever signed the form as its first representative. Not in one's own case."""
    of = await store.request(session, id, version=version)
    role = clerk_of(who, of.election)
    if of.account == who.account:
        raise Forbidden("case.own")
    status = _answered(of, Action.APPROVE)
    found = rules.account_request_defects(of)
    specimen = await store.document_in(session, of.id, SPECIMEN)
    if specimen is None:
        found.append(Defect("document.required", f"documents.{SPECIMEN}", "4.4"))
    refuse_if_any("account_request.defects", found)
    assert of.kind is not None  # noqa: S101 - the rules above refuse a request without kind
    new = Subject(SubjectId(new_id()), 1, of.election, of.kind, of.names)
    mandate = Mandate(
        MandateId(new_id()),
        new.id,
        of.account,
        Role.REP,
        frozenset(Scope),
        now,
        of.representative,
        specimen=specimen,
    )
    await store.add_subject(session, new, now)
    await store.add_mandate(session, mandate)
    answered = replace(of, status=status, decided_by=who.account, decided_at=now, subject=new.id)
    await store.save_request(session, answered)
    await tell(session, of.id, who, role, "APPROVE", now)
    await tell(session, new.id, who, role, "OPEN_ACCOUNT", now, details={"request": str(of.id)})
    opened = new.but(mandates=(mandate,))
    await publish_signatories(session, opened, now)
    return opened


async def refuse_request(
    session: AsyncSession, who: Principal, id: UUID, version: int, reason: str, *, now: datetime
) -> AccountRequest:
    """C-S3: with a reason in words."""
    of = await store.request(session, id, version=version)
    role = clerk_of(who, of.election)
    if not reason.strip():
        raise Invalid("account_request.reason", {}, [Defect("field.required", "reason")])
    answered = replace(
        of, status=_answered(of, Action.REFUSE), decided_by=who.account, decided_at=now, reason=reason.strip()
    )
    await store.save_request(session, answered)
    await tell(session, of.id, who, role, "REFUSE", now)
    return answered


async def acting(
    session: AsyncSession, who: Principal, id: UUID, act: Act, *, now: datetime, version: int | None = None
) -> Subject:
    """The subject, if this account may do that for it. Who does not act for it at all learns nothing of it."""
    of = await store.subject(session, id, who, now=now, version=version)
    if not any_may(of.mandates_of(who.account, now), act, now):
        raise Forbidden("mandate.not_allowed", {"act": act})
    return of


async def add_mandate(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    account: str,
    role: Role,
    scopes: frozenset[Scope],
    person: Person,
    specimen: UUID | None,
    *,
    now: datetime,
) -> Subject:
    """A representative authorises somebody; a signatory with the specimen that was deposited for the subject."""
    of = await acting(session, who, id, Act.MANAGE, now=now, version=version)
    new = Mandate(MandateId(new_id()), of.id, account, role, scopes, now, person, specimen=specimen)
    refuse_if_any("mandate.defects", rules.mandate_defects(new, of.mandates))
    await store.add_mandate(session, new)
    saved = (await store.save_subject(session, of)).but(mandates=(*of.mandates, new))
    await tell(session, of.id, who, "SUBJECT", "ADD_MANDATE", now, details={"role": role, "scopes": sorted(scopes)})
    await publish_signatories(session, saved, now)
    return saved


async def end_mandate(
    session: AsyncSession, who: Principal, id: UUID, version: int, mandate: UUID, *, now: datetime
) -> Subject:
    of = await acting(session, who, id, Act.MANAGE, now=now, version=version)
    ended = next((each for each in of.mandates if each.id == mandate and each.in_force(now)), None)
    if ended is None:
        raise Conflict("mandate.not_in_force")
    kept = tuple(each for each in of.mandates if each.id != mandate)
    refuse_if_any("mandate.defects", list(rules.somebody_still_represents(kept, now)))
    await store.end_mandate(session, mandate, now)
    saved = (await store.save_subject(session, of)).but(mandates=(*kept, ended.ended(now)))
    await tell(session, of.id, who, "SUBJECT", "END_MANDATE", now, details={"mandate": str(mandate)})
    await publish_signatories(session, saved, now)
    return saved


def signatories_of(of: Subject, now: datetime) -> tuple[Signatory, ...]:
    return tuple(
        Signatory.model_validate({"account": account, "scopes": sorted(scopes)})
        for account, scopes in sorted(signatories(of.mandates, now).items())
    )


async def publish_signatories(session: AsyncSession, of: Subject, now: datetime) -> None:
    await publish(
        session,
        SignatoryChanged(
            event_id=new_id(),
            occurred_at=now,
            election_id=of.election,
            entity_id=str(of.id),
            entity_version=of.version,
            payload=SignatoryChanged.Payload(signatories=signatories_of(of, now)),
        ),
    )


async def report_change(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    changed_on: date,
    names: Names | None,
    fields: Sequence[str],
    *,
    arrived: datetime,
    now: datetime,
) -> DataChange:
    """C-A11, EL 4.22: within ten days from the change; later it is taken and flagged (19.9). After certification the
    name on the ballot is the certified one, so only a subject that is not certified renames itself."""
    of = await acting(session, who, id, Act.MANAGE, now=now, version=version)
    election = await election_in(session, of.election)
    found = list(rules.change_defects(changed_on, arrived))
    if names is not None:
        found += list(rules.public_names(names))
        if of.is_certified:
            raise Conflict("subject.name_locked")
    refuse_if_any("change.defects", found)
    late = rules.reported_late(election, changed_on, arrived)
    new = DataChange(new_id(), changed_on, arrived, who.account, tuple(fields), late)
    await store.add_change(session, of.id, new)
    await store.save_subject(session, of.but(names=names or of.names))
    await tell(session, of.id, who, "SUBJECT", "REPORT_CHANGE", now, details={"late": late, "fields": list(fields)})
    return new


async def name_finance_officer(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    person: Person,
    phone: str,
    appointed_on: date,
    *,
    arrived: datetime,
    now: datetime,
) -> FinanceOfficer:
    """EL 15.3: within fifteen days from the appointment or the change; later it is taken and flagged."""
    of = await acting(session, who, id, Act.MANAGE, now=now, version=version)
    election = await election_in(session, of.election)
    found = list(rules.finance_officer_defects(of.kind, person, phone, appointed_on, arrived))
    refuse_if_any("finance_officer.defects", found)
    late = rules.officer_reported_late(election, appointed_on, arrived)
    new = FinanceOfficer(person, phone, appointed_on, arrived, late)
    await store.keep_finance_officer(session, of.id, new)
    await tell(session, of.id, who, "SUBJECT", "FINANCE_OFFICER", now, details={"late": late})
    return new
