"""The thin adapter between Starlette and Authlib's framework-neutral core (ADR 0020)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson
from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Payload
from starlette.requests import Request
from starlette.responses import Response

Pairs = list[tuple[str, str]]


class Payload(OAuth2Payload):
    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = list(pairs)

    @property
    def data(self) -> dict[str, str]:
        return dict(self._pairs)

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        values: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in self._pairs:
            values[name].append(value)
        return values


class ProviderRequest(OAuth2Request):
    """What Authlib sees. `uri` is the public address: behind the gateway the local one would be plain HTTP."""

    def __init__(self, method: str, uri: str, query: Pairs, form: Pairs, headers: Mapping[str, str]) -> None:
        super().__init__(method, uri, headers=headers)
        self._query, self._form = query, form
        self.payload = Payload([*query, *form])

    @property
    def args(self) -> dict[str, str]:
        return dict(self._query)

    @property
    def form(self) -> dict[str, str]:
        return dict(self._form)


class ProviderResponse(Response):
    """A response whose `location` can be read and replaced, as the extension for RFC 9207 expects."""

    @property
    def location(self) -> str | None:
        return self.headers.get("location")

    @location.setter
    def location(self, value: str) -> None:
        self.headers["location"] = value


async def provider_request(request: Request, issuer: str) -> ProviderRequest:
    """Reads a Starlette request; a parameter given twice at the token endpoint is refused (RFC 6749 3.2)."""
    form: Pairs = []
    if request.method == "POST":
        form = [(k, v) for k, v in (await request.form()).multi_items() if isinstance(v, str)]
        if len({name for name, _ in form}) != len(form):
            raise InvalidRequestError("A parameter is given more than once.")
    path = request.url.path.removeprefix(urlsplit(issuer).path)
    query = list(request.query_params.multi_items())
    return ProviderRequest(request.method, f"{issuer}{path}", query, form, request.headers)


def respond(status: int, payload: Any, headers: Iterable[tuple[str, str]]) -> ProviderResponse:
    body = orjson.dumps(payload) if isinstance(payload, dict | list) else payload
    return ProviderResponse(body, status_code=status, headers=dict(headers))
