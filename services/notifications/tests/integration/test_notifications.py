"""A mail request becomes an inbox line and a mail; a server that is away or refuses costs nobody the notice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP
from sqlalchemy import text

from commons.auth import account_of
from commons.clock import FixedClock
from commons.crypto import new_sealing_key, seal_for
from commons.db import Database
from commons.ids import new_id
from commons.testing import ISSUER, TestIssuer, client_of
from contracts import MailRequest
from notifications import letters
from notifications.app import create_app
from notifications.consumers import UnknownTemplate, handlers
from notifications.mailer import RETRY_AFTER, Mailer
from notifications.settings import Settings

NOW = datetime(2028, 6, 1, 12, tzinfo=UTC)
NUMBER = "REG-2028L-000123-X"


class Post:
    """A real SMTP server that can refuse."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.answer = "250 ok"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope)
        return "250 ok"


@dataclass
class World:
    client: httpx.AsyncClient
    issuer: TestIssuer
    database: Database
    mailer: Mailer
    clock: FixedClock
    post: Post
    public_key: str

    async def ask(
        self, template: str = "application.returned", *, account: str | None = None, secret_link: str = "", **more: Any
    ) -> None:
        sealed = {"email": "voter@example.org"} | ({"link": secret_link} if secret_link else {})
        request = MailRequest(
            event_id=new_id(),
            occurred_at=NOW,
            account=account or account_of(ISSUER, "voter"),
            template=template,
            language="hr",
            params={"number": NUMBER, "term": "2028-07-18T22:00:00+00:00"},
            link="http://localhost:8000/applications/1",
            sealed_address=seal_for(self.public_key, sealed),
            **more,
        )
        async with self.database.sessions.begin() as session:
            await handlers(self.clock)[MailRequest](session, request)

    async def mail(self) -> Any:
        async with self.database.sessions() as session:
            return (await session.execute(text("SELECT state, reason, sealed_address, attempts FROM mail"))).one()


@pytest_asyncio.fixture
async def world(fresh_database: Callable[[str], Any]) -> AsyncIterator[World]:
    urls = fresh_database("notifications")
    private, public = new_sealing_key()
    post = Post()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(post), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Settings(
        environment="test",
        database_url=urls.app_url,
        owner_database_url=urls.owner_url,
        private_key=private,
        smtp_port=port,
    )
    app, issuer, clock = create_app(settings), TestIssuer(), FixedClock(NOW)
    issuer.install(app)
    async with client_of(app) as client:
        database: Database = app.state.database
        yield World(client, issuer, database, Mailer(database, clock, settings), clock, post, public)
    server.close()


async def test_a_request_becomes_an_inbox_line_and_a_mail_in_the_persons_language(world: World) -> None:
    await world.ask()
    assert await world.mailer.send_due() == 1
    envelope = world.post.mails[0]
    assert envelope.rcpt_tos == ["voter@example.org"]
    assert b"=?utf-8?" in envelope.content or NUMBER.encode() in envelope.content
    state = await world.mail()
    assert (state.state, state.sealed_address) == ("SENT", None)
    page = (await world.client.get("/v1/inbox", headers=world.issuer.headers())).json()
    assert page["unread"] == 1
    assert page["items"][0]["template"] == "application.returned"
    assert page["items"][0]["params"]["number"] == NUMBER


async def test_a_link_that_is_a_secret_travels_sealed_and_is_only_in_the_mail(world: World) -> None:
    await world.ask("account.reset", secret_link="http://localhost:8000/auth/reset?token=s3cret")
    async with world.database.sessions() as session:
        kept = str((await session.execute(text("SELECT * FROM mail, item"))).all())
    assert "s3cret" not in kept
    assert await world.mailer.send_due() == 1
    assert b"s3cret" in world.post.mails[0].content
    assert b"applications/1" not in world.post.mails[0].content


async def test_reading_counts_once_and_only_for_the_owner(world: World) -> None:
    await world.ask()
    mine, other = world.issuer.headers(), world.issuer.headers("somebody")
    id = (await world.client.get("/v1/inbox", headers=mine)).json()["items"][0]["id"]
    assert (await world.client.post(f"/v1/inbox/{id}/read", headers=other)).status_code == 404
    assert (await world.client.post(f"/v1/inbox/{id}/read", headers=mine)).status_code == 204
    assert (await world.client.get("/v1/inbox", headers=mine)).json()["unread"] == 0
    assert (await world.client.get("/v1/inbox", headers=other)).json()["items"] == []


async def test_the_inbox_pages_by_an_opaque_cursor(world: World) -> None:
    for _ in range(3):
        await world.ask()
    headers = world.issuer.headers()
    first = (await world.client.get("/v1/inbox?limit=2", headers=headers)).json()
    rest = (await world.client.get("/v1/inbox", params={"limit": 2, "cursor": first["next"]}, headers=headers)).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
    assert (await world.client.get("/v1/inbox?cursor=nonsense", headers=headers)).status_code == 422
    assert (await world.client.post("/v1/inbox/read-all", headers=headers)).status_code == 204
    assert (await world.client.get("/v1/inbox", headers=headers)).json()["unread"] == 0


async def test_a_refused_address_is_a_bounce_that_officials_find_by_case_number(world: World) -> None:
    world.post.answer = "550 no such user"
    await world.ask()
    await world.mailer.send_due()
    state = await world.mail()
    assert (state.state, state.reason, state.sealed_address) == ("BOUNCED", "smtp.550", None)
    path = f"/v1/office/bounces?number={NUMBER}"
    clerk = world.issuer.official("clerk", "CEC_REG_CLERK")
    assert [row["reason"] for row in (await world.client.get(path, headers=clerk)).json()] == ["smtp.550"]
    assert (await world.client.get(path, headers=world.issuer.headers())).status_code == 403
    assert (await world.client.get(path)).status_code == 401


async def test_a_server_that_is_busy_is_asked_again_later(world: World) -> None:
    world.post.answer = "451 later"
    await world.ask()
    await world.mailer.send_due()
    assert (await world.mail()).state == "QUEUED"
    assert await world.mailer.send_due() == 0
    world.post.answer = "250 ok"
    world.clock.move(NOW + RETRY_AFTER[0] + timedelta(seconds=1))
    assert await world.mailer.send_due() == 1
    assert (await world.mail()).state == "SENT"


async def test_in_the_end_a_mail_that_never_goes_through_is_a_bounce(world: World) -> None:
    world.post.answer = "451 later"
    await world.ask()
    for _ in range(len(RETRY_AFTER) + 1):
        await world.mailer.send_due()
        world.clock.move(world.clock.now() + timedelta(days=1))
    assert (await world.mail()).state == "BOUNCED"


async def test_an_unknown_template_is_an_error_and_leaves_nothing_behind(world: World) -> None:
    with pytest.raises(UnknownTemplate):
        await world.ask("application.unheard-of")
    assert (await world.client.get("/v1/inbox", headers=world.issuer.headers())).json()["items"] == []
    assert not letters.known("layout")
