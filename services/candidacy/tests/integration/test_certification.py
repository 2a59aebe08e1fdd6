from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import pytest
from sqlalchemy import insert, select

from candidacy.tables import Document, History, Outbox, SupportBatch, SupportEntry
from candidacy.testing import Desk, an_election
from casework.history import verify_chain
from commons.arrival import sign
from commons.auth import account_of
from commons.ids import new_id
from commons.testing import ISSUER

BIHAC, KRUPA = "ba.fbih.usk.bihac", "ba.fbih.usk.bosanska-krupa"
NAMES = {
    "latin": "Stranka ljudi",
    "cyrillic": "Странка људи",
    "abbreviation_latin": "SLJ",
    "abbreviation_cyrillic": "СЉ",
}
PERSON = {"name": "Amra Đurić", "jmb": "3112907174992", "id_card": "1A2B3C4D5", "function": "PRESIDENT"}
COUNCIL = {"level": "MUN_COUNCIL", "unit": BIHAC}
FIELDS: dict[str, Any] = {
    "seat_municipality": BIHAC,
    "seat_address": "Bosanska 1",
    "phone": "+38737111222",
    "registering_court": "Općinski sud u Bihaću",
    "registration_number": "R-1/91",
    "extract_issued_on": "2024-05-02",
    "account_bank": "Banka",
    "account_iban": "BA391290079401028494",
    "account_opened_on": "2024-05-10",
    "has_loans": False,
    "signatures_person_name": "Amra Đurić",
    "signatures_person_jmb": "3112907174992",
    "signatures_person_id_card": "1A2B3C4D5",
    "finance_officer_name": "Vera Ilić",
    "finance_officer_phone": "+38737111333",
    "finance_officer_email": "vera@example.org",
    "finance_officer_appointed_on": "2024-05-10",
}
INDEPENDENT: dict[str, Any] = {
    "person_surname": "Đurić",
    "person_name": "Amra",
    "person_date_of_birth": "1907-12-31",
    "person_sex": "M",
    "person_jmb": "3112907174992",
    "person_id_card": "1A2B3C4D5",
    "person_residence_municipality": BIHAC,
    "person_residence_address": "Bosanska 1",
}
COMMON = {name: FIELDS[name] for name in ("seat_municipality", "seat_address", "phone")}
ACCOUNT = {name: FIELDS[name] for name in FIELDS if name.startswith(("account_", "has_loans", "signatures_"))}
PARTY_PAPERS = ("COURT_EXTRACT", "REGISTRATION_DECISION", "FEE_PROOF", "TRANSACTION_REPORT", "SIGNATURES_STATEMENT")
KNOWN = {"complete": True, "mark": "VALID"}
SETTINGS = {"support.registered_voters": [f"{BIHAC}:50000", f"{KRUPA}:9000"]}


class Office(Desk):
    """The service with what a subject and officials do one after the other."""

    async def paper(self, owner: str, slot: str, item: str | None = None) -> str:
        """A document as it stands after its upload was sealed."""
        id = new_id()
        async with self.app.state.database.sessions.begin() as session:
            await session.execute(
                insert(Document).values(
                    id=id,
                    case_id=UUID(owner),
                    item=item,
                    slot=slot,
                    uploaded_by="somebody",
                    name=b"sealed",
                    size=1,
                    content_type="application/pdf",
                    sha256="0" * 64,
                    state="SEALED",
                    scan="CLEAN",
                    created_at=self.clock.now(),
                )
            )
        return str(id)

    async def supporters(self, case: str, place: dict[str, str], count: int) -> None:
        """Lines that the voter register knows."""
        batch = new_id()
        async with self.app.state.database.sessions.begin() as session:
            await session.execute(
                insert(SupportBatch).values(
                    id=batch,
                    case_id=UUID(case),
                    **place,
                    source="TYPED",
                    title=b"sealed",
                    added_by="somebody",
                    added_at=self.clock.now(),
                )
            )
            line = {
                "case_id": UUID(case),
                "batch_id": batch,
                **place,
                "sealed": b"s",
                "complete": True,
                "mark": "VALID",
                "in_register": True,
                "constituency": place["unit"],
                "age_on_election_day": 44,
            }
            numbers = range(1, count + 1)
            rows = [line | {"id": new_id(), "number": each, "person_key": f"p1:{batch}:{each}"} for each in numbers]
            await session.execute(insert(SupportEntry), rows)

    async def subject(self, who: dict[str, str], kind: str = "PARTY") -> str:
        """C-S1, C-S2."""
        asked = await self.ok(
            "POST", "/account-requests", who, election="LE2024", kind=kind, names=NAMES, representative=PERSON
        )
        for slot in ("ACCOUNT_REQUEST", "SPECIMEN_SIGNATURE"):
            await self.paper(asked["id"], slot)
        path = f"/office/account-requests/{asked['id']}/answer"
        answered = await self.ok("POST", path, self.clerk, version=1, approve=True)
        assert answered["status"] == "APPROVED"
        found: str = answered["subject_id"]
        return found

    async def draft(self, who: dict[str, str], subject: str, papers: tuple[str, ...], **content: Any) -> dict[str, Any]:
        begun = await self.ok("POST", "/certifications", who, subject_id=subject)
        for slot in papers:
            await self.paper(begun["id"], slot)
        saved: dict[str, Any] = await self.ok(
            "PATCH", f"/certifications/{begun['id']}", who, version=begun["version"], **content
        )
        return saved

    async def submitted(self, who: dict[str, str], case: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = await self.ok(
            "POST", f"/certifications/{case['id']}/submit", who, version=case["version"]
        )
        return found

    async def office(self, method: str, case: dict[str, Any], verb: str, who: dict[str, str], **more: Any) -> Any:
        path = f"/office/certifications/{case['id']}/{verb}"
        return await self.ok(method, path, who, version=case["version"], **more)

    async def under_review(self, case: dict[str, Any]) -> dict[str, Any]:
        """C-A3, C-A4, and the checklist with good results."""
        case = await self.office("POST", case, "print", self.clerk, number=case["number"], identical=True)
        assert case["status"] == "PRINT_RECEIVED"
        case = await self.office("POST", case, "take", self.reviewer)
        return await self.checked(case)

    async def checked(self, case: dict[str, Any], **poor: str) -> dict[str, Any]:
        good = {
            "NAME": "AS_REGISTERED",
            "REPRESENTATIVE": "PROVEN",
            "GFAP": "SIGNED",
            "FEE": "PAID",
            "PRINT": "IDENTICAL",
        }
        if case["kind"] == "PARTY":
            good["REGISTRATION"] = "PROVEN"
        if case["kind"] in ("PARTY", "IC"):
            good |= {"ACCOUNT": "PROVEN", "TRANSACTION_REPORT": "THERE"}
        if case["kind"] == "COALITION":
            good |= {"AGREEMENTS": "THERE", "MEMBERS": "CONSENTED"}
        found: dict[str, Any] = await self.office("PUT", case, "checklist", self.reviewer, results=good | poor)
        return found

    async def session(self, *cases: dict[str, Any], number: str = "1/2024") -> list[str]:
        held = await self.ok(
            "POST",
            "/office/certifications/sessions",
            self.member,
            election="LE2024",
            number=number,
            held_at=self.clock.now().isoformat(),
            agenda="Ovjera",
            members=7,
            present=6,
            votes_for=5,
            votes_against=1,
            case_ids=[case["id"] for case in cases],
        )
        return [each["outcome"] for each in held["items"]]

    async def certified(self, who: dict[str, str], kind: str, number: str) -> str:
        """A party or an independent candidate, from the request to the code."""
        subject = await self.subject(who, kind)
        fields = FIELDS if kind == "PARTY" else COMMON | ACCOUNT | INDEPENDENT
        papers = PARTY_PAPERS if kind == "PARTY" else ("FEE_PROOF", "CERTIFIED_STATEMENT", *PARTY_PAPERS[3:])
        case = await self.draft(who, subject, papers, fields=fields, declarations=["GFAP"], contests=[COUNCIL])
        await self.supporters(case["id"], COUNCIL, 200)
        case = await self.under_review(await self.submitted(who, case))
        assert case["defects"] == []
        case = await self.office("POST", case, "propose", self.reviewer, verdicts=[COUNCIL | {"certify": True}])
        assert await self.session(case, number=number) == ["CERTIFY"]
        return subject

    async def events(self) -> list[dict[str, Any]]:
        async with self.app.state.database.sessions.begin() as session:
            return [orjson.loads(row.body) for row in await session.scalars(select(Outbox).order_by(Outbox.id))]


@pytest.fixture
async def office(desk: Desk) -> Office:
    levels = ["MUN_COUNCIL", "MAYOR"]
    await desk.elections(an_election(levels=levels, settings=SETTINGS), version=2)
    return Office(desk.app, desk.client, desk.issuer, desk.clock, desk.settings)


def codes(case: dict[str, Any]) -> set[str]:
    return {each["code"] for each in case["defects"]}


def refused(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


@pytest.mark.provision("P18", "P60", "P63", "P64", "P70", "P71")
async def test_a_party_goes_from_the_request_for_an_account_over_one_cure_to_its_certification(office: Office) -> None:
    amra = office.person("amra")
    subject = await office.subject(amra)
    late_account = FIELDS | {"account_opened_on": "2024-01-01"}
    case = await office.draft(
        amra,
        subject,
        PARTY_PAPERS[:3] + PARTY_PAPERS[4:],
        fields=late_account,
        declarations=["GFAP"],
        contests=[COUNCIL],
    )
    await office.supporters(case["id"], COUNCIL, 200)

    case = await office.submitted(amra, case)
    assert (case["status"], case["number"][:9]) == ("SUBMITTED", "CER-2024L")
    assert codes(case) == {"account.outside_window", "document.required"}

    case = await office.under_review(case)
    response = await office.call(
        "POST",
        f"/office/certifications/{case['id']}/propose",
        office.reviewer,
        version=case["version"],
        verdicts=[COUNCIL | {"certify": True}],
    )
    assert refused(response) == (422, "proposal.invalid")

    items = [
        {"code": "ACCOUNT_OUTSIDE_WINDOW", "path": "account_opened_on", "text": "Račun je otvoren prerano."},
        {"code": "TRANSACTION_REPORT_MISSING", "path": "documents.TRANSACTION_REPORT", "text": "Nedostaje izvještaj."},
    ]
    case = await office.office("POST", case, "return", office.reviewer, deficiencies=items)
    assert case["status"] == "RETURNED"

    office.clock.move(timedelta(hours=3))
    case = await office.ok("GET", f"/certifications/{case['id']}", amra)
    assert case["notices"][0]["served_at"] is not None
    assert case["term_key"] == "CERT_CURE"
    assert datetime.fromisoformat(case["term_at"]) == datetime(2024, 5, 22, 22, tzinfo=UTC)

    path = f"/certifications/{case['id']}"
    response = await office.call("PATCH", path, amra, version=case["version"], fields={"seat_address": "Drugdje 2"})
    assert refused(response) == (422, "certification.not_editable")
    response = await office.call("POST", f"{path}/cure", amra, version=case["version"])
    assert refused(response) == (422, "certification.cure")

    case = await office.ok("PATCH", path, amra, version=case["version"], fields={"account_opened_on": "2024-05-10"})
    await office.paper(case["id"], "TRANSACTION_REPORT")
    case = await office.ok("POST", f"{path}/cure", amra, version=case["version"])
    assert case["status"] == "UNDER_REVIEW"
    assert [each["mended"] for each in case["notices"][0]["deficiencies"]] == [True, True]
    assert codes(case) == {"print.differs"}

    case = await office.office("POST", case, "print", office.clerk, number=case["number"], identical=True)
    assert case["defects"] == []
    case = await office.office("POST", case, "propose", office.reviewer, verdicts=[COUNCIL | {"certify": True}])
    assert await office.session(case) == ["CERTIFY"]

    case = await office.ok("GET", path, amra)
    assert case["status"] == "CERTIFIED"
    assert [each["result"] for each in case["contests"]] == ["CERTIFIED"]
    assert case["decision"]["number"].startswith("DEC-2024L")
    assert (await office.ok("GET", f"/subjects/{subject}", amra))["code"] == "00001"
    await assert_told(office, case["id"])


async def assert_told(office: Office, case: str) -> None:
    """What the others were told, and an unbroken chain of who did what."""
    told = [each for each in await office.events() if each["type"].startswith(("Political", "Signatory"))]
    kinds = [each["type"] for each in told]
    assert kinds == ["SignatoryChanged", "PoliticalSubjectApplied", "PoliticalSubjectCertified"]
    payload = told[-1]["payload"]
    assert (payload["code"], payload["contests"]) == ("00001", [COUNCIL])
    assert len(payload["signatories"][0]["scopes"]) == 4
    async with office.app.state.database.sessions.begin() as session:
        lines = list(await session.scalars(select(History).where(History.case_id == UUID(case)).order_by(History.seq)))
    assert verify_chain(lines) == []
    actions = [line.action for line in lines]
    assert actions[:3] == ["START", "SUBMIT", "REGISTER_PRINT"]
    assert actions[-2:] == ["CERTIFY", "SERVED"]


async def test_a_coalition_of_two_certified_parties_consents_digitally_and_on_paper(office: Office) -> None:
    presidents = [office.person("prva"), office.person("druga")]
    members = [await office.certified(who, "PARTY", f"{n}/2024") for n, who in enumerate(presidents, 1)]
    office.clock.move(datetime(2024, 6, 10, 10, tzinfo=UTC))
    koalicija = office.person("koalicija")
    subject = await office.subject(koalicija, "COALITION")
    fields = COMMON | {"account_member": members[0], "account_bank": "Banka", "account_iban": FIELDS["account_iban"]}
    papers = ("FEE_PROOF", "COALITION_AGREEMENT", "COALITION_ACCOUNT_AGREEMENT")
    case = await office.draft(
        koalicija, subject, papers, fields=fields, declarations=["GFAP"], contests=[COUNCIL], members=members
    )
    assert codes(case) == {"member.consent_missing"}

    foreign = await office.call("POST", f"/certifications/{case['id']}/consents", presidents[1], member=members[0])
    assert refused(foreign) == (404, "subject.not_found")
    await office.ok("POST", f"/certifications/{case['id']}/consents", presidents[0], member=members[0])

    case = await office.ok("GET", f"/certifications/{case['id']}", koalicija)
    case = await office.under_review(await office.submitted(koalicija, case))
    assert codes(case) == {"member.consent_missing"}
    path = f"/office/certifications/{case['id']}/consents"
    without = await office.call("POST", path, office.clerk, version=case["version"], member=members[1])
    assert refused(without) == (422, "certification.consent")
    await office.paper(case["id"], "MEMBER_CONSENT", f"members.{members[1]}")
    case = await office.office("POST", case, "consents", office.clerk, member=members[1])
    assert {each["consent"] for each in case["members"]} == {"DIGITAL", "PAPER"}
    case = await office.office("POST", case, "propose", office.reviewer, verdicts=[COUNCIL | {"certify": True}])
    assert await office.session(case, number="3/2024") == ["CERTIFY"]
    assert (await office.ok("GET", f"/subjects/{subject}", koalicija))["code"] == "00003"


async def test_an_independent_is_certified_for_one_contest_and_refused_for_another(office: Office) -> None:
    who = office.person("nezavisna")
    subject = await office.subject(who, "IC")
    mayor = {"level": "MAYOR", "unit": KRUPA}
    case = await office.draft(
        who,
        subject,
        ("FEE_PROOF", "CERTIFIED_STATEMENT", "TRANSACTION_REPORT", "SIGNATURES_STATEMENT"),
        fields=COMMON | ACCOUNT | INDEPENDENT,
        declarations=["GFAP"],
        contests=[COUNCIL, mayor],
    )
    await office.supporters(case["id"], COUNCIL, 200)
    await office.supporters(case["id"], mayor, 99)
    case = await office.under_review(await office.submitted(who, case))
    assert codes(case) == {"support.short"}
    refusal = mayor | {"certify": False, "reason_codes": ["SIGNATURES_INSUFFICIENT"]}
    case = await office.office(
        "POST", case, "propose", office.reviewer, verdicts=[COUNCIL | {"certify": True}, refusal], reasons="99 od 100."
    )
    assert await office.session(case) == ["CERTIFY"]
    case = await office.ok("GET", f"/certifications/{case['id']}", who)
    assert {each["level"]: each["result"] for each in case["contests"]} == {
        "MUN_COUNCIL": "CERTIFIED",
        "MAYOR": "REFUSED",
    }


async def test_an_editor_drafts_and_never_submits(office: Office) -> None:
    amra, editor = office.person("amra"), office.person("urednica")
    subject = await office.subject(amra)
    account = account_of(ISSUER, "urednica")
    of = await office.ok("GET", f"/subjects/{subject}", amra)
    await office.ok(
        "POST",
        f"/subjects/{subject}/mandates",
        amra,
        version=of["version"],
        account=account,
        role="EDITOR",
        person={"name": "Urednica"},
    )
    case = await office.draft(editor, subject, (), contests=[COUNCIL])
    assert {"save", "upload"} <= set(case["allowed_actions"])
    assert "submit" not in case["allowed_actions"]
    for verb in ("submit", "withdraw"):
        response = await office.call("POST", f"/certifications/{case['id']}/{verb}", editor, version=case["version"])
        assert refused(response) == (403, "mandate.not_allowed")
    assert (await office.submitted(amra, case))["status"] == "SUBMITTED"


async def test_another_account_finds_neither_the_subject_nor_its_application(office: Office) -> None:
    subject = await office.subject(office.person("amra"))
    case = await office.draft(office.person("amra"), subject, (), contests=[COUNCIL])
    stranger = office.person("stranger")
    found = [
        await office.call("GET", f"/subjects/{subject}", stranger),
        await office.call("GET", f"/certifications/{case['id']}", stranger),
        await office.call("PATCH", f"/certifications/{case['id']}", stranger, version=case["version"], fields={}),
        await office.call("POST", f"/certifications/{case['id']}/submit", stranger, version=case["version"]),
        await office.call("POST", "/certifications", stranger, subject_id=subject),
        await office.call("GET", f"/certifications/{uuid4()}", stranger),
    ]
    assert {each.status_code for each in found} == {404}


@pytest.mark.provision("P60")
@pytest.mark.parametrize(("late", "status"), [(timedelta(0), 200), (timedelta(seconds=1), 409)])
async def test_the_window_closes_at_16_00_and_arrival_counts_not_processing(
    office: Office, late: timedelta, status: int
) -> None:
    amra = office.person("amra")
    subject = await office.subject(amra)
    case = await office.draft(amra, subject, (), contests=[COUNCIL])
    closes = an_election().calendar.deadline("CERT_PARTY_CLOSE").instant
    assert closes == datetime(2024, 5, 24, 14, tzinfo=UTC)
    office.clock.move(closes + timedelta(seconds=30))
    key, content = str(new_id()), f'{{"version":{case["version"]}}}'.encode()
    stamp = sign(office.settings.arrival_key, closes + late, key, content)
    headers = amra | {"Idempotency-Key": key, "X-Arrival": stamp, "Content-Type": "application/json"}
    response = await office.client.post(f"/v1/certifications/{case['id']}/submit", headers=headers, content=content)
    assert response.status_code == status
    if status == 409:
        assert response.json()["code"] == "certification.period_closed"


async def test_who_proposed_does_not_decide(office: Office) -> None:
    amra = office.person("amra")
    subject = await office.subject(amra)
    case = await office.draft(amra, subject, (), contests=[COUNCIL])
    case = await office.under_review(await office.submitted(amra, case))
    both = office.official("both", "CEC_CERT_REVIEWER", "CEC_MEMBER")
    case = await office.office("POST", case, "release", office.reviewer)
    case = await office.office("POST", case, "take", both)
    refusal = COUNCIL | {"certify": False, "reason_codes": ["FEE_MISSING"]}
    case = await office.office("POST", case, "propose", both, verdicts=[refusal], reasons="Bez dokaza o uplati.")
    assert "decide" not in case["allowed_actions"]
    response = await office.call(
        "POST", f"/office/certifications/{case['id']}/send-back", both, version=case["version"], reason="Ne."
    )
    assert refused(response) == (403, "decision.four_eyes")
    assert await office.session(case) == ["REJECT"]
    told = [each for each in await office.events() if each["type"] == "PoliticalSubjectRejected"]
    assert [each["payload"]["reasons"] for each in told] == [["FEE_MISSING"]]


@pytest.mark.provision("P63")
async def test_two_days_without_a_cure_bring_the_case_back_to_the_reviewer(office: Office) -> None:
    amra = office.person("amra")
    subject = await office.subject(amra)
    case = await office.draft(amra, subject, (), contests=[COUNCIL])
    case = await office.under_review(await office.submitted(amra, case))
    items = [{"code": "FEE_MISSING", "path": "documents.FEE_PROOF", "text": "Nedostaje dokaz."}]
    case = await office.office("POST", case, "return", office.reviewer, deficiencies=items)
    due = datetime.fromisoformat(case["term_at"])
    assert due == datetime(2024, 5, 23, 22, tzinfo=UTC)
    office.clock.move(due + timedelta(minutes=19))
    await office.fire()
    assert (await office.ok("GET", f"/office/certifications/{case['id']}", office.clerk))["status"] == "RETURNED"
    office.clock.move(due + timedelta(minutes=20))
    await office.fire()
    case = await office.ok("GET", f"/office/certifications/{case['id']}", office.clerk)
    assert (case["status"], case["notices"][0]["state"]) == ("UNDER_REVIEW", "EXPIRED")
    assert "CURE_EXPIRED" in case["flags"]


@pytest.mark.provision("P69")
async def test_a_change_of_data_is_taken_late_too_and_flagged(office: Office) -> None:
    amra = office.person("amra")
    subject = await office.subject(amra)
    path = f"/subjects/{subject}"
    of = await office.ok("GET", path, amra)
    day = date(2024, 5, 10).isoformat()
    change = await office.ok("POST", f"{path}/changes", amra, version=of["version"], changed_on=day, fields=["seat"])
    assert change["late"] is False
    office.clock.move(datetime(2024, 5, 21, 10, tzinfo=UTC))
    of = await office.ok("GET", path, amra)
    change = await office.ok("POST", f"{path}/changes", amra, version=of["version"], changed_on=day, fields=["seat"])
    assert change["late"] is True
    assert len(await office.ok("GET", f"{path}/changes", amra)) == 2
