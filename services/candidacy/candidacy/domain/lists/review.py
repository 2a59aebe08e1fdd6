"""From the rules to a proposal per candidate and per list, and from there to what is certified (C-B7 … C-B9, C-B14).

A list is certified up to the number up to which it satisfies the conditions, once those who are refused are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from candidacy.domain.lists import rules, validator
from candidacy.domain.lists.candidates import lifecycle
from candidacy.domain.lists.catalogue import REASONS, Outcome, Scope, reason_for
from candidacy.domain.lists.cure import LIST_PATH, path_of
from candidacy.domain.lists.ground import Ground
from candidacy.domain.lists.model import Candidate, CandidateId, CandidateList, Notice
from elections.procedure import Defect

LONGEST_REASONS = 8000
CUT = "LIST_CUT"
UNFINISHED = frozenset({"candidate.register_not_checked", "candidate.eligibility_not_checked", "list.seats_unknown"})
"""Warnings to the subject, who can do nothing about them; the office finishes them before anybody is certified."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows when these candidates are refused."""

    outcome: Outcome
    certified: tuple[CandidateId, ...]
    refused: tuple[CandidateId, ...]
    cut: tuple[CandidateId, ...]
    """In order themselves, but beyond the number up to which the list satisfies the conditions."""


def plan(of: CandidateList, ground: Ground, refused: AbstractSet[CandidateId]) -> Plan | None:
    """C-B8. None: not possible to say, because the seats or somebody's sex are not known."""
    rest = [each for each in of.running if each.id not in refused]
    upto = validator.certifiable(rest, ground)
    if upto is None:
        return None
    certified = tuple(each.id for each in rest[:upto])
    cut = tuple(each.id for each in rest[upto:])
    gone = tuple(each.id for each in of.running if each.id in refused)
    whole = Outcome.CERTIFY if not gone and not cut else Outcome.CERTIFY_PARTIALLY
    return Plan(whole if certified else Outcome.REJECT, certified, gone, cut)


def whole_list_refused(of: CandidateList) -> Plan:
    """C-B9 on a ground that concerns the list as such, as a missing printed copy (EL 4.21(1))."""
    return Plan(Outcome.REJECT, (), tuple(each.id for each in of.running), ())


@dataclass(frozen=True, slots=True)
class Refusals:
    """What the reviewer proposes not to certify, and why."""

    candidates: Mapping[CandidateId, Sequence[str]]
    whole_list: Sequence[str] = ()
    reasons: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every ground once, those of the list first."""
        own = (code for codes in self.candidates.values() for code in codes)
        return tuple(dict.fromkeys([*self.whole_list, *own]))


def plan_for(of: CandidateList, ground: Ground, refusals: Refusals) -> Plan | None:
    return whole_list_refused(of) if refusals.whole_list else plan(of, ground, frozenset(refusals.candidates))


def suggested(of: CandidateList, found: Sequence[Defect]) -> Mapping[CandidateId, tuple[str, ...]]:
    """Who has a defect that blocks certification, with the codes that a decision would name."""
    blocking = rules.blocks_certification(found)
    return {
        each.id: tuple(dict.fromkeys(reason_for(defect.code) for defect in own))
        for each in of.running
        if (own := [defect for defect in blocking if (defect.path or "").startswith(path_of(each.id) + ".")])
    }


def proposal_defects(
    of: CandidateList, ground: Ground, refusals: Refusals, notices: Sequence[Notice], *, can_return: bool
) -> list[Defect]:
    """C-B14: everything that speaks against proposing this."""
    proposed = plan_for(of, ground, refusals)
    if proposed is None:
        return [Defect("proposal.not_possible", "outcome", params={"seats": ground.seats})]
    found = [*grounds_are_named(of, refusals), *cure_was_offered(of, refusals, notices, can_return=can_return)]
    certified = frozenset(proposed.certified)
    return [*found, *nothing_blocks(of, ground, certified), *reasons_are_given(proposed, refusals)]


def grounds_are_named(of: CandidateList, refusals: Refusals) -> Iterator[Defect]:
    """C-B9: a refusal names grounds of the catalogue that can concern a candidate, or the list."""
    running = {each.id for each in of.running}
    for id, codes in refusals.candidates.items():
        if id not in running:
            yield Defect("proposal.candidate_unknown", path_of(id))
        if not codes:
            yield Defect("proposal.reason_required", path_of(id))
        yield from _not_grounds(codes, Scope.CANDIDATE, path_of(id))
    yield from _not_grounds(refusals.whole_list, Scope.LIST, LIST_PATH)


def _not_grounds(codes: Sequence[str], scope: Scope, path: str) -> Iterator[Defect]:
    for code in codes:
        reason = REASONS.get(code)
        if reason is None or not reason.ground or reason.scope is not scope or code == CUT:
            yield Defect("proposal.not_a_ground", path, params={"code": code})


def cure_was_offered(
    of: CandidateList, refusals: Refusals, notices: Sequence[Notice], *, can_return: bool
) -> Iterator[Defect]:
    """EL 4.21: who can be replaced is named in a notice before he or she is refused, while there is time for it."""
    if not can_return:
        return
    named = {path for notice in notices if not notice.is_open for path in notice.paths}
    for id in refusals.candidates:
        if not {path_of(id), LIST_PATH} & named:
            yield Defect("proposal.notice_first", path_of(id), "4.21")
    if refusals.whole_list and of.print_received_at is not None and LIST_PATH not in named:
        yield Defect("proposal.notice_first", LIST_PATH, "4.21")


def nothing_blocks(of: CandidateList, ground: Ground, certified: AbstractSet[CandidateId]) -> Iterator[Defect]:
    """EL 4.21(2): nobody is certified with a defect, or before the register and the Commission's check spoke."""
    for each in of.running:
        if each.id in certified:
            for defect in rules.candidate_defects(each, ground):
                if not defect.warning or defect.code in UNFINISHED:
                    yield Defect("proposal.candidate_blocked", defect.path, defect.article, {"code": defect.code})
    if certified:
        for defect in rules.printed_copy(of, ground):
            yield Defect("proposal.list_blocked", defect.path, defect.article, {"code": defect.code})


def reasons_are_given(proposed: Plan, refusals: Refusals) -> Iterator[Defect]:
    """EL 4.6(4): a decision that refuses anything says why in words."""
    if proposed.outcome is not Outcome.CERTIFY and not refusals.reasons.strip():
        yield Defect("field.required", "reasons")
    if len(refusals.reasons) > LONGEST_REASONS:
        yield Defect("field.too_long", "reasons", params={"max": LONGEST_REASONS})


def decided(of: CandidateList, proposed: Plan) -> CandidateList:
    """Each candidate with his or her own result; the certified close ranks, 1 … to the end. Raises NotPossible."""
    places = {id: position for position, id in enumerate(proposed.certified, start=1)}
    return of.but(candidates=tuple(_decided(each, places) for each in of.candidates))


def _decided(candidate: Candidate, places: Mapping[CandidateId, int]) -> Candidate:
    if not candidate.in_the_running:
        return candidate
    place = places.get(candidate.id)
    action = lifecycle.Action.REFUSE if place is None else lifecycle.Action.CERTIFY
    return candidate.but(status=lifecycle.advance(candidate.status, action), position=place or candidate.position)
