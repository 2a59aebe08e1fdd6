"""What can be done with a list now, so that neither gateway nor frontend knows a rule. The verbs check again."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from candidacy.domain.lists.lifecycle import IN_OFFICE, ON_BALLOT, Action, Status, can
from candidacy.domain.lists.model import CandidateList

CLERKS = frozenset({"CEC_CERT_CLERK", "CEC_CERT_REVIEWER"})
DECIDERS = frozenset({"CEC_MEMBER"})
DECIDED = ON_BALLOT | {Status.REJECTED, Status.APPEALED, Status.REJECTED_FINAL}


def to_subject(
    of: CandidateList, *, represents: bool, open_now: bool, in_cure_term: bool, certified_subject: bool = True
) -> Iterator[str]:
    """`represents`: authorised to REPRESENT; an editor drafts only. EL 4.20: no way back once certified."""
    status = of.status
    if status is Status.DRAFT and open_now and certified_subject:
        yield from ("save", "import", "copy", "reorder", "ask_consents")
        if represents:
            yield "submit"
    if status is Status.RETURNED and in_cure_term:
        yield from ("save", "replace", "ask_consents")
        if represents:
            yield "cure"
    if represents and can(status, Action.WITHDRAW):
        yield "withdraw"
    if of.number:
        yield from ("print", "receipt", "message")
    if status in DECIDED:
        yield "decision"


@dataclass(frozen=True, slots=True)
class Seat:
    """An official before a list: what decides which buttons there are."""

    of: CandidateList
    roles: AbstractSet[str]
    account: str
    proposed_by: str | None
    """Of the open proposal."""
    can_return: bool
    closed: bool
    """LIST_CLOSE has passed: a list without a printed copy can be taken too (C-B4)."""
    own_case: bool = False
    """This official acts for the subject."""

    def one_of(self, roles: AbstractSet[str]) -> bool:
        return bool(self.roles & roles)

    @property
    def reviews(self) -> bool:
        """Has the list in hand."""
        return self.of.status is Status.UNDER_REVIEW and self.of.assignee == self.account and self.one_of(CLERKS)

    @property
    def may_take(self) -> bool:
        printed = self.of.status is Status.PRINT_RECEIVED or (self.of.status is Status.SUBMITTED and self.closed)
        waits = self.of.status is Status.UNDER_REVIEW and self.of.assignee is None
        return self.one_of(CLERKS) and (printed or waits)

    @property
    def may_decide(self) -> bool:
        """Four eyes: not the author of the proposal."""
        there = self.of.status is Status.PROPOSED and self.proposed_by is not None
        return there and self.one_of(DECIDERS) and self.proposed_by != self.account


OFFICE: Mapping[str, Callable[[Seat], bool]] = {
    "register_print": lambda seat: seat.one_of(CLERKS) and can(seat.of.status, Action.REGISTER_PRINT),
    "take": lambda seat: seat.may_take,
    "release": lambda seat: seat.reviews or (seat.of.status is Status.UNDER_REVIEW and "USER_ADMIN" in seat.roles),
    "return": lambda seat: seat.reviews and "CEC_CERT_REVIEWER" in seat.roles and seat.can_return,
    "checklist": lambda seat: seat.reviews,
    "record_check": lambda seat: seat.one_of(CLERKS) and seat.of.status in IN_OFFICE,
    "enter_consent": lambda seat: seat.one_of(CLERKS) and seat.of.status in IN_OFFICE,
    "propose": lambda seat: seat.reviews and "CEC_CERT_REVIEWER" in seat.roles,
    "decide_in_session": lambda seat: seat.may_decide,
    "send_back": lambda seat: seat.may_decide,
    "publish": lambda seat: "REGISTER_EDITOR" in seat.roles and can(seat.of.status, Action.PUBLISH),
    "correct_name": lambda seat: seat.one_of(CLERKS) and seat.of.status in ON_BALLOT,
    "remove_candidate": lambda seat: seat.one_of(CLERKS | DECIDERS) and seat.of.status in ON_BALLOT,
    "message": lambda seat: seat.one_of(CLERKS),
}


def to_official(seat: Seat) -> list[str]:
    """Nothing in a case of one's own subject."""
    if seat.own_case:
        return []
    return [name for name, possible in OFFICE.items() if possible(seat)]
