"""What a candidate is asked, on which codes a list or a candidate can fail, and what the office checks (2.2.3).

Tables, not branches; the names that people read are in texts.py. Articles are named only where the text was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

REQUIRED_FIELDS = (
    "surname",
    "name",
    "sex",
    "date_of_birth",
    "jmb",
    "id_card_number",
    "residence_municipality",
    "residence_address",
)
LONGEST: Mapping[str, int] = {
    "surname": 60,
    "name": 60,
    "id_card_number": 40,
    "residence_address": 200,
    "email": 320,
    "phone": 40,
}

NO_OFFICE = "NONE"
EXECUTIVE_OFFICES = (
    "PRESIDENCY_MEMBER",
    "PRESIDENT_OF_ENTITY",
    "VICE_PRESIDENT_OF_ENTITY",
    "GOVERNMENT_MEMBER",
    "DEPUTY_MINISTER",
    "GOVERNOR_OF_DISTRICT",
    "MAYOR",
    "DEPUTY_MAYOR",
)
"""EL 1.1a 2): the executive functions (P01)."""
OTHER_OFFICES = (
    "JUDGE",
    "PROSECUTOR",
    "OMBUDSPERSON",
    "CONSTITUTIONAL_COURT",
    "ARMED_FORCES",
    "POLICE",
    "INTELLIGENCE",
    "CIVIL_SERVANT",
    "DIPLOMAT",
    "TAX_ADMINISTRATION",
)
OFFICES = (NO_OFFICE, *EXECUTIVE_OFFICES, *OTHER_OFFICES)
"""What the question of EL 1.8(1) offers; of which a proof is asked is data of the election (4.2 3))."""


class Outcome(StrEnum):
    CERTIFY = "CERTIFY"
    CERTIFY_PARTIALLY = "CERTIFY_PARTIALLY"
    REJECT = "REJECT"


class Scope(StrEnum):
    LIST = "LIST"
    CANDIDATE = "CANDIDATE"


@dataclass(frozen=True, slots=True)
class Reason:
    """A deficiency of a notice and, where `ground`, a reason of refusal."""

    scope: Scope
    article: str | None
    ground: bool = True


L, C = Scope.LIST, Scope.CANDIDATE
REASONS: Mapping[str, Reason] = {
    "LIST_LENGTH": Reason(L, None),
    "SEX_QUOTA": Reason(L, "4.19(3)"),
    "SEX_ORDER": Reason(L, "4.19(3)"),
    "POSITIONS": Reason(L, None),
    "PRINT_MISSING": Reason(L, "4.21(1)"),
    "PRINT_DIFFERS": Reason(L, "4.21(1)"),
    "NOT_CERTIFIED_SUBJECT": Reason(L, None),
    "LIST_CUT": Reason(C, "4.19(3)"),
    "NOT_IN_CVR": Reason(C, None),
    "OTHER_CONSTITUENCY": Reason(C, None),
    "UNDER_18_ON_E": Reason(C, None),
    "OTHER_LIST": Reason(C, None),
    "DUPLICATE": Reason(C, None),
    "CONSENT_MISSING": Reason(C, None),
    "OFFICE_UNRESOLVED": Reason(C, "4.2 3)"),
    "INELIGIBLE_1_7B": Reason(C, "1.7b"),
    "CONVICTION": Reason(C, "1.7b"),
    "INCOMPATIBLE": Reason(C, "1.8(4)"),
    "FALSE_DATA": Reason(C, None),
    "DATA_WRONG": Reason(C, None, ground=False),
    "DOCUMENT_MISSING": Reason(C, None, ground=False),
}

REASON_OF_DEFECT: Mapping[str, str] = {
    "list.too_long": "LIST_LENGTH",
    "list.empty": "LIST_LENGTH",
    "list.exactly_one": "LIST_LENGTH",
    "list.sex_quota": "SEX_QUOTA",
    "list.sex_order": "SEX_ORDER",
    "list.positions": "POSITIONS",
    "list.print_missing": "PRINT_MISSING",
    "list.print_differs": "PRINT_DIFFERS",
    "list.person_twice": "DUPLICATE",
    "candidate.on_another_list": "OTHER_LIST",
    "candidate.under_age": "UNDER_18_ON_E",
    "candidate.not_in_register": "NOT_IN_CVR",
    "candidate.registered_elsewhere": "OTHER_CONSTITUENCY",
    "candidate.consent_missing": "CONSENT_MISSING",
    "candidate.consent_declined": "CONSENT_MISSING",
    "candidate.office_unanswered": "OFFICE_UNRESOLVED",
    "candidate.office_unresolved": "OFFICE_UNRESOLVED",
    "candidate.ineligible": "INELIGIBLE_1_7B",
    "candidate.conviction": "CONVICTION",
    "candidate.conviction_unanswered": "CONVICTION",
    "candidate.incompatible": "INCOMPATIBLE",
    "candidate.incompatibility_unanswered": "INCOMPATIBLE",
}
"""What a defect is called in a notice and a decision; every other one is DATA_WRONG."""


def reason_for(defect: str) -> str:
    return REASON_OF_DEFECT.get(defect, "DATA_WRONG")


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the reviewer's checklist."""

    key: str
    scope: Scope
    article: str | None
    good: tuple[str, ...]
    poor: tuple[str, ...]

    @property
    def results(self) -> tuple[str, ...]:
        return (*self.good, *self.poor)


CHECKLIST: tuple[Check, ...] = (
    Check("PRINT", L, "4.21(1)", ("IDENTICAL",), ("DIFFERS", "MISSING", "NOT_SIGNED")),
    Check("RULES", L, "4.19(3)", ("MET",), ("NOT_MET",)),
    Check("REGISTER", C, None, ("FOUND",), ("NOT_FOUND", "ELSEWHERE")),
    Check("CONSENT", C, None, ("GIVEN",), ("MISSING",)),
    Check("OFFICE", C, "1.8(1)", ("NO_OFFICE", "RESOLVED"), ("UNRESOLVED",)),
    Check("ELIGIBILITY", C, "1.7b", ("CLEAR",), ("CONVICTED",)),
)
