"""A mail box for the demo: takes every mail of the portal by SMTP and shows it on a page; nothing leaves the machine.

`python -m embedded.mail` listens on PORT_SMTP and PORT_MAIL; the JSON at /api/messages is for the browser tests.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import uvicorn
from aiosmtpd.controller import Controller
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

KEPT = 1000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Mailbox:
    """The latest mails, newest first, also kept in a file so that a second start still shows them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        lines = file.read_text().splitlines() if file.exists() else []
        self.messages: list[dict[str, Any]] = [json.loads(line) for line in reversed(lines[-KEPT:])]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.parent.chmod(0o700)
        file.touch(mode=0o600)

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        message = {
            "id": uuid4().hex,
            "message_id": str(parsed["Message-ID"] or ""),
            "to": ", ".join(envelope.rcpt_tos),
            "subject": str(parsed["Subject"] or ""),
            "text": _part(parsed, "plain"),
            "html": _part(parsed, "html"),
            "received_at": datetime.now(UTC).isoformat(),
        }
        with self._file.open("a") as file:
            file.write(json.dumps(message) + "\n")
        self.messages.insert(0, message)
        del self.messages[KEPT:]
        return "250 Message accepted for delivery"

    def find(self, wanted: str) -> dict[str, Any] | None:
        return next((message for message in self.messages if message["id"] == wanted), None)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body is not None else ""


def application(box: Mailbox) -> Starlette:
    """The page over the box."""
    pages = Environment(loader=PackageLoader("embedded", "pages"), autoescape=select_autoescape())

    async def overview(request: Request) -> Response:
        to = request.query_params.get("to", "")
        messages = [message for message in box.messages if to in message["to"]]
        page = pages.get_template("mail.html").render(messages=messages, to=to)
        return HTMLResponse(page, headers=HEADERS)

    async def one(request: Request) -> Response:
        message = box.find(request.path_params["id"])
        if message is None:
            return Response("There is no such mail.", 404)
        page = pages.get_template("message.html").render(message=message)
        return HTMLResponse(page, headers=HEADERS)

    async def body(request: Request) -> Response:
        message = box.find(request.path_params["id"])
        if message is None:
            return Response("There is no such mail.", 404)
        # A mail is somebody else's HTML: no script, no network; only its links work, in a new window.
        policy_of_frame = (
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'"
        )
        base = '<base target="_blank">'
        return HTMLResponse(base + message["html"], headers=HEADERS | {"Content-Security-Policy": policy_of_frame})

    async def messages(request: Request) -> Response:
        to = request.query_params.get("to", "")
        return JSONResponse([message for message in box.messages if to in message["to"]], headers=HEADERS)

    async def style(_request: Request) -> Response:
        css = Path(__file__).with_name("pages") / "mail.css"
        return Response(css.read_text(), media_type="text/css")

    async def ready(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[
            Route("/", overview),
            Route("/messages/{id}", one),
            Route("/messages/{id}/body", body),
            Route("/api/messages", messages),
            Route("/mail.css", style),
            Route("/readyz", ready),
        ]
    )


def main() -> None:
    options = argparse.ArgumentParser(prog="embedded.mail", description=__doc__)
    options.add_argument("--smtp-port", type=int, required=True)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--file", type=Path, required=True)
    given = options.parse_args()
    box = Mailbox(given.file)
    smtp = Controller(box, hostname="127.0.0.1", port=given.smtp_port, data_size_limit=1_000_000)
    smtp.start()
    try:
        uvicorn.run(application(box), host="127.0.0.1", port=given.port, log_level="warning", access_log=False)
    finally:
        smtp.stop()


if __name__ == "__main__":
    main()
