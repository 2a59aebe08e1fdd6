"""What an application for certification is made of. Frozen: a verb makes a changed copy and the store writes it.

It is judged per contest (level and unit): one can be certified while another is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.subjects.model import Kind, SubjectId

CertificationId = NewType("CertificationId", UUID)
DocumentId = NewType("DocumentId", UUID)
Value = str | bool | None


class Slot(StrEnum):
    """What a document is a proof of (domain.md 2.2.2)."""

    COURT_EXTRACT = "COURT_EXTRACT"
    REGISTRATION_DECISION = "REGISTRATION_DECISION"
    FEE_PROOF = "FEE_PROOF"
    TRANSACTION_REPORT = "TRANSACTION_REPORT"
    FINANCIAL_REPORT_15_1A = "FINANCIAL_REPORT_15_1A"
    LOAN_AGREEMENT = "LOAN_AGREEMENT"
    COALITION_AGREEMENT = "COALITION_AGREEMENT"
    COALITION_ACCOUNT_AGREEMENT = "COALITION_ACCOUNT_AGREEMENT"
    SIGNATURES_STATEMENT = "SIGNATURES_STATEMENT"
    CERTIFIED_STATEMENT = "CERTIFIED_STATEMENT"
    EXEMPTION_STATEMENT = "EXEMPTION_STATEMENT"
    MEMBER_CONSENT = "MEMBER_CONSENT"
    PRINTED_APPLICATION = "PRINTED_APPLICATION"
    MESSAGE_ATTACHMENT = "MESSAGE_ATTACHMENT"

    @property
    def path(self) -> str:
        return f"documents.{self.value}"


class Declaration(StrEnum):
    GFAP = "GFAP"
    """EL 1.13: respect for the General Framework Agreement for Peace; signed on the printed version."""


class Flag(StrEnum):
    PRINT_MISSING = "PRINT_MISSING"
    PRINT_LATE = "PRINT_LATE"
    UNDER_APPEAL = "UNDER_APPEAL"
    CURE_EXPIRED = "CURE_EXPIRED"


class PrintMatch(StrEnum):
    IDENTICAL = "IDENTICAL"
    DIFFERS = "DIFFERS"


class Result(StrEnum):
    OPEN = "OPEN"
    CERTIFIED = "CERTIFIED"
    REFUSED = "REFUSED"


class Channel(StrEnum):
    DIGITAL = "DIGITAL"
    PAPER = "PAPER"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of domain.md 2.2.2 as typed. Dates are ISO 8601 text; None: not filled in."""

    name: str | None = None
    name_cyrillic: str | None = None
    abbreviation: str | None = None
    abbreviation_cyrillic: str | None = None
    seat_municipality: str | None = None
    seat_address: str | None = None
    email: str | None = None
    phone: str | None = None
    registering_court: str | None = None
    registration_number: str | None = None
    extract_issued_on: str | None = None
    account_bank: str | None = None
    account_iban: str | None = None
    account_opened_on: str | None = None
    account_member: str | None = None
    has_loans: bool | None = None
    signatures_person_name: str | None = None
    signatures_person_jmb: str | None = None
    signatures_person_id_card: str | None = None
    finance_officer_name: str | None = None
    finance_officer_phone: str | None = None
    finance_officer_email: str | None = None
    finance_officer_appointed_on: str | None = None
    person_surname: str | None = None
    person_name: str | None = None
    person_date_of_birth: str | None = None
    person_sex: str | None = None
    person_jmb: str | None = None
    person_id_card: str | None = None
    person_residence_municipality: str | None = None
    person_residence_address: str | None = None

    def with_values(self, values: Mapping[str, Value]) -> Self:
        return replace(self, **values)  # type: ignore[arg-type]  # names and types were checked at the edge

    def value(self, name: str) -> Value:
        found: Value = getattr(self, name)
        return found

    def text(self, name: str) -> str:
        found = self.value(name)
        return found.strip() if isinstance(found, str) else ""

    def as_dict(self) -> dict[str, Value]:
        return {each.name: self.value(each.name) for each in fields(self)}


FORM_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(Form))
PUBLIC_FIELDS = frozenset({"name", "name_cyrillic", "abbreviation", "abbreviation_cyrillic"})
"""Everything else is sealed: an independent candidate's seat is a home."""


def as_date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Loan:
    """EL 15.1c(3): deposited with its repayment date."""

    lender: str
    amount: str
    repayment_on: str
    """ISO 8601, as typed."""


@dataclass(frozen=True, slots=True)
class GroupMember:
    """EL 1.13: one of the citizens with voting right who are the group. Sealed."""

    name: str
    jmb: str
    id_card: str
    signed: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A contest's level and unit."""

    level: str
    unit: str

    @property
    def path(self) -> str:
        return f"contests.{self.level}.{self.unit}"


@dataclass(frozen=True, slots=True)
class Claim:
    """EL 4.5: this party holds a mandate here, therefore needs no signatures here."""

    official: str
    mandate_body: str
    mandate_since: str | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    place: Place
    result: Result = Result.OPEN
    reason_codes: tuple[str, ...] = ()
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    channel: Channel
    at: datetime
    by: str
    """The member's signatory, or the official who entered the scan."""


@dataclass(frozen=True, slots=True)
class Member:
    """A subject that joins a coalition or a list of independent candidates."""

    subject: SubjectId
    kind: Kind
    name: str
    certified: bool
    consent: Consent | None = None

    @property
    def path(self) -> str:
        return f"members.{self.subject}"


@dataclass(frozen=True, slots=True)
class Document:
    """What the rules need to know of an upload. `item`: the contest, member or loan that it belongs to."""

    id: DocumentId
    slot: Slot
    state: str
    sha256: str
    created_at: datetime
    item: str | None = None

    @property
    def is_sealed(self) -> bool:
        return self.state == "SEALED"

    @property
    def path(self) -> str:
        return f"{self.slot.path}.{self.item}" if self.item else self.slot.path


@dataclass(frozen=True, slots=True)
class Deficiency:
    """One item of a notice: `old` is the digest of what stood at `path` when it was sent."""

    code: str
    path: str
    text: str
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """EL 4.6(3): a round of deficiencies; the two days run from its receipt."""

    id: UUID
    round: int
    state: str
    opened_at: datetime
    opened_by: str
    due_at: datetime
    deficiencies: tuple[Deficiency, ...]
    served_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state == "OPEN"

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(each.path for each in self.deficiencies)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is proposed or decided for one contest."""

    place: Place
    certify: bool
    reason_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certification:
    id: CertificationId
    version: int
    election: str
    subject: SubjectId
    kind: Kind
    status: Status
    created_at: datetime
    saved_at: datetime
    salt: str = ""
    form: Form = Form()
    declared: frozenset[Declaration] = frozenset()
    contests: tuple[Contest, ...] = ()
    members: tuple[Member, ...] = ()
    loans: tuple[Loan, ...] = ()
    group: tuple[GroupMember, ...] = ()
    documents: tuple[Document, ...] = ()
    """Current ones: neither superseded, removed nor refused."""
    number: str | None = None
    submitted_at: datetime | None = None
    submitted_by: str | None = None
    form_version: int = 0
    form_hash: str | None = None
    print_received_at: datetime | None = None
    print_match: PrintMatch | None = None
    assignee: str | None = None
    flags: frozenset[Flag] = frozenset()
    term_key: str | None = None
    term_anchor: datetime | None = None
    term_at: datetime | None = None

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]  # mypy cannot see through **; each call names fields

    def documents_in(self, slot: Slot, item: str | None = None) -> tuple[Document, ...]:
        return tuple(each for each in self.documents if each.slot is slot and (item is None or each.item == item))

    def has(self, slot: Slot, item: str | None = None) -> bool:
        return any(each.is_sealed for each in self.documents_in(slot, item))

    def contest(self, place: Place) -> Contest | None:
        return next((each for each in self.contests if each.place == place), None)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(each.place for each in self.contests)

    @property
    def certified_places(self) -> tuple[Place, ...]:
        return tuple(each.place for each in self.contests if each.result is Result.CERTIFIED)


def with_verdicts(contests: Iterable[Contest], verdicts: Iterable[Verdict]) -> tuple[Contest, ...]:
    by_place = {each.place: each for each in verdicts}
    return tuple(
        replace(
            contest,
            result=Result.CERTIFIED if by_place[contest.place].certify else Result.REFUSED,
            reason_codes=by_place[contest.place].reason_codes,
        )
        if contest.place in by_place
        else contest
        for contest in contests
    )
