"""Where an applicant stands: levels and units, and in each the signatures of support or an exemption (EL 4.4, 4.5)."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from candidacy.domain.certification.ground import Ground, judged_at
from candidacy.domain.certification.model import Certification, Claim, Contest, Place, Slot, as_date
from candidacy.domain.subjects.model import Kind
from candidacy.domain.support.exemption import Exemption
from candidacy.domain.support.exemption import defects as exemption_defects
from candidacy.domain.support.exemption import holds as exemption_holds
from candidacy.domain.support.meter import Meter, Progress, needed
from elections.constituencies import constituencies
from elections.election import Election
from elections.levels import levels
from elections.procedure import Defect
from elections.timing import day_of


def something_applied_for(application: Certification) -> Iterator[Defect]:
    if not application.contests:
        yield Defect("contest.none", "contests", "4.4")


def contests(application: Certification, ground: Ground) -> Iterator[Defect]:
    """Domain.md 7.2: what is elected in this election, and who can stand at that level."""
    places = set(places_of(ground.election))
    for each in application.contests:
        if each.place not in places:
            yield Defect("contest.not_elected", each.place.path, "4.4")
        elif not open_to(application.kind, each.place.level, ground.election):
            yield Defect("contest.not_for_kind", each.place.path, "4.4", {"kind": application.kind})


def open_to(kind: Kind, level: str, election: Election) -> bool:
    """Seats of minorities are theirs alone; a list of independents stands where there are lists."""
    if kind.is_minority or level == "MINORITY":
        return kind.is_minority and level == "MINORITY"
    return not (kind is Kind.LIC and level in election.choices("cert.independents.not_at"))


def places_of(election: Election) -> tuple[Place, ...]:
    """What can be applied for: compensatory mandates follow from the regular lists (EL 1.1a 10)-12))."""
    taking_part = set(election.constituencies)
    return tuple(
        Place(level, unit.code)
        for level in election.levels
        for unit in levels()[level].units
        if not unit.compensatory and (unit.code not in constituencies() or unit.code in taking_part)
    )


def exemption_of(application: Certification, contest: Contest) -> Exemption | None:
    """EL 4.5: the claim of a contest with its statement, which is a document of that contest."""
    claim: Claim | None = contest.claim
    if claim is None:
        return None
    statement = application.has(Slot.EXEMPTION_STATEMENT, contest.place.path)
    since = as_date(claim.mandate_since)
    return Exemption(contest.place.level, contest.place.unit, claim.official, claim.mandate_body, since, statement)


def exempt_units(application: Certification, on: date) -> AbstractSet[Place]:
    """EL 4.5(3) (P62): where the claim is complete; anywhere else signatures are needed."""
    claims = ((each.place, exemption_of(application, each)) for each in application.contests)
    return {place for place, claim in claims if claim is not None and exemption_holds(claim, application.kind, on)}


def meters(application: Certification, ground: Ground) -> dict[Place, Meter]:
    """EL 4.4: per contest, how many valid signatures there are and how many are needed."""
    exempt = exempt_units(application, day_of(judged_at(application, ground)))
    found = {}
    for place in application.places:
        here: AbstractSet[str | None] = {place.unit} if place in exempt else set()
        valid, checking = ground.tallies.get(place, (0, 0))
        need = needed(ground.election, application.kind, place.level, place.unit, here)
        found[place] = Meter(valid, checking, 0, need)
    return found


def collects(application: Certification, ground: Ground) -> bool:
    """Whether signatures of support are asked for in at least one contest."""
    return any(meter.needed != 0 for meter in meters(application, ground).values())


def support(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 4.4, 4.5: enough valid signatures, or a complete exemption, for each contest. An unknown threshold is "not
    possible", never passed."""
    on = day_of(judged_at(application, ground))
    for contest in application.contests:
        claim = exemption_of(application, contest)
        if claim is not None:
            yield from exemption_defects(claim, application.kind, on)
        if contest.claim is not None and contest.claim.mandate_since and as_date(contest.claim.mandate_since) is None:
            yield Defect("date.invalid", f"{contest.place.path}.exemption.mandate_since", "4.5(3)")
    codes = {
        Progress.NOT_POSSIBLE: "support.threshold_unknown",
        Progress.CHECKING: "support.checking",
        Progress.SHORT: "support.short",
    }
    for place, meter in meters(application, ground).items():
        code = codes.get(meter.progress)
        if code is not None:
            params = {"have": meter.valid, "checking": meter.checking, "need": meter.needed}
            yield Defect(code, f"{place.path}.support", "4.4", params)


def is_of_contest(path: str, place: Place) -> bool:
    return path == place.path or path.startswith(f"{place.path}.")
