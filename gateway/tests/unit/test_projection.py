"""The short cut must never be seen: every answer is compared with the one that graphql-core gives without it."""

import types
import typing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, get_named_type
from pydantic import AwareDatetime, BaseModel

from commons.problems import NotFound
from gateway.clients import models_notifications as n
from gateway.clients import models_reference as r
from gateway.clients import models_registration as m
from gateway.graphql.context import Context
from gateway.graphql.documents import Documents, Prepared
from gateway.graphql.run import run
from gateway.graphql.schema import core

NOON = datetime(2028, 7, 18, 12, tzinfo=UTC)
WORDS = {"status": "DRAFT", "correspondence_language": "bs"}


def sample(annotation: Any, *, full: bool, name: str = "") -> Any:  # noqa: PLR0911  # one for each kind of annotation
    """A value of an annotation: with everything in it, or with as little as it allows."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        if type(None) in arguments and not full:
            return None
        return sample(next(a for a in arguments if a is not type(None)), full=full, name=name)
    if origin is typing.Annotated:
        return sample(arguments[0], full=full, name=name)
    if origin is list:
        return [sample(arguments[0], full=full, name=name) for _ in range(2)] if full else []
    if origin is dict:
        return {"a": 1} if full else {}
    if origin is typing.Literal:
        return arguments[0]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return made(annotation, full=full)
    plain = {str: WORDS.get(name, f"the {name}"), int: 7, bool: True, date: date(2028, 1, 2), AwareDatetime: NOON}
    return plain.get(annotation, NOON if annotation is datetime else None)


def made(model: type[BaseModel], *, full: bool) -> Any:
    return model(**{name: sample(f.annotation, full=full, name=name) for name, f in model.model_fields.items()})


def selection(kind: Any, depth: int = 0) -> str:
    """Every field of a type, and of what is below it."""
    named = get_named_type(kind)
    if isinstance(named, GraphQLUnionType):
        return "{" + " ".join(f"... on {part.name} {selection(part, depth)}" for part in named.types) + "}"
    if not isinstance(named, GraphQLObjectType):
        return ""
    chosen = [f"{name} {selection(f.type, depth + 1)}" for name, f in named.fields.items() if not f.args]
    return "{ __typename again: __typename " + " ".join(chosen) + "}"


MODELS: dict[str, type[BaseModel]] = {
    "application": m.ApplicationOut,
    "office_application": m.OfficeApplication,
    "form": m.ApplicationForm,
    "mine": m.ApplicationPage,
    "queue": m.QueuePage,
    "counts": m.QueueCounts,
    "sittings": m.SessionPage,
    "access_log": m.AccessLogPage,
    "inbox": n.InboxPage,
    "bounces": n.Bounce,
    "calendar": r.ElectionView,
}
LISTS = {"bounces", "calendar"}


class Answers:
    """Whatever a service is asked, it answers with a sample."""

    def __init__(self, *, full: bool) -> None:
        self._full = full

    def __getattr__(self, name: str) -> Any:
        async def answer(*_: Any) -> Any:
            found = made(MODELS[name], full=self._full)
            return [found] if name in LISTS else found

        return answer

    async def save(self, _id: str, body: Any) -> Any:
        if body.version == 0:
            raise NotFound("application.not_found")
        return made(m.ApplicationOut, full=self._full)


class Stub(Context):
    """A request with every service behind it, and without one."""

    full = True

    @property
    def _answers(self) -> Any:
        return Answers(full=self.full)

    registration = notifications = reference = public_registration = _answers  # type: ignore[assignment]


def prepared(text: str) -> Prepared:
    return Documents(core, [], registered_only=False, max_tokens=100_000).any(text, None)


async def both(text: str, stub: type[Stub] = Stub, **variables: Any) -> tuple[bytes, Prepared]:
    """The answer, the same with the short cut and without; twice, because the first time compiles."""
    operation = prepared(text)
    answers = [
        (await run(core, way, variables, stub(None, NOON, ""), terse=True))[0]  # type: ignore[arg-type]
        for way in (operation, operation, replace(operation, may_be_projected=False))
    ]
    assert answers[0] == answers[1] == answers[2]
    return answers[0], operation


ROOTS = {
    "application": '(id: "x")',
    "officeApplication": '(id: "x")',
    "applicationForm": '(election: "x")',
    "myApplications": "",
    "officeQueue": '(filter: {queue: "ALL"})',
    "officeCounts": "",
    "commissionSessions": "",
    "accessLog": "",
    "inbox": "",
    "bounces": '(number: "x")',
    "elections": "",
}


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("root", ROOTS)
async def test_every_field_of_every_type_answers_the_same(root: str, full: bool) -> None:
    stub = type("Chosen", (Stub,), {"full": full})
    assert core.query_type is not None
    text = f"{{ {root}{ROOTS[root]} {selection(core.query_type.fields[root].type)} }}"
    answer, operation = await both(text, stub)
    assert b"errors" not in answer
    assert any(operation.projections.values())


async def test_unions_fragments_and_aliases_answer_the_same() -> None:
    save = """mutation($v: Int!) { saveApplication(id: "x", version: $v, fields: {}) {
        ... on Application { ...f other: id fields { surname ... on ApplicationFields { name } } }
        ... on Problem { code }
    } } fragment f on Application { id documents { ...d } } fragment d on Document { contentUrl here: pageUrl }"""
    answer, _ = await both(save, v=1)
    assert b"/download/registration/the content_url" in answer
    refused, _ = await both(save, v=0)
    assert b"application.not_found" in refused


async def test_fields_with_arguments_or_resolvers_go_the_ordinary_way_and_what_is_beside_them_does_not() -> None:
    answer, operation = await both(
        '{ elections { code deadline(key: "the key") { key name { sr } } periods { key } } }'
    )
    assert b'"deadline":{"key":"the key"' in answer
    compiled = {name: found is not None for (name, _), found in operation.projections.items()}
    assert compiled == {"Election": False, "Deadline": True, "Period": True}


async def test_directives_are_never_compiled() -> None:
    text = 'query($s: Boolean!) { application(id: "x") { id number @skip(if: $s) } }'
    without, operation = await both(text, s=True)
    with_it, _ = await both(text, s=False)
    assert (b"number" in without, b"number" in with_it) == (False, True)
    assert operation.projections == {}


class Broken(Stub):
    @property
    def _answers(self) -> Any:
        case = made(m.ApplicationOut, full=True)
        broken = case.model_copy(
            update={"timeline": [case.timeline[0].model_copy(update={"action": None, "status": "NO_SUCH"})]}
        )

        class Answers:
            async def application(self, _id: str) -> Any:
                return broken

        return Answers()

    registration = _answers  # type: ignore[assignment]


async def test_a_value_that_does_not_fit_is_reported_in_its_place() -> None:
    nothing, _ = await both('{ application(id: "x") { id timeline { action } } }', Broken)
    assert b'"path":["application","timeline",0,"action"]' in nothing
    unknown, _ = await both('{ application(id: "x") { id timeline { status at } } }', Broken)
    assert b'"path":["application","timeline",0,"status"]' in unknown
    assert b"NO_SUCH" not in unknown


async def test_a_number_that_is_too_large_for_the_type_is_an_error_as_always() -> None:
    class Large(Stub):
        @property
        def _answers(self) -> Any:
            class Answers:
                async def counts(self, _election: str | None) -> Any:
                    return made(m.QueueCounts, full=True).model_copy(update={"mine": 2**40})

            return Answers()

        registration = _answers  # type: ignore[assignment]

    answer, _ = await both("{ officeCounts { mine all } }", Large)
    assert b'"path":["officeCounts","mine"]' in answer
