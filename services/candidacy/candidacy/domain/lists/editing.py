"""Filling a list: from the address book, from an earlier list, in another order (C-B1), within what may be touched now.

What a candidate consented to is what is printed: a printed field that changes asks for the consent again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from candidacy.domain.lists.candidates import lifecycle
from candidacy.domain.lists.cure import Editable, path_of
from candidacy.domain.lists.freezing import PRINTED
from candidacy.domain.lists.model import (
    PERSON_FIELDS,
    Candidate,
    CandidateId,
    CandidateList,
    Declarations,
    Person,
    PersonId,
    RegisterState,
)
from elections.procedure import Defect


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody of the address book, with the id that the candidate gets."""

    id: CandidateId
    person_id: PersonId
    person: Person
    person_key: str | None


def standing(newcomer: Newcomer, position: int) -> Candidate:
    """On the list, with nothing declared, consented or checked yet."""
    return Candidate(
        id=newcomer.id,
        position=position,
        person=newcomer.person,
        person_id=newcomer.person_id,
        person_key=newcomer.person_key,
        status=lifecycle.advance(None, lifecycle.Action.ADD),
    )


def cannot_order(of: CandidateList, order: Sequence[CandidateId], allowed: Editable) -> Iterator[Defect]:
    """The whole order is given: who is left out goes off the list, who stands on it twice or nowhere is a mistake."""
    running = [each.id for each in of.running]
    known = set(running)
    for id in order:
        if id not in known:
            yield Defect("list.candidate_unknown", path_of(id))
    if len(set(order)) < len(order):
        yield Defect("list.candidate_twice", "candidates")
    kept = [id for id in running if id in set(order)]
    if len(kept) < len(running) and not allowed.drop:
        yield Defect("list.not_droppable", "candidates", "4.21")
    if [id for id in order if id in known] != kept and not allowed.reorder:
        yield Defect("list.not_reorderable", "candidates", "4.21")


def in_order(of: CandidateList, order: Sequence[CandidateId]) -> CandidateList:
    """L4: places from one on. Who no longer runs keeps the place that he or she had, on record."""
    places = {id: position for position, id in enumerate(order, start=1)}
    running = sorted(
        (each.but(position=places[each.id]) for each in of.running if each.id in places),
        key=lambda each: each.position,
    )
    gone = [each for each in of.candidates if not each.in_the_running]
    return of.but(candidates=tuple(sorted([*gone, *running], key=lambda each: (each.position, each.in_the_running))))


def with_newcomers(of: CandidateList, newcomers: Sequence[Newcomer]) -> CandidateList:
    """At the end. Who already runs on this list is passed over: nobody stands twice."""
    there = {each.person_id for each in of.running} | {each.person_key for each in of.running if each.person_key}
    added: list[Candidate] = []
    for each in newcomers:
        if each.person_id not in there and each.person_key not in there:
            added.append(standing(each, len(of.running) + len(added) + 1))
            there |= {each.person_id} | ({each.person_key} if each.person_key else set())
    return of.but(candidates=(*of.candidates, *added))


def cannot_edit(id: CandidateId, values: Collection[str], allowed: Editable) -> Iterator[Defect]:
    """EL 4.21: in a cure only who is named; nobody types what is no field of a person."""
    if id not in allowed.edit:
        yield Defect("cure.not_named", path_of(id), "4.21")
    for field in sorted(set(values) - set(PERSON_FIELDS)):
        yield Defect("field.unknown", f"{path_of(id)}.{field}")


def edited(candidate: Candidate, values: Mapping[str, str | None], person_key: str | None) -> Candidate:
    """Other printed data are another consent; another JMB is another person to the register and to the Commission."""
    person = candidate.person.with_values(values)
    changed = candidate.but(person=person, person_key=person_key)
    if any(person.value(field) != candidate.person.value(field) for field in PRINTED):
        changed = changed.but(consent=None)
    if person_key != candidate.person_key:
        changed = changed.but(register=RegisterState.UNKNOWN, eligibility=None, declarations=Declarations())
    return changed


def with_candidate(of: CandidateList, changed: Candidate) -> CandidateList:
    return of.but(candidates=tuple(changed if each.id == changed.id else each for each in of.candidates))
