from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError

from commons import problems, telemetry
from commons.problems import Conflict, Defect, Forbidden, Invalid, NotFound, TooMany


class Order(BaseModel):
    name: str = Field(max_length=5)
    count: int = Field(ge=1)


class ServerGone(Exception):
    sqlstate = "57P01"


def app() -> FastAPI:
    made = FastAPI()

    @made.get("/refuse/{family}")
    async def refuse(family: str) -> None:
        families: dict[str, Exception] = {
            "missing": NotFound("thing.not_found"),
            "forbidden": Forbidden("thing.not_yours"),
            "stale": Conflict("thing.stale", {"have": 3, "seen": 2}),
            "often": TooMany("rate.limited", retry_after=7),
            "defects": Invalid(
                "thing.invalid",
                defects=[Defect("name.short", "name", "3.15(2)", {"min": 1}), Defect("count.zero", "count")],
            ),
            "bug": KeyError("Muhamed Hadžić, 0101900170000"),
            "outage": ConnectionRefusedError("10.0.0.7"),
            "shutdown": DBAPIError("SELECT 1", {}, ServerGone()),
        }
        raise families[family]

    @made.post("/orders")
    async def order(given: Order) -> Order:
        return given

    inner, outer = APIRouter(), APIRouter()

    @inner.get("/cases/{id}")
    async def case(id: str) -> str:
        return id

    outer.include_router(inner, prefix="/office")
    made.include_router(outer, prefix="/v1")
    problems.install(made)
    telemetry.instrument(made, "probe", registry=telemetry.REGISTRY)
    return made


async def call(method: str, path: str, **options: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://probe") as client:
        return await client.request(method, path, **options)


@pytest.mark.parametrize(
    ("family", "status", "code"),
    [
        ("missing", 404, "thing.not_found"),
        ("forbidden", 403, "thing.not_yours"),
        ("stale", 409, "thing.stale"),
        ("often", 429, "rate.limited"),
        ("defects", 422, "thing.invalid"),
        ("bug", 500, "internal"),
        ("outage", 503, "service.unavailable"),
        ("shutdown", 503, "service.unavailable"),
    ],
)
async def test_each_family_has_one_status_and_the_code_goes_out_unchanged(family: str, status: int, code: str) -> None:
    answer = await call("GET", f"/refuse/{family}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-trace-id"] == answer.json()["trace_id"]


async def test_all_defects_are_reported_with_their_article_and_numbers() -> None:
    body = (await call("GET", "/refuse/defects")).json()
    assert body["defects"] == [
        {"code": "name.short", "path": "name", "article": "3.15(2)", "params": {"min": 1}},
        {"code": "count.zero", "path": "count", "article": None, "params": {}},
    ]


async def test_a_stale_version_says_what_is_there_and_what_was_seen() -> None:
    assert (await call("GET", "/refuse/stale")).json()["params"] == {"have": 3, "seen": 2}


async def test_too_many_requests_say_when_to_come_back() -> None:
    answer = await call("GET", "/refuse/often")
    assert answer.headers["retry-after"] == "7"
    assert answer.json()["retry_after"] == 7


async def test_an_unexpected_error_tells_neither_client_nor_log_what_was_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telemetry.configure_logging("probe")
    answer = await call("GET", "/refuse/bug")
    output = capsys.readouterr()
    assert "KeyError" in output.out
    assert "test_problems.py" in output.out
    for told in (answer.text, output.out, output.err):
        assert "Hadžić" not in told
        assert "0101900170000" not in told


async def test_request_errors_name_the_field_and_the_limit_but_not_the_input() -> None:
    answer = await call("POST", "/orders", json={"name": "Hadžić-Begović", "count": 0})
    assert answer.status_code == 422
    assert answer.json()["code"] == "request.invalid"
    assert answer.json()["defects"] == [
        {"code": "request.string_too_long", "path": "name", "article": None, "params": {"max_length": 5}},
        {"code": "request.greater_than_equal", "path": "count", "article": None, "params": {"ge": 1}},
    ]
    assert "Hadžić" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("GET", "/nowhere", b"", 404, "request.not_found"),
        ("DELETE", "/orders", b"", 405, "request.method_not_allowed"),
        ("POST", "/orders", b"{", 422, "request.invalid"),
        ("POST", "/orders", b"[]", 422, "request.invalid"),
    ],
)
async def test_bad_requests_are_problems_too(method: str, path: str, content: bytes, status: int, code: str) -> None:
    answer = await call(method, path, content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_trace_of_the_caller_is_carried_on() -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = await call("GET", "/refuse/missing", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert answer.json()["trace_id"] == trace


async def test_access_lines_have_the_template_of_the_route_and_no_query(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure_logging("probe")
    await call("GET", "/refuse/missing?jmb=0101900170000")
    output = capsys.readouterr().out
    assert '"route": "/refuse/{family}"' in output
    assert "jmb" not in output
    assert "/refuse/missing" not in output


async def test_access_lines_of_included_routers_have_the_whole_template(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure_logging("probe")
    await call("GET", "/v1/office/cases/7")
    await call("GET", "/v1/nowhere/0101900170000")
    output = capsys.readouterr().out
    assert '"route": "/v1/office/cases/{id}"' in output
    assert '"route": "?"' in output
    assert "0101900170000" not in output


async def test_metrics_count_answers_by_route_template() -> None:
    await call("GET", "/refuse/forbidden")
    answer = await call("GET", "/metrics")
    assert 'http_requests_total{method="GET",route="/refuse/{family}",service="probe",status="403"}' in answer.text
