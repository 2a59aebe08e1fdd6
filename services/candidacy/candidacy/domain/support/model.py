"""What a list of support signatures is made of (EL 4.4(1)). A person is known here by a keyed hash alone."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Mark(StrEnum):
    """What became of a line (domain.md 2.2.2). Only VALID ones count towards the threshold."""

    CHECKING = "CHECKING"
    VALID = "VALID"
    NOT_IN_CVR = "NOT_IN_CVR"
    OTHER_CONSTITUENCY = "OTHER_CONSTITUENCY"
    DUPLICATE = "DUPLICATE"
    NO_SIGNATURE = "NO_SIGNATURE"


class Source(StrEnum):
    """How a batch came: typed line by line, imported from a file, or scanned sheets that are typed afterwards."""

    TYPED = "TYPED"
    FILE = "FILE"
    SCAN = "SCAN"


@dataclass(frozen=True, slots=True)
class Line:
    """One supporter as written on the sheet; `signed` is whether the line bears an original signature."""

    surname: str = ""
    name: str = ""
    jmb: str = ""
    id_card: str = ""
    signed: bool = True
    sheet: int | None = None
    """Sheet of the collected paper, and the line on it: where an official finds the signature."""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the voter register said of a person: one who is not in it has no constituency and no age."""

    in_register: bool
    constituency: str | None = None
    age_on_election_day: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as far as its mark depends on it."""

    id: UUID
    person: str | None
    """Keyed hash; None: the line has no number that can be a JMB."""
    complete: bool
    """Signed, and with everything that makes a signature one of EL 4.4(1)."""
    answer: Answer | None = None
    """None: the register was asked and has not answered yet."""
    supports_another: bool = False
    """Counts for another subject at the same level already."""
