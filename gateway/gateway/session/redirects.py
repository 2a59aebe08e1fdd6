"""Why: after signing in people return to where they were, and never to somebody else's site."""

import re
from urllib.parse import urlsplit

# Visible ASCII without backslash, quotes and angle brackets: what browsers normalise differently is not let in at all.
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&()*+,;=:@%/?#-]*")
_FORBIDDEN_PREFIXES = ("/session/", "/auth/", "/graphql", "/files/", "/live/", "/download/")


def safe_next(value: str | None) -> str:
    """A path on the portal's own origin, or `/`."""
    if not value or len(value) > 500 or not _PATH.fullmatch(value):
        return "/"
    parts = urlsplit(value)
    decoded = parts.path.lower()
    if parts.scheme or parts.netloc or "%2f" in decoded or "%5c" in decoded or ".." in decoded:
        return "/"
    return "/" if decoded.startswith(_FORBIDDEN_PREFIXES) else value
