import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.session.redirects import safe_next


@pytest.mark.parametrize("path", ["/", "/cases", "/cases/1?tab=2&x=%C5%A1", "/office/queue?status=A,B#top", "/a~b/(c)"])
def test_a_page_of_the_portal_is_kept(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "foreign",
    [
        None,
        "",
        "cases",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/%2F%2Fevil.example",
        "/%5Cevil.example",
        "/../..//evil.example",
        "/a/..%2f..",
        '/"><script>',
        "/š",
        "/" + "a" * 500,
        "/session/logout",
        "/auth/login",
        "/graphql",
        "/download/registration/documents/1/content",
    ],
)
def test_everything_else_leads_home(foreign: str | None) -> None:
    assert safe_next(foreign) == "/"


@given(st.text(max_size=40))
def test_whatever_comes_out_begins_with_exactly_one_slash(value: str) -> None:
    found = safe_next("/" + value)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert not any(ord(letter) < 33 or ord(letter) > 126 for letter in found)
