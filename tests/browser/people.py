"""Why: a visitor is a browser window with a person's language and screen, who signs in as that person would."""

import json
import os
import secrets
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Self
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, expect

from embedded import accounts
from embedded.stack import Stack
from tests.browser import screens
from tests.browser.texts import text

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
ALL_PICTURES = """
    () => Promise.all([document.fonts.ready, ...[...document.images].map((image) => {
        image.loading = 'eager';
        return image.decode().catch(() => undefined);
    })])
"""
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Visitor:
    """One person at one screen."""

    page: Page
    context: BrowserContext
    stack: Stack
    language: str
    phone: bool = False
    complaints: list[str] = field(default_factory=list)

    def t(self, key: str, **params: object) -> str:
        return text(self.language, key, **params)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.stack.origin}{path}")
        self.settled()

    def settled(self) -> None:
        """The page has its heading, and nothing on it is still on its way."""
        self.page.locator("h1").first.wait_for()
        expect(self.page.locator(".loading, [aria-busy=true], .own[aria-hidden=true]")).to_have_count(0, timeout=15_000)

    def press(self, key: str, **params: object) -> None:
        """A button or link by its text in the visitor's language."""
        name = self.t(key, **params)
        button = self.page.get_by_role("button", name=name, exact=True)
        button.or_(self.page.get_by_role("link", name=name, exact=True)).first.click()

    def sees(self, wanted: str) -> None:
        self.page.get_by_text(wanted).first.wait_for(timeout=15_000)

    def accessible(self, where: str) -> None:
        """axe finds nothing on the page as it stands."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']}))"
            ".violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"
        )
        assert found == [], f"{where}: {found}"

    def fits(self, where: str) -> None:
        """Nothing makes the page scroll sideways."""
        extra = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert extra <= 0, f"{where} is {extra} px too wide"

    def check(self, where: str) -> None:
        self.accessible(where)
        self.fits(where)

    def look(self, name: str) -> None:
        """The page as it stands is accessible and fits; with IZBORI_SCREENS its picture goes into docs/screens."""
        self.check(name)
        if os.environ.get("IZBORI_SCREENS"):
            self.page.evaluate(ALL_PICTURES)
            self.page.evaluate("scrollTo(0, 0)")
            picture = self.page.screenshot(full_page=True, animations="disabled", caret="hide")
            screens.keep(f"{name}-{'phone' if self.phone else 'desk'}-{self.language}", picture)


class Visitors:
    """All windows of a test; what the browser complained about is a failure at the end."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self.stack, self.browser = stack, browser
        self.opened: list[Visitor] = []
        self.failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        complaints = [line for visitor in self.opened for line in visitor.complaints]
        for number, visitor in enumerate(self.opened):
            if self.failed:
                visitor.page.screenshot(path=Path(gettempdir()) / f"izbori-failed-{number}.png", full_page=True)
            visitor.context.close()
        if not self.failed:
            assert complaints == []

    def open(self, language: str = "bs", *, phone: bool = False) -> Visitor:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            locale={"sr": "sr-Cyrl-BA", "en": "en-GB"}.get(language, f"{language}-BA"),
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "language", "value": language, "url": self.stack.origin}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        visitor = Visitor(page, context, self.stack, language, phone)
        page.on("pageerror", lambda error: visitor.complaints.append(f"script: {error}"))
        page.on(
            "console",
            lambda message: (
                visitor.complaints.append(f"{page.url}: {message.text}")
                if message.type == "error" and "Content Security Policy" in message.text
                else None
            ),
        )
        self.opened.append(visitor)
        return visitor


def address(name: str) -> str:
    """An e-mail address that nobody had before: a stack may serve several tests."""
    return f"{name}.{secrets.token_hex(3)}@example.org"


def mails(stack: Stack, to: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{stack.mail_url}/api/messages?to={quote(to)}") as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def await_mail(stack: Stack, to: str, containing: str, *, within: float = 30) -> dict[str, Any]:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        for mail in mails(stack, to):
            if containing in mail["text"] or containing in mail["subject"]:
                return mail
        time.sleep(0.3)
    raise AssertionError(f"no mail to {to} with {containing!r} within {within} s")


def official(stack: Stack, key: str) -> dict[str, Any]:
    """E-mail, password and one-time secret of a demo official."""
    return next(one for one in accounts.read(stack.accounts_file) if one["email"].startswith(f"{key}@"))
