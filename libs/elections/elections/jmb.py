"""JMB, the identification number of a citizen: 13 digits DDMMYYYRRBBBK (domain.md 2.0).

The register digits RR are never looked at: Bosnia and Herzegovina reassigned them, so any value can be right.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from stdnum.exceptions import ValidationError
from stdnum.si import emso

Sex = Literal["M", "F"]

_THIRTEEN_DIGITS: Final = re.compile(r"[0-9]{13}")
WARNINGS: Final = frozenset({"jmb.sex"})
"""Codes that are shown but never stop an application: the number may follow a former entry of the register."""


@dataclass(frozen=True, slots=True)
class Jmb:
    number: str
    date_of_birth: date
    sex: Sex


def compact(number: str) -> str:
    """Without the spaces that people put between the groups."""
    return "".join(number.split())


def parse(number: str) -> Jmb:
    """The facts that the number carries. Raises ValueError with the problem's code as its message."""
    problems = validate(number)
    if problems:
        raise ValueError(problems[0])
    digits = compact(number)
    return Jmb(digits, emso.get_birth_date(digits), "M" if emso.get_gender(digits) == "M" else "F")


def validate(number: str, date_of_birth: date | None = None, sex: Sex | None = None) -> list[str]:
    """Every problem of the number as a code; `jmb.sex` is only a warning.

    jmb.format (not 13 digits) · jmb.date (no such day) · jmb.checksum ·
    jmb.date_of_birth (differs from the one entered) · jmb.sex (differs from the one entered)
    """
    digits = compact(number)
    if not _THIRTEEN_DIGITS.fullmatch(digits):
        return ["jmb.format"]
    problems: list[str] = []
    born = _birth_date(digits)
    if born is None:
        problems.append("jmb.date")
    if emso.calc_check_digit(digits) != digits[-1]:
        problems.append("jmb.checksum")
    if born is not None and date_of_birth is not None and born != date_of_birth:
        problems.append("jmb.date_of_birth")
    if sex is not None and emso.get_gender(digits) != sex:
        problems.append("jmb.sex")
    return problems


def masked(number: str) -> str:
    """What everybody but the reviewer sees: `*********0000`."""
    digits = compact(number)
    return "*" * max(0, len(digits) - 4) + digits[-4:]


def _birth_date(digits: str) -> date | None:
    try:
        return emso.get_birth_date(digits)
    except ValidationError:
        return None
