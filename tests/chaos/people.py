"""Why: what breaks is seen from outside: a person with a browser's cookies, who asks again when told to come later."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin

import httpx

from commons.ids import new_id
from embedded import accounts
from embedded.stack import Stack
from identity.testing import form_of
from tests.operations import operation

PATIENCE = 60.0


class Refused(AssertionError):
    """A coded refusal: of the whole request, or the Problem of a command."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


@dataclass
class Ledger:
    """What the portal acknowledged: numbers by case, bytes by document. The auditor holds it against what is there."""

    numbers: dict[str, str] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)


class Person:
    """Signed in by the real pages of the provider; one session for the whole life of the stack."""

    def __init__(self, stack: Stack, ledger: Ledger, key: str) -> None:
        self.stack, self.ledger = stack, ledger
        self.account = stack.account(key)
        self.cookies: dict[str, str] = {}
        self.csrf = ""
        self.http = httpx.Client(timeout=40, trust_env=False, follow_redirects=False)

    def close(self) -> None:
        self.http.close()

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Keeps the `__Host-` cookies itself: Python's jar holds them back from http://localhost, browsers do not."""
        headers = {"Origin": self.stack.origin} if method == "POST" else {}
        headers |= options.pop("headers", {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.http.request(method, urljoin(self.stack.origin, path), headers=headers, **options)
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    def follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect:
            answer = self.send("GET", urljoin(str(answer.request.url), answer.headers["location"]))
        return answer

    def sign_in(self) -> None:
        page = self.follow(self.send("GET", "/session/login?next=/"))
        action, hidden = form_of(page.text, "/auth/login")
        fields = hidden | {"email": self.account["email"], "password": self.account["password"]}
        page = self.follow(self.send("POST", action, data=fields))
        code = accounts.one_time_code(self.account)
        if code is not None:
            action, hidden = form_of(page.text, "/auth/second-factor")
            self.follow(self.send("POST", action, data=hidden | {"code": code}))
        known = self.send("GET", "/session/me").json()
        assert known["signed_in"], "nobody is signed in"
        self.csrf = known["csrf"]

    def ask(self, name: str, /, **variables: Any) -> Any:
        """What the operation answers, or Refused."""
        headers = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        answer = self.send("POST", "/graphql", json=operation(name, **variables), headers=headers)
        body = answer.json()
        if "errors" in body or answer.status_code != 200:
            told = (body.get("errors") or [{}])[0].get("extensions", body)
            raise Refused(answer.status_code, str(told.get("code")))
        (found,) = body["data"].values()
        if isinstance(found, dict) and found.get("__typename") == "Problem":
            raise Refused(answer.status_code, found["code"])
        return found

    def insist(self, act: Callable[[], Any]) -> Any:
        """Ask again as long as the portal is away or says that it is: as people do, with the same key."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return act()
            except (httpx.TransportError, Refused) as error:
                if not is_passing(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.3)

    def upload(self, id: str, slot: str, name: str, content: bytes) -> Any:
        """Announce, post through the one origin, complete; the case after it."""
        kind = "application/pdf" if content.startswith(b"%PDF") else "image/jpeg"
        sha256 = hashlib.sha256(content).hexdigest()
        facts = {"name": name, "size": len(content), "contentType": kind, "sha256": sha256}
        ticket = self.ask("OpenUpload", id=id, slot=slot, key=new_key(), **facts)
        self.post(ticket, content)
        return self.complete(ticket, content)

    def post(self, ticket: dict[str, Any], content: bytes) -> None:
        fields = {name: (None, value) for name, value in ticket["fields"].items()}
        sent = self.send("POST", ticket["url"], files=fields | {"file": ("file", content)})
        if sent.status_code not in (200, 201, 204):
            raise Refused(sent.status_code, str(sent.json().get("code")))

    def complete(self, ticket: dict[str, Any], content: bytes) -> Any:
        case = self.ask("CompleteUpload", documentId=ticket["documentId"])
        self.ledger.documents[ticket["documentId"]] = content
        return case

    def submit(self, case: dict[str, Any], key: str) -> Any:
        notice = {"accuracy": True, "notice": self.notice, "key": key}
        filed = self.ask("SubmitApplication", id=case["id"], version=case["version"], **notice)
        self.ledger.numbers[filed["id"]] = filed["number"]
        return filed

    @property
    def notice(self) -> str:
        return str(self.ask("ApplicationForm", election="DEMO")["privacyNoticeVersion"])


def is_passing(error: Exception) -> bool:
    """Is it a refusal that says "not now"?"""
    return isinstance(error, httpx.TransportError) or (isinstance(error, Refused) and "unavailable" in error.code)


def new_key() -> str:
    return str(new_id())
