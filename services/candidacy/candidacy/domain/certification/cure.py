"""The notice of deficiencies and its cure, item by item, within two days from receipt (EL 4.6(3), C-A5, C-A6).

A cure is accepted as soon as something was mended: what was not is shown and stays in the way of certification, since
one contest may be certified while another is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from candidacy.domain.certification.catalogue import REASONS, SIGNATURES_PERSON, reason_for
from candidacy.domain.certification.freezing import claim_of, digest, form_hash, group_member_of, loan_of
from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import (
    FORM_FIELDS,
    Certification,
    Deficiency,
    Notice,
    PrintMatch,
    Slot,
)
from candidacy.domain.certification.places import is_of_contest
from candidacy.domain.certification.rules import blocks_certification, defects
from elections.procedure import Defect

LONGEST_TEXT = 2000
COLLECTIONS = ("members", "loans", "group")


def part_of(path: str, application: Certification) -> str | None:
    """The editable part to which a path belongs; None for a place that an application of this kind does not have."""
    head = path.split(".", 1)[0]
    if path in FORM_FIELDS or path == "print":
        return path
    if head in COLLECTIONS:
        return head
    if head == "declarations":
        return "declarations.GFAP" if path == "declarations.GFAP" else None
    if head == "representatives":
        return "representatives"
    if head == "documents":
        slot = path.split(".")[1] if "." in path else ""
        return f"documents.{slot}" if slot in set(Slot) else None
    return next((place.path for place in application.places if is_of_contest(path, place)), None)


def content_at(part: str, application: Certification, ground: Ground) -> object:
    """What stands there, as plain values: two digests of it differ when it was changed."""
    head, _, rest = part.partition(".")
    if head == "documents":
        return sorted(str(each.id) for each in application.documents_in(Slot(rest)) if each.is_sealed)
    if head == "contests":
        return _contest_content(part, application, ground)
    received = application.print_received_at
    parts: Mapping[str, object] = {
        "members": [[str(each.subject), each.certified, each.consent is not None] for each in application.members],
        "loans": [loan_of(each) for each in application.loans],
        "group": [group_member_of(each) for each in application.group],
        "declarations": sorted(application.declared),
        "representatives": sorted(str(each.id) for each in ground.mandates if each.specimen is not None),
        "print": [received.isoformat() if received else None, application.print_match],
    }
    return parts[head] if head in parts else application.form.value(part)


def _contest_content(part: str, application: Certification, ground: Ground) -> object:
    contest = next((each for each in application.contests if each.place.path == part), None)
    if contest is None:
        return None
    tally = ground.tallies.get(contest.place, (0, 0))
    statements = [str(each.id) for each in application.documents_in(Slot.EXEMPTION_STATEMENT, part) if each.is_sealed]
    return [claim_of(contest.claim), sorted(statements), sum(tally)]


def suggested(application: Certification, ground: Ground) -> list[Deficiency]:
    """What the rules found, as items of a notice: one per place, for the reviewer to complete in words."""
    found: dict[str, Deficiency] = {}
    for each in blocks_certification(defects(application, ground)):
        part = part_of(each.path or "", application)
        if part is not None and part not in found:
            found[part] = Deficiency(reason_for(each.code, each.path), part, "")
    return list(found.values())


def refused_items(items: Sequence[Deficiency], application: Certification) -> Iterator[Defect]:
    """C-A5: at least one item, each with a code of the list, a place in the application and the officer's words."""
    if not items:
        yield Defect("notice.empty", "deficiencies")
    for position, item in enumerate(items):
        at = f"deficiencies.{position}"
        reason = REASONS.get(item.code)
        if reason is None or application.kind not in reason.kinds:
            yield Defect("notice.code_unknown", f"{at}.code", params={"code": item.code})
        if part_of(item.path, application) != item.path:
            yield Defect("notice.place_unknown", f"{at}.path", params={"path": item.path})
        if not item.text.strip():
            yield Defect("field.required", f"{at}.text")
        elif len(item.text) > LONGEST_TEXT:
            yield Defect("field.too_long", f"{at}.text", params={"max": LONGEST_TEXT})
    if len({item.path for item in items}) < len(items):
        yield Defect("notice.place_twice", "deficiencies")


def with_old(items: Sequence[Deficiency], application: Certification, ground: Ground) -> tuple[Deficiency, ...]:
    """The items with the digest of what stands at each place when the notice goes out."""
    return tuple(
        replace(each, old=digest(content_at(each.path, application, ground), application.salt)) for each in items
    )


def is_mended(item: Deficiency, application: Certification, ground: Ground) -> bool:
    """Something else stands there than when the notice was sent, and no rule finds a fault in it. A print is mended
    when it says what the application says."""
    if item.path == "print":
        return application.print_match is PrintMatch.IDENTICAL and application.form_hash == form_hash(application)
    if digest(content_at(item.path, application, ground), application.salt) == item.old:
        return False
    return not any(
        part_of(each.path or "", application) == item.path
        for each in blocks_certification(defects(application, ground))
        if each.code != "support.checking"
    )


def editable(application: Certification, notice: Notice | None) -> frozenset[str]:
    """Parts that the subject may change now: everything in a draft, in a cure only what is deficient (C-A6) and what
    its rule reads together with it."""
    if application.status is Status.DRAFT:
        slots = {slot.path for slot in Slot} - {Slot.PRINTED_APPLICATION.path}
        contests = {place.path for place in application.places}
        return frozenset({*FORM_FIELDS, *COLLECTIONS, "declarations.GFAP", "contests"} | slots | contests)
    if application.status is Status.RETURNED and notice is not None and notice.is_open:
        return notice.paths | {also for path in notice.paths for also in _goes_with(path)}
    return frozenset()


TOGETHER: Mapping[str, tuple[str, ...]] = {
    "documents.COURT_EXTRACT": ("extract_issued_on",),
    "extract_issued_on": ("documents.COURT_EXTRACT",),
    "account_opened_on": ("account_bank", "account_iban", "documents.TRANSACTION_REPORT"),
    "account_iban": ("account_bank",),
    "account_member": ("account_bank", "account_iban", "documents.COALITION_ACCOUNT_AGREEMENT"),
    "loans": ("documents.LOAN_AGREEMENT", "has_loans"),
    "documents.LOAN_AGREEMENT": ("loans", "has_loans"),
    "documents.SIGNATURES_STATEMENT": SIGNATURES_PERSON,
    "members": ("documents.MEMBER_CONSENT",),
}


def _goes_with(path: str) -> tuple[str, ...]:
    return ("documents.EXEMPTION_STATEMENT",) if path.startswith("contests.") else TOGETHER.get(path, ())


def not_editable(touched: Sequence[str], application: Certification, notice: Notice | None) -> Iterator[Defect]:
    """C-A6: what was not deficient stays as it was filed."""
    allowed = editable(application, notice)
    for path in touched:
        if path not in allowed:
            yield Defect("field.not_editable", path, "4.6(3)")


def cure_defects(application: Certification, notice: Notice, ground: Ground) -> list[Defect]:
    """C-A6: what stops a cure (`cure.nothing_mended`, an unreadable file), and as warnings what is still open."""
    mended = [is_mended(each, application, ground) for each in notice.deficiencies]
    found = [
        Defect("document.not_complete", each.path, "4.6(3)") for each in application.documents if not each.is_sealed
    ]
    if not any(mended):
        found.append(Defect("cure.nothing_mended", "deficiencies", "4.6(3)"))
    found += [
        Defect("cure.not_mended", item.path, "4.6(3)", {"code": item.code}, warning=True)
        for item, done in zip(notice.deficiencies, mended, strict=True)
        if not done
    ]
    if form_hash(application) != application.form_hash:
        found.append(Defect("print.needed_again", "print", "4.4(2)", warning=True))
    return found
