"""The whole way: a command in the work queue becomes one line and one mail, however often it is delivered."""

import asyncio
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from fastapi import FastAPI
from sqlalchemy import text

from commons import messaging
from commons.clock import SystemClock
from commons.crypto import new_sealing_key, seal_for
from commons.ids import new_id
from commons.testing import client_of, eventually
from contracts import MailRequest
from embedded.testing import TestNats
from notifications.app import create_app
from notifications.settings import Settings


class Post:
    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 ok"


@pytest.fixture
async def post() -> AsyncIterator[tuple[Post, int]]:
    made = Post()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(made, enable_SMTPUTF8=True), "127.0.0.1", 0)
    yield made, server.sockets[0].getsockname()[1]
    server.close()


@pytest.fixture
def keys() -> tuple[str, str]:
    return new_sealing_key()


@pytest.fixture
def app(
    fresh_database: Callable[[str], Any], nats_server: TestNats, post: tuple[Post, int], keys: tuple[str, str]
) -> FastAPI:
    urls = fresh_database("notifications")
    user, password = nats_server.user("notifications")
    settings = Settings(
        environment="test",
        database_url=urls.app_url,
        nats_url=nats_server.url,
        nats_user=user,
        nats_password=password,
        private_key=keys[0],
        smtp_port=post[1],
        worker_in_process=True,
    )
    return create_app(settings)


@pytest.fixture
async def queue(app: FastAPI, nats_server: TestNats) -> AsyncIterator[Callable[[MailRequest], Any]]:
    """Speaks as registration does, with registration's user."""
    user, password = nats_server.user("registration")
    settings = app.state.settings.model_copy(update={"nats_user": user, "nats_password": password})
    async with messaging.connection(settings, "registration") as nats:

        async def put(request: MailRequest) -> None:
            await nats.jetstream().publish(request.subject, request.model_dump_json().encode(), timeout=2)

        yield put


def request(public_key: str, **changes: Any) -> MailRequest:
    given: dict[str, Any] = {
        "event_id": new_id(),
        "occurred_at": SystemClock().now(),
        "account": "a" * 32,
        "template": "application.submitted",
        "language": "sr",
        "params": {"number": "REG-2028L-000123-X", "term": "2028-07-18T22:00:00+00:00"},
        "link": "http://localhost:8000/applications/1",
        "sealed_address": seal_for(public_key, {"email": "amra@example.org"}),
    }
    return MailRequest(**(given | changes))


async def states(app: FastAPI) -> list[Any]:
    async with app.state.database.sessions() as session:
        query = text("SELECT state, reason, link, params, sealed_address FROM mail ORDER BY id")
        return list((await session.execute(query)).all())


async def closed(app: FastAPI, count: int = 1) -> list[Any]:
    async def done() -> list[Any] | None:
        rows = [row for row in await states(app) if row.state != "QUEUED"]
        return rows if len(rows) == count else None

    found: list[Any] = await eventually(done, within=15)
    return found


async def in_queue(queue: Callable[[MailRequest], Any], made: MailRequest) -> bool:
    """The stream is made by notifications when its worker is up."""
    try:
        await queue(made)
    except messaging.NATS_ERRORS:
        return False
    return True


async def test_a_command_delivered_three_times_is_one_line_and_one_mail(
    app: FastAPI, queue: Callable[[MailRequest], Any], post: tuple[Post, int], keys: tuple[str, str]
) -> None:
    made = request(keys[1])
    async with client_of(app):
        await eventually(lambda: in_queue(queue, made))
        await queue(made)
        await queue(made)
        (row,) = await closed(app)
        await asyncio.sleep(1.5)
    assert row.state == "SENT"
    assert (row.link, row.sealed_address) == ("", None)
    (mail,) = post[0].mails
    assert mail["To"] == "amra@example.org"
    assert mail["Subject"] == "Пријава REG-2028L-000123-X: примљена, сада потпишите образац"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.iter_parts()
    assert "18.7.2028. 24:00 по сарајевском времену" in plain.get_content()
    assert '<html lang="sr-Cyrl">' in html.get_content()
    async with app.state.database.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM item")) == 1


async def test_what_is_not_number_or_term_is_neither_kept_nor_sent(
    app: FastAPI, queue: Callable[[MailRequest], Any], post: tuple[Post, int], keys: tuple[str, str]
) -> None:
    made = request(keys[1], params={"number": "N-1", "term": "2028-07-18T22:00:00Z", "name": "Amra Hadžić"})
    async with client_of(app):
        await eventually(lambda: in_queue(queue, made))
        (row,) = await closed(app)
        async with app.state.database.sessions() as session:
            item = (await session.execute(text("SELECT params FROM item"))).scalar_one()
    assert "name" not in row.params
    assert "name" not in item
    assert "Amra" not in str(post[0].mails[0])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sealed_address": "not.sealed.for.us.x"}, "SealError"),
        ({"sealed_address": seal_for(new_sealing_key()[1], {"email": "a@example.org"})}, "SealError"),
        ({"params": {}}, "KeyError"),
        ({"params": {"number": "N\r\nBcc: all@example.org", "term": "x"}}, "ValueError"),
    ],
)
async def test_a_mail_that_cannot_be_written_bounces_and_stops_nobody(
    app: FastAPI,
    queue: Callable[[MailRequest], Any],
    post: tuple[Post, int],
    keys: tuple[str, str],
    changes: dict[str, Any],
    reason: str,
) -> None:
    bad, good = request(keys[1], **changes), request(keys[1])
    async with client_of(app):
        await eventually(lambda: in_queue(queue, bad))
        await queue(good)
        rows = await closed(app, 2)
    assert [(row.state, row.reason) for row in rows] == [("BOUNCED", reason), ("SENT", None)]
    assert len(post[0].mails) == 1


async def test_a_mail_of_an_account_has_no_line_in_the_inbox(
    app: FastAPI, queue: Callable[[MailRequest], Any], post: tuple[Post, int], keys: tuple[str, str]
) -> None:
    """Its link is a key to the account: by mail only."""
    params = {"term": "2028-07-18T22:00:00Z"}
    made = request(keys[1], account=None, template="account.reset", params=params, link="http://x/auth/reset?token=t")
    async with client_of(app):
        await eventually(lambda: in_queue(queue, made))
        (row,) = await closed(app)
        async with app.state.database.sessions() as session:
            assert await session.scalar(text("SELECT count(*) FROM item")) == 0
    assert row.link == ""
    assert "http://x/auth/reset?token=t" in post[0].mails[0].get_body(("plain",)).get_content()
