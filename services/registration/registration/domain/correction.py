"""Returned for correction: what may be flagged, what the voter may then touch, and when it is mended (R-T7, R-T8).

The law gives voters no correction term (C03): two days by configuration, and none after `OCV_CORRECTION_LAST`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from elections.procedure import Defect
from registration.domain.catalogue import REASONS, slots_asked
from registration.domain.freezing import form_hash
from registration.domain.lifecycle import Status
from registration.domain.model import (
    FORM_FIELDS,
    Application,
    Correction,
    Deficiency,
    Document,
    Slot,
)
from registration.domain.rules import Ground, defects, errors

LONGEST_TEXT = 2000
NOT_FLAGGED = frozenset({"email", "helper_name"})
"""The e-mail is the account's own affair; neither is a ground of anything."""


def flaggable(application: Application) -> frozenset[str]:
    slots = {rule.slot.path for rule in slots_asked(application.kind, application.form)} | {Slot.SIGNED_FORM.path}
    return frozenset(FORM_FIELDS) - NOT_FLAGGED - {"missing_documents"} | slots


def refused_items(items: Sequence[Deficiency], application: Application) -> Iterator[Defect]:
    """R-T7: at least one item, each with a code of the list, a place on the form, and the official's words."""
    if not items:
        yield Defect("correction.empty", "deficiencies")
    places = flaggable(application)
    for position, item in enumerate(items):
        at = f"deficiencies.{position}"
        reason = REASONS.get(item.code)
        if reason is None or (application.kind and application.kind not in reason.kinds):
            yield Defect("correction.code_unknown", f"{at}.code", params={"code": item.code})
        if item.path not in places:
            yield Defect("correction.place_unknown", f"{at}.path", params={"path": item.path})
        if not item.text.strip():
            yield Defect("field.required", f"{at}.text")
        elif len(item.text) > LONGEST_TEXT:
            yield Defect("field.too_long", f"{at}.text", params={"max": LONGEST_TEXT})
    if len({item.path for item in items}) < len(items):
        yield Defect("correction.place_twice", "deficiencies")


def needs_new_signature(application: Application) -> bool:
    """3.15(3), (6): the voter signs what is printed; when that changed since it was frozen, he signs again."""
    return application.form_hash is not None and form_hash(application) != application.form_hash


def editable(application: Application, correction: Correction | None) -> frozenset[str]:
    """Field names and `documents.SLOT` that the voter may change now."""
    if application.status is Status.DRAFT:
        slots = {rule.slot.path for rule in slots_asked(application.kind, application.form)}
        return frozenset(FORM_FIELDS) | {"kind"} | slots
    if application.status is Status.SUBMITTED:
        return frozenset({Slot.SIGNED_FORM.path})
    if application.status is Status.RETURNED and correction is not None and correction.is_open:
        again = {Slot.SIGNED_FORM.path} if needs_new_signature(application) else set()
        return correction.paths | again
    return frozenset()


def is_mended(item: Deficiency, application: Application, correction: Correction) -> bool:
    """A field has another value than when it was returned; a document is another one, and complete."""
    if item.path.startswith("documents."):
        document = application.document(Slot(item.path.removeprefix("documents.")))
        return document is not None and document.is_sealed and document.id != item.old_document
    return application.form.value(item.path) != correction.old_form.value(item.path)


def changed_fields(application: Application, correction: Correction) -> frozenset[str]:
    return frozenset(name for name in FORM_FIELDS if application.form.value(name) != correction.old_form.value(name))


def resubmission(application: Application, correction: Correction, ground: Ground) -> list[Defect]:
    """R-T8: every flagged item is mended, nothing that was touched is wrong, and the paper says what the form says."""
    found = [
        Defect("correction.not_mended", item.path, params={"code": item.code})
        for item in correction.deficiencies
        if not is_mended(item, application, correction)
    ]
    places = correction.paths | changed_fields(application, correction)
    found += [each for each in errors(defects(application, ground)) if each.path in places]
    found += list(signed_anew(application))
    return list({(each.code, each.path): each for each in found}.values())


def signed_anew(application: Application) -> Iterator[Defect]:
    """3.15(3), (6), (10): a new print with the voter's signature where a printed field changed."""
    if not needs_new_signature(application):
        return
    paper = paper_in_force(application)
    if paper is None or paper.form_hash != form_hash(application):
        yield Defect("signed_form.needed_again", Slot.SIGNED_FORM.path, "3.15(3)")


def paper_in_force(application: Application) -> Document | None:
    """The signed form that came last and is complete."""
    paper = application.document(Slot.SIGNED_FORM)
    return paper if paper is not None and paper.is_sealed else None


def closed(correction: Correction, state: str, at: datetime, reason: str | None = None) -> Correction:
    return replace(correction, state=state, closed_at=at, cancel_reason=reason)


def with_due(correction: Correction, due_at: datetime) -> Correction:
    return replace(correction, due_at=due_at)


def touches_only(values: Sequence[str], application: Application, correction: Correction | None) -> Iterator[Defect]:
    """R-T8: what was not flagged stays as it was filed."""
    allowed = editable(application, correction)
    for name in values:
        if name not in allowed:
            yield Defect("field.not_editable", name)
