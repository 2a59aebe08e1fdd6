import asyncio
from datetime import date
from typing import Any

import pytest

from commons.ids import new_id
from registration.testing import jmb_of


async def test_the_same_key_and_body_have_one_effect_and_one_answer(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.complete(voter)
    key = str(new_id())
    path = f"/applications/{case['id']}/submit"
    answers = await asyncio.gather(
        *(desk.call("POST", path, voter, key=key, **desk.submission(case)) for _ in range(6))
    )
    assert {each.status_code for each in answers} == {200}
    assert len({each.text for each in answers}) == 1
    again = await desk.call("POST", path, voter, key=key, **desk.submission(case))
    assert again.text == answers[0].text
    other = await desk.call("POST", path, voter, key=key, **(desk.submission(case) | {"version": 99}))
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")
    mine = await desk.ok("GET", "/applications", voter)
    assert [each["number"] for each in mine["items"]] == ["REG-2024L-000001-A"]


async def test_without_a_key_nothing_is_created(desk: Any) -> None:
    headers = desk.voter() | {"Idempotency-Key": ""}
    response = await desk.client.post("/v1/applications", headers=headers, json={"election": "LE2024"})
    assert (response.status_code, response.json()["code"]) == (422, "idempotency.key_required")


async def test_two_submissions_with_different_keys_give_one_number(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.complete(voter)
    path = f"/applications/{case['id']}/submit"
    answers = await asyncio.gather(*(desk.call("POST", path, voter, **desk.submission(case)) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]


async def test_a_second_start_opens_the_same_draft_also_when_both_come_at_once(desk: Any) -> None:
    voter = desk.voter()
    drafts = await asyncio.gather(*(desk.start(voter) for _ in range(5)))
    assert len({each["id"] for each in drafts}) == 1
    await desk.ok("PATCH", f"/applications/{drafts[0]['id']}", voter, version=1, fields={"name": "Mira"})
    resumed = await desk.start(voter)
    assert (resumed["id"], resumed["fields"]["name"]) == (drafts[0]["id"], "Mira")


@pytest.mark.provision("P45")
async def test_one_account_has_one_application_per_person_and_the_refusal_names_it(desk: Any) -> None:
    voter = desk.voter()
    first = await desk.submitted(voter)
    again = await desk.call("POST", "/applications", voter, election="LE2024", for_self=True, kind="T")
    assert (again.status_code, again.json()["code"]) == (409, "application.already_running")
    assert again.json()["params"] == {"application": first["id"], "number": first["number"]}
    second = await desk.complete(voter, for_self=False, helper_name="Mira Đurić")
    same = await desk.call("POST", f"/applications/{second['id']}/submit", voter, **desk.submission(second))
    assert (same.status_code, same.json()["params"]["number"]) == (409, first["number"])


@pytest.mark.provision("P45")
async def test_one_account_applies_for_its_household(desk: Any) -> None:
    voter = desk.voter()
    first = await desk.submitted(voter)
    other = await desk.complete(
        voter, for_self=False, helper_name="Mira Đurić", name="Vera", sex="F", jmb=jmb_of(date(1980, 1, 1), 500)
    )
    other = await desk.submit(voter, other)
    assert other["number"] != first["number"]
    assert not other["for_self"]


async def test_two_drafts_for_one_person_submitted_at_once_give_one_application(desk: Any) -> None:
    voter = desk.voter()
    drafts = [await desk.complete(voter, for_self=False, helper_name="Mira") for _ in range(2)]
    answers = await asyncio.gather(
        *(desk.call("POST", f"/applications/{each['id']}/submit", voter, **desk.submission(each)) for each in drafts)
    )
    assert sorted(each.status_code for each in answers) == [200, 409]


async def test_two_officials_take_a_case_at_once_and_one_has_it(desk: Any) -> None:
    case = await desk.received(desk.voter())
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.reviewer)
    answers = await asyncio.gather(
        *(desk.call("POST", f"{path}/take", who, version=seen["version"]) for who in (desk.reviewer, desk.second))
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    refused = next(each for each in answers if each.status_code == 409)
    assert refused.json()["code"] == "application.held"
    assert refused.json()["params"] == {"by": "Test"}


async def test_two_deciders_at_once_make_one_decision(desk: Any) -> None:
    case = await desk.received(desk.voter())
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")
    deciders = [desk.second, desk.member]
    answers = await asyncio.gather(
        *(desk.call("POST", f"{path}/decide", who, version=seen["version"]) for who in deciders)
    )
    assert sorted(each.status_code for each in answers) == [200, 409]


async def test_numbers_of_parallel_submissions_are_different(desk: Any) -> None:
    voters = [desk.voter(f"v{n}") for n in range(6)]
    cases = [
        await desk.complete(who, surname="A" + "b" * n, jmb=jmb_of(date(1980, 1, 1), 10 * n))
        for n, who in enumerate(voters)
    ]
    answers = await asyncio.gather(
        *(
            desk.call("POST", f"/applications/{case['id']}/submit", who, **desk.submission(case))
            for who, case in zip(voters, cases, strict=True)
        )
    )
    numbers = {each.json()["number"] for each in answers}
    assert len(numbers) == 6
    assert {number[:16] for number in numbers} == {f"REG-2024L-{n:06d}" for n in range(1, 7)}
