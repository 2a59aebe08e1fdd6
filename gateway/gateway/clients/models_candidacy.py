"""Generated from services/candidacy/openapi.json by `python -m tools.openapi`: what the service answers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field, RootModel


class AccountRequestOut(BaseModel):
    created_at: AwareDatetime
    decided_at: AwareDatetime | None
    election: str
    id: str
    kind: str
    name: str
    reason: str | None
    status: str
    subject_id: str | None
    version: int


class AddPersons(BaseModel):
    persons: list[str]
    version: int


class AnswerRequest(BaseModel):
    approve: bool
    reason: str = ""
    version: int


class AskConsents(BaseModel):
    candidates: list[str]
    version: int


class CellError(BaseModel):
    code: str
    column: str
    params: dict[str, Any]
    row: int
    warning: bool


class CertificationDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None
    warning: bool


class ChangeOut(BaseModel):
    changed_on: date
    fields: list[str]
    id: str
    late: bool
    reported_at: AwareDatetime


class ClaimIn(BaseModel):
    mandate_body: str
    mandate_since: str | None = None
    official: str


class ConsentAnswer(BaseModel):
    accepted: bool
    tries_left: int


class ConsentPage(BaseModel):
    election: str
    expires_at: AwareDatetime
    initials: str
    level: str
    position: int
    unit: str


class ContestIn(BaseModel):
    claim: ClaimIn | None = None
    level: str
    unit: str


class ContestOut(BaseModel):
    checking: int
    exemption_claimed: bool
    level: str
    needed: int | None
    reason_codes: list[str]
    result: str
    unit: str
    valid: int


class Copy(BaseModel):
    source: str
    version: int


class Countdown(BaseModel):
    alarm: bool
    days_left: int
    due: AwareDatetime
    undecided: int


class DecisionOut(BaseModel):
    appeal_until: AwareDatetime | None
    decided_at: AwareDatetime
    legal_basis: list[str]
    number: str
    outcome: str
    reason_codes: list[str]
    remedy: str | None
    served_at: AwareDatetime | None


class DeclarationsIn(BaseModel):
    compatible: bool | None = None
    declared_group: str | None = None
    no_conviction: bool | None = None
    office: str | None = None


class Defect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None
    warning: bool


class Deficiency(BaseModel):
    code: str
    path: str
    text: str


class DeficiencyOut(BaseModel):
    code: str
    mended: bool
    path: str
    text: str


class EligibilityIn(BaseModel):
    clear: bool
    on: date
    source: str


class EnterConsent(BaseModel):
    member: str
    version: int


class FillChecklist(BaseModel):
    results: dict[str, str]
    version: int


class FinanceOfficerOut(BaseModel):
    appointed_on: date
    late: bool
    reported_at: AwareDatetime


class GiveConsent(BaseModel):
    member: str


class GroupMemberIn(BaseModel):
    id_card: str
    jmb: str
    name: str
    signed: bool = False


class HoldCertificationSession(BaseModel):
    agenda: str
    case_ids: list[str]
    election: str
    held_at: AwareDatetime
    members: int
    number: str
    present: int
    votes_against: int
    votes_for: int


class HoldSession(BaseModel):
    agenda: str
    held_at: AwareDatetime
    lists: list[str]
    members: int
    number: str
    present: int
    votes_against: int
    votes_for: int


class ImportSupport(BaseModel):
    content: Annotated[str, Field(json_schema_extra={"contentMediaType": "application/octet-stream"})]
    level: str
    name: str
    unit: str


class Imported(BaseModel):
    added: int
    corrected: list[list[str]]
    errors: list[CellError]
    known: int
    persons: list[str]
    refused: int


class LoanIn(BaseModel):
    amount: str
    lender: str
    repayment_on: str


class MandateOut(BaseModel):
    account: str
    function: str
    id: str
    name: str
    role: str
    scopes: list[str]
    specimen: bool
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None


class Mark(RootModel[Literal["CHECKING", "VALID", "NOT_IN_CVR", "OTHER_CONSTITUENCY", "DUPLICATE", "NO_SIGNATURE"]]):
    root: Annotated[
        Literal["CHECKING", "VALID", "NOT_IN_CVR", "OTHER_CONSTITUENCY", "DUPLICATE", "NO_SIGNATURE"],
        Field(description="What became of a line (domain.md 2.2.2). Only VALID ones count towards the threshold."),
    ]


class MemberOut(BaseModel):
    certified: bool
    consent: str | None
    name: str
    subject_id: str


class Meter(BaseModel):
    have: int | None
    need: int | None
    result: str
    rule: str


class MyMandate(BaseModel):
    election: str
    kind: str
    role: str
    scopes: list[str]
    subject: str
    subject_id: str


class Order(BaseModel):
    candidates: list[str]
    version: int


class PersonIn(BaseModel):
    date_of_birth: str | None = None
    email: str | None = None
    id_card_number: str | None = None
    jmb: str | None = None
    name: str | None = None
    phone: str | None = None
    residence_address: str | None = None
    residence_municipality: str | None = None
    sex: str | None = None
    surname: str | None = None


class PersonOut(BaseModel):
    fields: PersonIn
    id: str
    version: int


class ProblemDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None


class PublicCandidate(BaseModel):
    birth_year: int | None
    name: str
    position: int
    sex: str
    surname: str


class PublicList(BaseModel):
    candidates: list[PublicCandidate]
    level: str
    number: str
    subject: str
    subject_code: str | None
    unit: str


class PublicStatistics(BaseModel):
    ages: dict[str, int]
    heads: dict[str, int]
    sexes: dict[str, int]
    total: int


class Record(BaseModel):
    eligibility: EligibilityIn | None = None
    office_proof: bool | None = None
    paper_consent: DeclarationsIn | None = None
    register_state: Literal["YES", "NO", "ELSEWHERE"] | None = None
    version: int


class RefusedCandidate(BaseModel):
    candidate: str
    codes: list[str]


class Replace(BaseModel):
    person_id: str
    version: int


class SaveCertification(BaseModel):
    contests: list[ContestIn] | None = None
    declarations: list[Literal["GFAP"]] | None = None
    fields: dict[str, str | bool | None] | None = None
    group: list[GroupMemberIn] | None = None
    loans: list[LoanIn] | None = None
    members: list[str] | None = None
    version: int


class SavePerson(BaseModel):
    fields: PersonIn
    version: int


class SendBack(BaseModel):
    reason: str
    version: int


class SendBackProposal(BaseModel):
    reason: str
    version: int


class SessionItem(BaseModel):
    list_id: str
    outcome: str
    problem: str | None


class SessionOut(BaseModel):
    id: str
    items: list[SessionItem]


class SessionOutcome(BaseModel):
    case_id: str
    outcome: str
    problem: str | None


class SessionOutcomes(BaseModel):
    items: list[SessionOutcome]


class SignatoryPerson(BaseModel):
    email: str = ""
    function: str = ""
    id_card: str = ""
    jmb: str = ""
    name: str


class Start(BaseModel):
    level: str
    subject_id: str
    unit: str


class StartCertification(BaseModel):
    subject_id: str


class SubjectNames(BaseModel):
    abbreviation_cyrillic: str = ""
    abbreviation_latin: str = ""
    cyrillic: str = ""
    latin: str


class SubjectOut(BaseModel):
    allowed_actions: list[str]
    certified_at: AwareDatetime | None
    code: str | None
    election: str
    id: str
    kind: str
    mandates: list[MandateOut]
    names: SubjectNames
    version: int


class SubjectVersion(BaseModel):
    version: int


class SupportBatchOut(BaseModel):
    added_at: AwareDatetime
    document_id: str | None
    id: str
    lines: int
    source: Literal["TYPED", "FILE", "SCAN"]
    title: str


class SupportBatches(BaseModel):
    items: list[SupportBatchOut]


class SupportDefect(BaseModel):
    article: str | None
    code: str
    params: dict[str, Any]
    path: str | None


class SupportEntryOut(BaseModel):
    batch_id: str
    id: str
    id_card: str
    jmb: str
    mark: Literal["CHECKING", "VALID", "NOT_IN_CVR", "OTHER_CONSTITUENCY", "DUPLICATE", "NO_SIGNATURE"]
    name: str
    number: int
    row: int | None
    sheet: int | None
    surname: str


class SupportLine(BaseModel):
    id_card: str = ""
    jmb: str = ""
    name: str = ""
    row: int | None = None
    sheet: int | None = None
    signed: bool | None = None
    surname: str = ""


class SupportMeter(BaseModel):
    checking: int
    invalid: int
    level: str
    missing: int | None
    needed: int | None
    progress: Literal["NOT_POSSIBLE", "NOT_NEEDED", "REACHED", "CHECKING", "SHORT"]
    unit: str
    valid: int


class SupportMeters(BaseModel):
    items: list[SupportMeter]


class SupportPage(BaseModel):
    items: list[SupportEntryOut]
    next_cursor: str | None


class Table(BaseModel):
    language: Literal["bs", "hr", "sr", "en"] | None = None
    rows: list[list[str]]


class TakeOff(BaseModel):
    ground: Literal["OFFICE_NOT_RESOLVED", "PERSONAL_RESPONSIBILITY", "LEGAL_CAPACITY", "MANDATE_REFUSED"]
    reason: str
    statement_on_file: bool = False
    version: int


class Term(BaseModel):
    at: AwareDatetime
    key: str


class Token(BaseModel):
    token: str


class VerdictIn(BaseModel):
    certify: bool
    level: str
    reason_codes: list[str] | None = None
    unit: str


class Versioned(BaseModel):
    version: int


class CandidacySchemasCertificationDeficiencyIn(BaseModel):
    code: str
    path: str
    text: str


class CandidacySchemasCertificationNoticeOut(BaseModel):
    deficiencies: list[DeficiencyOut]
    due_at: AwareDatetime
    opened_at: AwareDatetime
    round: int
    served_at: AwareDatetime | None
    state: str


class CandidacySchemasCertificationRegisterPrint(BaseModel):
    identical: bool
    number: str
    version: int


class CandidacySchemasListsDeficiencyIn(BaseModel):
    code: str
    path: str
    text: str


class CandidacySchemasListsNoticeOut(BaseModel):
    deficiencies: list[Deficiency]
    due_at: AwareDatetime
    opened_at: AwareDatetime
    round: int
    state: str


class CandidacySchemasListsRegisterPrint(BaseModel):
    identical: bool
    received_at: AwareDatetime
    version: int


class AddMandate(BaseModel):
    account: str
    person: SignatoryPerson
    role: Literal["REP", "EDITOR"]
    scopes: list[Literal["REPRESENT", "COMPLAINTS", "OBSERVERS", "PSC_NOMINATIONS"]] | None = None
    specimen: str | None = None
    version: int


class AddSupport(BaseModel):
    document_id: str | None = None
    level: str
    lines: list[SupportLine]
    title: str = ""
    unit: str


class CandidateOut(BaseModel):
    consent: str | None
    declarations: DeclarationsIn | None = None
    declared: bool
    eligible: bool | None = None
    fields: PersonIn
    flags: list[str]
    id: str
    office_proof: bool
    position: int
    register_state: str
    status: str


class CertificationOut(BaseModel):
    allowed_actions: list[str]
    assignee: str | None
    checklist: dict[str, str]
    contests: list[ContestOut]
    decision: DecisionOut | None
    declarations: list[str]
    defects: list[CertificationDefect]
    editable: list[str]
    election: str
    fields: dict[str, str | bool | None]
    flags: list[str]
    form_hash: str | None
    id: str
    kind: str
    members: list[MemberOut]
    notices: list[CandidacySchemasCertificationNoticeOut]
    number: str | None
    print_match: str | None
    print_received_at: AwareDatetime | None
    status: str
    subject_id: str
    submitted_at: AwareDatetime | None
    term_at: AwareDatetime | None
    term_key: str | None
    version: int


class ConsentIn(BaseModel):
    consents: bool
    declarations: DeclarationsIn | None = None
    jmb: str
    token: str


class EditCandidate(BaseModel):
    fields: PersonIn
    version: int


class GiveNotice(BaseModel):
    deficiencies: list[CandidacySchemasCertificationDeficiencyIn]
    version: int


class ListLine(BaseModel):
    candidates_count: int
    id: str
    kind: str
    level: str
    number: str | None
    status: str
    subject_id: str
    term: Term | None
    unit: str
    version: int


class ListOut(BaseModel):
    allowed: list[str]
    candidates: list[CandidateOut]
    candidates_count: int
    defects: list[Defect]
    form_hash: str | None
    form_version: int
    id: str
    kind: str
    level: str
    meters: list[Meter]
    needs_new_print: bool
    notices: list[CandidacySchemasListsNoticeOut]
    number: str | None
    status: str
    subject_id: str
    term: Term | None
    unit: str
    version: int


class NameFinanceOfficer(BaseModel):
    appointed_on: date
    person: SignatoryPerson
    phone: str
    version: int


class Problem(BaseModel):
    code: str
    defects: list[ProblemDefect]
    params: dict[str, Any]
    retry_after: int | None
    status: int
    title: str
    trace_id: str | None
    type: str


class Propose(BaseModel):
    candidates: Annotated[list[RefusedCandidate], Field(validate_default=True)] = []
    reasons: str = ""
    version: int
    whole_list: list[str] = []


class ProposeVerdicts(BaseModel):
    reasons: str = ""
    verdicts: list[VerdictIn]
    version: int


class PublicLists(BaseModel):
    items: list[PublicList]
    statistics: PublicStatistics


class ReportChange(BaseModel):
    changed_on: date
    fields: list[str] | None = None
    names: SubjectNames | None = None
    version: int


class RequestAccount(BaseModel):
    election: str
    kind: Literal["PARTY", "IC", "COALITION", "LIC", "NM_ASSOC", "NM_GROUP", "NM_IC"]
    names: SubjectNames
    representative: SignatoryPerson


class Return(BaseModel):
    deficiencies: list[CandidacySchemasListsDeficiencyIn]
    version: int


class SupportAdded(BaseModel):
    batch: SupportBatchOut
    corrected_file: str | None = None
    defects: list[SupportDefect]
    meter: SupportMeter


class CertificationList(BaseModel):
    items: list[CertificationOut]
