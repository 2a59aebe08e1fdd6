from typing import Any

import pytest

from casework.history import verify_chain
from commons.crypto import verify
from registration.service.receipts import signed_payload
from registration.store.history import history_of

CHECKS = [
    {"key": "CVR", "result": "FOUND"},
    {"key": "ID", "result": "VALID"},
    {"key": "SIGNATURE", "result": "MATCH"},
    {"key": "ADDRESS_PROOF", "result": "PROVEN"},
]


@pytest.mark.provision("P45", "P46", "P47", "P50", "P51", "P52")
async def test_a_voter_applies_is_returned_once_and_reads_the_decision(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    assert (case["status"], case["number"]) == ("SUBMITTED", "REG-2024L-000001-A")
    assert case["defects"] == []

    form = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", voter)
    assert form.content.startswith(b"%PDF")
    case = await desk.put(voter, case, "SIGNED_FORM", form.content, "form.pdf")
    assert (case["status"], case["form_match"]) == ("SIGNED_FORM_RECEIVED", "MATCHED")

    office = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", office, desk.reviewer)
    seen = await desk.ok("POST", f"{office}/take", desk.reviewer, version=seen["version"])
    assert seen["status"] == "UNDER_REVIEW"
    assert seen["assigned_to_me"]
    assert seen["register_answer"]["state"] == "NOT_FOUND"
    deficiencies = [
        {"code": "DATA_WRONG", "path": "abroad_house_no", "text": "Broj nije kao na dokazu."},
        {"code": "ADDRESS_PROOF_MISMATCH", "path": "documents.HOST_ADDRESS", "text": "Druga adresa."},
    ]
    seen = await desk.ok("POST", f"{office}/return", desk.reviewer, version=seen["version"], deficiencies=deficiencies)
    assert seen["status"] == "RETURNED"

    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    assert case["editable"] == ["abroad_house_no", "documents.HOST_ADDRESS"]
    assert case["corrections"][0]["deficiencies"][0]["old_value"] == "12a"
    case = await desk.ok(
        "PATCH", f"/applications/{case['id']}", voter, version=case["version"], fields={"abroad_house_no": "13"}
    )
    assert (await desk.ok("GET", office, desk.reviewer))["fields"]["abroad_house_no"] == "12a"
    case = await desk.put(voter, case, "HOST_ADDRESS")
    assert [each["code"] for each in case["defects"]] == ["signed_form.needed_again"]
    form = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", voter)
    case = await desk.put(voter, case, "SIGNED_FORM", form.content, "form.pdf")
    case = await desk.ok("POST", f"/applications/{case['id']}/resubmit", voter, version=case["version"])
    assert case["status"] == "UNDER_REVIEW"
    assert [each["state"] for each in case["corrections"]] == ["RESUBMITTED"]

    seen = await desk.ok("GET", office, desk.reviewer)
    assert seen["fields"]["abroad_house_no"] == "13"
    assert (await desk.ok("GET", f"{office}/signature.png", desk.reviewer)).content.startswith(b"\x89PNG")
    seen = await desk.ok("POST", f"{office}/checklist", desk.reviewer, version=seen["version"], items=CHECKS)
    seen = await desk.ok(
        "POST", f"{office}/propose", desk.reviewer, version=seen["version"], outcome="APPROVE", reasons="U redu."
    )
    assert (seen["status"], seen["assignee"]) == ("PROPOSED", None)
    assert (await desk.ok("GET", f"{office}/decision-preview.pdf", desk.second)).content.startswith(b"%PDF")
    seen = await desk.ok("POST", f"{office}/decide", desk.second, version=seen["version"])
    assert (seen["status"], seen["decision"]["served_at"]) == ("APPROVED", None)

    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    decision = case["decision"]
    assert decision["legal_basis"] == ["3.15(1)", "3.15(11)"]
    assert decision["served_at"] is not None
    assert (await desk.ok("GET", f"/applications/{case['id']}/decision.pdf", voter)).content.startswith(b"%PDF")
    assert [each["action"] for each in case["timeline"]] == [
        "START",
        "SUBMIT",
        "REGISTER_SIGNED_FORM",
        "TAKE",
        "RETURN",
        "SERVE_CORRECTION",
        "RESUBMIT",
        "APPROVE",
        "SERVE_DECISION",
    ]
    assert {each["actor_role"] for each in case["timeline"]} == {"VOTER", "CEC"}


@pytest.mark.provision("P48", "P49", "P57")
@pytest.mark.parametrize(
    ("kind", "fields", "outcome", "results"),
    [
        (
            "R1",
            {"changes_voting_option": True, "id_doc_type": "REFUGEE_CARD", "id_doc_country": "DE"},
            "APPROVE",
            {"CVR": "FOUND", "RESIDENCE_CHANGE": "PROVEN", "SIGNATURE": "MATCH"},
        ),
        (
            "R2",
            {"jmb": None, "id_doc_type": "PASSPORT", "missing_documents": ["RESIDENCE_BIH"]},
            "APPROVE_RESIDENCE_CONSTITUENCY",
            {"CITIZENSHIP": "PROVEN", "RESIDENCE_BIH": "NOT_PROVEN", "SIGNATURE": "NO_MATCH"},
        ),
    ],
)
async def test_refugees_are_approved_with_their_own_proofs(
    desk: Any, kind: str, fields: dict[str, Any], outcome: str, results: dict[str, str]
) -> None:
    voter = desk.voter()
    case = await desk.received(voter, kind=kind, **fields)
    results = {"ID": "VALID", "ADDRESS_PROOF": "PROVEN"} | results
    seen = await desk.reviewed(case, results)
    seen = await desk.ok(
        "POST", f"/office/applications/{case['id']}/propose", desk.reviewer, version=seen["version"], outcome=outcome
    )
    await desk.ok("POST", f"/office/applications/{case['id']}/decide", desk.second, version=seen["version"])
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    expected = "APPROVED" if outcome == "APPROVE" else "APPROVED_RESIDENCE_CONSTITUENCY"
    assert (case["status"], case["decision"]["outcome"]) == ("APPROVED", expected)
    assert ("3.16(3)" in case["decision"]["legal_basis"]) is (kind == "R2")


@pytest.mark.provision("P51", "P53")
async def test_a_sitting_refuses_many_with_one_vote_and_each_reads_why(desk: Any) -> None:
    voters = [desk.voter(f"voter{n}") for n in range(3)]
    cases = [await desk.received(who, jmb=None, kind="R2", id_doc_type="PASSPORT", surname=f"Đurić{'abc'[n]}")
             for n, who in enumerate(voters)]  # fmt: skip
    for case in cases:
        seen = await desk.reviewed(case, desk.good("R2") | {"CITIZENSHIP": "NOT_PROVEN"})
        await desk.ok(
            "POST",
            f"/office/applications/{case['id']}/propose",
            desk.reviewer,
            version=seen["version"],
            outcome="REJECT",
            reason_codes=["CITIZENSHIP_MISSING"],
            reasons="Uvjerenje nedostaje.",
        )
    seen = await desk.ok("GET", f"/office/applications/{cases[0]['id']}", desk.member)
    alone = await desk.call(
        "POST", f"/office/applications/{cases[0]['id']}/decide", desk.member, version=seen["version"]
    )
    assert (alone.status_code, alone.json()["code"]) == (409, "decision.session_only")

    held = await desk.ok(
        "POST",
        "/office/sessions",
        desk.member,
        number="12/2024",
        held_at="2024-06-10T09:00:00Z",
        agenda="Prijave",
        members=7,
        present=6,
        votes_for=5,
        votes_against=1,
        application_ids=[case["id"] for case in cases],
    )
    assert held["quorum"]
    assert [(each["outcome"], each["problem"]) for each in held["items"]] == [("REJECT", None)] * 3
    case = await desk.ok("GET", f"/applications/{cases[1]['id']}", voters[1])
    decision = case["decision"]
    assert (case["status"], decision["session"], decision["outcome"]) == ("REJECTED", "12/2024", "REJECTED")
    assert decision["legal_basis"] == ["3.15(8)", "3.15(11)"]
    assert "Suda BiH" in decision["remedy"]["bs"]
    assert decision["appeal_until"] == "2024-06-12T22:00:00Z"
    assert case["next_term"]["key"] == "OCV_APPEAL"
    listed = await desk.ok("GET", "/office/sessions", desk.member)
    assert [each["number"] for each in listed["items"]] == ["12/2024"]


async def test_the_receipt_is_signed_and_checked_by_number_and_code_only(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.submitted(voter)
    receipt = case["receipt"]
    keys = desk.app.state.database.sessions.kw["info"]["keys"]
    async with desk.app.state.database.sessions() as session:
        from registration import store

        kept = await store.receipt(session, case["id"])
    assert kept is not None
    payload = signed_payload(kept.number, kept.arrived_at, kept.hash)
    assert verify(keys.signer.public, payload, receipt["signature"])
    assert not verify(keys.signer.public, payload + b" ", receipt["signature"])

    spoken = receipt["code"].lower()
    answer = await desk.ok(
        "POST", "/receipts/check", {}, number=case["number"].lower(), code=f"{spoken[:5]} {spoken[5:]}"
    )
    assert answer == {
        "number": case["number"],
        "hash": receipt["hash"],
        "arrived_at": receipt["arrived_at"],
        "body": "CEC",
    }
    for number, code in [(case["number"], "AAAAAAAAAA"), ("REG-2024L-000002-8", receipt["code"]), ("x", ""), ("", "x")]:
        wrong = await desk.call("POST", "/receipts/check", {}, number=number, code=code)
        assert (wrong.status_code, wrong.json()["code"]) == (404, "receipt.not_found")
    assert (await desk.ok("GET", f"/applications/{case['id']}/receipt.pdf", voter)).content.startswith(b"%PDF")


@pytest.mark.provision("P33")
async def test_history_is_whole_and_holds_no_personal_data(desk: Any) -> None:
    voter = desk.voter()
    case = await desk.received(voter)
    await desk.reviewed(case, desk.good("T"))
    async with desk.app.state.database.sessions() as session:
        lines = await history_of(session, case["id"])
    assert verify_chain(lines) == []
    told = repr([(line.action, line.reason, line.details) for line in lines])
    for secret in ("Đurić", "Ђорђе", "Sonnenstra", case["fields"]["jmb"], "B1234567", "example.org"):
        assert secret not in told


@pytest.mark.provision("P04", "P39", "P41", "P42")
async def test_residence_at_home_and_the_address_abroad_are_kept_apart_and_each_version_stays(desk: Any) -> None:
    from sqlalchemy import select

    from registration.tables import FormVersion

    voter = desk.voter()
    home = {"residence_place": "Bihać", "residence_street": "Bosanska", "residence_house_no": "1"}
    case = await desk.received(voter, **home)
    office = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", office, desk.clerk)
    seen = await desk.ok("POST", f"{office}/take", desk.clerk, version=seen["version"])
    item = {"code": "DATA_WRONG", "path": "abroad_street", "text": "Ulica?"}
    await desk.ok("POST", f"{office}/return", desk.clerk, version=seen["version"], deficiencies=[item])
    case = await desk.ok("GET", f"/applications/{case['id']}", voter)
    fields = {"abroad_street": "Marienplatz"}
    case = await desk.ok("PATCH", f"/applications/{case['id']}", voter, version=case["version"], fields=fields)
    form = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", voter)
    case = await desk.put(voter, case, "SIGNED_FORM", form.content, "form.pdf")
    await desk.ok("POST", f"/applications/{case['id']}/resubmit", voter, version=case["version"])
    keys = desk.app.state.database.sessions.kw["info"]["keys"]
    async with desk.app.state.database.sessions() as session:
        rows = (await session.scalars(select(FormVersion).order_by(FormVersion.version))).all()
    kept = [keys.open(row.sealed, f"form:{case['id']}:{row.version}")["fields"] for row in rows]
    assert [each["abroad_street"] for each in kept] == ["Sonnenstraße", "Marienplatz"]
    assert {(each["residence_municipality"], each["residence_street"]) for each in kept} == {
        ("ba.fbih.usk.bihac", "Bosanska")
    }
    assert len({row.hash for row in rows}) == 2
