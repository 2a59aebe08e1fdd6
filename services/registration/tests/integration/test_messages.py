from typing import Any

import pytest


async def test_both_sides_write_and_see_when_it_was_read(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    path, office = f"/applications/{case['id']}", f"/office/applications/{case['id']}"
    before = await desk.ok("GET", path, voter)
    await desk.ok("POST", f"{path}/messages", voter, text="  Kada ću znati?  ")
    seen = await desk.ok("GET", office, desk.clerk)
    assert [(each["side"], each["mine"], each["text"]) for each in seen["messages"]] == [
        ("VOTER", False, "Kada ću znati?")
    ]
    (line,) = (await desk.ok("GET", "/office/applications", desk.clerk))["items"]
    assert line["unread_messages"] == 1
    await desk.ok("POST", f"{office}/messages/read", desk.clerk)
    await desk.ok("POST", f"{office}/messages", desk.clerk, text="Za nekoliko dana.")
    after = await desk.ok("GET", path, voter)
    assert after["unread_messages"] == 1
    assert [(each["mine"], each["read_at"] is not None) for each in after["messages"]] == [(True, True), (False, False)]
    await desk.ok("POST", f"{path}/messages/read", voter)
    thread = await desk.ok("GET", f"{office}/messages", desk.clerk)
    assert all(each["read_at"] for each in thread)
    assert (after["version"], after["next_term"], after["status"]) == (
        before["version"],
        before["next_term"],
        before["status"],
    )


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
async def test_an_empty_or_endless_message_is_refused(desk: Any, text: str) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    response = await desk.call("POST", f"/applications/{case['id']}/messages", voter, text=text)
    assert response.status_code == 422


async def test_attachments_are_the_writers_own_and_go_with_one_message(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    path = f"/applications/{case['id']}/messages"
    attachment = await desk.brought(voter, case, "MESSAGE_ATTACHMENT", name="dopis.jpg")
    await desk.ok("POST", f"/documents/{attachment}/complete", voter)
    foreign = await desk.call("POST", f"/office{path}", desk.clerk, text="x", attachments=[attachment])
    assert (foreign.status_code, foreign.json()["code"]) == (422, "message.attachment_unknown")
    proof = next(each["id"] for each in case["documents"] if each["slot"] == "ID")
    wrong = await desk.call("POST", path, voter, text="x", attachments=[proof])
    assert wrong.json()["code"] == "message.attachment_unknown"
    sent = await desk.ok("POST", path, voter, text="U prilogu.", attachments=[attachment])
    assert [each["name"] for each in sent["attachments"]] == ["dopis.jpg"]
    again = await desk.call("POST", path, voter, text="Opet.", attachments=[attachment])
    assert again.json()["code"] == "message.attachment_unknown"
    assert len(await desk.ok("GET", path, voter)) == 1
    seen = await desk.ok("GET", f"/office{path}", desk.clerk)
    assert seen[0]["attachments"][0]["id"] == attachment
    assert (await desk.call("GET", f"/documents/{attachment}/content", desk.clerk)).status_code == 200


async def test_a_draft_has_no_thread(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.start(voter)
    response = await desk.call("POST", f"/applications/{case['id']}/messages", voter, text="x")
    assert (response.status_code, response.json()["code"]) == (409, "application.not_filed")
