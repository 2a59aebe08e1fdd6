"""Returned for the five-day cure (EL 4.21): what a notice may name, what the subject may then touch, C-B5 and C-B6.

The replacement takes the same position. What was not named stays as it was filed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from candidacy.domain.lists.candidates import lifecycle
from candidacy.domain.lists.catalogue import REASONS, Scope
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import Candidate, CandidateId, CandidateList, Notice
from candidacy.domain.lists.model import Deficiency as Item
from elections.procedure import Defect

LIST_PATH = "list"
LONGEST_TEXT = 2000
WHOLE_LIST: Mapping[str, frozenset[str]] = {
    "SEX_QUOTA": frozenset({"replace"}),
    "SEX_ORDER": frozenset({"replace", "reorder"}),
    "POSITIONS": frozenset({"reorder"}),
    "LIST_LENGTH": frozenset({"drop"}),
}
"""What a deficiency of the whole list lets the subject do with every candidate."""


def path_of(id: CandidateId) -> str:
    return f"candidates.{id}"


def refused_items(items: Sequence[Item], of: CandidateList) -> Iterator[Defect]:
    """C-B5: at least one item, each with a code of the list, the candidate or the list, and the official's words."""
    if not items:
        yield Defect("cure.empty", "deficiencies")
    places = {LIST_PATH: Scope.LIST, **{path_of(each.id): Scope.CANDIDATE for each in of.running}}
    for position, item in enumerate(items):
        at = f"deficiencies.{position}"
        reason = REASONS.get(item.code)
        if reason is None:
            yield Defect("cure.code_unknown", f"{at}.code", params={"code": item.code})
        if item.path not in places:
            yield Defect("cure.place_unknown", f"{at}.path", params={"path": item.path})
        elif reason is not None and reason.scope is not places[item.path]:
            yield Defect("cure.code_not_for_place", f"{at}.code", params={"code": item.code})
        if not item.text.strip():
            yield Defect("field.required", f"{at}.text")
        elif len(item.text) > LONGEST_TEXT:
            yield Defect("field.too_long", f"{at}.text", params={"max": LONGEST_TEXT})
    if len({(item.code, item.path) for item in items}) < len(items):
        yield Defect("cure.item_twice", "deficiencies")


@dataclass(frozen=True, slots=True)
class Editable:
    """What the subject may do with the list now."""

    edit: frozenset[CandidateId] = frozenset()
    """Fields, declarations and documents of these candidates."""
    replace: frozenset[CandidateId] = frozenset()
    reorder: bool = False
    drop: bool = False
    whole: bool = False
    """A draft: everything."""


def editable(of: CandidateList, notice: Notice | None) -> Editable:
    everybody = frozenset(each.id for each in of.running)
    if of.status is Status.DRAFT:
        return Editable(everybody, everybody, reorder=True, drop=True, whole=True)
    if of.status is not Status.RETURNED or notice is None or not notice.is_open:
        return Editable()
    named = frozenset(each.id for each in of.running if path_of(each.id) in notice.paths)
    may = {act for item in notice.deficiencies if item.path == LIST_PATH for act in WHOLE_LIST.get(item.code, ())}
    return Editable(named, everybody if "replace" in may else named, "reorder" in may, "drop" in may)


def cannot_replace(of: CandidateList, notice: Notice | None, id: CandidateId) -> Iterator[Defect]:
    """EL 4.21: only whom the notice names, or everybody where the list as a whole was named for its sexes."""
    if id not in editable(of, notice).replace:
        yield Defect("cure.not_named", path_of(id), "4.21")


def with_replacement(of: CandidateList, id: CandidateId, newcomer: Candidate) -> CandidateList:
    """The newcomer stands where the other one stood; the other one stays on record. Raises NotPossible, KeyError."""
    leaving = of.candidate(id)
    if leaving is None:
        raise KeyError(id)
    gone = leaving.but(status=lifecycle.advance(leaving.status, lifecycle.Action.REPLACE))
    arrived = newcomer.but(
        position=leaving.position, status=lifecycle.advance(None, lifecycle.Action.ADD), flags=frozenset()
    )
    return of.but(candidates=tuple(_each(of.candidates, id, (gone, arrived))))


def _each(candidates: Sequence[Candidate], id: CandidateId, by: Sequence[Candidate]) -> Iterator[Candidate]:
    for each in candidates:
        yield from by if each.id == id else (each,)


def closed(notice: Notice, state: str, at: datetime) -> Notice:
    return replace(notice, state=state, closed_at=at)
