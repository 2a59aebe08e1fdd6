"""What each kind of applicant must state and prove, and on which codes an application can fail (domain.md 2.1.3-2.1.6).

Tables, not branches: a commission that changes a form or a list of proofs changes a row here (or overrides it for one
election), never a rule. The names that people read are in texts.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from registration.domain.model import Form, Kind, Slot

COMMON_FIELDS = (
    "surname",
    "name",
    "parent_name",
    "date_of_birth",
    "sex",
    "place_of_birth",
    "citizenship_bih",
    "residence_municipality",
    "abroad_country",
    "abroad_city",
    "abroad_street",
    "abroad_house_no",
    "abroad_postal_code",
    "email",
    "voting_channel",
    "id_doc_type",
    "id_doc_number",
    "id_doc_issuer",
    "id_doc_country",
    "id_doc_valid_until",
    "correspondence_language",
)
REQUIRED_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.T: (*COMMON_FIELDS, "jmb"),
    Kind.R1: (*COMMON_FIELDS, "jmb", "changes_voting_option"),
    Kind.R2: COMMON_FIELDS,
}

BIH_DOCUMENTS = ("BIH_ID_CARD", "BIH_PASSPORT", "BIH_DRIVING_LICENCE")
REFUGEE_DOCUMENTS = ("PASSPORT", "HOST_ID", "REFUGEE_CARD")
ID_DOC_TYPES: Mapping[Kind, tuple[str, ...]] = {
    Kind.T: BIH_DOCUMENTS,
    Kind.R1: (*BIH_DOCUMENTS, *REFUGEE_DOCUMENTS),
    Kind.R2: REFUGEE_DOCUMENTS,
}
"""C04: 3.15(9) names the documents of R2 only; T proves identity "as this law provides", R1 may use either list."""


@dataclass(frozen=True, slots=True)
class SlotRule:
    slot: Slot
    article: str
    required: bool = True
    may_be_declared_missing: bool = False
    only_if_changing_option: bool = False
    document_types: tuple[str, ...] = ()


OFFICIAL_ADDRESS_PROOFS = ("REGISTRATION_CERTIFICATE", "RESIDENCE_PERMIT", "AUTHORITY_CERTIFICATE", "OTHER_OFFICIAL")
CITIZENSHIP_PROOFS = ("CITIZENSHIP_CERTIFICATE", "BIH_PASSPORT")
RESIDENCE_PROOFS = ("RESIDENCE_CERTIFICATE", "ID_CARD_1991")

SLOTS: Mapping[Kind, tuple[SlotRule, ...]] = {
    Kind.T: (
        SlotRule(Slot.ID, "3.15(2)", document_types=ID_DOC_TYPES[Kind.T]),
        SlotRule(Slot.HOST_ADDRESS, "3.15(2)", document_types=OFFICIAL_ADDRESS_PROOFS),
    ),
    Kind.R1: (
        SlotRule(Slot.ID, "3.15(5)", document_types=ID_DOC_TYPES[Kind.R1]),
        SlotRule(Slot.HOST_ADDRESS, "3.15(5)", document_types=OFFICIAL_ADDRESS_PROOFS),
        SlotRule(
            Slot.RESIDENCE_CHANGE,
            "3.15(5)",
            may_be_declared_missing=True,
            only_if_changing_option=True,
            document_types=RESIDENCE_PROOFS,
        ),
    ),
    Kind.R2: (
        SlotRule(Slot.ID, "3.15(9)", document_types=ID_DOC_TYPES[Kind.R2]),
        SlotRule(Slot.HOST_ADDRESS, "3.15(8)", document_types=OFFICIAL_ADDRESS_PROOFS),
        SlotRule(Slot.CITIZENSHIP, "3.15(8)", document_types=CITIZENSHIP_PROOFS),
        SlotRule(Slot.RESIDENCE_BIH, "3.15(8)", may_be_declared_missing=True, document_types=RESIDENCE_PROOFS),
    ),
}


def slots_asked(kind: Kind | None, form: Form) -> tuple[SlotRule, ...]:
    """What this very applicant is asked for: a change of the voting option (EL 20.8) only of who changes it."""
    rules = SLOTS[kind] if kind else ()
    return tuple(rule for rule in rules if not rule.only_if_changing_option or form.changes_voting_option)


class Outcome(StrEnum):
    APPROVE = "APPROVE"
    APPROVE_RESIDENCE_CONSTITUENCY = "APPROVE_RESIDENCE_CONSTITUENCY"
    REJECT = "REJECT"
    SUPERSEDE = "SUPERSEDE"


@dataclass(frozen=True, slots=True)
class Reason:
    """A deficiency and, where `ground`, a reason of refusal; `kinds` that it can concern."""

    article: str
    ground: bool = True
    kinds: frozenset[Kind] = frozenset(Kind)


REFUGEES = frozenset({Kind.R1, Kind.R2})
IN_REGISTER = frozenset({Kind.T, Kind.R1})

REASONS: Mapping[str, Reason] = {
    "NOT_IN_CVR": Reason("3.15(1)", kinds=IN_REGISTER),
    "UNDER_18_ON_E": Reason("3.2(3)"),
    "CAPACITY": Reason("3.2(3)"),
    "NOT_CITIZEN": Reason("3.15(1)"),
    "ID_MISSING": Reason("3.15(2)"),
    "ID_INVALID": Reason("3.15(2)"),
    "ID_EXPIRED": Reason("3.15(2)"),
    "ID_UNREADABLE": Reason("3.15(2)"),
    "ADDRESS_PROOF_MISSING": Reason("3.15(2)"),
    "ADDRESS_PROOF_NOT_OFFICIAL": Reason("3.15(2)", kinds=frozenset({Kind.T})),
    "ADDRESS_PROOF_MISMATCH": Reason("3.15(2)"),
    "CITIZENSHIP_MISSING": Reason("3.15(8)", kinds=frozenset({Kind.R2})),
    "RESIDENCE_BIH_MISSING": Reason("3.16(3)", kinds=REFUGEES),
    "SIGNATURE_MISSING": Reason("3.15(3)"),
    "SIGNATURE_MISMATCH": Reason("3.15(3)", kinds=IN_REGISTER),
    "SIGNATURE_QUESTION": Reason("3.15(10)", ground=False),
    "FORM_NOT_RECEIVED": Reason("3.15(3)"),
    "LATE": Reason("3.15(13)"),
    "DUPLICATE": Reason("3.15(1)"),
    "FALSE_DATA": Reason("3.15(12)"),
    "DATA_WRONG": Reason("3.15(12)", ground=False),
}


def reasons_for(kind: Kind) -> tuple[str, ...]:
    """What can be wrong with an application of this kind."""
    return tuple(code for code, reason in REASONS.items() if kind in reason.kinds)


def grounds_for(kind: Kind) -> tuple[str, ...]:
    """What it can be refused for (R-T11)."""
    return tuple(code for code in reasons_for(kind) if REASONS[code].ground)


ARTICLES_FOR_KIND: Mapping[str, Mapping[Kind, str]] = {
    "3.15(1)": {Kind.T: "3.15(1)", Kind.R1: "3.15(4)", Kind.R2: "3.15(7)"},
    "3.15(2)": {Kind.T: "3.15(2)", Kind.R1: "3.15(5)", Kind.R2: "3.15(8)"},
    "3.15(3)": {Kind.T: "3.15(3)", Kind.R1: "3.15(6)", Kind.R2: "3.15(10)"},
}


def article_for(article: str, kind: Kind | None) -> str:
    """The paragraph of 3.15 that says for this kind what the named one says for T."""
    return ARTICLES_FOR_KIND.get(article, {}).get(kind, article) if kind else article


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the reviewer's checklist; `good` results allow an approval, `poor` ones ask for another outcome."""

    key: str
    article: str
    good: tuple[str, ...]
    poor: tuple[str, ...]
    kinds: frozenset[Kind] = frozenset(Kind)
    slot: Slot | None = None
    """Asked only when this slot is asked for."""

    @property
    def results(self) -> tuple[str, ...]:
        return (*self.good, *self.poor)


CHECKLIST: tuple[Check, ...] = (
    Check("CVR", "3.15(1)", ("FOUND",), ("NOT_FOUND", "DIFFERS"), IN_REGISTER),
    Check("ID", "3.15(2)", ("VALID",), ("INVALID", "EXPIRED", "UNREADABLE", "OTHER_PERSON")),
    Check("SIGNATURE", "3.15(3)", ("MATCH",), ("NO_MATCH", "UNCLEAR")),
    Check("ADDRESS_PROOF", "3.15(2)", ("PROVEN",), ("NOT_OFFICIAL", "MISMATCH", "UNREADABLE")),
    Check("CITIZENSHIP", "3.15(8)", ("PROVEN",), ("NOT_PROVEN",), frozenset({Kind.R2})),
    Check("RESIDENCE_BIH", "3.15(8)", ("PROVEN",), ("NOT_PROVEN",), slot=Slot.RESIDENCE_BIH),
    Check("RESIDENCE_CHANGE", "3.15(5)", ("PROVEN",), ("NOT_PROVEN",), slot=Slot.RESIDENCE_CHANGE),
)
RESIDENCE_CHECKS = frozenset({"RESIDENCE_BIH", "RESIDENCE_CHANGE"})


def checklist_for(kind: Kind | None, form: Form) -> tuple[Check, ...]:
    slots = {rule.slot for rule in slots_asked(kind, form)}
    return tuple(check for check in CHECKLIST if kind in check.kinds and (check.slot is None or check.slot in slots))


def suggested_kind(*, refugee: bool, ever_had_bih_document: bool) -> Kind | None:
    """The decision questions. Whoever ever had a document issued by IDDEEA is in the register. None: neither way is
    open yet, the person must first be entered in the register at home (EL 3.13(2))."""
    if refugee:
        return Kind.R1 if ever_had_bih_document else Kind.R2
    return Kind.T if ever_had_bih_document else None
