from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from registration.testing import jpeg

CLOSE = datetime(2024, 7, 23, 22, 0, tzinfo=UTC)


async def registered(desk: Any, case: Any, who: dict[str, str], **body: Any) -> Any:
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, who)
    return await desk.call("POST", f"{path}/signed-form", who, version=seen["version"], **body)


@pytest.mark.provision("P47", "P50")
async def test_a_form_with_another_number_is_refused_and_nothing_changes(desk: Any) -> None:
    voter, other = desk.voter(), desk.voter("other")
    mine = await desk.submitted(voter)
    theirs = await desk.submitted(other, surname="Drugi", jmb=None, kind="R2", id_doc_type="PASSPORT")
    form = await desk.ok("GET", f"/applications/{theirs['id']}/form.pdf", other)
    refused = await desk.posted(voter, mine, "SIGNED_FORM", form.content, "form.pdf")
    assert (refused.status_code, refused.json()["code"]) == (422, "signed_form.other_case")
    assert refused.json()["defects"][0]["path"] == "documents.SIGNED_FORM"
    mine = await desk.ok("GET", f"/applications/{mine['id']}", voter)
    assert mine["status"] == "SUBMITTED"
    states = {each["slot"]: each["state"] for each in mine["documents"]}
    assert states["SIGNED_FORM"] == "REFUSED"


@pytest.mark.provision("P50")
async def test_an_unreadable_code_is_never_refused_but_matched_by_an_official(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    case = await desk.put(voter, case, "SIGNED_FORM", jpeg("a blurred photograph"))
    assert (case["status"], case["form_match"]) == ("SIGNED_FORM_RECEIVED", "TO_BE_MATCHED")
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    early = await desk.call("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")
    assert [each["code"] for each in early.json()["defects"]] == ["signed_form.not_matched"]
    assert "match_form" in seen["allowed_actions"]
    seen = await desk.ok("POST", f"{path}/match-form", desk.reviewer, version=seen["version"])
    assert seen["form_match"] == "MATCHED"
    await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")


@pytest.mark.provision("P47", "P50")
@pytest.mark.parametrize("channel", ["EMAIL", "POST", "IN_PERSON"])
async def test_an_official_registers_paper_with_its_channel_and_hour(desk: Any, channel: str) -> None:
    case = await desk.submitted(desk.voter())
    desk.clock.move(timedelta(days=3))
    done = await registered(desk, case, desk.clerk, channel=channel, received_at="2024-06-12T08:00:00Z")
    seen = done.json()
    assert (seen["status"], seen["signed_form_channel"]) == ("SIGNED_FORM_RECEIVED", channel)
    assert seen["signed_form_received_at"] == "2024-06-12T08:00:00Z"


@pytest.mark.provision("P17", "P50")
async def test_a_mission_takes_paper_of_its_own_voters(desk: Any) -> None:
    case = await desk.submitted(desk.voter(), voting_channel="DCM", dcm_id="dcm.at.vienna")
    vienna = desk.official("dcm", "DCM_OFFICER", unit="dcm.at.vienna")
    desk.clock.move(timedelta(hours=2))
    done = await registered(desk, case, vienna, channel="IN_PERSON", received_at="2024-06-10T11:00:00Z")
    assert done.json()["status"] == "SIGNED_FORM_RECEIVED"


async def test_the_scan_of_a_letter_says_whose_it_is(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    form = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", voter)
    seen = await desk.posted(desk.clerk, case, "SIGNED_FORM", form.content, "letter.pdf", office="/office")
    assert seen.status_code == 200, seen.text
    (letter,) = (each["id"] for each in seen.json()["documents"] if each["slot"] == "SIGNED_FORM")
    body = {"channel": "POST", "received_at": desk.clock.now().isoformat(), "document_id": letter}
    done = await registered(desk, case, desk.clerk, **body)
    assert (done.json()["status"], done.json()["form_match"]) == ("SIGNED_FORM_RECEIVED", "MATCHED")
    assert done.json()["signature_url"] is not None


# received, postmark, whether postmarks count -> code of the refusal, or None
IN_TIME = [
    (CLOSE, None, False, None),
    (CLOSE + timedelta(seconds=1), None, False, "signed_form.late"),
    (CLOSE + timedelta(days=4), "2024-07-23", False, "signed_form.late"),
    (CLOSE + timedelta(days=4), "2024-07-23", True, None),
    (CLOSE + timedelta(days=4), "2024-07-24", True, "signed_form.late"),
    (CLOSE + timedelta(days=4), None, True, "signed_form.late"),
]


@pytest.mark.provision("P47", "P50")
@pytest.mark.parametrize(("received", "postmark", "counts", "code"), IN_TIME)
async def test_lapsed_is_opened_again_only_by_paper_that_was_in_time(
    desk: Any, received: datetime, postmark: str | None, code: str | None, *, counts: bool
) -> None:
    from registration.testing import an_election

    settings = {"ocv.signed_form.postmark_counts": counts}
    await desk.elections(an_election(settings=settings), version=2)
    voter = desk.voter()
    case = await desk.submitted(voter)
    desk.clock.move(CLOSE + timedelta(days=5))
    await desk.fire()
    body = {"channel": "POST", "received_at": received.isoformat(), "postmark": postmark}
    done = await registered(desk, case, desk.clerk, **body)
    if code is None:
        late = received > CLOSE
        assert done.json()["status"] == "SIGNED_FORM_RECEIVED"
        assert [each["code"] for each in done.json()["flags"]] == (["SIGNED_FORM_LATE"] if late else [])
    else:
        assert (done.status_code, done.json()["code"]) == (409, code)
        assert (await desk.ok("GET", f"/applications/{case['id']}", voter))["status"] == "LAPSED"


async def test_impossible_dates_of_receipt_are_refused(desk: Any) -> None:
    case = await desk.submitted(desk.voter())
    future = await registered(desk, case, desk.clerk, channel="POST", received_at="2024-06-11T08:00:00Z")
    assert [each["code"] for each in future.json()["defects"]] == ["date.in_future"]
    body = {"received_at": "2024-06-09T08:00:00Z", "postmark": "2024-06-10"}
    before = await registered(desk, case, desk.clerk, channel="POST", **body)
    assert {each["code"] for each in before.json()["defects"]} == {
        "signed_form.before_submission",
        "signed_form.postmark_after_receipt",
    }


async def test_after_the_term_the_voters_own_upload_is_too_late(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    form = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", voter)
    desk.clock.move(CLOSE + timedelta(minutes=5))
    slot = await desk.call(
        "POST", f"/applications/{case['id']}/documents", voter, slot="SIGNED_FORM", name="a.pdf",
        size=len(form.content), type="application/pdf", sha256="0" * 64,
    )  # fmt: skip
    assert (slot.status_code, slot.json()["code"]) == (409, "signed_form.late")


async def test_a_lapsed_case_stays_lapsed_when_its_voter_has_a_new_one(desk: Any) -> None:
    voter = desk.voter()
    first = await desk.submitted(voter)
    desk.clock.move(CLOSE + timedelta(hours=1))
    await desk.fire()
    from datetime import date

    from registration.testing import an_election

    await desk.elections(an_election(("OCV_CLOSE", date(2024, 8, 10), "24:00")), version=2)
    await desk.submitted(voter)
    body = {"channel": "POST", "received_at": CLOSE.isoformat()}
    done = await registered(desk, first, desk.clerk, **body)
    assert (done.status_code, done.json()["code"]) == (409, "application.already_running")
