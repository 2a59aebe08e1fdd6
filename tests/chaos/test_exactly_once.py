import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import pytest

from embedded.demo_voters import Voter
from embedded.stack import Stack
from tests.chaos.auditor import Auditor
from tests.chaos.faults import bring_back
from tests.chaos.journey import draft, prove
from tests.chaos.people import Person, new_key

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]
HOUSEHOLD = 12
AT_ONCE = 4


def test_parallel_submissions_that_were_cut_off_and_asked_again_take_effect_once(
    stack: Stack, person: Callable[[str], Person], others: Iterator[Voter], auditor: Auditor
) -> None:
    voter = person("biracica")
    drafts = [prove(voter, draft(voter, who, for_self=False), small=True) for who in islice(others, HOUSEHOLD)]
    keys = {case["id"]: new_key() for case in drafts}
    under_way = threading.Semaphore(0)

    def submit(case: Any) -> Any:
        under_way.release()
        return voter.insist(lambda: voter.submit(case, keys[case["id"]]))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [pool.submit(submit, case) for case in drafts]
        for number in range(HOUSEHOLD):
            under_way.acquire()
            if number % AT_ONCE == AT_ONCE - 1:  # as many as can be are on their way: the service dies of it
                stack.kill("registration")
                bring_back(stack, "registration")
        filed = [answer.result() for answer in answers]

    assert {case["status"] for case in filed} == {"SUBMITTED"}
    assert len({case["number"] for case in filed}) == HOUSEHOLD
    for case, before in zip(filed, drafts, strict=True):
        assert voter.submit(before, keys[before["id"]])["number"] == case["number"]
    auditor.check()
