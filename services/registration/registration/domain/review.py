"""From the checklist to a proposal, and from a proposal to a decision: what the papers must show (EL 3.15, 3.16(3))."""

from collections.abc import Iterator, Mapping, Sequence

from elections.procedure import Defect
from registration.domain.catalogue import REASONS, RESIDENCE_CHECKS, Check, Outcome, article_for, checklist_for
from registration.domain.model import (
    Application,
    ChecklistEntry,
    Correction,
    FormMatch,
    Kind,
    RegisterAnswer,
)

LONGEST_REASONS = 8000


def refused_entries(results: Mapping[str, str], application: Application) -> Iterator[Defect]:
    """3.15(13): the verification procedure that the Commission prescribes has these points and these results."""
    checks = {check.key: check for check in checklist_for(application.kind, application.form)}
    for key, result in results.items():
        check = checks.get(key)
        if check is None:
            yield Defect("checklist.item_unknown", key)
        elif result not in check.results:
            yield Defect("checklist.result_unknown", key, params={"allowed": list(check.results)})


def proposal_defects(
    application: Application,
    outcome: Outcome,
    reason_codes: Sequence[str],
    reasons: str,
    entries: Mapping[str, ChecklistEntry],
    corrections: Sequence[Correction],
    register: RegisterAnswer | None,
    *,
    can_return: bool,
) -> list[Defect]:
    """R-T9: everything that speaks against proposing this outcome."""
    checks = checklist_for(application.kind, application.form)
    found = list(checklist_complete(checks, entries))
    if len(reasons) > LONGEST_REASONS:
        found.append(Defect("field.too_long", "reasons", params={"max": LONGEST_REASONS}))
    if outcome is Outcome.REJECT:
        found += refusal_has_grounds(application, reason_codes, reasons)
        found += signature_was_asked_about(reason_codes, corrections, can_return=can_return)
        found += residence_is_known(reason_codes, register)
    elif outcome in (Outcome.APPROVE, Outcome.APPROVE_RESIDENCE_CONSTITUENCY):
        found += paper_is_in(application)
        found += results_allow(application, outcome, checks, entries)
    else:
        found.append(Defect("field.not_in_list", "outcome"))
    return found


def checklist_complete(checks: Sequence[Check], entries: Mapping[str, ChecklistEntry]) -> Iterator[Defect]:
    for check in checks:
        if check.key not in entries:
            yield Defect("checklist.incomplete", f"checklist.{check.key}", check.article)


def paper_is_in(application: Application) -> Iterator[Defect]:
    """3.15(3), (6), (10): nobody is entered without a form that is his and signed."""
    if application.form_match is not FormMatch.MATCHED:
        yield Defect("signed_form.not_matched", "documents.SIGNED_FORM", "3.15(10)")


def results_allow(
    application: Application, outcome: Outcome, checks: Sequence[Check], entries: Mapping[str, ChecklistEntry]
) -> Iterator[Defect]:
    """3.15(11): who meets the conditions. 3.16(3): without proof of residence, for the constituency of residence."""
    lacking = {
        check.key
        for check in checks
        if check.key in entries and entries[check.key].result not in check.good and not _is_question(check, application)
    }
    if outcome is Outcome.APPROVE_RESIDENCE_CONSTITUENCY:
        if application.kind is Kind.T:
            yield Defect("proposal.variant_for_refugees_only", "outcome", "3.16(3)")
        elif not lacking & RESIDENCE_CHECKS:
            yield Defect("proposal.residence_is_proved", "outcome", "3.16(3)")
        lacking -= RESIDENCE_CHECKS
    for key in sorted(lacking):
        yield Defect("checklist.not_met", f"checklist.{key}", params={"result": entries[key].result})


def _is_question(check: Check, application: Application) -> bool:
    """3.15(10): R2 signs, but no paragraph asks for a signature like the one on the identity document."""
    return check.key == "SIGNATURE" and application.kind is Kind.R2


def refusal_has_grounds(application: Application, reason_codes: Sequence[str], reasons: str) -> Iterator[Defect]:
    """R-T11: a refusal names grounds of the list that can concern this kind, and says in words why."""
    if not reason_codes:
        yield Defect("proposal.reason_required", "reason_codes")
    for code in reason_codes:
        reason = REASONS.get(code)
        if reason is None or not reason.ground:
            yield Defect("proposal.not_a_ground", "reason_codes", params={"code": code})
        elif application.kind not in reason.kinds:
            article = "3.15(10)" if code.startswith("SIGNATURE") else None
            yield Defect("proposal.not_a_ground_for_kind", "reason_codes", article, {"code": code})
    if not reasons.strip():
        yield Defect("field.required", "reasons")


def signature_was_asked_about(
    reason_codes: Sequence[str], corrections: Sequence[Correction], *, can_return: bool
) -> Iterator[Defect]:
    """3.15(3), (6): a signature that differs is returned once before it is a ground, while returning is possible."""
    if "SIGNATURE_MISMATCH" not in reason_codes or not can_return:
        return
    asked = any(
        item.code.startswith("SIGNATURE_") and each.state in ("RESUBMITTED", "EXPIRED")
        for each in corrections
        for item in each.deficiencies
    )
    if not asked:
        yield Defect("proposal.return_signature_first", "reason_codes", "3.15(3)")


def residence_is_known(reason_codes: Sequence[str], register: RegisterAnswer | None) -> Iterator[Defect]:
    """3.16(3) with C01: missing proof of residence refuses nobody whose constituency the register knows."""
    if list(reason_codes) == ["RESIDENCE_BIH_MISSING"] and register is not None and register.municipality:
        yield Defect("proposal.residence_constituency_known", "reason_codes", "3.16(3)")


def legal_basis(outcome: Outcome, kind: Kind | None, reason_codes: Sequence[str]) -> tuple[str, ...]:
    """Articles that the decision act names."""
    if outcome is Outcome.REJECT:
        named = [article_for(REASONS[code].article, kind) for code in reason_codes if code in REASONS]
        return tuple(dict.fromkeys([*named, "3.15(11)"]))
    first = article_for("3.15(1)", kind)
    variant = ("3.16(3)",) if outcome is Outcome.APPROVE_RESIDENCE_CONSTITUENCY else ()
    return (first, *variant, "3.15(11)")
