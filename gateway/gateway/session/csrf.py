"""Why: a cookie travels with requests that other sites cause; a token bound to it and the Origin header do not.

The token is an HMAC keyed by the cookie's secret, so it needs no storage, dies with the session and tells nothing
about the secret. Without a session there is no authority to borrow, so only the origin is checked.
"""

import hashlib
import hmac
from collections.abc import Container

from starlette.datastructures import Headers

from commons.problems import Forbidden

HEADER = "x-csrf-token"


def token_of(secret: str) -> str:
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def refuse_foreign_origin(headers: Headers, origins: Container[str], *, has_cookie: bool) -> None:
    """Origin must be ours; where a browser leaves it out, Sec-Fetch-Site must say same-origin."""
    origin = headers.get("origin")
    ours = origin in origins if origin is not None else headers.get("sec-fetch-site") == "same-origin"
    if not ours and (origin is not None or has_cookie):
        raise Forbidden("session.foreign_origin")


def refuse_without_token(given: str | None, secret: str) -> None:
    if not given or not hmac.compare_digest(given.encode(), token_of(secret).encode()):
        raise Forbidden("session.csrf")
