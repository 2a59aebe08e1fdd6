"""What is done with support signatures: lines are added and taken away, the voter register is asked, marks follow.

No filing waits for the register: what was asked and not answered is "being checked". Who may do it is asked before.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, repeat
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import Flag, Place
from candidacy.domain.support.lines import defects, has_jmb, is_complete, normalised
from candidacy.domain.support.marks import SameSupporter, marks, supports_another
from candidacy.domain.support.meter import Meter, meter, needed
from candidacy.domain.support.model import Answer, Line, Source
from candidacy.domain.support.retention import delete_at
from candidacy.domain.support.table import Table, read
from candidacy.keys import keys_of
from candidacy.service.spreadsheets import rows_of
from candidacy.store import support as store
from candidacy.store.elections import election as election_of
from candidacy.store.support import Batch, New
from candidacy.tables import Case, History
from casework.history import append
from commons.ids import new_id
from commons.outbox import publish
from commons.problems import Conflict, Invalid
from commons.timers import set_timer
from contracts.candidacy import VoterCheckRequested
from contracts.registration import VoterChecked
from elections.procedure import Defect
from elections.territory import territory
from elections.timing import SARAJEVO

RETENTION = "support_retention"
ENDED = frozenset({Status.CERTIFIED, Status.DECERTIFIED, Status.REJECTED_FINAL, Status.WITHDRAWN})
BATCH = 1000
"""Persons in one question to the register (domain.md section 5)."""
MOST = 10_000
"""Lines of one contest: three times the highest threshold [design]."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the lines: all of them are kept, and everything that is wrong with them is told."""

    batch: Batch
    defects: Sequence[Defect]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where lines come from."""

    source: Source = Source.TYPED
    title: str = ""
    document_id: UUID | None = None


async def add_lines(
    session: AsyncSession, case: Case, place: Place, lines: Sequence[Line], origin: Origin, *, by: str, now: datetime
) -> Added:
    """EL 4.4(1). `lines` as they were typed; a line with defects is kept, and does not count until it is mended."""
    plain = [(number, normalised(line)) for number, line in enumerate(lines, 1)]
    told = list(chain.from_iterable(defects(line, f"lines.{number}") for number, line in plain))
    return Added(await _add(session, case, place, plain, origin, by=by, now=now), told)


async def import_table(
    session: AsyncSession, case: Case, place: Place, content: bytes, title: str, *, by: str, now: datetime
) -> tuple[Added, Table]:
    """CSV or XLSX. A file that is no table of supporters is refused whole; of one that is, every row is kept."""
    table = read(rows_of(content), MOST)
    if table.defects:
        raise Invalid("support.file_refused", {"count": len(table.defects)}, list(table.defects))
    plain = [(row.number, row.line) for row in table.rows]
    batch = await _add(session, case, place, plain, Origin(Source.FILE, title), by=by, now=now)
    return Added(batch, [defect for row in table.rows for defect in row.defects]), table


async def _add(
    session: AsyncSession,
    case: Case,
    place: Place,
    lines: Sequence[tuple[int, Line]],
    origin: Origin,
    *,
    by: str,
    now: datetime,
) -> Batch:
    if not lines:
        raise Invalid("support.nothing_to_add")
    await store.lock_contest(session, case.id, place)
    there = await store.count(session, case.id, place)
    if there + len(lines) > MOST:
        raise Conflict("support.too_many", {"max": MOST, "there": there})
    persons = keys_of(session).persons
    new = [
        New(new_id(), number, line, persons.of_jmb(line.jmb) if has_jmb(line) else None, is_complete(line))
        for number, line in lines
    ]
    batch = Batch(new_id(), place, origin.source, origin.title, now, len(new), origin.document_id)
    await store.add_batch(session, case.id, batch, new, added_by=by)
    await ask_register(session, case, place, now=now)
    await mark_again(session, case, place)
    await _note(session, case, place, "SUPPORT_ADDED", by, now, {"lines": len(new), "source": origin.source})
    return batch


async def remove_batch(session: AsyncSession, case: Case, id: UUID, *, by: str, now: datetime) -> None:
    """A duplicate of a line that is gone counts again; who was known only through it is asked for."""
    place = await store.remove_batch(session, case.id, id)
    await store.lock_contest(session, case.id, place)
    await ask_register(session, case, place, now=now)
    await mark_again(session, case, place)
    await _note(session, case, place, "SUPPORT_REMOVED", by, now, {"batch": str(id)})


async def ask_register(session: AsyncSession, case: Case, place: Place, *, now: datetime) -> None:
    """EL 4.4(1): is each supporter a voter of this constituency? By keyed hash, a thousand at a time."""
    persons = await store.not_asked(session, case.id, place)
    for start in range(0, len(persons), BATCH):
        asked = persons[start : start + BATCH]
        check = new_id()
        await store.add_check(session, case.id, place, check, asked, now)
        event = VoterCheckRequested(
            event_id=new_id(),
            occurred_at=now,
            election_id=case.election,
            entity_id=str(check),
            entity_version=1,
            legal_basis=("4.4(1)",),
            payload=VoterCheckRequested.Payload(
                purpose="SUPPORT",
                person_keys=tuple(asked),
                constituency=place.unit,
                as_of=now.astimezone(SARAJEVO).date(),
            ),
        )
        await publish(session, event)


async def register_answered(session: AsyncSession, event: VoterChecked, *, now: datetime) -> None:
    """An answer to a question about candidates, or about supporters who were deleted meanwhile, is none of ours."""
    if event.payload.asked_by != VoterCheckRequested.producer:
        return
    id = UUID(event.entity_id)
    asked = await store.check(session, id)
    if asked is None:
        return
    case_id, place = asked
    await store.lock_contest(session, case_id, place)
    answers = {
        each.person_key: Answer(each.in_register, each.constituency, each.age_on_election_day)
        for each in event.payload.answers
    }
    await store.save_answers(session, id, answers, now)
    await mark_again(session, await store.case_row(session, case_id), place)


async def mark_again(session: AsyncSession, case: Case, place: Place) -> None:
    """The whole list is judged, and only what changed is written."""
    election = await election_of(session, case.election)
    mode = SameSupporter(str(election.parameter("support.same_supporter")))
    claims = await store.claims(session, case, place) if case.submitted_at else []
    taken = {each.person for each in claims if supports_another(each.person, claims, case.submitted_at, mode)}
    there = await store.entries(session, case.id, place)
    entries = [replace(entry, supports_another=entry.person in taken) for entry, _ in there]
    judged = marks(entries, territory(place.level, place.unit))
    await store.save_marks(session, {entry.id: judged[entry.id] for entry, mark in there if judged[entry.id] != mark})


async def filed(session: AsyncSession, id: UUID, places: Sequence[Place]) -> None:
    """From filing on a supporter of two subjects at a level is told apart: in this list and in those filed before."""
    case = await store.case_row(session, id)
    contests = [*zip(repeat(case.id), places, strict=False), *await store.sharing(session, case)]
    for case_id, place in sorted(contests, key=lambda each: (each[0], each[1].level, each[1].unit)):
        await store.lock_contest(session, case_id, place)
        await mark_again(session, case if case_id == case.id else await store.case_row(session, case_id), place)


async def meter_of(
    session: AsyncSession, case: Case, place: Place, kind: str, exempt: AbstractSet[str | None]
) -> Meter:
    """EL 4.4, 4.5: live, and "not possible" where nobody knows the threshold."""
    found = await store.counts(session, case.id, place)
    election = await election_of(session, case.election)
    every = chain.from_iterable(repeat(mark, number) for mark, number in found.items())
    return meter(every, needed(election, kind, place.level, place.unit, exempt))


async def decision_is_final(session: AsyncSession, id: UUID, *, final_at: datetime) -> None:
    """Nobody can contest the certification any more: the data of its supporters have a last day."""
    case = await store.case_row(session, id)
    election = await election_of(session, case.election)
    await set_timer(session, kind=RETENTION, case_id=id, due_at=delete_at(final_at, election))


async def delete_supporters(session: AsyncSession, case_id: UUID, *, now: datetime) -> None:
    """Law on Personal Data Protection (OG BiH 12/25): the history keeps how many there were, and of which mark. While
    the certification is contested nothing goes: its end sets the day anew."""
    case = await store.case_row(session, case_id)
    if case.status not in ENDED or Flag.UNDER_APPEAL in case.flags:
        return
    kept = await store.delete_supporters(session, case_id)
    if kept:
        await append(
            session,
            History,
            case_id=case_id,
            at=now,
            actor="system",
            actor_role="SYSTEM",
            action="SUPPORT_DELETED",
            details={"marks": dict(kept)},
        )


async def _note(
    session: AsyncSession, case: Case, place: Place, action: str, by: str, now: datetime, details: Mapping[str, object]
) -> None:
    await append(
        session,
        History,
        case_id=case.id,
        at=now,
        actor=by,
        actor_role="SUBJECT",
        action=action,
        visible=True,
        details={"level": place.level, "unit": place.unit, **details},
    )
