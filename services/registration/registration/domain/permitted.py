"""What can be done with a case now, so that neither gateway nor frontend knows a rule. The verbs check again."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from registration.domain.catalogue import Outcome
from registration.domain.lifecycle import IN_OFFICE, Action, Status, can
from registration.domain.model import Application, Flag, FormMatch, Proposal

CLERKS = frozenset({"CEC_REG_CLERK", "CEC_REG_REVIEWER"})
DECIDERS = frozenset({"CEC_REG_REVIEWER", "CEC_MEMBER"})
INTAKE = CLERKS | {"DCM_OFFICER"}


def to_applicant(application: Application, *, open_now: bool, in_correction_term: bool) -> Iterator[str]:
    """`save submit upload resubmit withdraw print receipt message decision`, as far as they make sense now."""
    status = application.status
    if status is Status.DRAFT and open_now:
        yield from ("save", "submit", "upload")
    if status is Status.SUBMITTED:
        yield "upload"
    if status is Status.RETURNED and in_correction_term:
        yield from ("save", "upload", "resubmit")
    if can(status, Action.WITHDRAW):
        yield "withdraw"
    if application.number:
        yield from ("print", "receipt", "message")
    if status in (Status.APPROVED, Status.REJECTED, Status.APPEALED, Status.REJECTED_FINAL):
        yield "decision"


@dataclass(frozen=True, slots=True)
class Seat:
    """An official before a case: what decides which buttons there are."""

    application: Application
    roles: AbstractSet[str]
    account: str
    proposal: Proposal | None
    supersede: Proposal | None
    can_return: bool

    def one_of(self, roles: AbstractSet[str]) -> bool:
        return bool(self.roles & roles)

    @property
    def status(self) -> Status:
        return self.application.status

    @property
    def reviews(self) -> bool:
        """Has the case in hand."""
        return self.status is Status.UNDER_REVIEW and self.application.assignee == self.account and self.one_of(CLERKS)

    @property
    def may_match(self) -> bool:
        waits = self.application.form_match is FormMatch.TO_BE_MATCHED
        return waits and (self.reviews or (self.status is Status.SIGNED_FORM_RECEIVED and self.one_of(CLERKS)))

    @property
    def may_take_in(self) -> bool:
        return self.one_of(INTAKE) and can(self.status, Action.REGISTER_SIGNED_FORM)

    @property
    def may_decide(self) -> bool:
        """Four eyes: not the author of the proposal."""
        there = self.proposal is not None and self.status is Status.PROPOSED
        return (
            there and self.one_of(DECIDERS) and self.proposal is not None and self.proposal.proposed_by != self.account
        )

    @property
    def approves(self) -> bool:
        return self.may_decide and self.proposal is not None and self.proposal.outcome != Outcome.REJECT

    @property
    def duplicate(self) -> bool:
        return Flag.DUPLICATE_PERSON in self.application.flags and can(self.status, Action.SUPERSEDE)

    @property
    def may_supersede(self) -> bool:
        there = self.supersede is not None and self.supersede.proposed_by != self.account
        return self.duplicate and there and self.one_of(DECIDERS)


OFFICE: Mapping[str, Callable[[Seat], bool]] = {
    "take": lambda seat: seat.one_of(CLERKS) and can(seat.status, Action.TAKE),
    "release": lambda seat: seat.reviews or (seat.status is Status.UNDER_REVIEW and "USER_ADMIN" in seat.roles),
    "return": lambda seat: seat.reviews and seat.can_return,
    "cancel_correction": lambda seat: seat.one_of(CLERKS) and seat.status is Status.RETURNED,
    "checklist": lambda seat: seat.reviews,
    "match_form": lambda seat: seat.may_match,
    "propose": lambda seat: seat.reviews and "CEC_REG_REVIEWER" in seat.roles,
    "decide": lambda seat: seat.approves,
    "decide_in_session": lambda seat: seat.may_decide and "CEC_MEMBER" in seat.roles,
    "send_back": lambda seat: seat.may_decide,
    "propose_supersede": lambda seat: seat.duplicate and seat.supersede is None and "CEC_REG_REVIEWER" in seat.roles,
    "decide_supersede": lambda seat: seat.may_supersede,
    "register_signed_form": lambda seat: seat.may_take_in,
    "upload": lambda seat: seat.may_take_in or (seat.one_of(CLERKS) and seat.status in IN_OFFICE),
    "message": lambda seat: seat.one_of(CLERKS),
}


def to_official(seat: Seat) -> list[str]:
    """Nothing in one's own case."""
    if seat.application.account == seat.account:
        return []
    return [name for name, possible in OFFICE.items() if possible(seat)]
