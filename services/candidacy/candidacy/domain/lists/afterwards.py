"""What can still happen to a candidate who is certified (C-B11 … C-B13): never a withdrawal (EL 4.20, P66)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from candidacy.domain.lists.candidates import lifecycle
from candidacy.domain.lists.catalogue import LONGEST
from candidacy.domain.lists.model import Candidate, Flag
from candidacy.domain.lists.names import is_plain, name_problems
from elections.procedure import Defect


class Ground(StrEnum):
    OFFICE_NOT_RESOLVED = "OFFICE_NOT_RESOLVED"
    """EL 1.8(1)."""
    PERSONAL_RESPONSIBILITY = "PERSONAL_RESPONSIBILITY"
    """EL 6.7(2)2)."""
    LEGAL_CAPACITY = "LEGAL_CAPACITY"
    """EL 4.20: fully deprived of it, at any time."""
    MANDATE_REFUSED = "MANDATE_REFUSED"
    """EL 4.20: in writing, once the results are certified."""


ARTICLES = {
    Ground.OFFICE_NOT_RESOLVED: "1.8(1)",
    Ground.PERSONAL_RESPONSIBILITY: "6.7(2)2)",
    Ground.LEGAL_CAPACITY: "4.20",
    Ground.MANDATE_REFUSED: "4.20",
}
DELETES = frozenset({Ground.LEGAL_CAPACITY, Ground.MANDATE_REFUSED})


@dataclass(frozen=True, slots=True)
class Circumstances:
    printing_started: bool
    """The ballots are being printed (a fact of the election)."""
    results_certified: bool
    statement_on_file: bool
    """The written statement of the candidate or the legal representative, or the proof of lost capacity."""


def cannot_leave(candidate: Candidate, ground: Ground, at: Circumstances) -> Iterator[Defect]:
    """EL 4.20: only on these grounds, each with its time and its paper."""
    path = candidate.path("status")
    if candidate.status is not lifecycle.Status.CERTIFIED:
        yield Defect("candidate.not_certified", path, ARTICLES[ground], {"status": candidate.status})
    if ground is Ground.MANDATE_REFUSED and not at.results_certified:
        yield Defect("candidate.results_not_certified", path, "4.20")
    if ground in DELETES and not at.statement_on_file:
        yield Defect("candidate.statement_missing", path, "4.20")


def after(candidate: Candidate, ground: Ground, at: Circumstances) -> Candidate:
    """EL 1.8(1): until the ballots are printed the name is removed; later only the mandate is refused. NotPossible."""
    if ground in DELETES:
        return candidate.but(status=lifecycle.advance(candidate.status, lifecycle.Action.DELETE))
    removed = lifecycle.advance(candidate.status, lifecycle.Action.REMOVE)
    if ground is Ground.OFFICE_NOT_RESOLVED and at.printing_started:
        return candidate.but(flags=candidate.flags | {Flag.NO_MANDATE_IF_ELECTED})
    return candidate.but(status=removed)


@dataclass(frozen=True, slots=True)
class NameCorrection:
    surname: str
    name: str
    reason: str
    """What the technical error was and where the right name stands."""
    proposed_by: str
    confirmed_by: str


def cannot_correct_name(candidate: Candidate, correction: NameCorrection) -> Iterator[Defect]:
    """EL 4.18(2): after certification only an established technical error, by two officials (P65)."""
    if candidate.status is not lifecycle.Status.CERTIFIED:
        yield Defect("candidate.not_certified", candidate.path("status"), "4.18(2)", {"status": candidate.status})
    if not correction.reason.strip():
        yield Defect("field.required", "reason", "4.18(2)")
    if correction.proposed_by == correction.confirmed_by:
        yield Defect("correction.four_eyes", "confirmed_by", "4.18(2)")
    for field, text in (("surname", correction.surname), ("name", correction.name)):
        if not text.strip():
            yield Defect("field.required", field, "4.18(2)")
        elif not is_plain(text):
            yield Defect("text.characters", field, "4.18(2)")
        else:
            for code in name_problems(text, LONGEST[field]):
                yield Defect(code, field, "4.18(2)")
    if (correction.surname, correction.name) == (candidate.person.surname, candidate.person.name):
        yield Defect("correction.nothing_changes", "name", "4.18(2)")


def corrected(candidate: Candidate, correction: NameCorrection) -> Candidate:
    return candidate.but(
        person=candidate.person.with_values({"surname": correction.surname, "name": correction.name}),
    )
