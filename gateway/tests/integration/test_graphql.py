import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import nats
import orjson
from nats.aio.client import Client as Nats
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from commons.arrival import believed
from commons.clock import SystemClock
from commons.testing import eventually
from contracts.reference import ElectionChanged
from embedded.testing import TestNats

CASE = "0199aaaa-0000-7000-8000-000000000000"
TEXTS = {"bs": "a", "hr": "b", "sr": "c", "en": "d"}
ELECTION = {
    "code": "DEMO",
    "short": "D",
    "version": 1,
    "name": TEXTS,
    "type": "LOCAL",
    "day": "2028-10-01",
    "called_on": None,
    "rehearsal": True,
    "deadlines": [],
    "periods": [],
}
REFUSED = {
    "type": "urn:problem:registration.period_closed",
    "title": "Conflict",
    "status": 409,
    "code": "registration.period_closed",
    "params": {"closed_at": "2028-07-18T22:00:00Z"},
    "trace_id": "t",
    "retry_after": None,
    "defects": [{"code": "field.required", "path": "jmb", "article": "3.15", "params": {}}],
}


class Upstream:
    """A service that answers what it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, httpx.Headers, bytes]] = []
        self.answers: list[Response] = []

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", self.answer, methods=["GET", "POST", "PATCH", "DELETE"])])

    async def answer(self, request: Request) -> Response:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.seen.append((request.method, path, httpx.Headers(request.headers.raw), await request.body()))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def behind(world: Any, name: str, *answers: Response) -> Upstream:
    made = Upstream()
    made.answers = list(answers)
    await world.upstream(name, made.app())
    return made


def problem(body: dict[str, Any] = REFUSED) -> JSONResponse:
    return JSONResponse(body, body["status"], media_type="application/problem+json")


START = """mutation($k: String!) {
  startApplication(election: "DEMO", forSelf: true, idempotencyKey: $k) {
    __typename
    ... on Problem { code params traceId defects { code path article params warning } }
  }
}"""


async def test_a_command_carries_token_key_trace_and_a_stamp_over_exactly_its_body(world: Any) -> None:
    registration = await behind(world, "registration", problem())
    await world.gateway()
    browser = await world.voter()
    before = SystemClock().now()
    answer = await browser.post({"query": START, "variables": {"k": "key-1"}}, **{"X-Arrival": "v1.1.00"})
    method, path, headers, body = registration.seen[-1]
    assert (method, path) == ("POST", "/v1/applications")
    assert headers["authorization"].startswith("Bearer ey")
    assert headers["idempotency-key"] == "key-1"
    assert answer.headers["x-trace-id"] in headers["traceparent"]
    stamp = believed(world.values["arrival_key"], headers["x-arrival"], "key-1", body, SystemClock())
    assert stamp is not None
    assert before <= stamp <= SystemClock().now()
    assert believed(world.values["arrival_key"], headers["x-arrival"], "key-1", body + b" ", SystemClock()) is None
    assert believed(world.values["arrival_key"], headers["x-arrival"], "key-2", body, SystemClock()) is None
    assert "cookie" not in headers


async def test_a_refusal_is_the_problem_of_the_union_with_every_defect(world: Any) -> None:
    await behind(world, "registration", problem())
    await world.gateway()
    browser = await world.voter()
    answer = await browser.post({"query": START, "variables": {"k": "k"}})
    found = answer.json()["data"]["startApplication"]
    assert found == {
        "__typename": "Problem",
        "code": "registration.period_closed",
        "params": {"closed_at": "2028-07-18T22:00:00Z"},
        "traceId": answer.headers["x-trace-id"],
        "defects": [{"code": "field.required", "path": "jmb", "article": "3.15", "params": {}, "warning": False}],
    }


async def test_what_nobody_expected_is_masked_and_traced(world: Any) -> None:
    leaks = [
        JSONResponse({"detail": "stack of 0101980100000"}, 500),
        Response("<html>0101980100000</html>", 200),
        JSONResponse({"id": "0101980100000"}, 200),
    ]
    await behind(world, "registration", *leaks)
    await world.gateway()
    browser = await world.voter()
    for _ in leaks:
        answer = await browser.post({"query": START, "variables": {"k": "k"}})
        (error,) = answer.json()["errors"]
        assert error["message"] == "internal"
        assert error["extensions"] == {"code": "internal", "traceId": answer.headers["x-trace-id"]}
        assert "0101980" not in answer.text


async def test_a_service_that_is_away_is_a_coded_answer_and_only_questions_are_tried_again(world: Any) -> None:
    busy = JSONResponse({**REFUSED, "status": 503, "code": "service.unavailable"}, 503)
    registration = await behind(world, "registration", busy)
    await world.gateway()
    browser = await world.voter()
    answer = await browser.ask(START, k="k")
    assert answer["data"]["startApplication"]["code"] == "service.unavailable"
    assert len(registration.seen) == 1
    answer = await browser.ask("{officeCounts{all}}")
    assert answer["errors"][0]["extensions"]["code"] == "service.unavailable"
    assert len(registration.seen) == 3


async def test_nobody_there_at_all_is_unavailable_too(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    found = (await browser.ask(START, k="k"))["data"]["startApplication"]
    assert found["code"] == "service.unavailable"
    assert (await browser.ask("{viewer{account unreadInbox}}"))["data"]["viewer"]["unreadInbox"] == 0


async def test_a_service_is_asked_only_for_what_the_selection_wants(world: Any) -> None:
    notifications = await behind(world, "notifications", JSONResponse({"items": [], "next": None, "unread": 3}))
    await world.gateway()
    browser = await world.voter()
    skipped = "query($s: Boolean!){viewer{account unreadInbox @skip(if: $s)}}"
    fragment = "{viewer{...f}} fragment f on Viewer{... on Viewer{unreadInbox}}"
    await browser.ask("{viewer{account}}")
    await browser.ask(skipped, s=True)
    assert notifications.seen == []
    assert (await browser.ask(skipped, s=False))["data"]["viewer"]["unreadInbox"] == 3
    assert (await browser.ask(fragment))["data"]["viewer"]["unreadInbox"] == 3
    assert [path for _, path, _, _ in notifications.seen] == ["/v1/inbox?limit=1"] * 2


async def test_the_filter_of_the_queue_reaches_the_service_word_for_word(world: Any) -> None:
    page = {"items": [], "next_cursor": None, "total": 0}
    registration = await behind(world, "registration", JSONResponse(page))
    await world.gateway()
    browser = await world.official("CEC_REG_CLERK")
    wanted = {"queue": "MINE", "statuses": ["RETURNED", "SUBMITTED"], "search": "Ђорђе & co", "country": "DE"}
    query = 'query($f: QueueFilter!){officeQueue(filter:$f, first:7, after:"abc"){total pageInfo{hasNextPage}}}'
    assert (await browser.ask(query, f=wanted))["data"]["officeQueue"]["total"] == 0
    asked = httpx.URL(registration.seen[-1][1]).params
    assert asked.get_list("status") == ["RETURNED", "SUBMITTED"]
    assert {name: asked[name] for name in ("queue", "q", "country", "limit", "cursor")} == {
        "queue": "MINE", "q": "Ђорђе & co", "country": "DE", "limit": "7", "cursor": "abc",
    }  # fmt: skip
    too_many = await browser.ask(query.replace("first:7", "first:101"), f=wanted)
    assert too_many["errors"][0]["extensions"]["defects"][0]["path"] == "first"


async def test_commands_from_elsewhere_or_without_the_token_do_not_reach_a_service(world: Any) -> None:
    registration = await behind(world, "registration", problem())
    await world.gateway()
    browser = await world.voter()
    body = {"query": START, "variables": {"k": "k"}}
    for headers, code in (
        ({"origin": "https://evil.example"}, "session.foreign_origin"),
        ({"x-csrf-token": ""}, "session.csrf"),
        ({"x-csrf-token": "0" * 64}, "session.csrf"),
    ):
        answer = await browser.post(body, **headers)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"]["code"] == code
    plain = {"origin": world.origin, "x-csrf-token": browser.csrf, "content-type": "text/plain"}
    answer = await browser.send("POST", "/graphql", content=orjson.dumps(body), headers=plain)
    assert answer.status_code == 422
    assert registration.seen == []


async def test_bodies_that_are_no_question_get_a_coded_answer(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    headers = {"origin": world.origin, "x-csrf-token": browser.csrf, "content-type": "application/json"}
    deep = b'{"query":' + b"[" * 5000 + b"]" * 5000 + b"}"
    for content, status, code in (
        (b"", 422, "request.invalid"),
        (b"[]", 422, "request.invalid"),
        (b'{"query":', 422, "request.invalid"),
        (b'{"query": 1}', 422, "request.invalid"),
        (b'{"variables": []}', 422, "request.invalid"),
        (b"{}", 422, "graphql.nothing_asked"),
        (deep, 422, "request.invalid"),
        (b"\xff\xfe", 422, "request.invalid"),
        (b'{"query":"{"}', 400, "graphql.invalid"),
        (b'{"query":"{nothing}"}', 400, "graphql.invalid"),
        (b'{"query":"{' + b"viewer{account} " * 900 + b'}"}', 400, "graphql.invalid"),
        (b'{"query":"' + b" " * 300_000 + b'"}', 413, "request.too_large"),
        (b'{"documentId":"sha256:00"}', 404, "graphql.not_registered"),
        (b'{"query":"subscription{x}"}', 400, "graphql.invalid"),
    ):
        answer = await browser.send("POST", "/graphql", content=content, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code), content[:40]


async def test_a_value_that_does_not_fit_says_which_one(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    save = """mutation($f: ApplicationFieldsInput!) {
      saveApplication(id: "x", version: 1, fields: $f) { __typename ... on Problem { code } }
    }"""
    for wrong in ({"dateOfBirth": "1990-02-31"}, {"dateOfBirth": 5}, {"dateOfBirth": "yesterday"}):
        (error,) = (await browser.ask(save, f=wrong))["errors"]
        assert error["extensions"]["code"] == "request.invalid"
        assert error["extensions"]["defects"][0]["path"] == "date_of_birth"
    (error,) = (await browser.ask(save, f={"nothing": 1}))["errors"]
    assert error["extensions"]["code"] == "request.invalid"
    assert (await browser.ask(save, f={}))["data"]["saveApplication"]["code"] == "request.not_found"


async def test_outside_production_cost_depth_and_aliases_are_bounded(world: Any) -> None:
    await world.gateway()
    browser = world.browser()
    many = "{" + "".join(f"{letter}:elections{{deadlines{{name{{en}}}}}}" for letter in "abcdefgh") + "}"
    answer = await browser.post({"query": many})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (422, "graphql.cost")


def register(world: Any, *texts: str) -> list[str]:
    file: Path = world.values["operations_files"][0]
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    file.write_text(json.dumps({f"sha256:{key}": text for key, text in zip(digests, texts, strict=True)}))
    return [f"sha256:{key}" for key in digests]


async def test_production_runs_registered_operations_and_nothing_else(world: Any) -> None:
    viewer, huge = register(
        world,
        "query Viewer { viewer { account } }",
        "{" + "".join(f"v{n}:viewer{{account}} " for n in range(900)) + "}",
    )
    await world.gateway(environment="production")
    browser = await world.voter()
    assert (await browser.post({"documentId": viewer})).json()["data"]["viewer"]["account"]
    assert (await browser.post({"documentId": huge})).status_code == 200
    refused = await browser.post({"query": "{viewer{account}}"})
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["extensions"]["code"] == "graphql.registered_only"
    introspection = await browser.post({"query": "{__schema{types{name}}}"})
    assert introspection.status_code == 403


async def test_public_questions_are_asked_by_get_tagged_and_kept(world: Any) -> None:
    reference = await behind(world, "reference", JSONResponse([ELECTION]))
    await world.gateway()
    browser = await world.voter()
    params = {"query": "query($c: String!){election(code:$c){code isDemo name{sr}}}", "variables": '{"c":"DEMO"}'}
    first = await browser.get("/graphql", params=params)
    assert first.json() == {"data": {"election": {"code": "DEMO", "isDemo": True, "name": {"sr": "c"}}}}
    assert "max-age=" in first.headers["cache-control"]
    assert first.headers["cache-control"].startswith("public")
    assert "set-cookie" not in first.headers
    again = await browser.get("/graphql", params=params, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "authorization" not in reference.seen[0][2]
    posted = await browser.ask(params["query"], c="DEMO")
    assert posted == first.json()
    assert len(reference.seen) == 1


async def test_private_questions_and_commands_are_not_asked_by_get(world: Any) -> None:
    await world.gateway()
    browser = await world.voter()
    command = "mutation{endOtherAccountSessions{__typename}}"
    for text in ("{viewer{account}}", "{elections{code} viewer{account}}", command):
        answer = await browser.get("/graphql", params={"query": text})
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "graphql.post_only")


async def test_a_changed_election_is_asked_for_again_at_once(world: Any, nats_server: TestNats) -> None:
    reference = await behind(world, "reference", JSONResponse([ELECTION]))
    await world.gateway(public_seconds=3600)
    browser = world.browser()
    user, password = nats_server.user("reference")
    client: Nats = await nats.connect(nats_server.url, user=user, password=password, inbox_prefix="_INBOX.reference")

    async def is_asked_again() -> bool:
        before = len(reference.seen)
        await client.publish(ElectionChanged.subject, b'{"entity_id":"DEMO"}')
        await client.flush()
        await browser.ask("{elections{code}}")
        return len(reference.seen) > before > 0

    await eventually(is_asked_again, within=5)
    await client.close()


async def test_public_answers_outlive_the_service_behind_them(world: Any) -> None:
    reference = await behind(world, "reference", JSONResponse([ELECTION]))
    await world.gateway(public_seconds=0)
    browser = world.browser()
    first = await browser.ask("{elections{code}}")
    reference.answers = [JSONResponse({}, 500)]
    assert await browser.ask("{elections{code}}") == first
    assert "errors" in await browser.ask("{elections{code day}}")


async def test_too_many_questions_are_told_when_to_come_back(world: Any) -> None:
    await world.gateway(rate_session="5/minute", rate_anonymous="3/minute")
    browser = await world.voter()
    answers = [await browser.post({"query": "{viewer{account}}"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert answers[-1].json()["errors"][0]["extensions"]["code"] == "rate.limited"
    other = await world.voter("somebody else at the same address")
    assert (await other.post({"query": "{viewer{account}}"})).status_code == 200


RECEIPT = 'mutation($n: String!){checkReceipt(number:$n, code:"x"){__typename ... on Problem{code retryAfter}}}'


async def test_receipts_are_checked_a_few_times_only_whichever_worker_is_asked(world: Any) -> None:
    unknown = {**REFUSED, "status": 404, "code": "receipt.not_found"}
    registration = await behind(world, "registration", problem(unknown))
    await world.gateway(rate_receipt=["4/minute"], rate_receipt_number=["2/hour"])
    other = await world.gateway(port=0, rate_receipt=["4/minute"], rate_receipt_number=["2/hour"])
    here, there = world.browser(), world.browser(other)

    async def check(browser: Any, number: str) -> str:
        return str((await browser.ask(RECEIPT, n=number))["data"]["checkReceipt"]["code"])

    assert await check(here, "REG-1") == "receipt.not_found"
    assert await check(there, " reg-1 ") == "receipt.not_found"
    assert await check(here, "REG-1") == "rate.limited"
    assert await check(there, "REG-2") == "receipt.not_found"
    assert await check(here, "REG-3") == "rate.limited"
    assert len(registration.seen) == 3
