"""Why: one place that names our cookies and their flags, so that none is ever set without them.

`__Host-`: Secure, no Domain, Path=/; browsers refuse anything else under that name. Chromium and Firefox take
`http://localhost` as secure.
"""

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION = "__Host-session"
SIGN_IN = "__Host-sign-in"
OURS = frozenset({SESSION, SIGN_IN})


def secret_of(connection: HTTPConnection) -> str | None:
    """The session secret that the browser sent; anything of another shape is nobody's."""
    value = connection.cookies.get(SESSION)
    return value if value and len(value) == 43 else None


def give(response: Response, secret: str, max_age: int) -> None:
    response.set_cookie(SESSION, secret, max_age=max_age, path="/", secure=True, httponly=True, samesite="lax")


def take(response: Response) -> None:
    response.delete_cookie(SESSION, path="/", secure=True, httponly=True, samesite="lax")


def without_ours(header: str) -> str:
    """A Cookie header for an upstream: it has no business with our session."""
    pairs = (pair.strip() for pair in header.split(";"))
    return "; ".join(pair for pair in pairs if pair and pair.split("=", 1)[0].strip() not in OURS)
