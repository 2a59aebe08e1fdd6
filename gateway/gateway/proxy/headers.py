"""Why: what travels between two hops belongs to those two, and an upstream must not be told a false client address."""

from collections.abc import Iterable, Mapping

from starlette.requests import HTTPConnection

from gateway.session import cookies

HOP_BY_HOP = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
        "te", "trailer", "transfer-encoding", "upgrade",
    }
)  # fmt: skip
OURS_TO_SAY = frozenset(
    {"host", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "x-arrival",
     "x-csrf-token", "authorization", "expect"}
)  # fmt: skip
NOT_HANDED_BACK = frozenset({"server", "date", "x-trace-id", "strict-transport-security", "alt-svc"})


def named_by_connection(values: Iterable[str]) -> set[str]:
    return {name.strip().lower() for value in values for name in value.split(",")}


def to_upstream(connection: HTTPConnection, source: str, public_origin: str) -> list[tuple[str, str]]:
    """The request's headers without those of this hop, our own cookies and whatever claims to be ours."""
    dropped = HOP_BY_HOP | OURS_TO_SAY | named_by_connection(connection.headers.getlist("connection"))
    kept = [(name, value) for name, value in connection.headers.items() if name not in dropped and name != "cookie"]
    foreign = cookies.without_ours(connection.headers.get("cookie", ""))
    if foreign:
        kept.append(("cookie", foreign))
    scheme, _, host = public_origin.partition("://")
    return [
        *kept,
        ("host", host),
        ("x-forwarded-for", source),
        ("x-forwarded-host", host),
        ("x-forwarded-proto", scheme),
    ]


def to_browser(headers: Mapping[str, str], pairs: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """The answer's headers, raw, so that several Set-Cookie stay several."""
    dropped = HOP_BY_HOP | NOT_HANDED_BACK | named_by_connection([headers.get("connection", "")])
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in pairs
        if name.lower() not in dropped
    ]
