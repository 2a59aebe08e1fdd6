from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registration.testing import an_election

CLOSE = datetime(2024, 7, 23, 22, 0, tzinfo=UTC)


@pytest.mark.provision("P47", "P50", "P56")
async def test_without_a_signed_form_the_application_lapses_twenty_minutes_after_the_term(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    desk.clock.move(CLOSE + timedelta(minutes=19))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["status"] == "SUBMITTED"
    desk.clock.move(CLOSE + timedelta(minutes=20))
    await desk.fire()
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert (case["status"], case["next_term"]) == ("LAPSED", None)


async def test_a_form_that_is_in_stops_the_clock(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    desk.clock.move(CLOSE + timedelta(days=1))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["status"] == "SIGNED_FORM_RECEIVED"


async def test_a_case_that_nobody_works_on_is_free_again_after_three_working_days(desk: Any) -> None:
    """Taken on Thursday 13 June: the weekend does not count."""
    desk.clock.move(datetime(2024, 6, 13, 8, tzinfo=UTC))
    case = await desk.received(desk.voter())
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.clerk)
    seen = await desk.ok("POST", f"{path}/take", desk.clerk, version=seen["version"])
    assert seen["assigned_until"] == "2024-06-18T08:00:00Z"
    desk.clock.move(datetime(2024, 6, 18, 7, 59, tzinfo=UTC))
    await desk.fire()
    assert (await desk.ok("GET", path, desk.clerk))["assigned_to_me"]
    desk.clock.move(datetime(2024, 6, 18, 8, 0, tzinfo=UTC))
    await desk.fire()
    seen = await desk.ok("GET", path, desk.clerk)
    assert (seen["status"], seen["assignee"]) == ("SIGNED_FORM_RECEIVED", None)


async def test_each_act_gives_the_holder_a_new_while(desk: Any) -> None:
    case = await desk.received(desk.voter())
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.clerk)
    seen = await desk.ok("POST", f"{path}/take", desk.clerk, version=seen["version"])
    before = seen["assigned_until"]
    desk.clock.move(timedelta(days=1))
    items = [{"key": "ID", "result": "VALID"}]
    seen = await desk.ok("POST", f"{path}/checklist", desk.clerk, version=seen["version"], items=items)
    assert seen["assigned_until"] > before


@pytest.mark.provision("P53")
async def test_a_refusal_is_final_when_nobody_appealed_in_two_days_from_service(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.refused(voter)
    desk.clock.move(datetime(2024, 6, 11, 22, 0, tzinfo=UTC))
    await desk.fire()
    seen = await desk.ok("GET", f"/office/applications/{case['id']}", desk.reviewer)
    assert seen["decision"]["served_at"] == "2024-06-11T22:00:00Z"
    assert seen["decision"]["appeal_until"] == "2024-06-13T22:00:00Z"
    desk.clock.move(datetime(2024, 6, 13, 22, 19, tzinfo=UTC))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["status"] == "REJECTED"
    desk.clock.move(datetime(2024, 6, 13, 22, 20, tzinfo=UTC))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["status"] == "REJECTED_FINAL"


@pytest.mark.provision("P45")
async def test_terms_and_timers_move_with_the_calendar(desk: Any) -> None:
    from registration.service.timers import calendar_moved

    voter = desk.voter()
    case = await desk.submitted(voter)
    later = an_election(("OCV_CLOSE", date(2024, 7, 26), "24:00"))
    await desk.elections(later, version=2)
    async with desk.app.state.database.sessions.begin() as session:
        assert await calendar_moved(session, later, desk.clock.now()) == 1
    async with desk.app.state.database.sessions.begin() as session:
        assert await calendar_moved(session, later, desk.clock.now()) == 0
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert case["next_term"]["at"] == "2024-07-26T22:00:00Z"
    assert case["timeline"][-1]["action"] == "TERM_MOVED"
    desk.clock.move(CLOSE + timedelta(minutes=30))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["status"] == "SUBMITTED"
    desk.clock.move(CLOSE + timedelta(days=3, minutes=20))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["status"] == "LAPSED"


@pytest.mark.provision("P45")
@pytest.mark.parametrize("steps", [(), ("SIGNED_FORM",), ("SIGNED_FORM", "TAKE")])
async def test_the_voter_withdraws_until_a_decision_is_proposed(desk: Any, steps: tuple[str, ...]) -> None:
    voter = desk.voter()
    case = await (desk.received(voter) if steps else desk.submitted(voter))
    if "TAKE" in steps:
        await desk.reviewed(case, desk.good("T"))
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    case = await desk.ok("POST", f"/applications/{case['id']}/withdraw", voter, version=case["version"])
    assert (case["status"], case["next_term"]) == ("WITHDRAWN", None)
    again = await desk.start(voter)
    assert again["id"] != case["id"]


async def test_a_proposed_decision_cannot_be_withdrawn_from(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}/propose"
    await desk.ok("POST", path, desk.reviewer, version=seen["version"], outcome="APPROVE")
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    late = await desk.call("POST", f"/applications/{case['id']}/withdraw", voter, version=case["version"])
    assert (late.status_code, late.json()["code"]) == (409, "application.not_possible")


@pytest.mark.provision("P50")
async def test_documents_of_a_withdrawn_application_are_deleted_after_thirty_days(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    case = await desk.ok("POST", f"/applications/{case['id']}/withdraw", voter, version=case["version"])
    documents = [each["id"] for each in case["documents"]]
    desk.clock.move(timedelta(days=29, hours=23))
    await desk.fire()
    assert (await desk.call("GET", f"/documents/{documents[0]}/content", voter)).status_code == 200
    desk.clock.move(timedelta(hours=1))
    await desk.fire()
    assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["documents"] == []
    for id in documents:
        assert (await desk.call("GET", f"/documents/{id}/content", voter)).status_code == 404
