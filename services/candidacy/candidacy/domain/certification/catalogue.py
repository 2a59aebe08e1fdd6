"""What each kind of applicant states and attaches, and on which codes an application can be deficient or fail.

Tables, not branches: a commission that changes a form changes a row, never a rule. What differs per election is asked
of the election's parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from candidacy.domain.certification.model import Slot
from candidacy.domain.subjects.model import Kind
from elections.election import Election

COMMON_FIELDS = ("name", "seat_municipality", "seat_address", "email", "phone")
REGISTRATION_FIELDS = ("registering_court", "registration_number", "extract_issued_on")
ACCOUNT_FIELDS = ("account_bank", "account_iban", "account_opened_on")
SIGNATURES_PERSON = ("signatures_person_name", "signatures_person_jmb", "signatures_person_id_card")
FINANCE_OFFICER = (
    "finance_officer_name",
    "finance_officer_phone",
    "finance_officer_email",
    "finance_officer_appointed_on",
)
CANDIDATE_FIELDS = (
    "person_surname",
    "person_name",
    "person_date_of_birth",
    "person_sex",
    "person_jmb",
    "person_id_card",
    "person_residence_municipality",
    "person_residence_address",
)


class Ask(StrEnum):
    """When a row of a kind is asked for."""

    ALWAYS = "ALWAYS"
    ACCOUNT = "ACCOUNT"
    """Of the kinds that state a special campaign account (cert.account.kinds)."""
    SIGNATURES = "SIGNATURES"
    """Where signatures are collected."""
    FEE = "FEE"
    REPORT_15_1A = "REPORT_15_1A"
    OPTIONAL = "OPTIONAL"


@dataclass(frozen=True, slots=True)
class FieldRule:
    names: tuple[str, ...]
    article: str
    kinds: frozenset[Kind]
    ask: Ask = Ask.ALWAYS


EVERYBODY = frozenset(Kind)
REGISTERED = frozenset({Kind.PARTY, Kind.NM_ASSOC})
PERSONS = frozenset({Kind.IC, Kind.NM_IC})
COLLECTORS = frozenset({Kind.PARTY, Kind.IC})

FIELDS: tuple[FieldRule, ...] = (
    FieldRule(COMMON_FIELDS, "4.3", EVERYBODY),
    FieldRule(("name_cyrillic", "abbreviation", "abbreviation_cyrillic"), "4.3", EVERYBODY, Ask.OPTIONAL),
    FieldRule(REGISTRATION_FIELDS, "4.3", REGISTERED),
    FieldRule(ACCOUNT_FIELDS, "15.1b(3)", EVERYBODY, Ask.ACCOUNT),
    FieldRule(("has_loans",), "15.1c(3)", EVERYBODY, Ask.ACCOUNT),
    FieldRule(("account_member", "account_bank", "account_iban"), "15.1c(1)", frozenset({Kind.COALITION})),
    FieldRule(SIGNATURES_PERSON, "4.4(4)", COLLECTORS, Ask.SIGNATURES),
    FieldRule(FINANCE_OFFICER, "15.3", frozenset({Kind.PARTY})),
    FieldRule(FINANCE_OFFICER, "15.3", frozenset({Kind.IC}), Ask.OPTIONAL),
    FieldRule(CANDIDATE_FIELDS, "4.4", PERSONS),
)


@dataclass(frozen=True, slots=True)
class SlotRule:
    slot: Slot
    article: str
    kinds: frozenset[Kind]
    ask: Ask = Ask.ALWAYS


SLOTS: tuple[SlotRule, ...] = (
    SlotRule(Slot.COURT_EXTRACT, "4.3", REGISTERED),
    SlotRule(Slot.REGISTRATION_DECISION, "4.3", REGISTERED),
    SlotRule(Slot.CERTIFIED_STATEMENT, "4.4", PERSONS),
    SlotRule(Slot.FEE_PROOF, "4.4", EVERYBODY, Ask.FEE),
    SlotRule(Slot.TRANSACTION_REPORT, "15.1d(2)", EVERYBODY, Ask.ACCOUNT),
    SlotRule(Slot.FINANCIAL_REPORT_15_1A, "15.1a", EVERYBODY, Ask.REPORT_15_1A),
    SlotRule(Slot.LOAN_AGREEMENT, "15.1c(3)", EVERYBODY, Ask.OPTIONAL),
    SlotRule(Slot.COALITION_AGREEMENT, "4.12", frozenset({Kind.COALITION})),
    SlotRule(Slot.COALITION_ACCOUNT_AGREEMENT, "15.1c(1)", frozenset({Kind.COALITION})),
    SlotRule(Slot.SIGNATURES_STATEMENT, "4.4(4)", COLLECTORS, Ask.SIGNATURES),
    SlotRule(Slot.EXEMPTION_STATEMENT, "4.5(3)", frozenset({Kind.PARTY}), Ask.OPTIONAL),
    SlotRule(Slot.MEMBER_CONSENT, "4.12", frozenset({Kind.COALITION, Kind.LIC}), Ask.OPTIONAL),
)


def is_asked(ask: Ask, kind: Kind, election: Election, *, collects: bool) -> bool:
    """Whether a row is compulsory for this applicant in this election."""
    match ask:
        case Ask.ALWAYS:
            return True
        case Ask.ACCOUNT:
            return kind in election.choices("cert.account.kinds")
        case Ask.SIGNATURES:
            return collects
        case Ask.FEE:
            return election.flag("cert.fee.required")
        case Ask.REPORT_15_1A:
            return kind in election.choices("cert.account.kinds") and election.flag("cert.report_15_1a.required")
        case Ask.OPTIONAL:
            return False


def asked_rules(kind: Kind, election: Election, *, collects: bool) -> tuple[FieldRule, ...]:
    """The rows of fields that are compulsory for this applicant in this election."""
    return tuple(
        rule for rule in FIELDS if kind in rule.kinds and is_asked(rule.ask, kind, election, collects=collects)
    )


def fields_for(kind: Kind) -> tuple[str, ...]:
    """Every field that this kind can fill in."""
    return tuple(dict.fromkeys(name for rule in FIELDS if kind in rule.kinds for name in rule.names))


def slots_for(kind: Kind) -> tuple[Slot, ...]:
    return tuple(rule.slot for rule in SLOTS if kind in rule.kinds)


SIGNATORY: Mapping[Kind, str] = {
    Kind.PARTY: "PRESIDENT",
    Kind.IC: "CANDIDATE",
    Kind.COALITION: "COALITION_REPRESENTATIVE",
    Kind.LIC: "LIST_REPRESENTATIVE",
    Kind.NM_ASSOC: "ASSOCIATION_REPRESENTATIVE",
    Kind.NM_GROUP: "GROUP_REPRESENTATIVE",
    Kind.NM_IC: "CANDIDATE",
}
"""EL 1.13: who signs the statement on the General Framework Agreement for Peace."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A deficiency that a notice can name and, where `ground`, a reason of refusal."""

    article: str
    ground: bool = True
    kinds: frozenset[Kind] = EVERYBODY


JOINT = frozenset({Kind.COALITION, Kind.LIC})
REASONS: Mapping[str, Reason] = {
    "NAME_DIFFERS": Reason("4.3"),
    "REGISTRATION_MISSING": Reason("4.3", kinds=REGISTERED),
    "EXTRACT_MISSING": Reason("4.3", kinds=REGISTERED),
    "EXTRACT_OLD": Reason("4.3", kinds=REGISTERED),
    "REPRESENTATIVE_UNPROVED": Reason("4.4"),
    "STATEMENT_MISSING": Reason("4.4", kinds=PERSONS),
    "GFAP_MISSING": Reason("1.13"),
    "FEE_MISSING": Reason("4.4"),
    "ACCOUNT_MISSING": Reason("15.1b(3)"),
    "ACCOUNT_OUTSIDE_WINDOW": Reason("15.1b(3)"),
    "TRANSACTION_REPORT_MISSING": Reason("15.1d(2)"),
    "FINANCIAL_REPORT_MISSING": Reason("15.1a"),
    "LOAN_AGREEMENT_MISSING": Reason("15.1c(3)"),
    "ACCOUNT_AGREEMENT_MISSING": Reason("15.1c(1)", kinds=frozenset({Kind.COALITION})),
    "COALITION_AGREEMENT_MISSING": Reason("4.12", kinds=frozenset({Kind.COALITION})),
    "MEMBERS_TOO_FEW": Reason("4.12", kinds=JOINT),
    "MEMBER_NOT_CERTIFIED": Reason("4.12", kinds=JOINT),
    "MEMBER_CONSENT_MISSING": Reason("4.12", kinds=JOINT),
    "GROUP_TOO_SMALL": Reason("1.13", kinds=frozenset({Kind.NM_GROUP})),
    "SIGNATURES_INSUFFICIENT": Reason("4.4", kinds=COLLECTORS),
    "SIGNATURES_PERSON_MISSING": Reason("4.4(4)", kinds=COLLECTORS),
    "EXEMPTION_UNPROVED": Reason("4.5(3)", kinds=frozenset({Kind.PARTY})),
    "FINANCE_OFFICER_MISSING": Reason("15.3", ground=False),
    "CONTEST_NOT_POSSIBLE": Reason("4.4"),
    "PRINT_MISSING": Reason("4.4(2)"),
    "PRINT_DIFFERS": Reason("4.4(2)"),
    "DOCUMENT_UNREADABLE": Reason("4.6(3)"),
    "DATA_WRONG": Reason("4.6(3)"),
}

REASON_OF: Mapping[str, str] = {
    "names.latin": "NAME_DIFFERS",
    "declarations.GFAP": "GFAP_MISSING",
    "documents.COURT_EXTRACT": "EXTRACT_MISSING",
    "documents.REGISTRATION_DECISION": "REGISTRATION_MISSING",
    "documents.CERTIFIED_STATEMENT": "STATEMENT_MISSING",
    "documents.FEE_PROOF": "FEE_MISSING",
    "documents.TRANSACTION_REPORT": "TRANSACTION_REPORT_MISSING",
    "documents.FINANCIAL_REPORT_15_1A": "FINANCIAL_REPORT_MISSING",
    "documents.LOAN_AGREEMENT": "LOAN_AGREEMENT_MISSING",
    "documents.COALITION_AGREEMENT": "COALITION_AGREEMENT_MISSING",
    "documents.COALITION_ACCOUNT_AGREEMENT": "ACCOUNT_AGREEMENT_MISSING",
    "documents.SIGNATURES_STATEMENT": "SIGNATURES_PERSON_MISSING",
    "registering_court": "REGISTRATION_MISSING",
    "registration_number": "REGISTRATION_MISSING",
    "extract_issued_on": "EXTRACT_OLD",
    "account_bank": "ACCOUNT_MISSING",
    "account_iban": "ACCOUNT_MISSING",
    "account_member": "ACCOUNT_MISSING",
    "account_opened_on": "ACCOUNT_OUTSIDE_WINDOW",
    "members": "MEMBERS_TOO_FEW",
    "group": "GROUP_TOO_SMALL",
    "representatives": "REPRESENTATIVE_UNPROVED",
    "print": "PRINT_MISSING",
    **dict.fromkeys(SIGNATURES_PERSON, "SIGNATURES_PERSON_MISSING"),
    **dict.fromkeys(FINANCE_OFFICER, "FINANCE_OFFICER_MISSING"),
}
REASON_OF_CODE: Mapping[str, str] = {
    "print.differs": "PRINT_DIFFERS",
    "member.not_certified": "MEMBER_NOT_CERTIFIED",
    "member.consent_missing": "MEMBER_CONSENT_MISSING",
    "support.short": "SIGNATURES_INSUFFICIENT",
    "support.checking": "SIGNATURES_INSUFFICIENT",
    "support.threshold_unknown": "SIGNATURES_INSUFFICIENT",
    "contest.not_for_kind": "CONTEST_NOT_POSSIBLE",
    "contest.not_elected": "CONTEST_NOT_POSSIBLE",
}


def reason_for(code: str, path: str | None) -> str:
    """The coded deficiency under which a notice names what a rule found."""
    if code in REASON_OF_CODE:
        return REASON_OF_CODE[code]
    if code.startswith("exemption.") or (path or "").endswith((".official", ".mandate_body", ".mandate_since")):
        return "EXEMPTION_UNPROVED"
    return REASON_OF.get(path or "", "DATA_WRONG")


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the reviewer's checklist; only `good` results allow certification."""

    key: str
    article: str
    good: tuple[str, ...]
    poor: tuple[str, ...]
    kinds: frozenset[Kind] = EVERYBODY

    @property
    def results(self) -> tuple[str, ...]:
        return (*self.good, *self.poor)


CHECKLIST: tuple[Check, ...] = (
    Check("NAME", "4.3", ("AS_REGISTERED",), ("DIFFERS",)),
    Check("REGISTRATION", "4.3", ("PROVEN",), ("NOT_PROVEN", "OLD"), REGISTERED),
    Check("REPRESENTATIVE", "4.4", ("PROVEN",), ("NOT_PROVEN",)),
    Check("GFAP", "1.13", ("SIGNED",), ("NOT_SIGNED",)),
    Check("FEE", "4.4", ("PAID", "NOT_ASKED"), ("NOT_PAID", "TOO_LITTLE")),
    Check("ACCOUNT", "15.1b(3)", ("PROVEN",), ("NOT_PROVEN", "OUTSIDE_WINDOW"), COLLECTORS),
    Check("TRANSACTION_REPORT", "15.1d(2)", ("THERE",), ("MISSING", "UNREADABLE"), COLLECTORS),
    Check("AGREEMENTS", "15.1c(1)", ("THERE",), ("MISSING",), frozenset({Kind.COALITION})),
    Check("MEMBERS", "4.12", ("CONSENTED",), ("NOT_CONSENTED",), JOINT),
    Check("GROUP", "1.13", ("ENOUGH",), ("TOO_FEW",), frozenset({Kind.NM_GROUP})),
    Check("PRINT", "4.4(2)", ("IDENTICAL",), ("DIFFERS", "MISSING", "NOT_SIGNED")),
)


def checklist_for(kind: Kind) -> tuple[Check, ...]:
    return tuple(check for check in CHECKLIST if kind in check.kinds)
