"""Every operation of docs/operations/api.md answers on the running portal, called as that page says."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from embedded.stack import Stack
from tests.browser import voter
from tests.chaos import journey
from tests.chaos.people import Ledger, Person
from tools import published

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]
IDS = {text.split("(")[0].split("{")[0].split()[1]: id for id, text in json.loads(published.LIST.read_text()).items()}


@pytest.fixture
def anybody(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.origin, trust_env=False) as client:
        yield client


@pytest.fixture
def person(stack: Stack) -> Iterator[Person]:
    signed_in = Person(stack, Ledger(), "glasac")
    signed_in.sign_in()
    yield signed_in
    signed_in.close()


def of(answer: httpx.Response) -> Any:
    """The only field of an answer without errors."""
    body = answer.json()
    assert (answer.status_code, body.get("errors")) == (200, None), body
    (found,) = body["data"].values()
    return found


def ask(caller: Person | httpx.Client, name: str, **variables: Any) -> Any:
    asked = {"documentId": IDS[name], "variables": variables}
    if isinstance(caller, Person):
        return of(caller.send("POST", "/graphql", json=asked, headers={"X-CSRF-Token": caller.csrf}))
    return of(caller.post("/graphql", json=asked))


def test_the_page_and_the_list_tell_the_same_operations() -> None:
    page = published.PAGE.read_text()
    assert published.with_ids(page) == page
    assert page.count("```graphql") == len(IDS) == 5


def test_elections_and_their_calendars_are_asked_for_by_everybody_also_by_get(anybody: httpx.Client) -> None:
    elections = ask(anybody, "PublishedElections")
    assert "DEMO" in {one["code"] for one in elections}
    for election in elections:
        calendar = ask(anybody, "PublishedCalendar", code=election["code"])
        assert calendar["version"] == election["version"]
        assert {"OCV_CLOSE", "LIST_CLOSE"} <= {term["key"] for term in calendar["deadlines"]}
    asked = {"documentId": IDS["PublishedElections"], "variables": "{}"}
    by_get = anybody.get("/graphql", params=asked)
    assert of(by_get) == elections
    again = anybody.get("/graphql", params=asked, headers={"If-None-Match": by_get.headers["etag"]})
    assert again.status_code == 304


def test_a_person_reads_cases_and_anybody_checks_the_receipt(anybody: httpx.Client, person: Person) -> None:
    draft = journey.draft(person, voter.somebody(5), for_self=False)
    filed = person.submit(journey.prove(person, draft, small=True), journey.new_key())

    edges = ask(person, "PublishedMyCases", first=100)["edges"]
    assert {"DEMO"} == {edge["node"]["electionCode"] for edge in edges if edge["node"]["id"] == filed["id"]}
    case = ask(person, "PublishedCase", id=filed["id"])
    assert (case["number"], case["status"], case["version"]) == (filed["number"], "SUBMITTED", filed["version"])

    number, code = case["receipt"]["number"], case["receipt"]["code"]
    checked = ask(anybody, "PublishedReceiptCheck", number=number, code=code)
    assert (checked["number"], checked["hash"]) == (number, case["receipt"]["hash"])
    wrong = ask(anybody, "PublishedReceiptCheck", number=number, code=code[::-1])
    assert (wrong["__typename"], wrong["code"]) == ("Problem", "receipt.not_found")


def test_nobody_reads_a_case_without_being_signed_in(anybody: httpx.Client) -> None:
    for name, variables in (("PublishedMyCases", {"first": 5}), ("PublishedCase", {"id": "x"})):
        answer = anybody.post("/graphql", json={"documentId": IDS[name], "variables": variables}).json()
        assert answer["errors"][0]["extensions"]["code"] == "auth.required"
