"""Why: what a browser may do with our pages is said in one place, on every answer, also those that pass through.

No inline script or style runs: what React Aria writes as a style element carries the nonce of its page.
"""

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED = ("camera", "publickey-credentials-get", "publickey-credentials-create", "clipboard-write")
DENIED = (
    *("accelerometer", "autoplay", "browsing-topics", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in ALLOWED), *(f"{name}=()" for name in DENIED)])


def new_nonce() -> str:
    return secrets.token_urlsafe(16)


def page_policy(nonce: str, issuer: str, public_origin: str) -> str:
    """The policy of the portal's pages. Forms may lead to the issuer: signing out ends there."""
    origin = f"{urlsplit(issuer).scheme}://{urlsplit(issuer).netloc}"
    rules = [
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'",  # photographs (HEIC) are converted in WebAssembly
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "frame-src 'self' blob:",
        "form-action 'self'" + ("" if origin == public_origin else f" {origin}"),
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    ]
    if public_origin.startswith("https:"):
        rules.append("upgrade-insecure-requests")
    return "; ".join(rules)


NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"


class SecurityHeaders:
    """Adds what is missing; a policy that a page or an upstream set for itself stays."""

    def __init__(self, app: ASGIApp, public_origin: str) -> None:
        self.app = app
        self._always = [
            ("X-Content-Type-Options", "nosniff"),
            ("Permissions-Policy", PERMISSIONS),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Permitted-Cross-Domain-Policies", "none"),
        ]
        if public_origin.startswith("https:"):
            self._always.append(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
        self._unless_set = [
            ("Content-Security-Policy", NOTHING),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._always:
                    headers[name] = value
                for name, value in self._unless_set:
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)
