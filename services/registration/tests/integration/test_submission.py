import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commons.arrival import sign
from commons.ids import new_id
from registration.testing import an_election, jmb_of

CLOSE = datetime(2024, 7, 23, 22, 0, tzinfo=UTC)
"""23 July 24:00 in Sarajevo (summer time)."""


def codes(response: Any) -> set[tuple[str, str | None]]:
    return {(each["code"], each["path"]) for each in response.json()["defects"]}


@pytest.mark.provision("P45", "P46", "P52")
async def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_half_saved(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.filled(
        voter, jmb="0101900170001", abroad_street="Postfach 3", date_of_birth="1900-01-01", surname="Đ1"
    )
    response = await desk.call(
        "POST",
        f"/applications/{case['id']}/submit",
        voter,
        version=case["version"],
        declaration_accuracy=False,
        privacy_notice_version="old",
    )
    assert (response.status_code, response.json()["code"]) == (422, "application.defects")
    assert codes(response) == {
        ("jmb.checksum", "jmb"),
        ("address.box_only", "abroad_street"),
        ("name.letters", "surname"),
        ("document.required", "documents.ID"),
        ("document.required", "documents.HOST_ADDRESS"),
        ("declaration.required", "declaration_accuracy"),
        ("privacy_notice.outdated", "privacy_notice_version"),
    }
    after = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert (after["status"], after["version"], after["number"]) == ("DRAFT", case["version"], None)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"version": 1, "fields": {"surname": 5}}, "fields.surname"),
        ({"version": 1, "fields": {"shoe_size": "44"}}, "fields.shoe_size"),
        ({"version": "x", "fields": {}}, "version"),
        ({"version": 1, "kind": "T4"}, "kind"),
        ({"version": 1, "fields": {"surname": "x" * 501}}, "fields.surname"),
        ({"version": 1, "fields": {"missing_documents": ["x"] * 11}}, "fields.missing_documents"),
    ],
)
async def test_a_request_that_makes_no_sense_says_which_field(desk: Any, body: dict[str, Any], path: str) -> None:
    voter = desk.voter()
    case = await desk.start(voter)
    response = await desk.call("PATCH", f"/applications/{case['id']}", voter, **body)
    assert (response.status_code, response.json()["code"]) == (422, "request.invalid")
    assert [each["path"] for each in response.json()["defects"]] == [path]
    assert "shoe" not in response.text.replace("shoe_size", "")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"version":1', b"\xff\xfe", b'{"version":1,"fields":{"name":"\\ud800"}}']
)
async def test_a_body_that_is_no_json_is_a_coded_refusal(desk: Any, content: bytes) -> None:
    voter = desk.voter()
    case = await desk.start(voter)
    response = await desk.client.patch(
        f"/v1/applications/{case['id']}", headers=voter | {"Content-Type": "application/json"}, content=content
    )
    assert response.status_code == 422
    assert response.json()["code"].startswith("request.")


@pytest.mark.parametrize("id", ["x", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
async def test_an_id_that_nobody_gave_is_not_found_or_invalid(desk: Any, id: str) -> None:
    response = await desk.call("GET", f"/applications/{id}", desk.voter())
    assert response.status_code in (404, 422)


async def test_an_autosave_keeps_what_is_wrong_and_says_so(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.filled(voter, date_of_birth="soon", jmb="12")
    assert case["fields"]["date_of_birth"] == "soon"
    assert {("date.invalid", "date_of_birth"), ("jmb.format", "jmb")} <= {
        (each["code"], each["path"]) for each in case["defects"]
    }


async def test_a_stale_page_does_not_overwrite_a_newer_one(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.filled(voter)
    path = f"/applications/{case['id']}"
    await desk.ok("PATCH", path, voter, version=case["version"], fields={"name": "Mira"})
    stale = await desk.call("PATCH", path, voter, version=case["version"], fields={"name": "Vera"})
    assert (stale.status_code, stale.json()["code"]) == (409, "application.changed")
    assert stale.json()["params"] == {"version": case["version"] + 1}


@pytest.mark.provision("P45")
@pytest.mark.parametrize(
    ("arrived", "in_time"),
    [
        (CLOSE - timedelta(minutes=1), True),
        (CLOSE, True),
        (CLOSE + timedelta(microseconds=1), False),
        (CLOSE + timedelta(minutes=1), False),
    ],
)
async def test_a_submission_is_judged_by_the_hour_of_its_arrival(
    desk: Any, arrived: datetime, *, in_time: bool
) -> None:
    """The gateway stamped it; it was processed twelve minutes later, behind a queue."""
    voter = desk.voter()
    case = await desk.complete(voter)
    desk.clock.move(arrived + timedelta(minutes=12))
    response = await desk.stamped(voter, case, arrived)
    if in_time:
        assert response.status_code == 200, response.text
        at = datetime.fromisoformat(response.json()["receipt"]["arrived_at"])
        assert at == arrived
    else:
        assert (response.status_code, response.json()["code"]) == (409, "registration.period_closed")
        late = await desk.ok("GET", f"/applications/{case['id']}", voter)
        assert late["allowed_actions"] == ["withdraw"]
        assert "registration.period_closed" in {each["code"] for each in late["defects"]}
        saved = await desk.call(
            "PATCH", f"/applications/{case['id']}", voter, version=late["version"], fields={"name": "Mira"}
        )
        assert saved.json()["code"] == "registration.period_closed"


@pytest.mark.parametrize("stamp", ["", "v1.1.abc", "v2.x", "genuine but for another body", "genuine but old"])
async def test_no_other_stamp_is_believed(desk: Any, stamp: str) -> None:
    voter = desk.voter()
    case = await desk.complete(voter)
    late = CLOSE + timedelta(minutes=30)
    desk.clock.move(late)
    key = str(new_id())
    if stamp == "genuine but for another body":
        stamp = sign(desk.settings.arrival_key, CLOSE, key, b"{}")
    elif stamp == "genuine but old":
        response = await desk.stamped(voter, case, CLOSE - timedelta(minutes=1))
        assert response.json()["code"] == "registration.period_closed"
        return
    body = json.dumps(desk.submission(case)).encode()
    headers = voter | {"Content-Type": "application/json", "Idempotency-Key": key, "X-Arrival": stamp}
    response = await desk.client.post(f"/v1/applications/{case['id']}/submit", headers=headers, content=body)
    assert (response.status_code, response.json()["code"]) == (409, "registration.period_closed")


async def test_in_the_hour_that_comes_twice_the_closing_is_still_one_instant(desk: Any) -> None:
    """On 27 October 2024 the clock goes from 3:00 back to 2:00: the closing at 2:30 is the first one."""
    later = an_election(("OCV_CLOSE", date(2024, 10, 27), "02:30"), day=date(2024, 12, 1))
    await desk.elections(later, version=2)
    first = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    voter, other = desk.voter(), desk.voter("other")
    mine = await desk.complete(voter)
    theirs = await desk.complete(other, surname="Drugi", jmb=jmb_of(date(1980, 1, 1), 7))
    desk.clock.move(first + timedelta(minutes=5))
    assert (await desk.stamped(voter, mine, first)).status_code == 200
    second_half_past_two = first + timedelta(hours=1)
    desk.clock.move(second_half_past_two)
    late = await desk.stamped(other, theirs, second_half_past_two)
    assert late.json()["params"]["closed_at"] == first.isoformat()


async def test_before_the_calling_nobody_starts(desk: Any) -> None:
    desk.clock.move(datetime(2024, 5, 7, 12, tzinfo=UTC))
    response = await desk.call("POST", "/applications", desk.voter(), election="LE2024", for_self=True, kind="T")
    assert (response.status_code, response.json()["code"]) == (409, "registration.period_not_open")


async def test_an_election_that_nobody_published_is_not_found(desk: Any) -> None:
    response = await desk.call("POST", "/applications", desk.voter(), election="XX", for_self=True)
    assert (response.status_code, response.json()["code"]) == (404, "election.not_found")


async def test_an_account_without_a_verified_address_does_not_start(desk: Any) -> None:
    who = desk.voter(email_verified=False)
    response = await desk.call("POST", "/applications", who, election="LE2024", for_self=True)
    assert (response.status_code, response.json()["code"]) == (403, "auth.email_not_verified")


async def test_a_day_before_closing_the_voter_is_warned_that_paper_takes_time(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.complete(voter)
    assert "signed_form.due_soon" not in {each["code"] for each in case["defects"]}
    desk.clock.move(CLOSE - timedelta(hours=23))
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert {each["code"]: each["warning"] for each in case["defects"]} == {"signed_form.due_soon": True}


async def test_the_form_tells_lists_terms_and_the_way_to_the_kind(desk: Any) -> None:
    form = await desk.ok("GET", "/form?election=LE2024", {})
    assert form["is_open"]
    assert (form["closes_at"], form["signed_form_due_at"]) == ("2024-07-23T22:00:00Z", "2024-07-23T22:00:00Z")
    assert [each["kind"] for each in form["kinds"]] == ["T", "R1", "R2"]
    assert len(form["municipalities"]) == 143
    assert [each["code"] for each in form["countries"]][:3] == ["BA", "DE", "AT"]
    assert {(each["refugee"], each["ever_had_bih_document"]): each["kind"] for each in form["kind_answers"]} == {
        (False, True): "T",
        (False, False): None,
        (True, True): "R1",
        (True, False): "R2",
    }
    for kind in form["kinds"]:
        assert set(kind["refusal_grounds"]) < set(kind["deficiency_codes"])
        assert set(kind["deficiency_codes"]) < {each["code"] for each in form["deficiency_codes"]}
