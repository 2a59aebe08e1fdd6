import pytest
from starlette.requests import Request

from commons.problems import Invalid, NotFound, TooLarge, TooMany
from gateway.proxy.headers import to_browser, to_upstream
from gateway.proxy.routes import REGISTRATION, plain_path
from gateway.proxy.stream import Bounds, bounded_body, declared_length
from gateway.proxy.uploads import Uploads

ID = "0199aaaa-0000-7000-8000-000000000000"


def request(*headers: tuple[str, str], body: list[bytes] | None = None) -> Request:
    chunks = list(body or [])

    async def receive() -> dict[str, object]:
        chunk = chunks.pop(0) if chunks else b""
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive)


@pytest.mark.parametrize("path", ["", ".well-known/openid-configuration", "login", "static/a-b_c.css", "u/x@y:1~"])
def test_plain_paths_pass(path: str) -> None:
    assert plain_path(f"/auth/{path}".encode(), "/auth/") == path


@pytest.mark.parametrize(
    "path",
    [
        "../v1/me",
        "a/../../v1/me",
        "a/./b",
        "a//b",
        "/b",
        "..%2fv1/me",
        "%2e%2e/v1/me",
        "a%00b",
        "a\\b",
        "a b",
        "a?b",
        "a#b",
        "š",
        "a;b",
    ],
)
def test_paths_that_somebody_might_read_differently_do_not_exist(path: str) -> None:
    with pytest.raises(NotFound):
        plain_path(f"/auth/{path}".encode(), "/auth/")


@pytest.mark.parametrize(
    "path",
    [
        f"documents/{ID}/content",
        f"documents/{ID}/pages/12.png",
        f"applications/{ID}/form.pdf",
        f"applications/{ID}/receipt.pdf",
        f"office/applications/{ID}/signature.png",
        f"office/applications/{ID}/decision-preview.pdf",
    ],
)
def test_what_belongs_to_a_case_can_be_downloaded(path: str) -> None:
    assert REGISTRATION.fullmatch(path)


@pytest.mark.parametrize(
    "path",
    [
        f"applications/{ID}",
        "applications",
        "my/access-log",
        f"office/applications/{ID}",
        f"documents/{ID}/content/x",
        f"documents/{ID}/complete",
        f"documents/{ID}/pages/..png",
        f"x/documents/{ID}/content",
        "documents//content",
    ],
)
def test_nothing_else_can(path: str) -> None:
    assert not REGISTRATION.fullmatch(path)


def test_headers_of_one_hop_and_claims_about_us_stay_behind() -> None:
    sent = request(
        ("Connection", "close, X-Secret-Hop"),
        ("X-Secret-Hop", "1"),
        ("Transfer-Encoding", "chunked"),
        ("TE", "trailers"),
        ("Upgrade", "h2c"),
        ("Proxy-Authorization", "x"),
        ("X-Forwarded-For", "6.6.6.6"),
        ("X-Forwarded-Proto", "https"),
        ("Forwarded", "for=6.6.6.6"),
        ("X-Arrival", "v1.0.00"),
        ("Authorization", "Bearer x"),
        ("Host", "evil.example"),
        ("Cookie", "__Host-session=secret; identity=1"),
        ("Accept-Language", "bs"),
        ("Content-Type", "text/plain"),
    )
    assert to_upstream(sent, "1.2.3.4", "https://izbori.example") == [
        ("accept-language", "bs"),
        ("content-type", "text/plain"),
        ("cookie", "identity=1"),
        ("host", "izbori.example"),
        ("x-forwarded-for", "1.2.3.4"),
        ("x-forwarded-host", "izbori.example"),
        ("x-forwarded-proto", "https"),
    ]


def test_answers_keep_every_cookie_and_lose_what_belongs_to_the_hop() -> None:
    pairs = [
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Connection", "keep-alive"),
        ("Transfer-Encoding", "chunked"),
        ("Server", "secret/1.0"),
        ("Content-Length", "3"),
    ]
    assert to_browser({"connection": "keep-alive"}, pairs) == [
        (b"set-cookie", b"a=1"),
        (b"set-cookie", b"b=2"),
        (b"content-length", b"3"),
    ]


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read() -> None:
    bounds = Bounds(max_bytes=10)
    assert declared_length(request(("Content-Length", "10")), bounds) == 10
    assert declared_length(request(), bounds) is None
    with pytest.raises(TooLarge):
        declared_length(request(("Content-Length", "11")), bounds)
    for wrong in ("-1", "1x", "²"):
        with pytest.raises(Invalid):
            declared_length(request(("Content-Length", wrong)), bounds)


async def test_a_body_that_lied_about_its_size_is_cut() -> None:
    chunks = bounded_body(request(body=[b"12345", b"67890", b"1"]), Bounds(max_bytes=10))
    assert [await anext(chunks), await anext(chunks)] == [b"12345", b"67890"]
    with pytest.raises(TooLarge):
        await anext(chunks)


async def test_uploads_under_way_are_counted_by_account_and_given_back_after_a_failure() -> None:
    uploads = Uploads(in_all=3, per_account=2)
    async with uploads.slot("a"), uploads.slot("a"):
        with pytest.raises(TooMany):
            async with uploads.slot("a"):
                raise AssertionError
        async with uploads.slot("b"):
            with pytest.raises(TooMany):
                async with uploads.slot("c"):
                    raise AssertionError
    with pytest.raises(RuntimeError):
        async with uploads.slot("a"):
            raise RuntimeError
    assert uploads._under_way == {}
