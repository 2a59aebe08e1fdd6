"""What a subject does with its lists: begin, fill, copy, reorder, submit, cure, withdraw (C-B1, C-B2, C-B6, C-A12)."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists import compensatory, cure, editing, rules, terms
from candidacy.domain.lists.cure import Editable
from candidacy.domain.lists.freezing import list_hash, needs_new_print
from candidacy.domain.lists.lifecycle import Action, Status, advance
from candidacy.domain.lists.model import CandidateId, CandidateList, ListId, ListKind, Notice
from candidacy.domain.subjects.authority import Act
from candidacy.service.lists_common import (
    ask_register,
    election_of,
    judged_by,
    kept,
    move,
    refuse_if_any,
    subject_actor,
    tell,
)
from candidacy.store import lists as store
from candidacy.store import lists_rounds as rounds
from candidacy.store import persons as book
from candidacy.store.elections import election as election_in
from candidacy.store.standing import acting_for, certified_for, sees_lists
from candidacy.tables.base import NumberSeries
from casework.keys import keys_of
from casework.numbers import next_number
from commons.auth import Principal
from commons.ids import new_id
from commons.problems import Conflict
from elections.election import Election
from elections.levels import levels_for
from elections.texts import language_of


async def start(
    session: AsyncSession, who: Principal, subject_id: UUID, level: str, unit: str, *, arrived: datetime, now: datetime
) -> CandidateList:
    """C-B1: the subject is certified for this level and unit; a compensatory list follows a certified regular one."""
    election = await election_in(session, await acting_for(session, who, subject_id, Act.DRAFT, now))
    elected = next((each for each in levels_for(election.type) if each.code == level), None)
    regular = await store.regular_statuses(session, subject_id, election.code, level)
    refuse_if_any("list.cannot_start", list(compensatory.cannot_start(elected, unit, regular)))
    kind = ListKind.REGULAR
    if elected is not None and (found := compensatory.unit_of(elected, unit)) is not None:
        kind = compensatory.kind_of(found)
    if kind is ListKind.REGULAR and not await certified_for(session, subject_id, level, unit):
        raise Conflict("list.subject_not_certified", {"level": level, "unit": unit})
    refuse_if_closed(kind, election, arrived)
    new = CandidateList(
        id=ListId(new_id()),
        version=1,
        election=election.code,
        subject_id=subject_id,
        status=advance(None, Action.START),
        level=level,
        unit=unit,
        created_at=now,
        kind=kind,
        salt=secrets.token_hex(16),
    )
    new = terms.with_term(new, election)
    await store.add_list(session, new, who.account, language_of(who.locale))
    await tell(session, new, by=subject_actor(who), at=now, action="START")
    return new


def refuse_if_closed(kind: ListKind, election: Election, at: datetime) -> None:
    """EL 4.21(1): between LIST_OPEN and E-90 16:00, whose last instant is in time."""
    close = terms.closes(kind, election)
    if at > close:
        key = compensatory.close_key(kind)
        raise Conflict("list.period_closed", {"closed_at": close.isoformat(), "key": key})
    if not terms.is_open(kind, election, at):
        raise Conflict("list.period_not_open", {"key": "LIST_OPEN"})


async def own(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    act: Act,
    now: datetime,
    *,
    lock: bool = False,
    version: int | None = None,
) -> CandidateList:
    """A list of a subject for which this account acts. Other lists are not there; an editor is told who signs."""
    of = await store.candidate_list(session, id, sees_lists(who, now), lock=lock, version=version)
    await acting_for(session, who, of.subject_id, act, now)
    return of


async def opened_for_work(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, arrived: datetime, now: datetime
) -> tuple[CandidateList, Election, Editable]:
    """Locked; a draft while the window is open, or a returned list while its cure runs; with what may be touched."""
    of = await own(session, who, id, Act.DRAFT, now, version=version)
    election = await election_of(session, of)
    if of.status is Status.DRAFT:
        refuse_if_closed(of.kind, election, arrived)
        return of, election, cure.editable(of, None)
    notice = await rounds.open_notice(session, of.id)
    if of.status is not Status.RETURNED or notice is None:
        raise Conflict("list.not_editable", {"status": of.status})
    refuse_if_late(notice, arrived)
    return of, election, cure.editable(of, notice)


def refuse_if_late(notice: Notice, arrived: datetime) -> None:
    if arrived > notice.due_at:
        raise Conflict("cure.term_over", {"due_at": notice.due_at.isoformat(), "key": "LIST_CURE"})


async def add_persons(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    person_ids: Sequence[UUID],
    *,
    arrived: datetime,
    now: datetime,
) -> CandidateList:
    """C-B1: at the end, from the address book."""
    of, election, allowed = await opened_for_work(session, who, id, version, arrived=arrived, now=now)
    refuse_unless_draft(of, allowed)
    entries = [await book.person(session, of.subject_id, each) for each in person_ids]
    return await _with_entries(session, of, entries, election, who, now, "ADD")


def refuse_unless_draft(of: CandidateList, allowed: Editable) -> None:
    if not allowed.whole:
        raise Conflict("list.not_editable", {"status": of.status})


async def _with_entries(
    session: AsyncSession,
    of: CandidateList,
    entries: Sequence[book.Entry],
    election: Election,
    who: Principal,
    now: datetime,
    action: str,
) -> CandidateList:
    newcomers = [editing.Newcomer(CandidateId(new_id()), each.id, each.person, each.person_key) for each in entries]
    saved = await kept(session, editing.with_newcomers(of, newcomers), of, election, now)
    details = {"added": len(saved.running) - len(of.running)}
    await tell(session, saved, by=subject_actor(who), at=now, action=action, details=details)
    return saved


async def copy(
    session: AsyncSession, who: Principal, id: UUID, version: int, source: UUID, *, arrived: datetime, now: datetime
) -> CandidateList:
    """From an earlier list of the same subject: its persons in their order, nothing that they declared."""
    of, election, allowed = await opened_for_work(session, who, id, version, arrived=arrived, now=now)
    refuse_unless_draft(of, allowed)
    earlier = await own(session, who, source, Act.DRAFT, now)
    if earlier.subject_id != of.subject_id:
        raise Conflict("list.of_another_subject")
    entries = [await book.person(session, of.subject_id, each.person_id) for each in earlier.running if each.person_id]
    return await _with_entries(session, of, entries, election, who, now, "COPY")


async def reorder(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    order: Sequence[UUID],
    *,
    arrived: datetime,
    now: datetime,
) -> CandidateList:
    """The whole order; who is left out goes off the list."""
    of, election, allowed = await opened_for_work(session, who, id, version, arrived=arrived, now=now)
    ids = [CandidateId(each) for each in order]
    refuse_if_any("list.order", list(editing.cannot_order(of, ids, allowed)))
    saved = await kept(session, editing.in_order(of, ids), of, election, now)
    await tell(session, saved, by=subject_actor(who), at=now, action="REORDER", details={"candidates": len(ids)})
    return saved


async def edit(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    candidate_id: UUID,
    values: Mapping[str, str | None],
    *,
    arrived: datetime,
    now: datetime,
) -> CandidateList:
    """Right or wrong, whatever was typed; in a cure only of whom the notice names (EL 4.21)."""
    of, election, allowed = await opened_for_work(session, who, id, version, arrived=arrived, now=now)
    refuse_if_any("list.not_editable", list(editing.cannot_edit(CandidateId(candidate_id), values, allowed)))
    candidate = of.candidate(CandidateId(candidate_id))
    if candidate is None:
        raise Conflict("list.not_editable", {"status": of.status})
    key = book.person_key(keys_of(session), candidate.person.with_values(values))
    changed = editing.edited(candidate, values, key)
    saved = await kept(session, editing.with_candidate(of, changed), of, election, now)
    details = {"candidate": candidate_id, "fields": sorted(values)}
    await tell(session, saved, by=subject_actor(who), at=now, action="EDIT", details=details)
    return saved


async def replace(
    session: AsyncSession,
    who: Principal,
    id: UUID,
    version: int,
    candidate_id: UUID,
    person_id: UUID,
    *,
    arrived: datetime,
    now: datetime,
) -> CandidateList:
    """C-B6, EL 4.21: the newcomer takes the place of whom the notice names."""
    of = await own(session, who, id, Act.DRAFT, now, version=version)
    election = await election_of(session, of)
    notice = await rounds.open_notice(session, of.id)
    if of.status is not Status.RETURNED or notice is None:
        raise Conflict("list.not_editable", {"status": of.status})
    refuse_if_late(notice, arrived)
    leaving = CandidateId(candidate_id)
    refuse_if_any("list.not_editable", list(cure.cannot_replace(of, notice, leaving)))
    entry = await book.person(session, of.subject_id, person_id)
    newcomer = editing.Newcomer(CandidateId(new_id()), entry.id, entry.person, entry.person_key)
    saved = await kept(
        session, cure.with_replacement(of, leaving, editing.standing(newcomer, 0)), of, election, now, notice=notice
    )
    details = {"candidate": candidate_id, "by": newcomer.id}
    await tell(session, saved, by=subject_actor(who), at=now, action="REPLACE", details=details)
    return saved


async def submit(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, arrived: datetime, now: datetime
) -> CandidateList:
    """C-B2: judged by arrival. Only authority, the window and an empty list stop it; the rest goes to the cure."""
    of = await own(session, who, id, Act.SUBMIT, now, version=version)
    election = await election_of(session, of)
    moved = move(of, Action.SUBMIT)
    refuse_if_closed(of.kind, election, arrived)
    await store.lock_persons(session, of)
    found = rules.defects(of, await judged_by(session, of, election, arrived))
    refuse_if_any("list.defects", rules.stops_filing(found))
    moved = moved.but(submitted_at=arrived, form_version=1)
    moved = moved.but(number=await next_number(session, NumberSeries, f"LST-{election.short}"))
    moved = await ask_register(session, moved.but(form_hash=list_hash(moved)), now)
    saved = await kept(session, moved, of, election, now)
    details = {"arrived_at": arrived.isoformat(), "candidates": len(of.running), "defects": len(found)}
    await tell(session, saved, by=subject_actor(who), at=now, action="SUBMIT", details=details)
    return saved


async def submit_cure(
    session: AsyncSession, who: Principal, id: UUID, version: int, *, arrived: datetime, now: datetime
) -> CandidateList:
    """C-B6: in the term; a list whose printed data changed is printed again."""
    of = await own(session, who, id, Act.SUBMIT, now, version=version)
    election = await election_of(session, of)
    notice = await rounds.open_notice(session, of.id)
    moved = move(of, Action.CURE)
    if notice is None:
        raise Conflict("list.not_possible", {"status": of.status, "action": Action.CURE})
    refuse_if_late(notice, arrived)
    await rounds.save_notice(session, cure.closed(notice, "CURED", now))
    saved = await kept(session, await ask_register(session, reprinted(moved), now), of, election, now)
    details = {"round": notice.round, "arrived_at": arrived.isoformat()}
    await tell(session, saved, by=subject_actor(who), at=now, action="CURE", details=details)
    return saved


def reprinted(of: CandidateList) -> CandidateList:
    """EL 4.21(1): the printed copy says what the electronic list says, so another list needs another print."""
    if not needs_new_print(of):
        return of
    return of.but(form_version=of.form_version + 1, form_hash=list_hash(of), print_received_at=None, print_match=None)


async def withdraw(session: AsyncSession, who: Principal, id: UUID, version: int, *, now: datetime) -> CandidateList:
    """C-A12, before the commission has a proposal: EL 4.20 leaves no way back from a certification."""
    of = await own(session, who, id, Act.SUBMIT, now, version=version)
    saved = await kept(session, move(of, Action.WITHDRAW), of, await election_of(session, of), now)
    await tell(session, saved, by=subject_actor(who), at=now, action="WITHDRAW")
    return saved
