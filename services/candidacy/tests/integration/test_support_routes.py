"""The routes of support signatures: authority, one page, one batch, a file, the meter."""

import base64
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from candidacy.keys import keys_of
from candidacy.tables import Case, History
from candidacy.tables.certification import Contest
from candidacy.tables.subjects import Mandate, Subject
from candidacy.testing import Desk, an_election
from commons.auth import account_of
from commons.ids import new_id
from commons.testing import ISSUER, problem_of

BIHAC = "ba.fbih.usk.bihac"
PLACE = {"level": "MUN_COUNCIL", "unit": BIHAC}
ASK = f"level=MUN_COUNCIL&unit={BIHAC}"
SETTINGS = {"support.registered_voters": [f"{BIHAC}:9000"]}
GOOD = {"surname": "Đurić", "name": "Ђорђе", "jmb": "3112907174992", "id_card": "123abc456"}


@dataclass
class Application:
    desk: Desk
    id: UUID

    @property
    def path(self) -> str:
        return f"/certifications/{self.id}/support"

    @property
    def rep(self) -> dict[str, str]:
        return self.desk.person("representative")

    async def set(self, **values: Any) -> None:
        async with self.desk.app.state.database.sessions.begin() as session:
            await session.execute(update(Case).where(Case.id == self.id).values(**values))


@pytest.fixture
async def application(desk: Desk) -> Application:
    """A party's draft for one council, with a representative and an editor."""
    await desk.elections(an_election(settings=SETTINGS), version=2)
    subject, case, now = new_id(), new_id(), desk.clock.now()
    names = dict.fromkeys(("name_latin", "name_cyrillic", "abbreviation_latin", "abbreviation_cyrillic"), "Stranka")
    async with desk.app.state.database.sessions.begin() as session:
        keys = keys_of(session)
        row = {"id": subject, "version": 1, "election": "LE2024", "kind": "PARTY", "folded": "stranka"}
        await session.execute(insert(Subject).values(**row, **names, created_at=now))
        for account, role, scopes in (("representative", "REP", ["REPRESENT"]), ("observers", "REP", ["OBSERVERS"])):
            mandate = new_id()
            person = {"name": "Ana Đurić"}
            await session.execute(
                insert(Mandate).values(
                    id=mandate,
                    subject_id=subject,
                    account=account_of(ISSUER, account),
                    role=role,
                    scopes=scopes,
                    valid_from=now,
                    sealed=keys.seal(person, f"mandate:{mandate}"),
                )
            )
        content = {"salt": "s", "form": {}, "declared": [], "loans": [], "group": []}
        await session.execute(
            insert(Case).values(
                id=case,
                version=1,
                election="LE2024",
                subject_id=subject,
                process="CERTIFICATION",
                status="DRAFT",
                created_by="representative",
                language="bs",
                personal=keys.seal(content, f"case:{case}"),
                created_at=now,
                saved_at=now,
            )
        )
        await session.execute(insert(Contest).values(case_id=case, **PLACE, result="OPEN"))
    return Application(desk, case)


async def test_lines_are_typed_paged_masked_and_taken_away_again(application: Application) -> None:
    desk, rep = application.desk, application.rep
    lines = [GOOD, GOOD | {"jmb": "1"}, GOOD | {"signed": False, "sheet": 2, "row": 7}]
    added = await desk.ok("POST", application.path, rep, **PLACE, lines=lines)
    assert [each["path"] for each in added["defects"]] == ["lines.2.jmb", "lines.3.signed"]
    meter = {"valid": 0, "checking": 1, "invalid": 2, "needed": 100, "missing": 100, "progress": "SHORT"}
    assert added["meter"] == PLACE | meter
    page = await desk.ok("GET", f"{application.path}?{ASK}&limit=2", rep)
    assert [each["mark"] for each in page["items"]] == ["CHECKING", "NOT_IN_CVR"]
    assert page["items"][0]["jmb"] == "*********4992"
    rest = await desk.ok("GET", f"{application.path}?{ASK}&limit=2&after={page['next_cursor']}", rep)
    assert [(each["mark"], each["sheet"], each["row"]) for each in rest["items"]] == [("NO_SIGNATURE", 2, 7)]
    assert rest["next_cursor"] is None
    (batch,) = (await desk.ok("GET", f"{application.path}/batches?{ASK}", rep))["items"]
    assert (batch["lines"], batch["source"]) == (3, "TYPED")
    await desk.ok("DELETE", f"{application.path}/{batch['id']}", rep)
    (seen,) = (await desk.ok("GET", f"{application.path}/meter", rep))["items"]
    assert (seen["checking"], seen["invalid"]) == (0, 0)


async def test_a_file_is_imported_once_and_its_errors_come_back_with_it(application: Application) -> None:
    desk = application.desk
    text = "Prezime;Ime;JMB;Broj lične karte\nĐurić;Ana;3112907174992;123ABC456\nŠehić;;1;x"
    body = PLACE | {"name": "potpisi.csv", "content": base64.b64encode(text.encode()).decode()}
    key = str(new_id())
    path = f"{application.path}/import"
    first = await desk.call("POST", path, application.rep, key=key, **body)
    again = await desk.call("POST", path, application.rep, key=key, **body)
    assert first.status_code == 201
    assert first.json() == again.json()
    assert [each["path"] for each in first.json()["defects"]] == ["rows.3.name", "rows.3.jmb", "rows.3.id_card"]
    assert "Šehić" in first.json()["corrected_file"]
    assert len((await desk.ok("GET", f"{application.path}/batches?{ASK}", application.rep))["items"]) == 1
    refused = await desk.call("POST", path, application.rep, **(body | {"content": base64.b64encode(b"a;b").decode()}))
    assert problem_of(refused)[:2] == (422, "support.file_refused")


async def test_only_who_acts_for_the_subject_sees_its_supporters_and_only_a_draft_or_a_cure_takes_lines(
    application: Application,
) -> None:
    desk = application.desk
    body = PLACE | {"lines": [GOOD]}
    stranger = await desk.call("POST", application.path, desk.person("stranger"), **body)
    assert stranger.status_code == 404
    observer = await desk.call("GET", f"{application.path}?{ASK}", desk.person("observers"))
    assert problem_of(observer)[:2] == (403, "mandate.represent_required")
    elsewhere = await desk.call("POST", application.path, application.rep, **(body | {"unit": "ba.bd"}))
    assert problem_of(elsewhere)[:2] == (404, "support.contest_not_found")
    for status, code in (("SUBMITTED", 409), ("RETURNED", 201), ("CERTIFIED", 409)):
        await application.set(status=status)
        answer = await desk.call("POST", application.path, application.rep, **body)
        assert answer.status_code == code, status


async def test_an_official_sees_filed_lines_each_look_is_on_record_and_only_the_reviewer_sees_numbers(
    application: Application,
) -> None:
    desk = application.desk
    await desk.ok("POST", application.path, application.rep, **PLACE, lines=[GOOD])
    office = f"/office{application.path}?{ASK}"
    assert (await desk.call("GET", office, desk.reviewer)).status_code == 404
    await application.set(number="CER-2024L-000001-A", status="SUBMITTED", submitted_at=desk.clock.now())
    assert (await desk.ok("GET", office, desk.clerk))["items"][0]["jmb"] == "*********4992"
    assert (await desk.ok("GET", office, desk.reviewer))["items"][0]["jmb"] == GOOD["jmb"]
    other = desk.official("other", "CEC_CERT_CLERK", election="GE2026")
    assert (await desk.call("GET", office, other)).status_code == 404
    assert (await desk.call("GET", office, desk.member)).status_code == 403
    async with desk.app.state.database.sessions() as session:
        looks = await session.scalars(select(History.actor).where(History.action == "SUPPORT_READ"))
        assert set(looks) == {account_of(ISSUER, "clerk"), account_of(ISSUER, "reviewer")}
