"""What can be done with an application now; neither gateway nor frontend knows a rule. The verbs check again."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from candidacy.domain.certification.lifecycle import DECIDED, IN_OFFICE, Action, Status, can
from candidacy.domain.certification.model import Certification

CLERKS = frozenset({"CEC_CERT_CLERK", "CEC_CERT_REVIEWER"})


def to_subject(
    application: Certification, *, drafts: bool, signs: bool, open_now: bool, in_cure_term: bool
) -> Iterator[str]:
    """An editor saves and uploads; filing, curing and withdrawing need somebody who signs."""
    status = application.status
    edits = (status is Status.DRAFT and open_now) or (status is Status.RETURNED and in_cure_term)
    if edits and drafts:
        yield from ("save", "upload")
    if status is Status.DRAFT and open_now and signs:
        yield "submit"
    if status is Status.RETURNED and in_cure_term and signs:
        yield "cure"
    if can(status, Action.WITHDRAW) and signs:
        yield "withdraw"
    if can(status, Action.REPORT_CHANGE) and signs:
        yield "report_change"
    if application.number:
        yield from ("print", "receipt")
        if drafts or signs:
            yield "message"
    if status in DECIDED:
        yield "decision"


@dataclass(frozen=True, slots=True)
class Seat:
    """An official before a case: what decides which buttons there are."""

    application: Certification
    roles: AbstractSet[str]
    account: str
    proposed_by: str | None = None
    own: bool = False
    """Acts for this very subject: nothing in one's own case."""
    print_due: bool = False
    """The term for the printed version has passed (C-A4)."""

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
    def may_take(self) -> bool:
        if self.status is Status.UNDER_REVIEW:
            return self.application.assignee is None
        return can(self.status, Action.TAKE) and (self.status is not Status.SUBMITTED or self.print_due)

    @property
    def may_decide(self) -> bool:
        """Four eyes: not the author of the proposal."""
        waiting = self.status is Status.PROPOSED and self.proposed_by is not None
        return waiting and self.proposed_by != self.account and "CEC_MEMBER" in self.roles


OFFICE: Mapping[str, Callable[[Seat], bool]] = {
    "register_print": lambda seat: seat.one_of(CLERKS) and seat.status in IN_OFFICE - {Status.PROPOSED},
    "take": lambda seat: seat.one_of(CLERKS) and seat.may_take,
    "release": lambda seat: seat.reviews,
    "checklist": lambda seat: seat.reviews,
    "return": lambda seat: seat.reviews and "CEC_CERT_REVIEWER" in seat.roles,
    "propose": lambda seat: seat.reviews and "CEC_CERT_REVIEWER" in seat.roles,
    "decide": lambda seat: seat.may_decide,
    "send_back": lambda seat: seat.may_decide,
    "enter_consent": lambda seat: seat.one_of(CLERKS) and seat.status in IN_OFFICE and seat.application.kind.is_joint,
    "message": lambda seat: seat.one_of(CLERKS),
}


def to_official(seat: Seat) -> list[str]:
    return [] if seat.own else [name for name, possible in OFFICE.items() if possible(seat)]
