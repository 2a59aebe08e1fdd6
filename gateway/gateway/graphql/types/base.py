"""Why: scalars and helpers that every type needs.

An object of a type is the service's answer itself, a model generated from its OpenAPI document: its fields are read by
name, so that nothing is copied between two shapes of the same thing. `of` says which model answers for which type;
a test compares every field of every such pair, and mypy sees the type that the schema promises.
"""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any, NewType, TypeVar, cast

import strawberry
from pydantic import BaseModel
from strawberry.types.field import StrawberryField
from strawberry.types.scalar import ScalarDefinition, scalar

T = TypeVar("T")
JSON = NewType("JSON", object)
DOWNLOADS = "/download/registration/"
MODELS: dict[type, type[BaseModel]] = {}
"""Type of the schema → model that answers for it."""


def _iso(value: datetime | date | str) -> str:
    """A draft's dates are texts already: they may be unfinished."""
    return value if isinstance(value, str) else value.isoformat()


def _instant(value: str) -> datetime:
    parsed = datetime.fromisoformat(value)
    if parsed.tzinfo is None:
        raise ValueError("an instant has an offset")
    return parsed


SCALARS: dict[object, ScalarDefinition] = {
    datetime: scalar(
        name="DateTime",
        description="An instant, ISO 8601 with offset.",
        serialize=_iso,
        parse_value=_instant,
    ),
    date: scalar(
        name="Date",
        description="A calendar date, ISO 8601.",
        serialize=_iso,
        parse_value=date.fromisoformat,
    ),
    JSON: scalar(name="JSON", serialize=lambda value: value, parse_value=lambda value: value),
}


def of(model: type[BaseModel]) -> Callable[[type[T]], type[T]]:
    """Answers of this model are objects of the decorated type."""

    def remember(kind: type[T]) -> type[T]:
        MODELS[kind] = model
        kind.is_type_of = classmethod(lambda cls, value, _info: isinstance(value, cls | model))  # type: ignore[attr-defined]
        return kind

    return remember


def shown(kind: type[T], answer: BaseModel) -> T:
    """A service's answer as the type of the schema that it answers for."""
    if not isinstance(answer, MODELS[kind]):
        raise TypeError(f"{type(answer).__name__} does not answer for {kind.__name__}")
    return cast("T", answer)


@strawberry.enum
class Language(Enum):
    bs = "bs"
    hr = "hr"
    sr = "sr"
    en = "en"


@strawberry.type(description="A text in the four languages.")
class Text:
    bs: str
    hr: str
    sr: str
    en: str


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Done:
    ok: bool


class _Download(StrawberryField):
    """A path of registration's interface as a path of the portal's origin; a field without resolver, so it is cheap."""

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: Any) -> Any:
        value: Any = super().get_result(source, info, args, kwargs)
        return None if value is None else DOWNLOADS + value


def download(text: str | None = None) -> Any:
    """A field with the address of a file of the case, passed through by `/download/registration/`."""
    return _Download(python_name=None, description=text)


def described(text: str) -> Any:
    """A field with a description, read by name."""
    return strawberry.field(description=text)
