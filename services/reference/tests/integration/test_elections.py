"""Seeded once, changed by two officials, told to everybody: on a real database and a real NATS server."""

import inspect
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from casework.history import verify_chain
from commons.clock import FixedClock
from commons.db import Database
from commons.problems import Conflict, Forbidden, Invalid, NotFound, Refusal
from commons.testing import client_of, eventually
from commons.transport import connection
from contracts import ElectionChanged
from elections import changes, parameters
from elections.election import Fact
from elections.override import Override
from elections.snapshot import from_plain
from reference import operator, seeding, service, store
from reference.app import create_app
from reference.domain import rules
from reference.domain.model import Change, Configure, Happened, Move, Restore
from reference.settings import Settings
from reference.tables import History

NOW = datetime(2028, 6, 1, 12, tzinfo=UTC)
LATER = Override("OCV_CLOSE", "12-1/28", date(2028, 6, 1), day=date(2028, 7, 20))


@dataclass
class World:
    client: httpx.AsyncClient
    database: Database
    settings: Settings
    clock: FixedClock

    async def change(self, code: str, change: Change, *, by: str = "Amra A.", and_by: str = "Boris B.") -> None:
        async with self.database.sessions.begin() as session:
            proposal = await service.propose(session, code, change, by=by, now=self.clock.now())
        async with self.database.sessions.begin() as session:
            await service.confirm(session, proposal.id, by=and_by, now=self.clock.now())

    async def events(self) -> list[ElectionChanged]:
        async with self.database.sessions() as session:
            bodies = await session.scalars(text("SELECT body FROM outbox ORDER BY id"))
            return [ElectionChanged.model_validate_json(body) for body in bodies]

    async def deadline(self, code: str, key: str) -> Any:
        answer = (await self.client.get(f"/v1/elections/{code}")).json()
        return next(deadline for deadline in answer["deadlines"] if deadline["key"] == key)


@pytest_asyncio.fixture
async def world(fresh_database: Callable[[str], Any]) -> AsyncIterator[World]:
    urls = fresh_database("reference")
    settings = Settings(environment="test", database_url=urls.app_url, clock_start=NOW)
    app = create_app(settings)
    app.state.clock = FixedClock(NOW)
    async with client_of(app) as client:
        yield World(client, app.state.database, settings, app.state.clock)


async def test_the_first_start_seeds_every_file_and_tells_each_election_once(world: World) -> None:
    codes = {event.entity_id for event in await world.events()}
    assert codes == {"LE2024", "GE2026", "LE2028", "RS2025", "DEMO"}
    listed = (await world.client.get("/v1/elections")).json()["elections"]
    assert {line["code"] for line in listed} == codes
    assert [line["day"] for line in listed] == sorted((line["day"] for line in listed), reverse=True)


async def test_a_second_start_changes_nothing_even_when_files_and_days_differ(world: World) -> None:
    await world.change("LE2028", Move(LATER))
    before = len(await world.events())
    demo = await world.deadline("DEMO", "OCV_CLOSE")
    world.clock.move(NOW + timedelta(days=9))
    await seeding.seed(world.settings, world.database, world.clock)
    assert len(await world.events()) == before
    assert (await world.deadline("DEMO", "OCV_CLOSE"))["at"] == demo["at"]
    assert (await world.deadline("LE2028", "OCV_CLOSE"))["day"] == "2028-07-20"


async def test_the_rehearsal_is_not_seeded_in_production(world: World) -> None:
    assert Settings(environment="production", database_url="x").with_rehearsal is False
    assert Settings(environment="production", database_url="x", rehearsal=True).with_rehearsal is True
    assert Settings(environment="development", database_url="x").with_rehearsal is True


async def test_windows_of_the_rehearsal_are_open_on_the_day_of_the_first_start_by_decision(world: World) -> None:
    answer = (await world.client.get("/v1/elections/DEMO")).json()
    terms = {deadline["key"]: deadline for deadline in answer["deadlines"]}
    assert answer["rehearsal"] is True
    assert terms["CALL"]["state"] == "OVER"
    for closing in ("OCV_CLOSE", "OCV_SIGNED_FORM", "CERT_PARTY_CLOSE", "LIST_CLOSE", "OBS_CLOSE_SUBJECT"):
        assert terms[closing]["state"] == "OPEN"
    assert terms["OCV_CLOSE"]["moved_by_decision"] is True
    assert terms["OCV_CLOSE"]["day"] == "2028-06-21"
    assert "moved by decision DEMO-1" in terms["OCV_CLOSE"]["explanation"]["en"]
    assert "помјерено одлуком" in terms["OCV_SIGNED_FORM"]["explanation"]["sr"]


async def test_an_election_answers_with_instants_reasons_and_periods(world: World) -> None:
    term = await world.deadline("LE2028", "OCV_CLOSE")
    assert term["at"] == "2028-07-18T22:00:00Z"
    assert (term["day"], term["hour"]) == ("2028-07-18", "24:00")
    assert term["explanation"]["en"] == "75 days before 1 October 2028, 24:00 Sarajevo time — by-law"
    assert term["legal_basis"] is None
    assert (await world.deadline("LE2028", "LIST_CLOSE"))["legal_basis"] == "EL 4.21(1)"
    event = await world.deadline("LE2028", "CMP_FILE")
    assert (event["at"], event["state"], event["event"]) == (None, "RUNNING", "violation")
    periods = (await world.client.get("/v1/elections/LE2024")).json()["periods"]
    assert [period["key"] for period in periods] == ["PREMATURE", "CAMPAIGN", "SILENCE"]


async def test_the_calendar_says_of_all_elections_what_each_one_says_of_itself(world: World) -> None:
    calendar = (await world.client.get("/v1/calendar")).json()
    assert len(calendar) > 1
    for view in calendar:
        alone = (await world.client.get(f"/v1/elections/{view['code']}")).json()
        assert view == {name: value for name, value in alone.items() if name != "snapshot"}


async def test_an_unknown_election_is_a_coded_problem(world: World) -> None:
    answer = await world.client.get("/v1/elections/XX1999")
    assert (answer.status_code, answer.json()["code"]) == (404, "election.not_found")


async def test_a_confirmed_decision_moves_the_term_and_a_new_snapshot_goes_out(world: World) -> None:
    await world.change("LE2028", Move(LATER))
    term = await world.deadline("LE2028", "OCV_CLOSE")
    assert (term["day"], term["moved_by_decision"]) == ("2028-07-20", True)
    event = (await world.events())[-1]
    assert (event.entity_id, event.entity_version) == ("LE2028", 2)
    copy = from_plain(event.payload.snapshot)
    assert copy.calendar.deadline("OCV_SIGNED_FORM").day == date(2028, 7, 20)
    await world.change("LE2028", Restore("OCV_CLOSE"))
    assert (await world.deadline("LE2028", "OCV_CLOSE"))["day"] == "2028-07-18"


async def test_a_fact_and_a_setting_reach_the_copies(world: World) -> None:
    await world.change("LE2024", Happened(Fact.BALLOT_PRINTING_STARTED, NOW - timedelta(days=1)))
    await world.change("LE2024", Configure("served.deemed_after_days", 3))
    copy = from_plain((await world.events())[-1].payload.snapshot)
    assert copy.version == 3
    assert copy.fact(Fact.BALLOT_PRINTING_STARTED) == NOW - timedelta(days=1)
    assert copy.number("served.deemed_after_days") == 3


async def test_whoever_proposed_cannot_confirm_in_either_script(world: World) -> None:
    with pytest.raises(Forbidden, match=r"proposal\.same_official"):
        await world.change("LE2028", Move(LATER), by="Đorđe Ilić", and_by="Илић Ђорђе")
    assert (await world.deadline("LE2028", "OCV_CLOSE"))["moved_by_decision"] is False


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (Move(Override("OCV_CLOZE", "1", date(2028, 6, 1), day=date(2028, 7, 20))), ["deadline.unknown"]),
        (Move(Override("OCV_CURE", "1", date(2028, 6, 1), day=date(2028, 7, 20))), ["override.offset_required"]),
        (
            Move(Override("LIST_CLOSE", " ", date(2028, 6, 1), day=date(2028, 7, 20), hour="25:00")),
            ["override.hour", "override.decision_required", "override.legal_note_required"],
        ),
        (Restore("OCV_CLOSE"), ["override.none"]),
        (Happened(Fact.RESULTS_CONFIRMED, NOW + timedelta(seconds=1)), ["fact.in_future"]),
        (Configure("no.such", 1), ["parameter.unknown"]),
        (Configure("served.deemed_after_days", "three"), ["parameter.type"]),
    ],
)
async def test_an_impossible_change_is_refused_with_every_reason(
    world: World, change: Change, codes: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        await world.change("LE2028", change)
    assert [defect.code for defect in refused.value.defects] == codes


async def test_a_proposal_on_an_older_version_must_be_made_again(world: World) -> None:
    async with world.database.sessions.begin() as session:
        stale = await service.propose(session, "LE2028", Move(LATER), by="Amra A.", now=NOW)
    await world.change("LE2028", Configure("timers.grace_minutes", 30))
    with pytest.raises(Conflict, match=r"election\.changed"):
        async with world.database.sessions.begin() as session:
            await service.confirm(session, stale.id, by="Boris B.", now=NOW)


async def test_a_closed_proposal_is_neither_confirmed_nor_dropped_again(world: World) -> None:
    async with world.database.sessions.begin() as session:
        proposal = await service.propose(session, "LE2028", Move(LATER), by="Amra A.", now=NOW)
    async with world.database.sessions.begin() as session:
        await service.drop(session, proposal.id, by="Amra A.", now=NOW)
    for verb in (service.confirm, service.drop):
        with pytest.raises(Conflict, match=r"proposal\.not_possible"):
            async with world.database.sessions.begin() as session:
                await verb(session, proposal.id, by="Boris B.", now=NOW)
    async with world.database.sessions.begin() as session:
        assert await store.open_proposals(session) == []


@pytest.mark.parametrize(
    ("code", "by", "refusal"), [("XX1999", "Amra A.", NotFound), ("LE2028", " ", Invalid)], ids=["election", "name"]
)
async def test_nobody_proposes_without_a_name_or_on_an_unknown_election(
    world: World, code: str, by: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await world.change(code, Move(LATER), by=by)


async def test_the_history_of_an_election_is_one_unbroken_chain_that_the_service_cannot_change(world: World) -> None:
    await world.change("LE2028", Move(LATER))
    async with world.database.sessions() as session:
        lines = list(await session.scalars(select(History)))
    by_case: dict[Any, list[History]] = {}
    for line in lines:
        by_case.setdefault(line.case_id, []).append(line)
    assert all(verify_chain(chain) == [] for chain in by_case.values())
    longest = max(by_case.values(), key=len)
    assert [line.action for line in sorted(longest, key=lambda line: line.seq)] == [
        "SEED",
        "PROPOSE",
        "CONFIRM",
        "CHANGE",
    ]
    for statement in ("DELETE FROM history", "UPDATE election_version SET version = 9", "DELETE FROM election_version"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with world.database.sessions.begin() as session:
                await session.execute(text(statement))


async def test_the_worker_publishes_the_snapshots_to_its_own_stream(
    fresh_database: Callable[[str], Any], nats_server: Any
) -> None:
    urls = fresh_database("reference")
    user, password = nats_server.user("reference")
    settings = Settings(
        environment="test",
        database_url=urls.app_url,
        nats_url=nats_server.url,
        nats_user=user,
        nats_password=password,
        worker_in_process=True,
    )
    app = create_app(settings)
    async with client_of(app):

        async def published() -> bool:
            async with app.state.database.sessions() as session:
                waiting = await session.scalar(text("SELECT count(*) FROM outbox WHERE published_at IS NULL"))
                return bool(waiting == 0)

        await eventually(published)
    operator_name, operator_password = nats_server.operator
    reader = settings.model_copy(update={"nats_user": operator_name, "nats_password": operator_password})
    async with connection(reader, operator_name) as nats:
        info = await nats.jetstream().stream_info("EV_REFERENCE")
        assert info.state.messages >= 5


def run(*words: str) -> int:
    return operator.main(words)


@pytest.fixture
def command_line(fresh_database: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The operator's command on a seeded database; it has a loop of its own, as in a shell."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    urls = fresh_database("reference")
    monkeypatch.setenv("REFERENCE_DATABASE_URL", urls.app_url)
    monkeypatch.setenv("REFERENCE_ENVIRONMENT", "test")
    monkeypatch.setenv("REFERENCE_CLOCK_START", NOW.isoformat())

    async def seeded() -> None:
        settings = Settings()
        database = Database(settings.database_url)
        await seeding.seed(settings, database, FixedClock(NOW))
        await database.dispose()

    def call(*words: str) -> int:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(run, *words).result()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, seeded()).result()
    return call


def test_two_officials_move_a_deadline_by_command(
    command_line: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    moved = command_line(
        "move", "LE2028", "OCV_CLOSE", "--day", "2028-07-20", "--decision", "12-1/28", "--by", "Amra A."
    )
    proposal = capsys.readouterr().out.split()[2].rstrip(";")
    assert moved == 0
    assert command_line("proposals") == 0
    assert "Amra A." in capsys.readouterr().out
    assert command_line("confirm", proposal, "--by", "Amra A.") == 1
    assert "another official must" in capsys.readouterr().err
    assert command_line("confirm", proposal, "--by", "Boris B.") == 0
    command_line("show", "LE2028")
    assert "moved by decision 12-1/28" in capsys.readouterr().out


def test_a_wrong_key_is_refused_and_the_right_one_suggested(command_line: Callable[..., int]) -> None:
    with pytest.raises(SystemExit, match="did you mean OCV_CLOSE"):
        command_line("move", "LE2028", "OCV_CLOZE", "--day", "2028-07-20", "--decision", "1", "--by", "Amra A.")
    with pytest.raises(SystemExit, match="no such election: LE2029"):
        command_line("show", "LE2029")
    with pytest.raises(SystemExit, match="no such setting"):
        command_line("set", "LE2028", "served.deemed", "2", "--by", "Amra A.")


def test_a_refused_change_names_every_reason(
    command_line: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        command_line("move", "LE2028", "LIST_CLOSE", "--day", "2028-07-20", "--decision", "1", "--by", "Amra A.") == 1
    )
    assert "[override.legal_note_required]" in capsys.readouterr().err
    assert command_line("happened", "LE2028", "RESULTS_CONFIRMED", "--by", "Amra A.") == 0
    assert command_line("set", "LE2028", "served.deemed_after_days", "2", "--by", "Amra A.") == 0
    assert command_line("list") == 0
    assert "LE2028" in capsys.readouterr().out
    assert command_line("republish") == 0
    assert command_line("drop", "00000000-0000-7000-8000-000000000000", "--by", "Amra A.") == 1


def test_every_refusal_that_the_domain_knows_has_words() -> None:
    sources = "".join(inspect.getsource(module) for module in (changes, parameters, rules, service))
    codes = set(re.findall(r'"((?:deadline|override|fact|parameter|proposal|election|official)\.[a-z_]+)"', sources))
    assert len(codes) > 15
    assert codes <= operator.EXPLAINED.keys()
