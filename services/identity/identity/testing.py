"""A person's browser and the portal's side of signing in, for tests of this service and of the whole portal."""

import re
from datetime import datetime, timedelta
from html import unescape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pyotp
from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge

CLIENT = "portal"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


class Browser:
    """Keeps cookies, reads forms, posts them back with their hidden fields, follows redirects within the provider."""

    def __init__(
        self, transport: httpx.AsyncBaseTransport, origin: str, *, language: str = "en", address: str = "192.0.2.1"
    ) -> None:
        self.origin = origin
        self.http = httpx.AsyncClient(
            transport=transport,
            base_url=origin,
            headers={"Accept-Language": language, "X-Forwarded-For": address, "User-Agent": FIREFOX},
        )
        self.cookies: dict[str, str] = {}
        self.page = httpx.Response(204)

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Keeps cookies itself: Python's jar holds Secure ones back from http://localhost, browsers do not."""
        headers = options.pop("headers", {})
        if self.cookies:
            headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        answer = await self.http.request(method, path.removeprefix(self.origin), headers=headers, **options)
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        self.page = answer
        return answer

    async def get(self, path: str, **query: str) -> httpx.Response:
        return await self._send("GET", path, params=query or None)

    async def follow(self, answer: httpx.Response) -> httpx.Response:
        """Redirects, as long as they stay at the provider."""
        while answer.is_redirect and answer.headers["location"].removeprefix(self.origin).startswith("/auth/"):
            answer = await self.get(answer.headers["location"])
        return answer

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        return await self._send("POST", path, data=fields, headers={"Origin": self.origin} | headers)

    async def submit(self, path: str, *, follow: bool = True, **fields: str) -> httpx.Response:
        """The form of the current page whose action has this path."""
        action, hidden = form_of(self.page.text, path)
        answer = await self.post(action, hidden | fields)
        return await self.follow(answer) if follow else answer

    async def sign_in(self, email: str, password: str, *, query: str = "") -> httpx.Response:
        await self.get("/auth/login" + (f"?{query}" if query else ""))
        return await self.submit("/auth/login", email=email, password=password)

    @property
    def session(self) -> str | None:
        return self.cookies.get("__Host-identity-session")


def form_of(html: str, path: str) -> tuple[str, dict[str, str]]:
    """Action and hidden fields of a form on a page."""
    for form in re.findall(r"<form[^>]*>.*?</form>", html, re.DOTALL):
        found = re.search(r'action="([^"]*)"', form)
        action = unescape(found[1]) if found else ""
        if urlsplit(action).path == path:
            hidden = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form)
            return action, {name: unescape(value) for name, value in hidden}
    raise AssertionError(f"no form to {path} on the page")


class Portal:
    """The client's side, with a PKCE verifier, state and nonce of its own."""

    def __init__(self, machine: httpx.AsyncClient, secret: str, callback: str) -> None:
        self.machine, self.secret, self.callback = machine, secret, callback
        self.verifier, self.state, self.nonce = generate_token(64), generate_token(20), generate_token(20)

    def request(self, **changes: str | None) -> str:
        asked: dict[str, str | None] = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.callback,
            "scope": "openid profile email offline_access",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": create_s256_code_challenge(self.verifier),
            "code_challenge_method": "S256",
        }
        return urlencode({name: value for name, value in (asked | changes).items() if value is not None})

    def returned(self, answer: httpx.Response) -> dict[str, str]:
        """The parameters that the browser brings back."""
        assert answer.is_redirect, answer.text
        location = urlsplit(answer.headers["location"])
        assert f"{location.scheme}://{location.netloc}{location.path}" == self.callback
        return {name: values[0] for name, values in parse_qs(location.query).items()}

    async def code(self, browser: Browser, **changes: str | None) -> str:
        """For a browser that is signed in already."""
        self.nonce = generate_token(20)
        return self.returned(await browser.get(f"/auth/authorize?{self.request(**changes)}"))["code"]

    async def redeem(self, code: str, **changes: str) -> httpx.Response:
        return await self.token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.callback,
                "code_verifier": self.verifier,
            }
            | changes
        )

    async def tokens(self, browser: Browser) -> dict[str, Any]:
        answer = await self.redeem(await self.code(browser))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def refresh(self, token: str) -> httpx.Response:
        return await self.token({"grant_type": "refresh_token", "refresh_token": token})

    async def token(self, form: dict[str, str]) -> httpx.Response:
        return await self.machine.post("/auth/token", data=form, auth=(CLIENT, self.secret))


def one_time_code(secret: str, at: datetime, steps: int = 0) -> str:
    """What the authenticator application shows then, or some steps later."""
    return pyotp.TOTP(secret).at(at + timedelta(seconds=30 * steps))
