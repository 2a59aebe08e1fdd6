from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.subjects.authority import SCOPE_FOR, Act, any_may, may
from candidacy.domain.subjects.model import Mandate, MandateId, Person, Role, Scope, SubjectId, signatories

Build = Callable[..., Mandate]
AT = datetime(2024, 5, 20, 10, tzinfo=UTC)
DRAFTING = {Act.READ, Act.DRAFT}

# Who (role and scopes, specimen deposited) may do what; whatever is not listed is refused.
TABLE: list[tuple[Role, set[Scope], bool, set[Act]]] = [
    (Role.EDITOR, set(), False, DRAFTING),
    (Role.EDITOR, set(Scope), True, DRAFTING),
    (Role.REP, {Scope.REPRESENT}, True, {*DRAFTING, Act.SUBMIT, Act.MANAGE, Act.CONSENT}),
    (Role.REP, {Scope.REPRESENT}, False, DRAFTING),
    (Role.REP, {Scope.COMPLAINTS}, True, {Act.READ, Act.FILE_COMPLAINT}),
    (Role.REP, {Scope.OBSERVERS}, True, {Act.READ, Act.REQUEST_OBSERVERS}),
    (Role.REP, {Scope.PSC_NOMINATIONS}, True, {Act.READ, Act.NOMINATE_TO_POLLING_BOARDS}),
    (Role.REP, {Scope.COMPLAINTS, Scope.OBSERVERS}, True, {Act.READ, Act.FILE_COMPLAINT, Act.REQUEST_OBSERVERS}),
    (Role.REP, set(Scope), True, set(Act)),
    (Role.REP, set(Scope), False, DRAFTING),
]


@pytest.mark.provision("P60")
@pytest.mark.parametrize(("role", "scopes", "specimen", "allowed"), TABLE)
def test_a_mandate_allows_what_it_says_and_nothing_else(
    a_mandate: Build, role: Role, scopes: set[Scope], specimen: bool, allowed: set[Act]
) -> None:
    mandate = a_mandate(role=role, scopes=frozenset(scopes), specimen=uuid4() if specimen else None)
    assert {act for act in Act if may(mandate, act, AT)} == allowed


def test_who_is_authorised_for_complaints_does_not_sign_requests_for_observers(a_mandate: Build) -> None:
    complaints = a_mandate(scopes=frozenset({Scope.COMPLAINTS}))
    assert may(complaints, Act.FILE_COMPLAINT, AT)
    assert not may(complaints, Act.REQUEST_OBSERVERS, AT)


def test_a_mandate_ends_at_the_instant_at_which_it_ends(a_mandate: Build) -> None:
    mandate = a_mandate(valid_until=AT + timedelta(hours=1))
    assert may(mandate, Act.SUBMIT, AT)
    assert not may(mandate, Act.SUBMIT, AT - timedelta(seconds=1))
    assert not may(mandate, Act.SUBMIT, AT + timedelta(hours=1))


@given(
    roles=st.lists(
        st.tuples(st.sampled_from(Role), st.frozensets(st.sampled_from(Scope)), st.booleans(), st.integers(-2, 2)),
        max_size=5,
    )
)
def test_nobody_signs_without_role_scope_specimen_and_time(
    roles: list[tuple[Role, frozenset[Scope], bool, int]],
) -> None:
    mandates = [
        Mandate(
            MandateId(uuid4()),
            SubjectId(uuid4()),
            "a",
            role,
            scopes,
            AT + timedelta(hours=start),
            Person("A"),
            specimen=uuid4() if specimen else None,
        )
        for role, scopes, specimen, start in roles
    ]
    for act, scope in SCOPE_FOR.items():
        signing = any(
            role is Role.REP and scope in scopes and specimen and start <= 0 for role, scopes, specimen, start in roles
        )
        assert any_may(mandates, act, AT) is signing


def test_the_other_services_learn_who_signs_for_what_and_nothing_of_editors(a_mandate: Build) -> None:
    people = [
        a_mandate(account="amra"),
        a_mandate(account="boris", scopes=frozenset({Scope.COMPLAINTS})),
        a_mandate(account="boris", scopes=frozenset({Scope.OBSERVERS})),
        a_mandate(account="vera", role=Role.EDITOR, scopes=frozenset()),
        a_mandate(account="zlatan", valid_until=AT),
    ]
    assert signatories(people, AT) == {
        "amra": frozenset({Scope.REPRESENT}),
        "boris": frozenset({Scope.COMPLAINTS, Scope.OBSERVERS}),
    }
