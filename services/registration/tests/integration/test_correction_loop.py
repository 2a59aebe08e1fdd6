from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commons.testing import role

LAST = datetime(2024, 8, 17, 22, 0, tzinfo=UTC)
"""OCV_CORRECTION_LAST of LE2024: 17 August 24:00."""
ITEM = {"code": "DATA_WRONG", "path": "abroad_house_no", "text": "Broj?"}


async def returned(desk: Any, voter: dict[str, str], *items: dict[str, str]) -> tuple[Any, Any]:
    case = await desk.received(voter)
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.clerk)
    seen = await desk.ok("POST", f"{path}/take", desk.clerk, version=seen["version"])
    seen = await desk.ok("POST", f"{path}/return", desk.clerk, version=seen["version"], deficiencies=items or (ITEM,))
    return case, seen


async def test_only_the_flagged_items_can_be_touched(desk: Any) -> None:
    voter = desk.voter()
    case, _ = await returned(desk, voter)
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    path = f"/applications/{case['id']}"
    refused = await desk.call(
        "PATCH", path, voter, version=case["version"], fields={"name": "X", "abroad_house_no": "9"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "application.not_editable")
    assert [each["path"] for each in refused.json()["defects"]] == ["name"]
    kind = await desk.call("PATCH", path, voter, version=case["version"], kind="R2")
    assert [each["path"] for each in kind.json()["defects"]] == ["kind"]
    slot = await desk.call(
        "POST", f"{path}/documents", voter, slot="ID", name="a.jpg", size=9, type="image/jpeg", sha256="0" * 64
    )
    assert (slot.status_code, slot.json()["code"]) == (409, "document.slot_closed")
    same = await desk.ok("PATCH", path, voter, version=case["version"], fields={"name": case["fields"]["name"]})
    assert same["status"] == "RETURNED"


async def test_nothing_is_resubmitted_before_it_is_mended(desk: Any) -> None:
    voter = desk.voter()
    case, _ = await returned(desk, voter, ITEM, {"code": "ID_UNREADABLE", "path": "documents.ID", "text": "Mutno."})
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    refused = await desk.call("POST", f"/applications/{case['id']}/resubmit", voter, version=case["version"])
    assert (refused.status_code, refused.json()["code"]) == (422, "application.defects")
    assert {(each["code"], each["path"]) for each in refused.json()["defects"]} == {
        ("correction.not_mended", "abroad_house_no"),
        ("correction.not_mended", "documents.ID"),
    }


@pytest.mark.provision("P47", "P48")
async def test_the_paper_of_before_the_correction_is_outdated(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    old = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", voter)
    case = await desk.put(voter, case, "SIGNED_FORM", old.content, "form.pdf")
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.clerk)
    seen = await desk.ok("POST", f"{path}/take", desk.clerk, version=seen["version"])
    await desk.ok("POST", f"{path}/return", desk.clerk, version=seen["version"], deficiencies=[ITEM])
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    fields = {"abroad_house_no": "99"}
    case = await desk.ok("PATCH", f"/applications/{case['id']}", voter, version=case["version"], fields=fields)
    again = await desk.posted(voter, case, "SIGNED_FORM", old.content)
    assert (again.status_code, again.json()["code"]) == (422, "signed_form.outdated")


async def test_a_round_can_be_cancelled_and_stays_visible_with_its_reason(desk: Any) -> None:
    voter = desk.voter()
    case, seen = await returned(desk, voter)
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    fields = {"abroad_house_no": "99"}
    await desk.ok("PATCH", f"/applications/{case['id']}", voter, version=case["version"], fields=fields)
    path = f"/office/applications/{case['id']}/cancel-correction"
    seen = await desk.ok("GET", f"/office/applications/{case['id']}", desk.clerk)
    wordless = await desk.call("POST", path, desk.clerk, version=seen["version"], reason="")
    assert wordless.status_code == 422
    seen = await desk.ok("POST", path, desk.clerk, version=seen["version"], reason="Moja greška.")
    assert (seen["status"], seen["assigned_to_me"]) == ("UNDER_REVIEW", True)
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert [(each["state"], each["cancel_reason"]) for each in case["corrections"]] == [("CANCELLED", "Moja greška.")]
    assert case["fields"]["abroad_house_no"] == "12a"
    late = await desk.call("POST", f"/applications/{case['id']}/resubmit", voter, version=case["version"])
    assert late.status_code == 409


@pytest.mark.provision("P53")
async def test_the_term_runs_from_the_first_opening(desk: Any) -> None:
    """Returned on 10 June: served on 11 June 24:00 and due on 13 June 24:00; if opened at once, due on the 12th."""
    voter = desk.voter()
    case, seen = await returned(desk, voter)
    assert seen["corrections"][0]["due_at"] == "2024-06-13T22:00:00Z"
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert case["corrections"][0]["due_at"] == case["next_term"]["at"] == "2024-06-12T22:00:00Z"
    again = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert again["version"] == case["version"]


@pytest.mark.provision("P53")
async def test_without_an_opening_it_is_served_at_the_end_of_the_next_day(desk: Any) -> None:
    voter = desk.voter()
    case, _ = await returned(desk, voter)
    desk.clock.move(datetime(2024, 6, 12, 9, tzinfo=UTC))
    await desk.fire()
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert case["corrections"][0]["due_at"] == "2024-06-13T22:00:00Z"
    assert "SYSTEM" in {each["actor_role"] for each in case["timeline"]}


async def test_after_the_term_the_review_goes_on_with_the_file_as_it_was(desk: Any) -> None:
    voter = desk.voter()
    case, _ = await returned(desk, voter)
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    case = await desk.ok(
        "PATCH", f"/applications/{case['id']}", voter, version=case["version"], fields={"abroad_house_no": "99"}
    )
    due = datetime(2024, 6, 12, 22, tzinfo=UTC)
    desk.clock.move(due + timedelta(minutes=10))
    await desk.fire()
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert case["status"] == "RETURNED"
    late = await desk.call("POST", f"/applications/{case['id']}/resubmit", voter, version=case["version"])
    assert (late.status_code, late.json()["code"]) == (409, "correction.term_over")
    saved = await desk.call("PATCH", f"/applications/{case['id']}", voter, version=case["version"], fields={})
    assert saved.json()["code"] == "correction.term_over"
    desk.clock.move(due + timedelta(minutes=20))
    await desk.fire()
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert (case["status"], case["fields"]["abroad_house_no"]) == ("UNDER_REVIEW", "12a")
    assert case["corrections"][0]["state"] == "EXPIRED"


async def test_after_the_last_day_nothing_is_returned_any_more(desk: Any) -> None:
    case = await desk.received(desk.voter())
    path = f"/office/applications/{case['id']}"
    desk.clock.move(LAST)
    seen = await desk.ok("GET", path, desk.clerk)
    seen = await desk.ok("POST", f"{path}/take", desk.clerk, version=seen["version"])
    assert "return" in seen["allowed_actions"]
    desk.clock.move(LAST + timedelta(seconds=1))
    seen = await desk.ok("GET", path, desk.clerk)
    assert "return" not in seen["allowed_actions"]
    refused = await desk.call("POST", f"{path}/return", desk.clerk, version=seen["version"], deficiencies=[ITEM])
    assert (refused.status_code, refused.json()["code"]) == (409, "correction.too_late")


async def test_a_return_without_words_or_with_a_wrong_place_is_refused_item_by_item(desk: Any) -> None:
    case = await desk.received(desk.voter())
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.clerk)
    seen = await desk.ok("POST", f"{path}/take", desk.clerk, version=seen["version"])
    items = [{"code": "X", "path": "name", "text": "x"}, {"code": "DATA_WRONG", "path": "shoe", "text": ""}]
    refused = await desk.call("POST", f"{path}/return", desk.clerk, version=seen["version"], deficiencies=items)
    assert (refused.status_code, refused.json()["code"]) == (422, "correction.invalid")
    assert {each["path"] for each in refused.json()["defects"]} == {
        "deficiencies.0.code",
        "deficiencies.1.path",
        "deficiencies.1.text",
    }


@pytest.mark.provision("P47")
async def test_a_signature_that_differs_goes_back_once_before_it_is_a_ground(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    seen = await desk.reviewed(case, desk.good("T") | {"SIGNATURE": "NO_MATCH"})
    path = f"/office/applications/{case['id']}"
    refusal = {"outcome": "REJECT", "reason_codes": ["SIGNATURE_MISMATCH"], "reasons": "Potpis se razlikuje."}
    first = await desk.call("POST", f"{path}/propose", desk.reviewer, version=seen["version"], **refusal)
    assert [each["code"] for each in first.json()["defects"]] == ["proposal.return_signature_first"]
    item = {"code": "SIGNATURE_MISMATCH", "path": "documents.SIGNED_FORM", "text": "Potpišite kao u pasošu."}
    await desk.ok("POST", f"{path}/return", desk.reviewer, version=seen["version"], deficiencies=[item])
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert case["editable"] == ["documents.SIGNED_FORM"]
    form = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", voter)
    case = await desk.put(voter, case, "SIGNED_FORM", form.content, "form.pdf")
    await desk.ok("POST", f"/applications/{case['id']}/resubmit", voter, version=case["version"])
    seen = await desk.ok("GET", path, desk.reviewer)
    seen = await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], **refusal)
    assert seen["proposal"]["reason_codes"] == ["SIGNATURE_MISMATCH"]


async def test_a_proposal_that_is_sent_back_is_with_its_author_again(desk: Any) -> None:
    case = await desk.received(desk.voter())
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")
    decider = desk.issuer.headers("second", name="Druga", roles=[role("CEC_REG_REVIEWER")], amr=["pwd", "otp"])
    await desk.ok("POST", f"{path}/send-back", decider, version=seen["version"], reason="Pogledajte adresu.")
    seen = await desk.ok("GET", path, desk.reviewer)
    assert (seen["status"], seen["assigned_to_me"], seen["proposal"]) == ("UNDER_REVIEW", True, None)
    assert "SEND_BACK" in [each["action"] for each in seen["history"]]
    told = ("outcome", "by", "sent_back_by", "because")
    assert [[each[name] for name in told] for each in seen["sent_back"]] == [
        ["APPROVE", "Test", "Druga", "Pogledajte adresu."]
    ]


async def test_every_proposal_that_was_sent_back_is_told_to_the_office_and_none_to_the_voter(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    for words in ("Prvi razlog.", "Drugi razlog."):
        seen = await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")
        seen = await desk.ok("POST", f"{path}/send-back", desk.second, version=seen["version"], reason=words)
    assert [each["because"] for each in seen["sent_back"]] == ["Drugi razlog.", "Prvi razlog."]
    own = await desk.call("GET", f"/applications/{case['id']}", voter)
    assert "razlog" not in own.text
