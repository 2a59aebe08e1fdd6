from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
from sqlalchemy import select, text
from stdnum.si import emso

from candidacy.consumers import handlers
from candidacy.domain.lists.importing import headings
from candidacy.service.timers import calendar_moved
from candidacy.store import lists as store
from candidacy.tables import Candidate, Case, ConsentLink, History, Outbox
from candidacy.testing import Desk, an_election
from casework.history import verify_chain
from commons.arrival import sign
from commons.auth import account_of
from commons.ids import new_id
from commons.testing import ISSUER
from contracts.registration import VoterAnswer, VoterChecked
from elections.election import Election, Fact

BIHAC = "ba.fbih.usk.bihac"
OPEN = datetime(2024, 7, 1, 10, tzinfo=UTC)
CLOSE = datetime(2024, 7, 8, 14, tzinfo=UTC)
REVIEW = datetime(2024, 7, 9, 8, tzinfo=UTC)


def jmb_of(born: date, sex: str) -> str:
    for number in range(20):
        twelve = f"{born:%d%m}{born.year % 1000:03d}17{number + (500 if sex == 'F' else 0):03d}"
        digit = emso.calc_check_digit(twelve + "0")
        if emso.is_valid(twelve + digit):
            return twelve + digit
    raise AssertionError(born)


def row(number: int, sex: str, /, **changes: str) -> list[str]:
    """A row of the portal's own table, in its order."""
    born = date(1980, 1, 1) + timedelta(days=number)
    letters = "abcdefghij"
    cells = {
        "surname": f"Begić{letters[number // 10 % 10]}{letters[number % 10]}",
        "name": "Amra" if sex == "F" else "Ivo",
        "sex": sex,
        "date_of_birth": born.isoformat(),
        "jmb": jmb_of(born, sex),
        "id_card_number": f"E{number:08d}",
        "residence_municipality": "Bihać",
        "residence_address": "Obala 1",
        "email": f"c{number}@example.org",
        "phone": "",
    }
    return list((cells | changes).values())


@dataclass
class World:
    """A certified party in Bihać with a representative and an editor, and the desk of the Commission."""

    desk: Desk
    subject: UUID

    @property
    def rep(self) -> dict[str, str]:
        return self.desk.person("representative")

    @property
    def editor(self) -> dict[str, str]:
        return self.desk.person("editor")

    async def persons(self, sexes: str, first: int = 1) -> list[str]:
        rows = [list(headings("bs")), *(row(first + n, sex) for n, sex in enumerate(sexes))]
        done = await self.desk.ok("POST", f"/subjects/{self.subject}/persons/import", self.editor, rows=rows)
        assert done["errors"] == []
        return list(done["persons"])

    async def start(self, level: str = "MUN_COUNCIL") -> Any:
        return await self.desk.ok("POST", "/lists", self.editor, subject_id=str(self.subject), level=level, unit=BIHAC)

    async def draft(self, sexes: str, first: int = 1) -> Any:
        of, persons = await self.start(), await self.persons(sexes, first)
        return await self.desk.ok(
            "POST", f"/lists/{of['id']}/candidates", self.editor, version=of["version"], persons=persons
        )

    async def submitted(self, sexes: str) -> Any:
        of = await self.draft(sexes)
        return await self.desk.ok("POST", f"/lists/{of['id']}/submit", self.rep, version=of["version"])

    async def office(self, of: Any, verb: str, who: dict[str, str] | None = None, **body: Any) -> Any:
        """A verb on the list as it is now."""
        who = who or self.desk.reviewer
        seen = await self.desk.ok("GET", f"/office/lists/{of['id']}", self.desk.reviewer)
        return await self.desk.ok("POST", f"/office/lists/{of['id']}/{verb}", who, version=seen["version"], **body)

    async def taken(self, sexes: str) -> Any:
        of = await self.submitted(sexes)
        await self.office(of, "print", self.desk.clerk, received_at=OPEN.isoformat(), identical=True)
        self.desk.clock.move(REVIEW)
        return await self.office(of, "take")

    async def checked(self, of: Any, *, except_positions: tuple[int, ...] = ()) -> Any:
        """Everybody is in the register, eligible, and consented on paper."""
        answers = {"office": "NONE", "no_conviction": True, "compatible": True}
        check = {"clear": True, "source": "Sud BiH", "on": "2024-07-09"}
        for each in of["candidates"]:
            if each["status"] == "DRAFT" and each["position"] not in except_positions:
                of = await self.office(
                    of,
                    f"candidates/{each['id']}/record",
                    register_state="YES",
                    eligibility=check,
                    paper_consent=answers,
                )
        return of

    async def vote(self, *ids: str, votes_for: int = 4) -> Any:
        return await self.desk.ok(
            "POST",
            "/office/list-sessions",
            self.desk.member,
            number=f"S-{len(ids)}-{new_id()}",
            held_at=REVIEW.isoformat(),
            agenda="Liste",
            members=7,
            present=5,
            votes_for=votes_for,
            votes_against=0,
            lists=list(ids),
        )

    async def events(self) -> list[Any]:
        async with self.desk.app.state.database.sessions.begin() as session:
            rows = await session.scalars(select(Outbox).where(~Outbox.is_command).order_by(Outbox.id))
            return [orjson.loads(each.body) for each in rows]


def account(name: str) -> str:
    return account_of(ISSUER, name)


async def a_subject(desk: Desk, *, certified: bool = True) -> UUID:
    """Rows as certification leaves them: a party certified for council and mayor of Bihać."""
    subject, case = new_id(), new_id()
    at = desk.clock.now()
    async with desk.app.state.database.sessions.begin() as session:
        await session.execute(
            text(
                "INSERT INTO subject (id, version, election, kind, name_latin, name_cyrillic, abbreviation_latin,"
                " abbreviation_cyrillic, folded, code, created_at)"
                " VALUES (:id, 1, 'LE2024', 'PARTY', 'Stranka', '', '', '', 'stranka', '00001', :at)"
            ),
            {"id": subject, "at": at},
        )
        for name, role, scopes, specimen in (
            ("representative", "REP", ["REPRESENT"], new_id()),
            ("observer-signatory", "REP", ["OBSERVERS"], new_id()),
            ("editor", "EDITOR", [], None),
        ):
            await session.execute(
                text(
                    "INSERT INTO mandate (id, subject_id, account, role, scopes, valid_from, sealed, specimen)"
                    " VALUES (:id, :subject, :account, :role, :scopes, :at, :sealed, :specimen)"
                ),
                {
                    "id": new_id(),
                    "subject": subject,
                    "account": account(name),
                    "role": role,
                    "scopes": scopes,
                    "at": at - timedelta(days=30),
                    "sealed": b"",
                    "specimen": specimen,
                },
            )
        session.add(
            Case(
                id=case,
                version=1,
                election="LE2024",
                subject_id=subject,
                process="CERTIFICATION",
                status="CERTIFIED" if certified else "UNDER_REVIEW",
                created_by="somebody",
                language="bs",
                personal=b"",
                created_at=at,
                saved_at=at,
            )
        )
        await session.flush()
        for level in ("MUN_COUNCIL", "MAYOR"):
            await session.execute(
                text("INSERT INTO contest (case_id, level, unit, result) VALUES (:case, :level, :unit, 'CERTIFIED')"),
                {"case": case, "level": level, "unit": BIHAC},
            )
        await store.load_seats(
            session,
            [{"election": "LE2024", "level": "MUN_COUNCIL", "unit": BIHAC, "seats": 5, "synthetic": True}],
        )
    return subject


@pytest.fixture
async def world(desk: Desk) -> World:
    desk.clock.move(OPEN)
    return World(desk, await a_subject(desk))


def meters(of: Any) -> dict[str, str]:
    return {each["rule"]: each["result"] for each in of["meters"]}


@pytest.mark.provision("P60", "P64", "P67", "P68")
async def test_a_list_goes_from_its_first_line_to_its_publication(world: World) -> None:
    draft = await world.draft("FMFMF")
    assert meters(draft) | {"L5": ""} == {
        "L1": "PASSED", "L2": "PASSED", "L3": "PASSED", "L4": "PASSED", "L5": "", "L6": "NOT_APPLIED",
        "L7": "NOT_APPLIED"}  # fmt: skip
    assert meters(draft)["L5"] == "NOT_POSSIBLE"
    assert all(each["warning"] for each in draft["defects"])
    filed = await world.desk.ok("POST", f"/lists/{draft['id']}/submit", world.rep, version=draft["version"])
    assert filed["number"].startswith("LST-2024L-000001-")
    assert filed["status"] == "SUBMITTED"

    of = await world.office(filed, "print", world.desk.clerk, received_at=OPEN.isoformat(), identical=True)
    world.desk.clock.move(REVIEW)
    of = await world.checked(await world.office(of, "take"))
    assert of["defects"] == []
    of = await world.office(of, "propose")
    assert (await world.vote(of["id"]))["items"] == [{"list_id": of["id"], "outcome": "CERTIFIED", "problem": None}]
    of = await world.office(of, "publish", world.desk.official("editor-of-register", "REGISTER_EDITOR"))

    assert (of["status"], [each["status"] for each in of["candidates"]]) == ("PUBLISHED", ["CERTIFIED"] * 5)
    told = [each["type"] for each in await world.events() if each["type"] != "VoterCheckRequested"]
    assert told == ["CandidateListCertified", *["CandidateCertified"] * 5]
    async with world.desk.app.state.database.sessions.begin() as session:
        lines = list(await session.scalars(select(History).where(History.case_id == UUID(of["id"]))))
        names = list(await session.scalars(select(Candidate.ballot_surname).order_by(Candidate.position)))
    assert verify_chain(lines) == []
    assert names[0] == "Begićab"


async def test_nothing_personal_is_in_an_event_or_in_clear_before_certification(world: World) -> None:
    of = await world.submitted("FM")
    async with world.desk.app.state.database.sessions.begin() as session:
        rows = list(await session.scalars(select(Candidate).where(Candidate.case_id == UUID(of["id"]))))
        details = [line.details for line in await session.scalars(select(History))]
    assert {(each.ballot_surname, each.birth_year) for each in rows} == {(None, None)}
    everything = orjson.dumps([details, await world.events()]).decode()
    assert "Begić" not in everything
    assert row(1, "F")[4] not in everything


@pytest.mark.provision("P60")
async def test_every_defect_is_shown_and_filed_and_only_an_empty_list_stops(world: World) -> None:
    of = await world.start()
    empty = await world.desk.call("POST", f"/lists/{of['id']}/submit", world.rep, version=of["version"])
    assert (empty.status_code, [each["code"] for each in empty.json()["defects"]]) == (422, ["list.empty"])
    persons = await world.persons("M" * 12)
    of = await world.desk.ok(
        "POST", f"/lists/{of['id']}/candidates", world.editor, version=of["version"], persons=persons
    )
    codes = {each["code"] for each in of["defects"]}
    assert {"list.too_long", "list.sex_quota", "list.sex_order", "candidate.consent_missing"} <= codes
    filed = await world.desk.ok("POST", f"/lists/{of['id']}/submit", world.rep, version=of["version"])
    assert filed["status"] == "SUBMITTED"
    assert not all(each["warning"] for each in filed["defects"])


@pytest.mark.provision("P60")
async def test_an_editor_drafts_and_does_not_submit_and_others_see_nothing(world: World) -> None:
    of = await world.draft("FM")
    assert "submit" not in (await world.desk.ok("GET", f"/lists/{of['id']}", world.editor))["allowed"]
    assert "submit" in (await world.desk.ok("GET", f"/lists/{of['id']}", world.rep))["allowed"]
    refused = await world.desk.call("POST", f"/lists/{of['id']}/submit", world.editor, version=of["version"])
    assert (refused.status_code, refused.json()["code"]) == (403, "mandate.represent_required")
    for name in ("stranger", "observer-signatory"):
        unseen = await world.desk.call("GET", f"/lists/{of['id']}", world.desk.person(name))
        assert (unseen.status_code, unseen.json()["code"]) == (404, "list.not_found")
        book = await world.desk.call("GET", f"/subjects/{world.subject}/persons", world.desk.person(name))
        assert book.status_code == 404


@pytest.mark.provision("P67")
@pytest.mark.parametrize(("arrived", "status"), [(CLOSE, 200), (CLOSE + timedelta(microseconds=1), 409)])
async def test_the_window_is_judged_by_arrival(world: World, arrived: datetime, status: int) -> None:
    of = await world.draft("FM")
    world.desk.clock.move(CLOSE + timedelta(minutes=5))
    key, body = str(new_id()), orjson.dumps({"version": of["version"]})
    stamp = sign(world.desk.settings.arrival_key, arrived, key, body)
    headers = world.rep | {"Content-Type": "application/json", "Idempotency-Key": key, "X-Arrival": stamp}
    done = await world.desk.client.post(f"/v1/lists/{of['id']}/submit", headers=headers, content=body)
    assert done.status_code == status
    if status == 409:
        assert done.json()["code"] == "list.period_closed"


async def test_a_subject_that_is_not_certified_there_begins_no_list(desk: Desk) -> None:
    desk.clock.move(OPEN)
    world = World(desk, await a_subject(desk, certified=False))
    refused = await desk.call(
        "POST", "/lists", world.editor, subject_id=str(world.subject), level="MUN_COUNCIL", unit=BIHAC
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "list.subject_not_certified")


async def test_a_subject_has_one_running_list_for_a_contest(world: World) -> None:
    of = await world.start()
    body = {"subject_id": str(world.subject), "level": "MUN_COUNCIL", "unit": BIHAC}
    again = await world.desk.call("POST", "/lists", world.editor, **body)
    assert (again.status_code, again.json()["code"]) == (409, "list.already_running")
    await world.desk.ok("POST", f"/lists/{of['id']}/withdraw", world.rep, version=of["version"])
    await world.desk.ok("POST", "/lists", world.editor, **body)


async def test_a_list_is_reordered_and_shortened_and_copied(world: World) -> None:
    of = await world.draft("MMF")
    assert meters(of)["L3"] == "FAILED"
    ids = [each["id"] for each in of["candidates"]]
    of = await world.desk.ok(
        "PUT", f"/lists/{of['id']}/candidates", world.editor, version=of["version"], candidates=[ids[2], ids[0]]
    )
    assert [(each["id"], each["position"]) for each in of["candidates"]] == [(ids[2], 1), (ids[0], 2)]
    assert meters(of)["L3"] == "PASSED"
    mayor = await world.start("MAYOR")
    copied = await world.desk.ok(
        "POST", f"/lists/{mayor['id']}/copy", world.editor, version=mayor["version"], source=of["id"]
    )
    assert [each["fields"] for each in copied["candidates"]] == [each["fields"] for each in of["candidates"]]
    assert meters(copied)["L6"] == "FAILED"


async def test_two_who_work_on_one_list_do_not_overwrite_each_other(world: World) -> None:
    of = await world.draft("FM")
    candidate = of["candidates"][0]["id"]
    path = f"/lists/{of['id']}/candidates/{candidate}"
    await world.desk.ok("PATCH", path, world.editor, version=of["version"], fields={"surname": "Kulenović"})
    late = await world.desk.call("PATCH", path, world.rep, version=of["version"], fields={"surname": "Ćosić"})
    assert (late.status_code, late.json()["code"]) == (409, "list.changed")


async def test_a_person_who_stands_for_another_subject_is_found_by_the_keyed_hash(world: World) -> None:
    await world.submitted("FM")
    async with world.desk.app.state.database.sessions.begin() as session:
        await session.execute(text("UPDATE mandate SET account = 'gone' WHERE subject_id = :id"), {"id": world.subject})
        await session.execute(text("UPDATE subject SET code = '00002' WHERE id = :id"), {"id": world.subject})
    other = World(world.desk, await a_subject(world.desk))
    of = await other.draft("FM")
    found = [each for each in of["defects"] if each["code"] == "candidate.on_another_list"]
    assert len(found) == 2


@pytest.mark.provision("P63", "P66")
async def test_a_named_candidate_is_replaced_in_place_within_the_cure(world: World) -> None:
    of = await world.taken("FMF")
    bad = of["candidates"][1]["id"]
    items = [{"code": "NOT_IN_CVR", "path": f"candidates.{bad}", "text": "Nije u spisku."}]
    of = await world.office(of, "return", deficiencies=items)
    assert of["status"] == "RETURNED"
    assert of["term"]["key"] == "LIST_CURE"
    [newcomer] = await world.persons("M", first=50)
    seen = await world.desk.ok("GET", f"/lists/{of['id']}", world.editor)
    other = of["candidates"][0]["id"]
    path = f"/lists/{of['id']}/candidates"
    refused = await world.desk.call(
        "POST", f"{path}/{other}/replace", world.editor, version=seen["version"], person_id=newcomer
    )
    assert refused.status_code == 422
    seen = await world.desk.ok(
        "POST", f"{path}/{bad}/replace", world.editor, version=seen["version"], person_id=newcomer
    )
    places = [(each["position"], each["status"], each["id"] == bad) for each in seen["candidates"]]
    assert sorted(places) == [(1, "DRAFT", False), (2, "DRAFT", False), (2, "REPLACED", True), (3, "DRAFT", False)]
    assert seen["needs_new_print"]
    cured = await world.desk.ok("POST", f"/lists/{of['id']}/cure", world.rep, version=seen["version"])
    assert (cured["status"], cured["form_version"], cured["needs_new_print"]) == ("UNDER_REVIEW", 2, False)
    assert [each["state"] for each in cured["notices"]] == ["CURED"]


async def test_a_cure_that_nobody_sends_ends_by_itself(world: World) -> None:
    of = await world.taken("FM")
    items = [{"code": "CONSENT_MISSING", "path": f"candidates.{of['candidates'][0]['id']}", "text": "?"}]
    of = await world.office(of, "return", deficiencies=items)
    due = datetime.fromisoformat(of["term"]["at"])
    world.desk.clock.move(due + timedelta(minutes=1))
    late = await world.desk.call("POST", f"/lists/{of['id']}/cure", world.rep, version=of["version"])
    assert (late.status_code, late.json()["code"]) == (409, "cure.term_over")
    world.desk.clock.move(due + timedelta(minutes=20))
    await world.desk.fire()
    of = await world.desk.ok("GET", f"/lists/{of['id']}", world.rep)
    assert (of["status"], of["notices"][0]["state"]) == ("UNDER_REVIEW", "EXPIRED")


@pytest.mark.provision("P13", "P64")
async def test_a_list_is_certified_partially_after_its_cure(world: World) -> None:
    of = await world.taken("FMFM")
    last = of["candidates"][3]
    items = [{"code": "CONSENT_MISSING", "path": f"candidates.{last['id']}", "text": "Nema saglasnosti."}]
    of = await world.office(of, "return", deficiencies=items)
    of = await world.desk.ok("POST", f"/lists/{of['id']}/cure", world.rep, version=of["version"])
    seen = await world.desk.ok("GET", f"/office/lists/{of['id']}", world.desk.reviewer)
    of = await world.checked(seen, except_positions=(4,))
    blocked = await world.desk.call(
        "POST", f"/office/lists/{of['id']}/propose", world.desk.reviewer, version=of["version"]
    )
    assert {each["code"] for each in blocked.json()["defects"]} == {"proposal.candidate_blocked"}
    refused = [{"candidate": last["id"], "codes": ["CONSENT_MISSING"]}]
    of = await world.office(of, "propose", candidates=refused, reasons="Nema saglasnosti.")
    await world.vote(of["id"])
    of = await world.desk.ok("GET", f"/lists/{of['id']}", world.rep)
    assert of["status"] == "CERTIFIED_PARTIALLY"
    assert [each["status"] for each in of["candidates"]] == ["CERTIFIED"] * 3 + ["REFUSED"]
    told = [each["type"] for each in await world.events() if each["type"] != "VoterCheckRequested"]
    assert told == ["CandidateListPartiallyCertified", *["CandidateCertified"] * 3]
    back = await world.desk.call("POST", f"/lists/{of['id']}/withdraw", world.rep, version=of["version"])
    assert (back.status_code, back.json()["code"]) == (409, "list.not_possible")


@pytest.mark.provision("P67")
async def test_without_a_printed_copy_the_list_is_refused_and_becomes_final(world: World) -> None:
    of = await world.submitted("FM")
    early = await world.desk.call("POST", f"/office/lists/{of['id']}/take", world.desk.reviewer, version=of["version"])
    assert (early.status_code, early.json()["code"]) == (409, "list.print_expected")
    world.desk.clock.move(REVIEW)
    of = await world.office(of, "take")
    assert "list.print_missing" in {each["code"] for each in of["defects"]}
    of = await world.office(of, "propose", whole_list=["PRINT_MISSING"], reasons="Nema štampane liste.")
    await world.vote(of["id"])
    _, rejected = await world.events()
    assert (rejected["type"], rejected["payload"]["accounts"]) == (
        "CandidateListRejected",
        [account("representative")],
    )
    of = await world.desk.ok("GET", f"/lists/{of['id']}", world.rep)
    assert (of["status"], of["term"]["key"]) == ("REJECTED", "APP_COURT")
    world.desk.clock.move(datetime.fromisoformat(of["term"]["at"]) + timedelta(minutes=20))
    await world.desk.fire()
    assert (await world.desk.ok("GET", f"/lists/{of['id']}", world.rep))["status"] == "REJECTED_FINAL"


async def test_nobody_decides_on_an_own_proposal_and_a_lost_vote_decides_nothing(world: World) -> None:
    of = await world.checked(await world.taken("FM"))
    both = world.desk.official("both", "CEC_CERT_REVIEWER", "CEC_MEMBER")
    await world.office(of, "release")
    of = await world.office(of, "take", both)
    of = await world.office(of, "propose", both)
    body = {"number": "1", "held_at": REVIEW.isoformat(), "agenda": "Liste", "members": 7, "present": 5,
            "votes_for": 4, "votes_against": 0, "lists": [of["id"]]}  # fmt: skip
    own = await world.desk.ok("POST", "/office/list-sessions", both, **body)
    assert own["items"] == [{"list_id": of["id"], "outcome": "LEFT_OUT", "problem": "decision.four_eyes"}]
    taken = await world.desk.call("POST", "/office/list-sessions", world.desk.member, **body)
    assert (taken.status_code, taken.json()["code"]) == (409, "session.number_taken")
    lost = await world.vote(of["id"], votes_for=3)
    assert [each["outcome"] for each in lost["items"]] == ["NOT_ADOPTED"]
    of = await world.office(of, "send-back", world.desk.member, reason="Provjeriti.")
    assert of["status"] == "UNDER_REVIEW"


def printed(election: Election) -> Election:
    return replace(election, facts={Fact.BALLOT_PRINTING_STARTED: REVIEW})


@pytest.mark.provision("P14", "P66")
@pytest.mark.parametrize("after_printing", [False, True])
async def test_a_certified_candidate_is_removed_before_and_flagged_after_printing(
    world: World, *, after_printing: bool
) -> None:
    of = await world.office(await world.checked(await world.taken("FM")), "propose")
    await world.vote(of["id"])
    if after_printing:
        await world.desk.elections(printed(an_election()), 2)
    who = of["candidates"][0]["id"]
    early = await world.desk.call(
        "POST",
        f"/office/lists/{of['id']}/candidates/{who}/take-off",
        world.desk.member,
        version=(await world.desk.ok("GET", f"/office/lists/{of['id']}", world.desk.member))["version"],
        ground="MANDATE_REFUSED",
        statement_on_file=True,
        reason="?",
    )
    assert [each["code"] for each in early.json()["defects"]] == ["candidate.results_not_certified"]
    of = await world.office(
        of, f"candidates/{who}/take-off", world.desk.member, ground="OFFICE_NOT_RESOLVED", reason="1.8(1)"
    )
    first = of["candidates"][0]
    told = [each["type"] for each in await world.events() if each["type"] != "VoterCheckRequested"]
    if after_printing:
        assert (first["status"], first["flags"]) == ("CERTIFIED", ["NO_MANDATE_IF_ELECTED"])
        assert "CandidateRemoved" not in told
    else:
        assert (first["status"], first["flags"]) == ("REMOVED", [])
        assert told[-1] == "CandidateRemoved"


async def test_a_clerk_sees_a_masked_number_and_a_reviewer_the_whole(world: World) -> None:
    of = await world.submitted("FM")
    clerk = await world.desk.ok("GET", f"/office/lists/{of['id']}", world.desk.clerk)
    reviewer = await world.desk.ok("GET", f"/office/lists/{of['id']}", world.desk.reviewer)
    number = row(1, "F")[4]
    assert clerk["candidates"][0]["fields"]["jmb"] == "*" * 9 + number[-4:]
    assert reviewer["candidates"][0]["fields"]["jmb"] == number
    draft = await world.start("MAYOR")
    unseen = await world.desk.call("GET", f"/office/lists/{draft['id']}", world.desk.reviewer)
    assert unseen.status_code == 404


ANSWERS = {"office": "NONE", "no_conviction": True, "compatible": True}


async def mailed(world: World) -> list[Any]:
    async with world.desk.app.state.database.sessions.begin() as session:
        rows = await session.scalars(select(Outbox).where(Outbox.is_command).order_by(Outbox.id))
        return [orjson.loads(each.body) for each in rows]


async def asked(world: World) -> tuple[Any, str]:
    """A draft whose first candidate was sent a personal link; the token of that link."""
    of = await world.draft("FM")
    who = of["candidates"][0]["id"]
    of = await world.desk.ok(
        "POST", f"/lists/{of['id']}/consents", world.editor, version=of["version"], candidates=[who]
    )
    [mail] = await mailed(world)
    assert (mail["template"], mail["account"]) == ("candidate.consent", None)
    return of, mail["link"].partition("#")[2]


async def answered(world: World, token: str, number: str, who: dict[str, str] | None = None) -> httpx.Response:
    return await world.desk.call(
        "POST", "/consents/answer", who or {}, token=token, jmb=number, consents=True, declarations=ANSWERS
    )


@pytest.mark.provision("P13", "P14")
async def test_a_candidate_consents_once_by_the_personal_link(world: World) -> None:
    of, token = await asked(world)
    assert of["candidates"][0]["consent"] == "ASKED"
    page = await world.desk.ok("POST", "/consents/open", {}, token=token)
    assert (page["level"], page["position"], page["initials"]) == ("MUN_COUNCIL", 1, "A.B.")
    done = await answered(world, token, row(1, "F")[4], world.desk.person("candidate"))
    assert done.json() == {"accepted": True, "tries_left": 5}
    of = await world.desk.ok("GET", f"/lists/{of['id']}", world.editor)
    assert (of["candidates"][0]["consent"], of["candidates"][0]["declared"]) == ("GIVEN", True)
    assert of["candidates"][0]["declarations"] is None
    again = await answered(world, token, row(1, "F")[4])
    assert (again.status_code, again.json()["code"]) == (409, "consent.link_used")
    async with world.desk.app.state.database.sessions.begin() as session:
        link = (await session.scalars(select(ConsentLink))).one()
        bound = await session.scalar(select(Candidate.consent_account).where(Candidate.position == 1))
    assert token.encode() not in link.token_hash
    assert bound == account("candidate")


async def test_a_link_dies_after_wrong_numbers_and_after_its_term(world: World) -> None:
    of, token = await asked(world)
    left = [(await answered(world, token, "0101100710006")).json()["tries_left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    dead = await answered(world, token, row(1, "F")[4])
    assert (dead.status_code, dead.json()["code"]) == (409, "consent.link_expired")
    of = await world.desk.ok("GET", f"/lists/{of['id']}", world.editor)
    assert of["candidates"][0]["consent"] == "ASKED"
    unknown = await answered(world, "x" * 43, row(1, "F")[4])
    assert (unknown.status_code, unknown.json()["code"]) == (404, "consent.not_found")


async def test_a_new_link_replaces_the_one_before_and_ends_with_its_term(world: World) -> None:
    of, first = await asked(world)
    who = of["candidates"][0]["id"]
    await world.desk.ok("POST", f"/lists/{of['id']}/consents", world.editor, version=of["version"], candidates=[who])
    second = (await mailed(world))[-1]["link"].partition("#")[2]
    assert (await answered(world, first, row(1, "F")[4])).status_code == 404
    world.desk.clock.move(timedelta(days=15))
    late = await answered(world, second, row(1, "F")[4])
    assert (late.status_code, late.json()["code"]) == (409, "consent.link_expired")


async def test_a_person_without_a_mailbox_is_not_asked_by_link(world: World) -> None:
    of = await world.draft("FM")
    candidate = of["candidates"][0]["id"]
    of = await world.desk.ok(
        "PATCH", f"/lists/{of['id']}/candidates/{candidate}", world.editor, version=of["version"], fields={"email": ""}
    )
    refused = await world.desk.call(
        "POST", f"/lists/{of['id']}/consents", world.editor, version=of["version"], candidates=[candidate]
    )
    assert [each["path"] for each in refused.json()["defects"]] == [f"candidates.{candidate}.email"]


async def test_the_public_sees_published_lists_in_both_scripts_and_nothing_personal(world: World) -> None:
    of = await world.office(await world.checked(await world.taken("FMF")), "propose")
    await world.vote(of["id"])
    query = "/public/lists?election=LE2024&level=MUN_COUNCIL"
    assert (await world.desk.ok("GET", query, {}))["items"] == []
    await world.office(of, "publish", world.desk.official("editor-of-register", "REGISTER_EDITOR"))
    found = await world.desk.ok("GET", query, {})
    [shown] = found["items"]
    assert (shown["subject"], shown["subject_code"], shown["unit"]) == ("Stranka", "00001", BIHAC)
    assert shown["candidates"][0] == {
        "position": 1,
        "name": "Amra",
        "surname": "Begićab",
        "sex": "F",
        "birth_year": 1980,
    }
    assert found["statistics"]["sexes"] == {"F": 2, "M": 1}
    assert found["statistics"]["heads"] == {"F": 1}
    for words, names in (("амра бегићаб", 1), ("begicab", 1), ("ivo", 1), ("nobody", 0)):
        items = (await world.desk.ok("GET", f"{query}&q={words}", {}))["items"]
        assert sum(len(each["candidates"]) for each in items) == names
    csv = await world.desk.call("GET", "/public/lists.csv?election=LE2024", {})
    lines = csv.text.splitlines()
    assert len(lines) == 4
    everything = csv.text + orjson.dumps(found).decode()
    for cell in (row(1, "F")[4], "Obala", "example.org", "E00000001"):
        assert cell not in everything


async def test_an_import_returns_an_error_per_cell_and_the_file_to_mend(world: World) -> None:
    good, bad = row(1, "F"), row(2, "M", jmb="1", sex="?")
    body = {"rows": [list(headings("sr")), good, bad, good], "language": "sr"}
    done = await world.desk.ok("POST", f"/subjects/{world.subject}/persons/import", world.editor, **body)
    assert (done["added"], done["known"], done["refused"]) == (1, 0, 2)
    assert {(each["row"], each["column"], each["code"]) for each in done["errors"]} == {
        (3, "sex", "import.sex"),
        (3, "jmb", "jmb.format"),
        (4, "jmb", "import.person_twice"),
    }
    assert done["corrected"][0][-1] == "Грешке"
    again = await world.desk.ok("POST", f"/subjects/{world.subject}/persons/import", world.editor, rows=[good])
    assert (again["added"], again["known"], again["persons"]) == (0, 1, done["persons"])
    book = await world.desk.ok("GET", f"/subjects/{world.subject}/persons", world.editor)
    assert [each["fields"]["residence_municipality"] for each in book] == [BIHAC]


async def test_a_person_of_the_address_book_is_typed_changed_and_deleted_unless_on_a_list(world: World) -> None:
    path = f"/subjects/{world.subject}/persons"
    new = await world.desk.ok("POST", path, world.editor, surname="Begić", name="Amra", sex="F")
    saved = await world.desk.ok(
        "PATCH", f"{path}/{new['id']}", world.editor, version=1, fields={"email": "a@example.org"}
    )
    assert (saved["version"], saved["fields"]["surname"], saved["fields"]["email"]) == (2, "Begić", "a@example.org")
    stale = await world.desk.call("PATCH", f"{path}/{new['id']}", world.editor, version=1, fields={"name": "Ana"})
    assert (stale.status_code, stale.json()["code"]) == (409, "person.changed")
    assert (await world.desk.call("DELETE", f"{path}/{new['id']}", world.editor)).status_code == 204
    await world.draft("F")
    [standing] = await world.desk.ok("GET", path, world.editor)
    kept = await world.desk.call("DELETE", f"{path}/{standing['id']}", world.editor)
    assert (kept.status_code, kept.json()["code"]) == (409, "person.on_a_list")


async def told(world: World, event: VoterChecked) -> None:
    async with world.desk.app.state.database.sessions.begin() as session:
        await handlers(world.desk.clock)[VoterChecked](session, event)


def register_says(question: Any, *answers: VoterAnswer) -> VoterChecked:
    return VoterChecked(
        event_id=new_id(),
        occurred_at=OPEN,
        election_id="LE2024",
        entity_id=question["entity_id"],
        entity_version=question["entity_version"],
        payload=VoterChecked.Payload(asked_by="candidacy", as_of=OPEN.date(), answers=answers),
    )


async def test_the_register_is_asked_by_keyed_hash_and_its_answer_is_shown(world: World) -> None:
    of = await world.submitted("FMF")
    assert {each["register_state"] for each in of["candidates"]} == {"CHECKING"}
    [question] = [each for each in await world.events() if each["type"] == "VoterCheckRequested"]
    keys = question["payload"]["person_keys"]
    assert (question["payload"]["purpose"], question["payload"]["constituency"], len(keys)) == ("CANDIDATE", BIHAC, 3)
    places = (BIHAC, "ba.fbih.usk.bosanska-krupa", None)
    answers = [
        VoterAnswer(person_key=k, in_register=p is not None, constituency=p) for k, p in zip(keys, places, strict=True)
    ]
    await told(world, register_says(question, *answers))
    of = await world.desk.ok("GET", f"/lists/{of['id']}", world.rep)
    assert sorted(each["register_state"] for each in of["candidates"]) == ["ELSEWHERE", "NO", "YES"]
    codes = {each["code"] for each in of["defects"]}
    assert {"candidate.not_in_register", "candidate.registered_elsewhere"} <= codes
    await told(world, register_says(question, *(each.model_copy(update={"in_register": False}) for each in answers)))
    again = await world.desk.ok("GET", f"/lists/{of['id']}", world.rep)
    assert sorted(each["register_state"] for each in again["candidates"]) == ["ELSEWHERE", "NO", "YES"]


async def test_a_cure_that_is_bounded_by_the_decision_stays_so_when_the_calendar_moves(world: World) -> None:
    of = await world.taken("FM")
    world.desk.clock.move(datetime(2024, 7, 28, 8, tzinfo=UTC))
    items = [{"code": "CONSENT_MISSING", "path": f"candidates.{of['candidates'][0]['id']}", "text": "?"}]
    of = await world.office(of, "return", deficiencies=items)
    before = datetime.fromisoformat(of["term"]["at"])
    assert before == datetime(2024, 7, 31, 22, tzinfo=UTC)
    earlier = an_election(("LIST_DECISION", date(2024, 8, 1), "24:00"))
    async with world.desk.app.state.database.sessions.begin() as session:
        assert await calendar_moved(session, an_election(), world.desk.clock.now()) == 0
        assert await calendar_moved(session, earlier, world.desk.clock.now()) == 1
    of = await world.desk.ok("GET", f"/lists/{of['id']}", world.rep)
    assert datetime.fromisoformat(of["term"]["at"]) == before - timedelta(days=1)


@pytest.mark.provision("P68")
async def test_the_commission_is_alarmed_while_lists_wait_and_the_last_day_is_near(world: World) -> None:
    await world.submitted("FM")
    path = "/office/list-sessions/countdown?election=LE2024"
    far = await world.desk.ok("GET", path, world.desk.member)
    assert (far["days_left"], far["undecided"], far["alarm"]) == (32, 1, False)
    world.desk.clock.move(datetime(2024, 7, 25, 8, tzinfo=UTC))
    near = await world.desk.ok("GET", path, world.desk.member)
    assert (near["days_left"], near["undecided"], near["alarm"]) == (8, 1, True)
