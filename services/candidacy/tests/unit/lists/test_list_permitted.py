from collections.abc import Callable
from typing import Any

import pytest

from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.permitted import Seat, to_official, to_subject

Build = Callable[..., Any]
S = Status
FILED = ["print", "receipt", "message"]

REPRESENTATIVE: dict[Status, list[str]] = {
    S.DRAFT: ["save", "import", "copy", "reorder", "ask_consents", "submit", "withdraw"],
    S.SUBMITTED: ["withdraw", *FILED],
    S.PRINT_RECEIVED: ["withdraw", *FILED],
    S.UNDER_REVIEW: ["withdraw", *FILED],
    S.RETURNED: ["save", "replace", "ask_consents", "cure", "withdraw", *FILED],
    S.PROPOSED: FILED,
    S.CERTIFIED: [*FILED, "decision"],
    S.CERTIFIED_PARTIALLY: [*FILED, "decision"],
    S.PUBLISHED: [*FILED, "decision"],
    S.REJECTED: [*FILED, "decision"],
    S.APPEALED: [*FILED, "decision"],
    S.REJECTED_FINAL: [*FILED, "decision"],
    S.WITHDRAWN: FILED,
    S.VOID: FILED,
}


@pytest.mark.provision("P60", "P66")
@pytest.mark.parametrize("status", list(Status))
def test_what_the_representative_may_do_in_every_state(a_list: Build, status: Status) -> None:
    of = a_list("FM", status=status, number=None if status is S.DRAFT else "LST-2024L-000001-A")
    assert list(to_subject(of, represents=True, open_now=True, in_cure_term=True)) == REPRESENTATIVE[status]
    editor = set(REPRESENTATIVE[status]) - {"submit", "cure", "withdraw"}
    assert set(to_subject(of, represents=False, open_now=True, in_cure_term=True)) == editor


def test_after_the_term_nothing_is_typed_any_more(a_list: Build) -> None:
    assert list(to_subject(a_list("FM"), represents=True, open_now=False, in_cure_term=False)) == ["withdraw"]
    returned = a_list("FM", status=S.RETURNED)
    assert list(to_subject(returned, represents=True, open_now=False, in_cure_term=False)) == ["withdraw"]


# state, roles, holder, closed -> buttons
OFFICE: list[tuple[Status, str, str | None, bool, list[str]]] = [
    (S.DRAFT, "CEC_CERT_CLERK", None, True, ["message"]),
    (S.SUBMITTED, "CEC_CERT_CLERK", None, False, ["register_print", "record_check", "enter_consent", "message"]),
    (S.SUBMITTED, "CEC_CERT_CLERK", None, True, [
        "register_print", "take", "record_check", "enter_consent", "message"]),
    (S.PRINT_RECEIVED, "CEC_CERT_CLERK", None, False, ["take", "record_check", "enter_consent", "message"]),
    (S.UNDER_REVIEW, "CEC_CERT_CLERK", None, True, ["take", "record_check", "enter_consent", "message"]),
    (S.UNDER_REVIEW, "CEC_CERT_CLERK", "me", True, [
        "release", "checklist", "record_check", "enter_consent", "message"]),
    (S.UNDER_REVIEW, "CEC_CERT_REVIEWER", "me", True, [
        "release", "return", "checklist", "record_check", "enter_consent", "propose", "message"]),
    (S.UNDER_REVIEW, "CEC_CERT_REVIEWER", "other", True, ["record_check", "enter_consent", "message"]),
    (S.UNDER_REVIEW, "USER_ADMIN", "other", True, ["release"]),
    (S.PROPOSED, "CEC_MEMBER", None, True, ["decide_in_session", "send_back"]),
    (S.PROPOSED, "CEC_CERT_REVIEWER", None, True, ["record_check", "enter_consent", "message"]),
    (S.CERTIFIED, "REGISTER_EDITOR", None, True, ["publish"]),
    (S.CERTIFIED, "CEC_CERT_CLERK", None, True, ["correct_name", "remove_candidate", "message"]),
    (S.PUBLISHED, "CEC_MEMBER", None, True, ["remove_candidate"]),
    (S.PUBLISHED, "REGISTER_EDITOR", None, True, []),
    (S.CERTIFIED, "AUDITOR", None, True, []),
]  # fmt: skip


@pytest.mark.provision("P65", "P66")
@pytest.mark.parametrize(("status", "role", "holder", "closed", "buttons"), OFFICE)
def test_what_each_official_may_do(
    a_list: Build, status: Status, role: str, holder: str | None, buttons: list[str], *, closed: bool
) -> None:
    of = a_list("FM", status=status, assignee=holder)
    seat = Seat(of, frozenset({role}), "me", "other", can_return=True, closed=closed)
    assert to_official(seat) == buttons


def test_nobody_decides_on_an_own_proposal_or_acts_in_an_own_case(a_list: Build) -> None:
    of = a_list("FM", status=S.PROPOSED)
    assert to_official(Seat(of, frozenset({"CEC_MEMBER"}), "me", "me", can_return=True, closed=True)) == []
    own = Seat(of, frozenset({"CEC_MEMBER"}), "me", "other", can_return=True, closed=True, own_case=True)
    assert to_official(own) == []
