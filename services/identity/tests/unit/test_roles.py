import pytest

from elections.constituencies import constituencies
from elections.missions import missions
from elections.offices import UNIT_OF_ROLE
from identity.roles import grant_problem, roles


@pytest.mark.provision("P07")
@pytest.mark.parametrize("role", ["MEC_CLERK", "MEC_MEMBER"])
def test_a_role_of_an_election_commission_is_granted_for_any_basic_constituency_and_for_nothing_else(role: str) -> None:
    assert [unit for unit in constituencies() if grant_problem(role, unit)] == []
    assert grant_problem(role, None) == "role.unit_missing"
    assert grant_problem(role, "ba.nowhere") == "role.unit_unknown"
    assert {grant_problem(role, mission) for mission in missions()} == {"role.unit_unknown"}


@pytest.mark.provision("P17")
def test_an_officer_of_a_mission_is_bound_to_that_mission() -> None:
    assert grant_problem("DCM_OFFICER", "dcm.de.stuttgart") is None
    assert grant_problem("DCM_OFFICER", None) == "role.unit_missing"


@pytest.mark.parametrize("role", sorted(set(roles()) - set(UNIT_OF_ROLE)))
def test_a_role_of_the_central_commission_has_no_unit(role: str) -> None:
    assert grant_problem(role, None) is None
    assert grant_problem(role, "ba.bd") == "role.unit_not_allowed"


def test_a_role_that_nobody_can_hold_is_refused() -> None:
    assert grant_problem("ADMIN", None) == "role.unknown"


def test_every_role_that_is_bound_to_a_unit_has_a_name() -> None:
    assert set(UNIT_OF_ROLE) <= set(roles())
