import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from commons.problems import Forbidden
from gateway.session import cookies, csrf

OURS = frozenset({"https://izbori.example"})


def asked(**headers: str) -> Headers:
    return Headers({name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("headers", "has_cookie"),
    [
        (asked(origin="https://izbori.example"), True),
        (asked(sec_fetch_site="same-origin"), True),
        (asked(), False),
        (asked(origin="https://izbori.example"), False),
    ],
)
def test_our_own_pages_and_programs_without_a_cookie_may_ask(headers: Headers, has_cookie: bool) -> None:
    csrf.refuse_foreign_origin(headers, OURS, has_cookie=has_cookie)


@pytest.mark.parametrize(
    ("headers", "has_cookie"),
    [
        (asked(origin="https://evil.example"), True),
        (asked(origin="https://evil.example"), False),
        (asked(origin="null"), True),
        (asked(origin="http://izbori.example"), True),
        (asked(origin="https://izbori.example.evil.example"), True),
        (asked(origin="https://evil.example", sec_fetch_site="same-origin"), True),
        (asked(sec_fetch_site="cross-site"), True),
        (asked(sec_fetch_site="same-site"), True),
        (asked(), True),
    ],
)
def test_other_sites_may_not(headers: Headers, has_cookie: bool) -> None:
    with pytest.raises(Forbidden, match=r"session\.foreign_origin"):
        csrf.refuse_foreign_origin(headers, OURS, has_cookie=has_cookie)


def test_the_token_belongs_to_one_session() -> None:
    csrf.refuse_without_token(csrf.token_of("one"), "one")
    for wrong in (None, "", "0" * 64, csrf.token_of("other"), "š"):
        with pytest.raises(Forbidden, match=r"session\.csrf"):
            csrf.refuse_without_token(wrong, "one")


def test_the_session_cookie_has_every_flag_and_the_name_that_browsers_guard() -> None:
    answer = Response()
    cookies.give(answer, "s" * 43, 60)
    flags = [part.strip().lower() for part in answer.headers["set-cookie"].split(";")]
    assert flags[0] == f"__host-session={'s' * 43}"
    assert set(flags[1:]) == {"httponly", "max-age=60", "path=/", "samesite=lax", "secure"}


def test_taking_the_cookie_away_keeps_its_flags_or_browsers_would_not_do_it() -> None:
    answer = Response()
    cookies.take(answer)
    flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
    assert {"max-age=0", "path=/", "secure", "httponly"} <= flags


@pytest.mark.parametrize("value", ["", "short", "x" * 44])
def test_a_cookie_of_another_shape_is_nobody(value: str) -> None:
    request = Request({"type": "http", "headers": [(b"cookie", f"__Host-session={value}".encode())]})
    assert cookies.secret_of(request) is None


def test_an_upstream_does_not_see_our_cookies() -> None:
    sent = "a=1; __Host-session=secret; identity=2; __Host-sign-in=x=y; b"
    assert cookies.without_ours(sent) == "a=1; identity=2; b"
    assert cookies.without_ours("__Host-session=secret") == ""
