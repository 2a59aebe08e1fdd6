"""The mail catcher shows every mail and lets none of them do anything."""

import smtplib
import sys
from collections.abc import Iterator
from email.message import EmailMessage

import httpx
import pytest

from embedded.process import Child, Command, await_ready, free_ports
from embedded.stack import http_ready


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str]]:
    smtp, http = free_ports(2)
    file = tmp_path_factory.mktemp("mail") / "messages.jsonl"
    arguments = ("--smtp-port", str(smtp), "--port", str(http), "--file", str(file))
    child = Child("mail", Command((sys.executable, "-m", "embedded.mail", *arguments)))
    await_ready(child, lambda: http_ready(http))
    yield smtp, f"http://127.0.0.1:{http}"
    child.stop()


def send(port: int, to: str, subject: str, html: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "portal@izbori.example", to, subject
    message.set_content("Otvorite http://localhost:8000/predmet")
    message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(message)


def test_a_mail_is_listed_with_its_letters_and_can_be_read(mailbox: tuple[int, str]) -> None:
    smtp, url = mailbox
    send(smtp, "a@izbori.example", "Ваша пријава – đšž", "<p>Пријава <a href='http://localhost:8000/'>link</a></p>")
    [message] = httpx.get(f"{url}/api/messages", params={"to": "a@izbori.example"}).json()
    assert set(message) == {"id", "message_id", "to", "subject", "text", "html", "received_at"}
    assert message["subject"] == "Ваша пријава – đšž"
    assert "Ваша пријава – đšž" in httpx.get(url).text
    assert "Otvorite http://localhost:8000/predmet" in httpx.get(f"{url}/messages/{message['id']}").text


def test_a_mail_with_a_script_shows_but_cannot_run(mailbox: tuple[int, str]) -> None:
    smtp, url = mailbox
    send(smtp, "b@izbori.example", "<script>alert(1)</script>", "<script>alert(2)</script><p>x</p>")
    assert "<script>" not in httpx.get(url).text
    [message] = httpx.get(f"{url}/api/messages", params={"to": "b@izbori.example"}).json()
    body = httpx.get(f"{url}/messages/{message['id']}/body")
    assert "sandbox" in body.headers["Content-Security-Policy"]
    assert "script-src" not in body.headers["Content-Security-Policy"]
    assert "default-src 'none'" in body.headers["Content-Security-Policy"]


def test_a_mail_that_is_not_there_is_404(mailbox: tuple[int, str]) -> None:
    assert httpx.get(f"{mailbox[1]}/messages/none").status_code == 404
