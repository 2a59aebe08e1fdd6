import asyncio

import pytest
from fastapi import APIRouter, FastAPI, Request
from probe.tables import Idempotency, Thing
from pydantic import BaseModel
from sqlalchemy import func, insert, select, text, update

from commons.app import create_service
from commons.auth import public, signed_in
from commons.crypto import Keyring
from commons.db import Database, Session
from commons.idempotency import IdempotencyKey, once
from commons.problems import Conflict, Defect, Invalid
from commons.settings import ServiceSettings
from commons.testing import client_of

KEYRING = Keyring({"k1": bytes(32)}, "k1")


class Order(BaseModel):
    name: str


def service(settings: ServiceSettings) -> FastAPI:
    router = APIRouter()

    @router.put("/things/{name}", dependencies=[public()])
    async def make(name: str, session: Session, parent: str | None = None) -> dict[str, str]:
        await session.execute(insert(Thing).values(name=name, parent=parent))
        return {"made": name}

    @router.put("/refused/{name}", dependencies=[public()])
    async def refused(name: str, session: Session) -> None:
        await session.execute(insert(Thing).values(name=name))
        raise Invalid("thing.invalid", defects=[Defect("thing.no")])

    @router.post("/parsed", dependencies=[public()])
    async def parsed(order: Order) -> Order:
        return order

    @router.get("/mine")
    async def mine(who: signed_in) -> str:
        return who.account

    @router.post("/orders", dependencies=[public()])
    async def order(request: Request, session: Session, attempt: IdempotencyKey) -> dict[str, str]:
        body = await request.json()

        async def act() -> dict[str, str]:
            if body.get("refuse"):
                raise Conflict("thing.taken")
            await session.execute(insert(Thing).values(name=body["name"]))
            await asyncio.sleep(body.get("wait", 0))
            return {"ordered": body["name"]}

        who = request.headers.get("x-who", "amra")
        return await once(session, who, attempt.key, attempt.body_hash, act, keyring=KEYRING)

    return create_service(
        settings,
        database=Database(settings.database_url),
        title="Probe",
        version="1",
        routers=[router],
    )


async def things(database: Database) -> int:
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(Thing)) or 0


async def test_a_failing_commit_is_a_500_and_not_a_200(settings: ServiceSettings, database: Database) -> None:
    """The foreign key is checked at COMMIT, after the route returned its answer."""
    async with client_of(service(settings)) as client:
        answer = await client.put("/things/child", params={"parent": "nobody"})
        assert answer.status_code == 500
        assert answer.json()["code"] == "internal"
        assert await things(database) == 0
        assert (await client.put("/things/child")).status_code == 200
    assert await things(database) == 1


async def test_a_refusal_leaves_nothing_half_saved(settings: ServiceSettings, database: Database) -> None:
    async with client_of(service(settings)) as client:
        answer = await client.put("/refused/x")
    assert (answer.status_code, answer.json()["defects"][0]["code"]) == (422, "thing.no")
    assert await things(database) == 0


async def test_a_database_that_is_away_is_a_503_that_says_when_to_come_back(settings: ServiceSettings) -> None:
    gone = settings.model_copy(update={"database_url": "postgresql+asyncpg://x:y@127.0.0.1:9/none"})
    async with client_of(service(gone)) as client:
        answer = await client.put("/things/x")
        assert (answer.status_code, answer.json()["code"]) == (503, "service.unavailable")
        assert answer.headers["retry-after"] == "5"
        ready = await client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["checks"] == {"database": "failed"}
        assert (await client.get("/livez")).status_code == 200


async def test_a_ready_service_says_so(settings: ServiceSettings) -> None:
    async with client_of(service(settings)) as client:
        assert (await client.get("/readyz")).json() == {"status": "ok", "checks": {"database": "ok"}}


@pytest.mark.parametrize("path", ["/orders", "/parsed"])
@pytest.mark.parametrize("lie", [True, False])
async def test_a_body_that_is_too_large_is_refused_before_it_is_kept(
    settings: ServiceSettings, lie: bool, path: str
) -> None:
    async def chunks():
        for _ in range(40):
            yield b"x" * 65_536

    async with client_of(service(settings)) as client:
        headers = {"Idempotency-Key": "key-12345", "Content-Type": "application/json"}
        content = chunks() if lie else b"x" * 2_000_000
        answer = await client.post(path, content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


async def test_the_same_key_and_body_give_the_same_answer_and_one_effect(
    settings: ServiceSettings, database: Database
) -> None:
    async with client_of(service(settings), {"Idempotency-Key": "key-12345"}) as client:
        answers = [await client.post("/orders", json={"name": "a"}) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert {a.text for a in answers} == {'{"ordered":"a"}'}
    assert await things(database) == 1


async def test_the_same_key_with_another_body_is_refused(settings: ServiceSettings, database: Database) -> None:
    async with client_of(service(settings), {"Idempotency-Key": "key-12345"}) as client:
        await client.post("/orders", json={"name": "a"})
        answer = await client.post("/orders", json={"name": "b"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.mismatch")
    assert await things(database) == 1


async def test_parallel_requests_with_one_key_have_one_effect(settings: ServiceSettings, database: Database) -> None:
    async with client_of(service(settings), {"Idempotency-Key": "key-12345"}) as client:
        send = [client.post("/orders", json={"name": "a", "wait": 0.2}) for _ in range(6)]
        answers = await asyncio.gather(*send)
    assert [a.status_code for a in answers] == [200] * 6
    assert await things(database) == 1


async def test_keys_of_two_people_do_not_meet(settings: ServiceSettings, database: Database) -> None:
    async with client_of(service(settings), {"Idempotency-Key": "key-12345"}) as client:
        for who in ("amra", "boris"):
            answer = await client.post("/orders", json={"name": who}, headers={"x-who": who})
            assert answer.json() == {"ordered": who}
    assert await things(database) == 2


async def test_after_a_refusal_the_key_may_be_used_again(settings: ServiceSettings, database: Database) -> None:
    async with client_of(service(settings), {"Idempotency-Key": "key-12345"}) as client:
        assert (await client.post("/orders", json={"name": "a", "refuse": True})).status_code == 409
        assert (await client.post("/orders", json={"name": "a"})).status_code == 200
    assert await things(database) == 1


@pytest.mark.parametrize("key", [None, "", "short", "x" * 201, "with space", "tab\tinside"])
async def test_a_creating_command_needs_a_proper_key(settings: ServiceSettings, key: str | None) -> None:
    async with client_of(service(settings)) as client:
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = await client.post("/orders", json={"name": "a"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.key_required")


async def test_stored_answers_are_sealed(settings: ServiceSettings, database: Database) -> None:
    async with client_of(service(settings), {"Idempotency-Key": "key-12345"}) as client:
        await client.post("/orders", json={"name": "Hadžić"})
    async with database.sessions() as session:
        stored = (await session.scalars(select(Idempotency.answer))).one()
    assert stored
    assert b"ordered" not in stored


async def test_the_application_role_may_not_change_history_nor_the_record_of_migrations(database: Database) -> None:
    forbidden = [
        "UPDATE history SET action = 'x'",
        "DELETE FROM history",
        "TRUNCATE history",
        "DELETE FROM alembic_version",
        "CREATE TABLE mine (x int)",
    ]
    for statement in forbidden:
        with pytest.raises(Exception, match="permission denied"):
            async with database.sessions.begin() as session:
                await session.execute(text(statement))
    async with database.sessions.begin() as session:
        await session.execute(update(Thing).values(count=1))


def test_the_published_document_says_how_errors_look_and_who_may_call(settings: ServiceSettings) -> None:
    document = service(settings).openapi()
    assert {"HTTPValidationError", "ValidationError"}.isdisjoint(document["components"]["schemas"])
    assert {"Problem", "ProblemDefect"} <= set(document["components"]["schemas"])
    parsed, mine = document["paths"]["/parsed"]["post"], document["paths"]["/mine"]["get"]
    assert set(parsed["responses"]) == {"200", "default"}
    assert list(parsed["responses"]["default"]["content"]) == ["application/problem+json"]
    assert (parsed["x-permission"], parsed.get("security")) == ("public", None)
    assert (mine["x-permission"], mine["security"]) == ("signed in", [{"token": []}])
