from collections.abc import Callable

import pytest

from embedded import demo_voters
from embedded.stack import Stack
from tests.chaos.auditor import Auditor
from tests.chaos.faults import kill_and_restart
from tests.chaos.journey import Journey
from tests.chaos.people import Person

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(400)]


def test_the_main_job_survives_the_death_of_every_service_between_two_steps(
    stack: Stack, person: Callable[[str], Person], auditor: Auditor
) -> None:
    who = demo_voters.samples()[0]
    journey = Journey(person("glasac"), person("reviewer"), person("reviewer2"), who)
    first, *rest = journey.steps
    first()
    for step in rest:
        kill_and_restart(stack)
        step()
    timeline = [line["action"] for line in journey.voter.ask("Application", id=journey.case["id"])["timeline"]]
    assert timeline == [
        "START",
        "SUBMIT",
        "REGISTER_SIGNED_FORM",
        "TAKE",
        "RETURN",
        "SERVE_CORRECTION",
        "RESUBMIT",
        "APPROVE",
        "SERVE_DECISION",
    ]
    auditor.check()
