"""Objects of the schema are the services' own answers: each field that the schema promises must be there by name."""

import types
import typing
from typing import Any

import pytest
from pydantic import BaseModel
from strawberry.types.base import StrawberryList, StrawberryObjectDefinition, StrawberryOptional
from strawberry.types.enum import StrawberryEnumDefinition

from gateway.graphql.schema import schema
from gateway.graphql.types.base import MODELS


def members(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of an annotation, without None."""
    annotation = typing.get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(m for part in typing.get_args(annotation) for m in members(part) if part is not type(None))
    return (annotation,)


def missing(kind: Any, annotation: Any, path: str) -> list[str]:
    """What of a field's type the model's annotation does not answer."""
    if isinstance(kind, StrawberryOptional):
        return missing(kind.of_type, annotation, path)
    none_allowed = type(None) in typing.get_args(annotation)
    found = [f"{path}: may be null"] if none_allowed else []
    return found + inner(kind, members(annotation)[0], path)


def inner(kind: Any, model: Any, path: str) -> list[str]:
    if isinstance(kind, StrawberryList):
        if typing.get_origin(model) is not list:
            return [f"{path}: is no list"]
        return inner(kind.of_type, members(typing.get_args(model)[0])[0], path)
    definition = getattr(kind, "__strawberry_definition__", None)
    if isinstance(definition, StrawberryObjectDefinition):
        return fields(definition, model, path) if isinstance(model, type) and issubclass(model, BaseModel) else [path]
    if isinstance(definition, StrawberryEnumDefinition):
        return []
    plain = {int: (int,), bool: (bool,), str: (str,)}.get(kind)
    is_named = typing.get_origin(model) is typing.Literal and kind is str
    return [] if plain is None or model in plain or is_named else [f"{path}: {model} is no {kind}"]


def fields(definition: StrawberryObjectDefinition, model: type[BaseModel], path: str) -> list[str]:
    found = []
    for field in definition.fields:
        if field.base_resolver is not None:
            continue
        name = f"{path}.{field.python_name}"
        given = model.model_fields.get(field.python_name)
        if given is None:
            found.append(f"{name}: is not in {model.__name__}")
            continue
        kind, annotation = field.type, given.annotation
        if isinstance(kind, StrawberryOptional):
            found += inner(kind.of_type, members(annotation)[0], name)
        else:
            found += missing(kind, annotation, name)
    return found


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_a_service_answers_every_field_that_the_schema_promises(kind: type) -> None:
    definition = kind.__strawberry_definition__  # type: ignore[attr-defined]
    assert fields(definition, MODELS[kind], kind.__name__) == []


def test_the_check_itself_finds_what_is_missing_null_or_of_another_type() -> None:
    class Wrong(BaseModel):
        key: str | None
        at: int

    from gateway.graphql.types.application import NextTerm

    definition = NextTerm.__strawberry_definition__  # type: ignore[attr-defined]
    found = fields(definition, Wrong, "T")
    assert "T.key: may be null" in found
    assert "T.explanation: is not in Wrong" in found


def test_types_that_no_model_answers_for_are_made_here() -> None:
    made_here = {
        *("Query", "Mutation", "Viewer", "Role", "Done", "PageInfo", "Text", "Problem", "Defect"),
        *("CommissionSession", "SessionItem"),
    }
    names = {
        name
        for name, found in schema.schema_converter.type_map.items()
        if isinstance(found.definition, StrawberryObjectDefinition) and not found.definition.is_input
    }
    unbound = {name for name in names if not name.endswith(("Edge", "Connection"))} - {k.__name__ for k in MODELS}
    assert unbound == made_here
