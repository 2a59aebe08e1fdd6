"""From what a service or a library says to what the browser reads."""

from typing import Any

import orjson
import pytest
from graphql import GraphQLError
from graphql.pyutils import Path

from commons.problems import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany, Unauthorised, Unavailable
from gateway.clients.http import Answer, Broken, refusal_of, segment
from gateway.graphql.run import encode, error_of
from gateway.graphql.types.problem import problem_of

PROBLEM = {
    "type": "urn:problem:case.closed",
    "title": "Conflict",
    "status": 409,
    "code": "case.closed",
    "params": {"have": 1},
    "trace_id": "t",
    "retry_after": 7,
    "defects": [
        {"code": "field.required", "path": "jmb", "article": "3.15(2)", "params": {"n": 2}},
        {"code": "soon", "path": None, "article": None, "params": {}, "warning": True},
    ],
}


def answer(status: int, body: Any = None, **changes: Any) -> Answer:
    return Answer(status, orjson.dumps(PROBLEM | changes) if body is None else body)


@pytest.mark.parametrize(
    ("status", "family"),
    [
        (401, Unauthorised),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (422, Invalid),
        (429, TooMany),
        (503, Unavailable),
    ],
)
def test_a_problem_of_a_service_is_the_same_refusal_here(status: int, family: type[Refusal]) -> None:
    found = refusal_of(answer(status), "registration")
    assert type(found) is family
    shown = problem_of(found)  # type: ignore[arg-type]
    assert (shown.code, shown.params, shown.retry_after) == ("case.closed", {"have": 1}, 7)
    first, second = shown.defects
    assert (first.code, first.path, first.article, first.params, first.warning) == (
        *("field.required", "jmb", "3.15(2)"),
        {"n": 2},
        False,
    )
    assert second.warning is True


@pytest.mark.parametrize(
    "broken",
    [
        answer(500),
        answer(418),
        answer(404, b"<html>not ours</html>"),
        answer(409, b"{}"),
        answer(422, b'{"detail": [{"msg": "x", "input": "0101980100000"}]}'),
    ],
)
def test_what_is_no_problem_of_ours_is_broken_and_tells_nothing(broken: Answer) -> None:
    found = refusal_of(broken, "registration")
    assert isinstance(found, Broken)
    assert str(found) == "registration"


@pytest.mark.parametrize("id", ["", "1", "../v1/office", "0199aaaa-0000-7000-8000-00000000000g", "a/b", "%2e%2e", "š"])
def test_nothing_but_an_id_gets_into_an_address(id: str) -> None:
    with pytest.raises(NotFound):
        segment(id)


def test_an_id_is_one_whatever_its_spelling() -> None:
    assert segment("0199AAAA00007000800000000000000A") == "0199aaaa-0000-7000-8000-00000000000a"


def test_an_unexpected_error_is_masked() -> None:
    error = GraphQLError("secret: JMB 0101980100000", path=["viewer"], original_error=RuntimeError("0101980100000"))
    found = error_of(error, terse=False)
    assert found["message"] == "internal"
    assert found["extensions"]["code"] == "internal"
    assert "0101980" not in str(found)


def test_a_refusal_without_a_place_in_the_schema_is_an_error_with_its_code() -> None:
    refusal = TooMany("rate.limited", retry_after=9)
    found = error_of(GraphQLError("x", path=Path(None, "inbox", None).as_list(), original_error=refusal), terse=True)
    assert found["message"] == "rate.limited"
    assert found["path"] == ["inbox"]
    assert found["extensions"]["retryAfter"] == 9


def test_a_value_that_does_not_fit_says_which_one_and_in_production_nothing_else() -> None:
    message = (
        "Variable '$fields' has invalid value at .dateOfBirth: Expected value of type 'Date'; found: '1990-02-31'."
    )
    for terse in (True, False):
        found = error_of(GraphQLError(message), terse=terse)
        assert found["extensions"]["defects"][0]["path"] == "date_of_birth"
        assert ("1990-02-31" in found["message"]) is not terse
    whole = error_of(GraphQLError("Variable '$version' has invalid value: Int cannot represent 'x'."), terse=True)
    assert whole["extensions"]["defects"][0]["path"] == "version"


def test_data_stands_beside_errors_unless_there_is_none() -> None:
    assert orjson.loads(encode({"a": 1}, [])) == {"data": {"a": 1}}
    assert orjson.loads(encode(None, [])) == {"data": None}
    assert orjson.loads(encode(None, [{"message": "x"}])) == {"errors": [{"message": "x"}]}
    assert orjson.loads(encode({"a": None}, [{"message": "x"}])) == {"errors": [{"message": "x"}], "data": {"a": None}}
