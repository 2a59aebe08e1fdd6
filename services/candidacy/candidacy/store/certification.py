"""Applications for certification: the case, its contests and members, its papers, and the rounds and votes on it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification.lifecycle import ACTIVE, Status
from candidacy.domain.certification.model import (
    PUBLIC_FIELDS,
    Certification,
    CertificationId,
    Channel,
    Claim,
    Consent,
    Contest,
    Declaration,
    Deficiency,
    Document,
    DocumentId,
    Flag,
    Form,
    GroupMember,
    Loan,
    Member,
    Notice,
    Place,
    PrintMatch,
    Result,
    Slot,
    Verdict,
)
from candidacy.domain.subjects.model import Kind, SubjectId
from candidacy.domain.support.model import Mark
from candidacy.keys import keys_of
from candidacy.tables.cases import Case as Row
from candidacy.tables.cases import (
    ChecklistEntry,
    CommissionSession,
    Decision,
    FormVersion,
    Proposal,
    SessionItem,
)
from candidacy.tables.cases import Document as DocumentRow
from candidacy.tables.cases import Notice as NoticeRow
from candidacy.tables.certification import Contest as ContestRow
from candidacy.tables.certification import Member as MemberRow
from candidacy.tables.subjects import Mandate as MandateRow
from candidacy.tables.subjects import Subject as SubjectRow
from candidacy.tables.support import SupportEntry
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict, NotFound

PROCESS = "CERTIFICATION"


def own(who: Principal, now: datetime) -> ColumnElement[bool]:
    """Cases of a subject for which this account acts."""
    until = MandateRow.valid_until
    return (
        select(MandateRow.id)
        .where(
            MandateRow.subject_id == Row.subject_id,
            MandateRow.account == who.account,
            MandateRow.valid_from <= now,
            or_(until.is_(None), until > now),
        )
        .exists()
    )


async def certification(
    session: AsyncSession,
    id: UUID,
    visible: ColumnElement[bool] | None = None,
    *,
    version: int | None = None,
    lock: bool = False,
) -> Certification:
    """One application in the reader's sight. With `version`: locked; a Conflict when the reader saw an older one."""
    statement = (
        select(Row, SubjectRow.kind)
        .join(SubjectRow, SubjectRow.id == Row.subject_id)
        .where(Row.id == id, Row.process == PROCESS, true() if visible is None else visible)
    )
    if lock or version is not None:
        statement = statement.with_for_update(of=Row)
    found = (await session.execute(statement.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound("certification.not_found")
    row, kind = found
    if version is not None and row.version != version:
        raise Conflict("certification.changed", {"version": row.version})
    return await _whole(session, row, Kind(kind))


async def _whole(session: AsyncSession, row: Row, kind: Kind) -> Certification:
    content = keys_of(session).open(row.personal, f"case:{row.id}")
    return Certification(
        id=CertificationId(row.id),
        version=row.version,
        election=row.election,
        subject=SubjectId(row.subject_id),
        kind=kind,
        status=Status(row.status),
        created_at=row.created_at,
        saved_at=row.saved_at,
        salt=content["salt"],
        form=Form(**content["form"], **row.content),
        declared=frozenset(Declaration(each) for each in content["declared"]),
        contests=await _contests(session, row.id),
        members=await _members(session, row.id),
        loans=tuple(Loan(**each) for each in content["loans"]),
        group=tuple(GroupMember(**each) for each in content["group"]),
        documents=await _documents(session, row.id),
        number=row.number,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        form_version=row.form_version,
        form_hash=row.form_hash,
        print_received_at=row.print_received_at,
        print_match=PrintMatch(row.print_match) if row.print_match else None,
        assignee=row.assignee,
        flags=frozenset(Flag(each) for each in row.flags),
        term_key=row.term_key,
        term_anchor=row.term_anchor,
        term_at=row.term_at,
    )


async def _contests(session: AsyncSession, case_id: UUID) -> tuple[Contest, ...]:
    rows = await session.scalars(
        select(ContestRow)
        .where(ContestRow.case_id == case_id)
        .order_by(ContestRow.level, ContestRow.unit)
        .execution_options(populate_existing=True)
    )
    keys = keys_of(session)
    found = []
    for row in rows:
        place = Place(row.level, row.unit)
        claim = Claim(**keys.open(row.claim, f"{case_id}:{place.path}")) if row.claim else None
        found.append(Contest(place, Result(row.result), tuple(row.reason_codes), claim))
    return tuple(found)


async def _members(session: AsyncSession, case_id: UUID) -> tuple[Member, ...]:
    rows = await session.execute(
        select(MemberRow, SubjectRow)
        .join(SubjectRow, SubjectRow.id == MemberRow.subject_id)
        .where(MemberRow.case_id == case_id)
        .order_by(SubjectRow.id)
        .execution_options(populate_existing=True)
    )
    return tuple(
        Member(
            subject=SubjectId(subject.id),
            kind=Kind(subject.kind),
            name=subject.name_latin,
            certified=subject.certified_at is not None and subject.decertified_at is None,
            consent=Consent(Channel(member.consent_channel), member.consent_at, member.consent_by)
            if member.consent_channel and member.consent_at and member.consent_by
            else None,
        )
        for member, subject in rows
    )


async def _documents(session: AsyncSession, case_id: UUID) -> tuple[Document, ...]:
    rows = await session.scalars(
        select(DocumentRow)
        .where(
            DocumentRow.case_id == case_id,
            DocumentRow.removed_at.is_(None),
            DocumentRow.superseded_by.is_(None),
            DocumentRow.state != "REFUSED",
        )
        .order_by(DocumentRow.id)
        .execution_options(populate_existing=True)
    )
    return tuple(
        Document(DocumentId(row.id), Slot(row.slot), row.state, row.sha256, row.created_at, row.item)
        for row in rows
        if row.slot in set(Slot)
    )


def _columns(session: AsyncSession, of: Certification) -> dict[str, Any]:
    form = of.form.as_dict()
    content = {
        "salt": of.salt,
        "form": {name: value for name, value in form.items() if name not in PUBLIC_FIELDS},
        "declared": sorted(of.declared),
        "loans": [asdict(each) for each in of.loans],
        "group": [asdict(each) for each in of.group],
    }
    return {
        "status": of.status,
        "number": of.number,
        "content": {name: value for name, value in form.items() if name in PUBLIC_FIELDS},
        "personal": keys_of(session).seal(content, f"case:{of.id}"),
        "flags": sorted(of.flags),
        "saved_at": of.saved_at,
        "submitted_at": of.submitted_at,
        "submitted_by": of.submitted_by,
        "form_version": of.form_version,
        "form_hash": of.form_hash,
        "print_received_at": of.print_received_at,
        "print_match": of.print_match,
        "assignee": of.assignee,
        "term_key": of.term_key,
        "term_anchor": of.term_anchor,
        "term_at": of.term_at,
    }


async def add(
    session: AsyncSession, new: Certification, *, by: str, language: str, mail_address: str | None
) -> Certification:
    await session.execute(
        insert(Row).values(
            id=new.id,
            version=new.version,
            election=new.election,
            subject_id=new.subject,
            process=PROCESS,
            created_by=by,
            language=language,
            mail_address=mail_address,
            created_at=new.created_at,
            **_columns(session, new),
        )
    )
    return new


async def save(session: AsyncSession, of: Certification) -> Certification:
    await session.execute(
        update(Row)
        .where(Row.id == of.id)
        .values(version=of.version + 1, **_columns(session, of))
        .execution_options(synchronize_session=False)
    )
    return of.but(version=of.version + 1)


async def keep_contests(session: AsyncSession, of: Certification) -> None:
    await session.execute(delete(ContestRow).where(ContestRow.case_id == of.id))
    keys = keys_of(session)
    for each in of.contests:
        sealed = keys.seal(asdict(each.claim), f"{of.id}:{each.place.path}") if each.claim else None
        await session.execute(
            insert(ContestRow).values(
                case_id=of.id,
                level=each.place.level,
                unit=each.place.unit,
                result=each.result,
                reason_codes=list(each.reason_codes),
                claim=sealed,
            )
        )


async def keep_members(session: AsyncSession, case_id: UUID, subjects: Sequence[UUID]) -> None:
    """Who stays keeps the consent that was given."""
    await session.execute(delete(MemberRow).where(MemberRow.case_id == case_id, MemberRow.subject_id.not_in(subjects)))
    for each in subjects:
        await session.execute(upsert(MemberRow).values(case_id=case_id, subject_id=each).on_conflict_do_nothing())


async def keep_consent(session: AsyncSession, case_id: UUID, subject_id: UUID, consent: Consent) -> None:
    await session.execute(
        update(MemberRow)
        .where(MemberRow.case_id == case_id, MemberRow.subject_id == subject_id)
        .values(consent_channel=consent.channel, consent_at=consent.at, consent_by=consent.by)
        .execution_options(synchronize_session=False)
    )


async def running(session: AsyncSession, subject_id: UUID) -> UUID | None:
    found: UUID | None = await session.scalar(
        select(Row.id).where(Row.subject_id == subject_id, Row.process == PROCESS, Row.status.in_(ACTIVE)).limit(1)
    )
    return found


async def mine(session: AsyncSession, who: Principal, now: datetime) -> list[UUID]:
    return list(
        await session.scalars(select(Row.id).where(Row.process == PROCESS, own(who, now)).order_by(Row.id.desc()))
    )


async def queue(session: AsyncSession, status: str | None, limit: int) -> list[UUID]:
    statement = select(Row.id).where(Row.process == PROCESS, Row.status != Status.DRAFT)
    if status is not None:
        statement = statement.where(Row.status == status)
    return list(await session.scalars(statement.order_by(Row.term_at, Row.id).limit(limit)))


async def reached(session: AsyncSession, id: UUID) -> tuple[str, str | None, str]:
    """Language, sealed mail address and account of who began it."""
    found = (await session.execute(select(Row.language, Row.mail_address, Row.created_by).where(Row.id == id))).one()
    return found[0], found[1], found[2]


async def tallies(session: AsyncSession, case_id: UUID) -> dict[Place, tuple[int, int]]:
    """Per contest: lines of support that are valid, and that are being checked."""
    rows = await session.execute(
        select(
            SupportEntry.level,
            SupportEntry.unit,
            func.count().filter(SupportEntry.mark == Mark.VALID),
            func.count().filter(SupportEntry.mark == Mark.CHECKING),
        )
        .where(SupportEntry.case_id == case_id)
        .group_by(SupportEntry.level, SupportEntry.unit)
    )
    return {Place(level, unit): (valid, checking) for level, unit, valid, checking in rows}


async def freeze(session: AsyncSession, of: Certification, printed: object, now: datetime) -> None:
    await session.execute(
        insert(FormVersion).values(
            case_id=of.id,
            version=of.form_version,
            frozen_at=now,
            hash=of.form_hash,
            sealed=keys_of(session).seal(printed, f"form:{of.id}:{of.form_version}"),
        )
    )


async def add_notice(session: AsyncSession, of: Certification, new: Notice) -> None:
    content = {"deficiencies": [asdict(each) for each in new.deficiencies]}
    await session.execute(
        insert(NoticeRow).values(
            id=new.id,
            case_id=of.id,
            round=new.round,
            state=new.state,
            opened_at=new.opened_at,
            opened_by=new.opened_by,
            due_at=new.due_at,
            sealed=keys_of(session).seal(content, f"notice:{new.id}"),
        )
    )


async def notices(session: AsyncSession, case_id: UUID) -> list[Notice]:
    rows = await session.scalars(
        select(NoticeRow)
        .where(NoticeRow.case_id == case_id)
        .order_by(NoticeRow.round)
        .execution_options(populate_existing=True)
    )
    keys = keys_of(session)
    return [
        Notice(
            row.id,
            row.round,
            row.state,
            row.opened_at,
            row.opened_by,
            row.due_at,
            tuple(Deficiency(**each) for each in keys.open(row.sealed, f"notice:{row.id}")["deficiencies"]),
            row.served_at,
            row.closed_at,
        )
        for row in rows
    ]


async def open_notice(session: AsyncSession, case_id: UUID) -> Notice | None:
    return next((each for each in await notices(session, case_id) if each.is_open), None)


async def set_notice(session: AsyncSession, id: UUID, **values: object) -> None:
    await session.execute(
        update(NoticeRow).where(NoticeRow.id == id).values(**values).execution_options(synchronize_session=False)
    )


async def keep_checklist(
    session: AsyncSession, case_id: UUID, results: dict[str, str], who: Principal, now: datetime
) -> None:
    for item, result in results.items():
        values = {"result": result, "by": who.account, "by_name": who.name or "", "at": now}
        await session.execute(
            upsert(ChecklistEntry)
            .values(case_id=case_id, item=item, **values)
            .on_conflict_do_update(index_elements=["case_id", "item"], set_=values)
        )


async def checklist(session: AsyncSession, case_id: UUID) -> dict[str, str]:
    rows = await session.execute(
        select(ChecklistEntry.item, ChecklistEntry.result).where(ChecklistEntry.case_id == case_id)
    )
    return {row.item: row.result for row in rows}


async def add_proposal(
    session: AsyncSession,
    case_id: UUID,
    outcome: str,
    verdicts: Sequence[Verdict],
    reasons: str,
    who: Principal,
    now: datetime,
) -> UUID:
    id = new_id()
    content = {
        "reasons": reasons,
        "verdicts": [[each.place.level, each.place.unit, each.certify, list(each.reason_codes)] for each in verdicts],
    }
    await session.execute(
        insert(Proposal).values(
            id=id,
            case_id=case_id,
            outcome=outcome,
            state="OPEN",
            reason_codes=sorted({code for each in verdicts for code in each.reason_codes}),
            sealed=keys_of(session).seal(content, f"proposal:{id}"),
            proposed_by=who.account,
            proposed_by_name=who.name or "",
            proposed_at=now,
        )
    )
    return id


async def open_proposal(session: AsyncSession, case_id: UUID) -> tuple[Proposal, tuple[Verdict, ...], str] | None:
    row = await session.scalar(
        select(Proposal)
        .where(Proposal.case_id == case_id, Proposal.state == "OPEN")
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    content = keys_of(session).open(row.sealed, f"proposal:{row.id}")
    verdicts = tuple(
        Verdict(Place(level, unit), certify, tuple(codes)) for level, unit, certify, codes in content["verdicts"]
    )
    return row, verdicts, content["reasons"]


async def close_proposal(session: AsyncSession, id: UUID, state: str, by: str, at: datetime) -> None:
    await session.execute(
        update(Proposal)
        .where(Proposal.id == id)
        .values(state=state, closed_by=by, closed_at=at)
        .execution_options(synchronize_session=False)
    )


async def add_decision(session: AsyncSession, case_id: UUID, **values: Any) -> None:
    reasons = values.pop("reasons")
    sealed = keys_of(session).seal({"reasons": reasons}, f"decision:{values['id']}")
    await session.execute(insert(Decision).values(case_id=case_id, sealed=sealed, **values))


async def last_decision(session: AsyncSession, case_id: UUID) -> Decision | None:
    found: Decision | None = await session.scalar(
        select(Decision)
        .where(Decision.case_id == case_id)
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found


async def set_decision(session: AsyncSession, id: UUID, **values: object) -> None:
    await session.execute(
        update(Decision).where(Decision.id == id).values(**values).execution_options(synchronize_session=False)
    )


async def add_session(session: AsyncSession, **values: Any) -> None:
    taken = await session.scalar(
        select(func.count()).where(
            CommissionSession.election == values["election"], CommissionSession.number == values["number"]
        )
    )
    if taken:
        raise Conflict("session.number_taken", {"number": values["number"]})
    await session.execute(insert(CommissionSession).values(**values))


async def add_session_item(
    session: AsyncSession, session_id: UUID, case_id: UUID, outcome: str, problem: str | None
) -> None:
    await session.execute(
        insert(SessionItem).values(session_id=session_id, case_id=case_id, outcome=outcome, problem=problem)
    )
