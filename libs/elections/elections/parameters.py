"""What the Commission may set per election beside the calendar: each with its default and where it was read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from elections.rules import Authority, LegalBasis

Value = bool | int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    key: str
    default: Value
    basis: LegalBasis
    meaning: str


@cache
def parameters() -> Mapping[str, Parameter]:
    rows = tomllib.loads(files("elections").joinpath("data/parameters.toml").read_text(encoding="utf-8"))["parameter"]
    return {
        row["key"]: Parameter(
            key=row["key"],
            default=frozen(row["default"]),
            basis=LegalBasis(row.get("article", ""), row["source"], Authority(row["authority"])),
            meaning=row["meaning"],
        )
        for row in rows
    }


def frozen(value: bool | int | str | list[str] | tuple[str, ...]) -> Value:
    """A value as JSON or TOML gives it, made immutable."""
    return tuple(value) if isinstance(value, list) else value


def value_problem(key: str, value: Value) -> str | None:
    """parameter.unknown or parameter.type (not the type of its default); None when it can be set."""
    parameter = parameters().get(key)
    if parameter is None:
        return "parameter.unknown"
    return None if type(value) is type(parameter.default) else "parameter.type"
