from typing import Any

import pytest
from sqlalchemy import select

from registration.tables import Application, Outbox


@pytest.mark.provision("P45", "P33")
async def test_an_application_for_the_same_person_from_another_account_gets_an_identical_answer(desk: Any) -> None:
    """Nobody can lock a voter out, and nobody learns that somebody applied."""
    voter, stranger, lone = desk.voter(), desk.voter("stranger"), desk.voter("lone")
    first = await desk.submitted(voter)
    second = await desk.complete(stranger, email="voter@example.org")
    third = await desk.complete(lone, jmb=None, kind="R2", id_doc_type="PASSPORT", surname="Drugi")
    answers = []
    for who, case in ((stranger, second), (lone, third)):
        path = f"/applications/{case['id']}/submit"
        answers.append(await desk.call("POST", path, who, **desk.submission(case)))
    assert [each.status_code for each in answers] == [200, 200]
    told = answers[0].json()
    alone = await desk.ok("GET", f"/applications/{first['id']}", voter)
    same = {key for key in told if key not in ("id", "number", "documents", "receipt", "form_url", "version")}
    assert {key: told[key] for key in same} == {key: alone[key] for key in same}
    assert "DUPLICATE" not in answers[0].text
    assert told["version"] == answers[1].json()["version"]

    for case in (first, second):
        seen = await desk.ok("GET", f"/office/applications/{case['id']}", desk.reviewer)
        (flag,) = seen["flags"]
        other = second if case is first else first
        assert (flag["code"], flag["other_cases"][0]["id"]) == ("DUPLICATE_PERSON", other["id"])
    seen = await desk.ok("GET", f"/office/applications/{third['id']}", desk.reviewer)
    assert seen["flags"] == []
    flagged = await desk.ok("GET", "/office/applications?queue=FLAGGED", desk.reviewer)
    assert {each["id"] for each in flagged["items"]} == {first["id"], second["id"]}


@pytest.mark.parametrize("order", [("T", "R2"), ("R2", "T")])
async def test_a_person_without_jmb_is_found_by_name_parent_date_and_place_in_either_script(
    desk: Any, order: tuple[str, str]
) -> None:
    written = {
        "T": {"surname": "Đurić", "name": "Ђорђе", "parent_name": "Petar", "place_of_birth": "Bihać"},
        "R2": {
            "surname": "Ђурић",
            "name": "Djordje",
            "parent_name": "ПЕТАР",
            "place_of_birth": "bihac",
            "jmb": None,
            "id_doc_type": "PASSPORT",
        },
    }
    for kind in order:
        await desk.submitted(desk.voter(kind), kind=kind, **written[kind])
    flagged = await desk.ok("GET", "/office/applications?flag=DUPLICATE_PERSON", desk.reviewer)
    assert flagged["total"] == 2


async def test_officers_resolve_a_duplicate_with_four_eyes_and_the_voter_learns_nothing_of_the_other(desk: Any) -> None:
    voter, stranger = desk.voter(), desk.voter("stranger")
    first, second = await desk.submitted(voter), await desk.submitted(stranger)
    path = f"/office/applications/{second['id']}"
    seen = await desk.ok("GET", path, desk.reviewer)
    assert "propose_supersede" in seen["allowed_actions"]
    empty = await desk.call("POST", f"{path}/supersede-proposals", desk.reviewer, version=seen["version"], reasons=" ")
    assert empty.status_code == 422
    seen = await desk.ok(
        "POST", f"{path}/supersede-proposals", desk.reviewer, version=seen["version"], reasons="Pasoš je drugog."
    )
    twice = await desk.call("POST", f"{path}/supersede-proposals", desk.second, version=seen["version"], reasons="x")
    assert twice.json()["code"] == "supersede.already_proposed"
    own = await desk.call("POST", f"{path}/supersede-decisions", desk.reviewer, version=seen["version"], agree=True)
    assert own.json()["code"] == "decision.four_eyes"

    seen = await desk.ok(
        "POST", f"{path}/supersede-decisions", desk.second, version=seen["version"], agree=False, reason="Nije jasno."
    )
    assert (seen["status"], seen["supersede_proposal"]) == ("SUBMITTED", None)
    seen = await desk.ok(
        "POST", f"{path}/supersede-proposals", desk.reviewer, version=seen["version"], reasons="Sad je jasno."
    )
    seen = await desk.ok("POST", f"{path}/supersede-decisions", desk.second, version=seen["version"], agree=True)
    assert seen["status"] == "SUPERSEDED"
    kept = await desk.ok("GET", f"/office/applications/{first['id']}", desk.reviewer)
    assert kept["flags"] == []
    told = await desk.call("GET", f"/applications/{second['id']}", stranger)
    assert told.json()["status"] == "SUPERSEDED"
    assert first["id"] not in told.text
    assert first["number"] not in told.text


@pytest.mark.provision("P33")
async def test_the_first_account_notices_nothing_when_somebody_else_applies_for_the_same_person(desk: Any) -> None:
    """Neither a version nor an event from nowhere; an official who is working on the case is told by a Conflict."""
    waiting, worked_on = desk.voter("waiting"), desk.voter("worked-on")
    first = await desk.received(waiting)
    second = await desk.received(worked_on, jmb=None, kind="R2", id_doc_type="PASSPORT", surname="Drugi")
    seen = await desk.reviewed(second, desk.good("R2"))
    before = await desk.ok("GET", f"/applications/{first['id']}", waiting)
    told = await events(desk, first["id"])
    await desk.submitted(desk.voter("x"))
    await desk.submitted(desk.voter("y"), jmb=None, kind="R2", id_doc_type="PASSPORT", surname="Drugi")
    assert await desk.ok("GET", f"/applications/{first['id']}", waiting) == before
    assert await events(desk, first["id"]) == told
    flagged = await desk.ok("GET", f"/office/applications/{first['id']}", desk.reviewer)
    assert [flag["code"] for flag in flagged["flags"]] == ["DUPLICATE_PERSON"]
    path = f"/office/applications/{second['id']}/propose"
    stale = await desk.call("POST", path, desk.reviewer, version=seen["version"], outcome="APPROVE")
    assert (stale.status_code, stale.json()["code"]) == (409, "application.changed")


async def events(desk: Any, case: str) -> int:
    """How often the case was said to have changed."""
    async with desk.app.state.database.sessions() as session:
        rows = (await session.scalars(select(Outbox))).all()
    return sum(case.encode() in row.body for row in rows)


async def test_a_case_without_the_flag_cannot_be_superseded(desk: Any) -> None:
    case = await desk.submitted(desk.voter())
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.reviewer)
    assert "propose_supersede" not in seen["allowed_actions"]
    refused = await desk.call(
        "POST", f"{path}/supersede-proposals", desk.reviewer, version=seen["version"], reasons="x"
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "supersede.not_flagged")


async def test_two_accounts_at_once_see_each_other(desk: Any) -> None:
    import asyncio

    voters = [desk.voter(f"v{n}") for n in range(2)]
    cases = [await desk.complete(who) for who in voters]
    await asyncio.gather(*(desk.submit(who, case) for who, case in zip(voters, cases, strict=True)))
    async with desk.app.state.database.sessions() as session:
        flags = (await session.scalars(select(Application.flags))).all()
    assert flags == [["DUPLICATE_PERSON"]] * 2
