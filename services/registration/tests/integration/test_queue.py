from datetime import date, timedelta
from typing import Any

import pytest

from registration.testing import jmb_of

PEOPLE = [("Ђорђе", "Ђурић"), ("Mira", "Kovač-Šarić"), ("Amra", "Đurić")]


async def three(desk: Any) -> list[Any]:
    cases = []
    for n, (name, surname) in enumerate(PEOPLE):
        desk.clock.move(timedelta(minutes=1))
        jmb = jmb_of(date(1980, 1, 1), 30 * n)
        cases.append(await desk.received(desk.voter(f"v{n}"), name=name, surname=surname, jmb=jmb))
    return cases


@pytest.mark.provision("P33")
async def test_words_are_found_in_either_script_and_nothing_else_is(desk: Any) -> None:
    cases = await three(desk)
    numbers = [each["number"] for each in cases]
    asked = {
        "đurić": {numbers[0], numbers[2]},
        "ЂУРИЋ": {numbers[0], numbers[2]},
        "Djuric Djordje": {numbers[0]},
        "амра ђурић": {numbers[2]},
        "kovac saric": {numbers[1]},
        "Đur": set(),
        "nobody": set(),
        "' OR 1=1 --": set(),
        "%": set(),
        numbers[1]: {numbers[1]},
        "000003": {numbers[2]},
        cases[1]["fields"]["jmb"]: {numbers[1]},
        jmb_of(date(1990, 1, 1)): set(),
    }
    for words, found in asked.items():
        response = await desk.client.get("/v1/office/applications", params={"q": words}, headers=desk.clerk)
        assert {each["number"] for each in response.json()["items"]} == found, words
        assert response.json()["total"] == len(found)


async def test_counts_agree_with_lists_whoever_asks(desk: Any) -> None:
    cases = await three(desk)
    await desk.reviewed(cases[0], desk.good("T"))
    seen = await desk.reviewed(cases[1], desk.good("T"), desk.second)
    path = f"/office/applications/{cases[1]['id']}/propose"
    await desk.ok("POST", path, desk.second, version=seen["version"], outcome="APPROVE")
    for who in (desk.clerk, desk.reviewer, desk.second, desk.member):
        counts = await desk.ok("GET", "/office/counts", who)
        for queue, count in counts.items():
            page = await desk.ok("GET", f"/office/applications?queue={queue}", who)
            assert page["total"] == len(page["items"]) == count, queue
    assert (await desk.ok("GET", "/office/counts", desk.reviewer)) == {
        "mine": 1,
        "unassigned": 1,
        "all": 3,
        "to_decide": 1,
        "flagged": 0,
        "late": 0,
    }
    assert (await desk.ok("GET", "/office/counts", desk.second))["to_decide"] == 0


async def test_pages_follow_one_another_without_gap_or_repetition(desk: Any) -> None:
    cases = await three(desk)
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = await desk.ok("GET", f"/office/applications?limit=1{cursor}", desk.clerk)
        seen += [each["id"] for each in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert seen == [each["id"] for each in cases]
    mine = await desk.ok("GET", "/applications?limit=1", desk.voter("v0"))
    assert mine["next_cursor"] is None


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "cursor=x", "cursor=WyJhIiwiYiJd", "queue=NOBODYS", "shoe=44"]
)
async def test_a_query_that_makes_no_sense_is_refused(desk: Any, query: str) -> None:
    response = await desk.call("GET", f"/office/applications?{query}", desk.clerk)
    assert response.status_code == 422, response.text


async def test_a_line_says_what_is_next_and_how_many_days_are_left(desk: Any) -> None:
    case = await desk.received(desk.voter())
    (line,) = (await desk.ok("GET", "/office/applications?queue=UNASSIGNED", desk.clerk))["items"]
    assert (line["id"], line["applicant_name"], line["country"]) == (case["id"], "Ђорђе Đurić", "DE")
    assert (line["next_term"]["key"], line["days_left"]) == ("CVR_CLOSE", 73)
    for query, count in {"status=SIGNED_FORM_RECEIVED": 1, "status=RETURNED": 0, "kind=R2": 0, "country=DE": 1}.items():
        assert (await desk.ok("GET", f"/office/applications?{query}", desk.clerk))["total"] == count, query
