from typing import Any

import pytest

OFFICE = ["take", "release", "return", "cancel-correction", "checklist", "match-form", "propose", "send-back", "decide"]


@pytest.mark.provision("P33")
async def test_somebody_elses_case_is_not_there(desk: Any) -> None:
    case = await desk.received(desk.voter())
    other = desk.voter("other")
    id, document = case["id"], case["documents"][0]["id"]
    asked = [
        ("GET", f"/applications/{id}", {}),
        ("PATCH", f"/applications/{id}", {"version": 1, "fields": {}}),
        ("POST", f"/applications/{id}/submit", desk.submission(case)),
        ("POST", f"/applications/{id}/resubmit", {"version": 1}),
        ("POST", f"/applications/{id}/withdraw", {"version": 1}),
        ("GET", f"/applications/{id}/form.pdf", {}),
        ("GET", f"/applications/{id}/receipt.pdf", {}),
        ("GET", f"/applications/{id}/decision.pdf", {}),
        ("GET", f"/applications/{id}/messages", {}),
        ("POST", f"/applications/{id}/messages", {"text": "hello"}),
        ("POST", f"/applications/{id}/messages/read", {}),
        ("POST", f"/applications/{id}/documents",
         {"slot": "ID", "name": "a.pdf", "size": 1, "type": "application/pdf", "sha256": "0" * 64}),
        ("GET", f"/documents/{document}/content", {}),
        ("GET", f"/documents/{document}/pages/1.png", {}),
        ("POST", f"/documents/{document}/complete", {}),
        ("DELETE", f"/documents/{document}", {}),
    ]  # fmt: skip
    for method, path, body in asked:
        response = await desk.call(method, path, other, **body)
        assert response.status_code == 404, (method, path, response.text)
    assert (await desk.ok("GET", "/applications", other))["items"] == []


async def test_a_voter_never_reaches_the_office(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    for path in ("/office/applications", "/office/counts", f"/office/applications/{case['id']}", "/office/sessions"):
        assert (await desk.call("GET", path, voter)).status_code == 403
    for verb in OFFICE:
        response = await desk.call("POST", f"/office/applications/{case['id']}/{verb}", voter, version=1)
        assert (response.status_code, response.json()["code"]) == (403, "auth.role_missing"), verb


async def test_nobody_without_a_token_and_no_official_without_a_second_factor(desk: Any) -> None:
    case = await desk.received(desk.voter())
    for path in (
        f"/applications/{case['id']}",
        "/office/applications",
        f"/documents/{case['documents'][0]['id']}/content",
    ):
        assert (await desk.call("GET", path, {})).status_code == 401
    weak = desk.issuer.headers("weak", roles=[{"role": "CEC_REG_REVIEWER", "unit": None, "election": None}])
    refused = await desk.call("GET", "/office/applications", weak)
    assert (refused.status_code, refused.json()["code"]) == (403, "auth.second_factor_required")
    document = await desk.call("GET", f"/documents/{case['documents'][0]['id']}/content", weak)
    assert (document.status_code, document.json()["code"]) == (403, "auth.second_factor_required")


# role -> sees the case, sees the JMB, opens documents, may take
MATRIX = [
    ("CEC_REG_CLERK", True, False, True, True),
    ("CEC_REG_REVIEWER", True, True, True, True),
    ("CEC_MEMBER", True, False, True, False),
    ("DPO", True, False, False, False),
    ("AUDITOR", True, False, False, False),
    ("CEC_LEGAL", False, False, False, False),
    ("DCM_OFFICER", False, False, False, False),
    ("USER_ADMIN", False, False, False, False),
    ("SYS_ADMIN", False, False, False, False),
    ("MEC_CLERK", False, False, False, False),
    ("ELECTION_ADMIN", False, False, False, False),
]


@pytest.mark.provision("P33", "P17")
async def test_each_role_sees_what_it_needs(desk: Any) -> None:
    case = await desk.received(desk.voter())
    path, document = f"/office/applications/{case['id']}", case["documents"][0]["id"]
    for role, sees, jmb, opens, takes in MATRIX:
        who = desk.official(role.lower(), role)
        page = await desk.call("GET", path, who)
        assert (page.status_code == 200) is sees, (role, page.text)
        if sees:
            shown = page.json()["fields"]["jmb"]
            assert (shown == case["fields"]["jmb"]) is jmb, role
            assert jmb or shown.startswith("*********")
            street, country = page.json()["fields"]["abroad_street"], page.json()["fields"]["abroad_country"]
            assert (street == case["fields"]["abroad_street"]) is (role in ("CEC_REG_CLERK", "CEC_REG_REVIEWER")), role
            assert country == case["fields"]["abroad_country"]
            assert ("take" in page.json()["allowed_actions"]) is takes, role
        file = await desk.call("GET", f"/documents/{document}/content", who)
        assert (file.status_code == 200) is opens, (role, file.text)
        form = await desk.call("GET", f"{path}/form.pdf", who)
        assert (form.status_code == 200) is jmb, (role, "the form prints the whole JMB")
        if sees and not opens:
            for paper in ("decision.pdf", "decision-preview.pdf", "signature.png"):
                refused = await desk.call("GET", f"{path}/{paper}", who)
                assert (refused.status_code, refused.json()["code"]) == (403, "auth.role_missing"), (role, paper)


@pytest.mark.provision("P07", "P17")
async def test_a_role_is_bound_to_its_election_and_its_mission(desk: Any) -> None:
    case = await desk.received(desk.voter(), voting_channel="DCM", dcm_id="dcm.at.vienna")
    path = f"/office/applications/{case['id']}"
    elsewhere = desk.official("r", "CEC_REG_REVIEWER", election="GE2026")
    here = desk.official("r", "CEC_REG_REVIEWER", election="LE2024")
    assert (await desk.call("GET", path, elsewhere)).status_code == 404
    assert (await desk.ok("GET", "/office/counts", elsewhere))["all"] == 0
    assert (await desk.call("GET", path, here)).status_code == 200
    vienna = desk.official("dcm", "DCM_OFFICER", unit="dcm.at.vienna")
    berlin = desk.official("dcm", "DCM_OFFICER", unit="dcm.de.berlin")
    assert (await desk.call("GET", path, vienna)).status_code == 200
    assert (await desk.call("GET", path, berlin)).status_code == 404
    assert (await desk.ok("GET", "/office/applications", berlin))["total"] == 0


async def test_a_draft_is_nobodys_business(desk: Any) -> None:
    case = await desk.complete(desk.voter())
    assert (await desk.call("GET", f"/office/applications/{case['id']}", desk.reviewer)).status_code == 404
    assert (await desk.ok("GET", "/office/applications", desk.reviewer))["total"] == 0


@pytest.mark.provision("P53")
async def test_who_proposes_does_not_decide_and_nobody_decides_about_himself(desk: Any) -> None:
    case = await desk.received(desk.voter())
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")
    own = await desk.call("POST", f"{path}/decide", desk.reviewer, version=seen["version"])
    assert (own.status_code, own.json()["code"]) == (403, "decision.four_eyes")
    both = desk.official("reviewer", "CEC_REG_REVIEWER", "CEC_MEMBER")
    back = await desk.call("POST", f"{path}/send-back", both, version=seen["version"], reason="x")
    assert back.json()["code"] == "decision.four_eyes"
    himself = desk.official("voter", "CEC_REG_REVIEWER")
    refused = await desk.call("POST", f"{path}/decide", himself, version=seen["version"])
    assert (refused.status_code, refused.json()["code"]) == (403, "application.own_case")


async def test_a_case_in_somebody_elses_hands_is_not_touched(desk: Any) -> None:
    case = await desk.received(desk.voter())
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    asked: list[tuple[str, dict[str, Any]]] = [
        ("return", {"deficiencies": [{"code": "DATA_WRONG", "path": "name", "text": "x"}]}),
        ("checklist", {"items": []}),
        ("propose", {"outcome": "APPROVE"}),
        ("release", {}),
    ]
    for verb, body in asked:
        response = await desk.call("POST", f"{path}/{verb}", desk.second, version=seen["version"], **body)
        assert (response.status_code, response.json()["code"]) == (409, "application.not_held"), verb


@pytest.mark.provision("P33")
async def test_the_voter_sees_who_looked(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    for _ in range(3):
        await desk.ok("GET", f"/office/applications/{case['id']}", desk.clerk)
    await desk.ok("GET", f"/documents/{case['documents'][0]['id']}/content", desk.clerk)
    log = await desk.ok("GET", "/my/access-log", voter)
    assert [(each["actor_role"], each["action"]) for each in log["items"]] == [
        ("CEC_REG_CLERK", "document.read"),
        ("CEC_REG_CLERK", "case.read"),
    ]
    assert (await desk.ok("GET", "/my/access-log", desk.voter("other")))["items"] == []


async def test_files_are_not_cached_not_sniffed_and_run_nothing(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    for path in (f"/documents/{case['documents'][0]['id']}/content", f"/applications/{case['id']}/form.pdf"):
        headers = (await desk.ok("GET", path, voter)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in headers["content-security-policy"]


@pytest.mark.provision("P17", "P33")
async def test_a_case_of_another_mission_or_election_is_not_there_for_any_verb(desk: Any) -> None:
    case = await desk.received(desk.voter(), voting_channel="DCM", dcm_id="dcm.at.vienna")
    path = f"/office/applications/{case['id']}"
    announced = {"slot": "SIGNED_FORM", "name": "a.pdf", "size": 1, "type": "application/pdf", "sha256": "0" * 64}
    taken_in: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", path, {}),
        ("GET", f"{path}/messages", {}),
        ("GET", f"{path}/signature.png", {}),
        ("GET", f"{path}/decision.pdf", {}),
        ("GET", f"{path}/decision-preview.pdf", {}),
        ("GET", f"/documents/{case['documents'][0]['id']}/content", {}),
        ("GET", f"/documents/{case['documents'][0]['id']}/pages/1.png", {}),
        ("POST", f"{path}/documents", announced),
        ("POST", f"{path}/signed-form", {"version": 1, "channel": "POST", "received_at": "2024-06-10T08:00:00Z"}),
    ]
    worked_on: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", f"{path}/form.pdf", {}),
        *(("POST", f"{path}/{verb}", {"version": 1}) for verb in ("take", "release", "match-form", "decide")),
        ("POST", f"{path}/cancel-correction", {"version": 1, "reason": "x"}),
        ("POST", f"{path}/send-back", {"version": 1, "reason": "x"}),
        ("POST", f"{path}/checklist", {"version": 1, "items": []}),
        (
            "POST",
            f"{path}/return",
            {"version": 1, "deficiencies": [{"code": "DATA_WRONG", "path": "name", "text": "x"}]},
        ),
        ("POST", f"{path}/propose", {"version": 1, "outcome": "APPROVE"}),
        ("POST", f"{path}/supersede-proposals", {"version": 1, "reasons": "x"}),
        ("POST", f"{path}/supersede-decisions", {"version": 1, "agree": True}),
        ("POST", f"{path}/messages", {"text": "x"}),
        ("POST", f"{path}/messages/read", {}),
    ]
    berlin = desk.official("dcm", "DCM_OFFICER", unit="dcm.de.berlin")
    elsewhere = desk.official("r", "CEC_REG_REVIEWER", "CEC_MEMBER", election="GE2026")
    for who, asked in ((berlin, taken_in), (elsewhere, taken_in + worked_on)):
        for method, address, body in asked:
            response = await desk.call(method, address, who, **body)
            assert response.status_code == 404, (method, address, response.text)


async def test_a_preview_of_a_decision_and_the_messages_are_looks_that_the_voter_sees(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    seen = await desk.reviewed(case, desk.good("T"))
    path = f"/office/applications/{case['id']}"
    await desk.ok("POST", f"{path}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE")
    await desk.ok("GET", f"{path}/decision-preview.pdf", desk.member)
    await desk.ok("GET", f"{path}/messages", desk.clerk)
    log = await desk.ok("GET", "/my/access-log", voter)
    assert {"CEC_MEMBER", "CEC_REG_CLERK"} <= {each["actor_role"] for each in log["items"]}
