"""Why: the door must not cost more than the house. Gateway and service together against the service alone, by CPU.

The same question is asked of the service with a token and of the gateway with a cookie, in turns within one run, so
that whatever else the machine does falls on both. Bodies are compared: a fast wrong answer would be a fine rate.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import httpx
import pytest

from embedded.stack import Stack
from tests.load.meter import metered
from tests.load.openloop import Wrong
from tests.load.report import keep, met, table
from tests.load.seeding import ELECTION, NOTICE, Draft, Guest, Seeder
from tests.operations import operation

pytestmark = [pytest.mark.load, pytest.mark.timeout(600)]
ROUNDS = 7
ASKED = 60
LISTED = 50
COUNTED = ("gateway", "registration")
"""Processes that the bar is about; PostgreSQL does the same work both ways but for the session's one row."""
Ask = Callable[[int], Awaitable[None]]


@dataclass(frozen=True)
class Ways:
    """One question, asked both ways; `bar` is how many times the service's CPU both together may use."""

    name: str
    bar: float
    service: Ask
    gateway: Ask


class Front:
    """Both doors of one stack."""

    def __init__(self, stack: Stack, client: httpx.AsyncClient) -> None:
        self._stack, self._client = stack, client
        self._service = f"http://127.0.0.1:{stack.ports['registration']}"

    async def ask(self, guest: Guest, name: str, field: str, **variables: Any) -> Any:
        """A registered operation of the portal; the value of its root field."""
        headers = guest.browser(self._stack.origin)
        body = operation(name, **variables)
        answer = await self._client.post(f"{self._stack.origin}/graphql", json=body, headers=headers)
        told = answer.json()
        if answer.status_code != 200 or told.get("errors"):
            raise Wrong(f"{name}: {answer.status_code} {answer.text[:120]}")
        return told["data"][field]

    async def call(self, guest: Guest, method: str, path: str, **options: Any) -> Any:
        """The same at the service."""
        answer = await self._client.request(method, f"{self._service}{path}", headers=guest.bearer, **options)
        if answer.status_code != 200:
            raise Wrong(f"{path}: {answer.status_code} {answer.text[:120]}")
        return answer.json()


def same(told: Any, expected: Any) -> None:
    if told != expected:
        raise Wrong(f"{told!r:.120} is not {expected!r:.120}")


def single_case(front: Front, drafts: Sequence[Draft]) -> Ways:
    def draft(number: int) -> Draft:
        return drafts[number % len(drafts)]

    async def service(number: int) -> None:
        own = draft(number)
        case = await front.call(own.guest, "GET", f"/v1/applications/{own.id}")
        same((case["id"], case["status"], len(case["documents"])), (str(own.id), "DRAFT", 2))

    async def gateway(number: int) -> None:
        own = draft(number)
        case = await front.ask(own.guest, "Application", "application", id=str(own.id))
        same((case["id"], case["status"], len(case["documents"])), (str(own.id), "DRAFT", 2))

    return Ways("a single case", 1.5, service, gateway)


def mutation(front: Front, drafts: Sequence[Draft]) -> Ways:
    """Saving a draft: the command that the portal sends most. Each draft's version moves with every save."""
    versions = {draft.id: draft.version for draft in drafts}

    def typed(number: int) -> str:
        return f"Ulica {number}"

    async def service(number: int) -> None:
        own = drafts[number % len(drafts)]
        body = {"version": versions[own.id], "fields": {"abroad_street": typed(number)}}
        case = await front.call(own.guest, "PATCH", f"/v1/applications/{own.id}", json=body)
        same(case["fields"]["abroad_street"], typed(number))
        versions[own.id] = case["version"]

    async def gateway(number: int) -> None:
        own = drafts[number % len(drafts)]
        fields = {"abroadStreet": typed(number)}
        asked = {"id": str(own.id), "version": versions[own.id], "fields": fields}
        case = await front.ask(own.guest, "SaveApplication", "saveApplication", **asked)
        same(case["fields"]["abroadStreet"], typed(number))
        versions[own.id] = case["version"]

    return Ways("a mutation", 1.5, service, gateway)


async def list_of_fifty(front: Front, clerk: Guest, drafts: Sequence[Draft]) -> Ways:
    for draft in drafts:
        asked = {"id": str(draft.id), "version": draft.version, "accuracy": True, "notice": NOTICE, "key": draft.key}
        case = await front.ask(draft.guest, "SubmitApplication", "submitApplication", **asked)
        same(case["status"], "SUBMITTED")
    query = {"queue": "ALL", "election": ELECTION, "limit": LISTED}
    expected = [
        item["id"] for item in (await front.call(clerk, "GET", "/v1/office/applications", params=query))["items"]
    ]
    same(len(expected), LISTED)

    async def service(_: int) -> None:
        page = await front.call(clerk, "GET", "/v1/office/applications", params=query)
        same([item["id"] for item in page["items"]], expected)

    async def gateway(_: int) -> None:
        asked = {"filter": {"queue": "ALL", "election": ELECTION}, "first": LISTED}
        page = await front.ask(clerk, "OfficeQueue", "officeQueue", **asked)
        same([edge["node"]["id"] for edge in page["edges"]], expected)

    return Ways("a list of 50", 3.0, service, gateway)


@dataclass(frozen=True)
class Cost:
    """CPU-milliseconds for each question, by process."""

    gateway: float
    registration: float

    @property
    def both(self) -> float:
        return self.gateway + self.registration


async def cost(stack: Stack, ask: Ask, numbers: Sequence[int]) -> Cost:
    """One question after another."""
    with metered(stack) as used:
        for number in numbers:
            await ask(number)
    gateway, registration = (used.seconds.get(name, 0.0) * 1000 / len(numbers) for name in COUNTED)
    return Cost(gateway, registration)


async def in_turns(stack: Stack, ways: Ways) -> tuple[Cost, Cost, float]:
    """Medians of the service alone and through the gateway, and of the ratios of each round."""
    alone, through = [], []
    for number in range(ROUNDS + 1):
        numbers = range(number * ASKED, (number + 1) * ASKED)
        alone.append(await cost(stack, ways.service, numbers))
        through.append(await cost(stack, ways.gateway, numbers))
    # the first round warms up; an idle gateway's own beat is no part of the service alone
    rounds = list(zip(alone[1:], through[1:], strict=True))
    ratios = [both.both / one.registration for one, both in rounds]
    return middle([one for one, _ in rounds]), middle([both for _, both in rounds]), median(ratios)


def middle(costs: Sequence[Cost]) -> Cost:
    return Cost(median(c.gateway for c in costs), median(c.registration for c in costs))


async def test_gateway_and_service_against_the_service_alone(stack: Stack, seeder: Seeder) -> None:
    rows = [["", "service alone ms", "service ms", "gateway ms", "ratio", "bar"]]
    kept = {}
    roles = [{"role": "CEC_REG_CLERK", "unit": None, "election": None}]
    clerk = await seeder.guest(roles=roles, amr=["pwd", "otp"])
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        front = Front(stack, client)
        measured = [
            mutation(front, await seeder.drafts(20)),
            single_case(front, await seeder.drafts(20)),
            await list_of_fifty(front, clerk, await seeder.drafts(LISTED + 10)),
        ]
        for ways in measured:
            alone, through, ratio = await in_turns(stack, ways)
            numbers = (alone.registration, through.registration, through.gateway, ratio)
            rows.append([ways.name, *(f"{number:.2f}" for number in numbers), met(ratio, ways.bar, at_least=False)])
            kept[ways.name] = {
                "service_alone_ms": alone.registration,
                "service_ms": through.registration,
                "gateway_ms": through.gateway,
                "ratio": ratio,
                "bar": ways.bar,
            }
    table("CPU of gateway and service together against the service alone", rows)
    keep("gateway", rounds=ROUNDS, asked_per_round=ASKED, ways=kept)
