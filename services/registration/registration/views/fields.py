"""The fields of the form, as far as their reader may see them (domain 2.1.7)."""

from typing import Any

from elections import jmb as jmb_rules
from registration import schemas
from registration.domain import correction as corrections
from registration.domain.model import Application, Correction, Form

ADDRESS_FIELDS = frozenset({"abroad_city", "abroad_street", "abroad_house_no", "abroad_postal_code", "abroad_region"})
HIDDEN = "•••"


def shown(path: str, value: str, *, jmb: bool, address: bool) -> str:
    """The value of a field as far as its reader may see it."""
    if path == "jmb" and not jmb:
        return jmb_rules.masked(value)
    return HIDDEN if path in ADDRESS_FIELDS and not address else value


def fields_of(form: Form, *, jmb: bool, address: bool) -> schemas.Fields:
    values: dict[str, Any] = form.as_dict() | {"missing_documents": list(form.missing_documents)}
    for path in ("jmb", *ADDRESS_FIELDS):
        if values[path]:
            values[path] = shown(path, values[path], jmb=jmb, address=address)
    return schemas.Fields.model_construct(**values)


def round_of(each: Correction, application: Application, *, jmb: bool, address: bool) -> schemas.CorrectionRound:
    def old(path: str, value: str | None) -> str | None:
        return shown(path, value, jmb=jmb, address=address) if value else value

    return schemas.CorrectionRound(
        number=each.round,
        opened_at=each.opened_at,
        due_at=each.due_at,
        state=each.state,
        closed_at=each.closed_at,
        deficiencies=[
            schemas.Deficiency(
                code=item.code,
                path=item.path,
                text=item.text,
                old_value=old(item.path, item.old_value),
                mended=corrections.is_mended(item, application, each),
            )
            for item in each.deficiencies
        ],
        needs_new_signature=each.is_open and corrections.needs_new_signature(application),
        cancel_reason=each.cancel_reason,
    )
