from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from identity import device
from identity.pages.assets import assets
from identity.pages.browser import carried, client_address, network_of
from identity.pages.render import policy
from identity.service import accounts
from identity.throttle import PASSWORD

ROOT = Path(__file__).parents[4]


def request(query: str = "", peer: str = "127.0.0.1", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "query_string": query.encode(), "headers": raw, "client": (peer, 1)}
    return Request(scope)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "1.1.1.1, 192.0.2.7", "192.0.2.7"),
        ("::1", "192.0.2.7", "192.0.2.7"),
        ("203.0.113.5", "192.0.2.7", "203.0.113.5"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_from_this_machine_alone(peer: str, forwarded: str, address: str) -> None:
    assert client_address(request(peer=peer, x_forwarded_for=forwarded)) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_one_customer_is_one_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_only_what_belongs_to_the_authorization_request_is_carried() -> None:
    assert (
        carried(request("client_id=portal&state=a%26b&evil=1&prompt=login&max_age=0")) == "client_id=portal&state=a%26b"
    )
    assert carried(request("state=x")) == ""
    assert carried(request(f"client_id=portal&state={'x' * 1001}")) == "client_id=portal"


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15", "Safari, macOS"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(agent: str, label: str) -> None:
    assert device.label(agent) == label


@pytest.mark.parametrize(("failures", "minutes"), [(1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (1000, 15)])
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures: int, minutes: int) -> None:
    assert PASSWORD.wait(failures) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "email", ["a@b.ba", "ime.prezime+izbori@sub.primjer.co.uk", "žana@пример.срб", " ivo@example.org "]
)
def test_addresses_that_people_have_are_taken(email: str) -> None:
    assert accounts.email_problem(email) is None


@pytest.mark.parametrize(
    "email", ["a", "a@", "@b.ba", "a@b", "a b@c.ba", "a@b..ba", "a@b.ba,c@d.ba", "<a@b.ba>", "a@b\n.ba", "a@@b.ba"]
)
def test_addresses_that_cannot_be_are_refused(email: str) -> None:
    assert accounts.email_problem(email) == "email.wrong"


@pytest.mark.parametrize("email", ["", " ", "\n"])
def test_no_address_is_a_missing_one(email: str) -> None:
    assert accounts.email_problem(email) == "email.missing"


def test_the_policy_names_the_portals_origin_for_the_redirect_after_a_form() -> None:
    text = policy(("http://localhost:8000/session/callback", "https://app.example/cb"))
    assert "form-action 'self' http://localhost:8000 https://app.example;" in text


def test_the_look_is_the_portals_own() -> None:
    """The tokens are shipped with the service, and stay those of the portal."""
    shared = ROOT / "frontend" / "src" / "design" / "tokens.css"
    assert assets()["tokens.css"].content == shared.read_bytes()
