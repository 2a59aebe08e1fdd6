"""From the checklist to a proposal per contest, and from there to the decision (EL 4.6(4), C-A13, C-A7, C-A8)."""

from collections.abc import Iterator, Mapping, Sequence

from candidacy.domain.certification.catalogue import REASONS, Check, checklist_for
from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Action
from candidacy.domain.certification.model import Certification, Verdict
from candidacy.domain.certification.rules import blocks_contest, defects
from elections.procedure import Defect

LONGEST_REASONS = 8000


def refused_entries(results: Mapping[str, str], application: Certification) -> Iterator[Defect]:
    """The checklist of this kind has these points and these results."""
    checks = {check.key: check for check in checklist_for(application.kind)}
    for key, result in results.items():
        check = checks.get(key)
        if check is None:
            yield Defect("checklist.item_unknown", f"checklist.{key}")
        elif result not in check.results:
            yield Defect("checklist.result_unknown", f"checklist.{key}", params={"allowed": list(check.results)})


def proposal_defects(
    application: Certification,
    verdicts: Sequence[Verdict],
    reasons: str,
    results: Mapping[str, str],
    ground: Ground,
) -> list[Defect]:
    """C-A13: everything that speaks against proposing this. Each contest has its own verdict; nothing is certified
    over a defect that blocks it or over a check that is not good, and each refusal names its grounds."""
    checks = checklist_for(application.kind)
    found = [*complete(checks, results), *one_verdict_each(application, verdicts)]
    if len(reasons) > LONGEST_REASONS:
        found.append(Defect("field.too_long", "reasons", params={"max": LONGEST_REASONS}))
    if any(not each.certify for each in verdicts) and not reasons.strip():
        found.append(Defect("field.required", "reasons", "4.6(4)"))
    standing = defects(application, ground)
    poor = [check for check in checks if check.key in results and results[check.key] not in check.good]
    for verdict in verdicts:
        path = verdict.place.path
        if verdict.certify:
            found += [
                Defect("proposal.blocked", path, each.article, {"code": each.code, "path": each.path})
                for each in blocks_contest(standing, verdict.place)
            ]
            found += [
                Defect("checklist.not_met", path, check.article, {"item": check.key, "result": results[check.key]})
                for check in poor
            ]
        else:
            found += grounds(verdict, application)
    return found


def complete(checks: Sequence[Check], results: Mapping[str, str]) -> Iterator[Defect]:
    for check in checks:
        if check.key not in results:
            yield Defect("checklist.incomplete", f"checklist.{check.key}", check.article)


def one_verdict_each(application: Certification, verdicts: Sequence[Verdict]) -> Iterator[Defect]:
    """EL 4.6(4): the Commission confirms or rejects, for each level and constituency."""
    given = [each.place for each in verdicts]
    for place in application.places:
        if place not in given:
            yield Defect("proposal.contest_open", place.path, "4.6(4)")
    for place in sorted(set(given)):
        if place not in application.places:
            yield Defect("proposal.contest_unknown", place.path)
        elif given.count(place) > 1:
            yield Defect("proposal.contest_twice", place.path)


def grounds(verdict: Verdict, application: Certification) -> Iterator[Defect]:
    """C-A8: a refusal names grounds of the list that can concern this kind."""
    if not verdict.reason_codes:
        yield Defect("proposal.reason_required", verdict.place.path, "4.6(4)")
    for code in verdict.reason_codes:
        reason = REASONS.get(code)
        if reason is None or not reason.ground or application.kind not in reason.kinds:
            yield Defect("proposal.not_a_ground", verdict.place.path, params={"code": code})


def decision_of(verdicts: Sequence[Verdict]) -> Action:
    """C-A7, C-A8: certified as soon as one contest is; what is refused is named in the same decision."""
    return Action.CERTIFY if any(each.certify for each in verdicts) else Action.REJECT


def legal_basis(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Articles that the decision act names."""
    named = [REASONS[code].article for each in verdicts for code in each.reason_codes if code in REASONS]
    return tuple(dict.fromkeys([*named, "4.6(4)"]))
