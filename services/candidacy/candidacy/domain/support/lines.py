"""A line of the sheet as somebody typed it: brought to one form, and everything that is wrong with it, cell by cell."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from candidacy.domain.support.model import Line
from elections import jmb as jmb_rules
from elections.procedure import Defect

NAME_LENGTH = 60
ID_CARD = re.compile(r"[0-9A-Z]{6,12}")
_NOT_IN_A_NAME = re.compile(r"[0-9<>@#$%^*_=+{}\[\]|\\/;:!?\"]")
_PUNCTUATION = re.compile(r"[\s./-]")


def normalised(line: Line) -> Line:
    """The same supporter written by two people is the same line: one space between words, digits without spaces."""
    return replace(
        line,
        surname=_words(line.surname),
        name=_words(line.name),
        jmb=jmb_rules.compact(line.jmb),
        id_card=_PUNCTUATION.sub("", line.id_card).upper(),
    )


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def defects(line: Line, path: str) -> Iterator[Defect]:
    """EL 4.4(1): name, original signature, number of the identity card and JMB of a voter. Of a normalised line."""
    for cell in ("surname", "name"):
        text: str = getattr(line, cell)
        if not text:
            yield Defect("field.required", f"{path}.{cell}", "4.4(1)")
        elif len(text) > NAME_LENGTH:
            yield Defect("name.too_long", f"{path}.{cell}", "4.4(1)", {"max": NAME_LENGTH})
        elif _NOT_IN_A_NAME.search(text) or not any(letter.isalpha() for letter in text):
            yield Defect("name.letters", f"{path}.{cell}", "4.4(1)")
    if not line.jmb:
        yield Defect("field.required", f"{path}.jmb", "4.4(1)")
    else:
        for code in jmb_rules.validate(line.jmb):
            yield Defect(code, f"{path}.jmb", "4.4(1)")
    if not line.id_card:
        yield Defect("field.required", f"{path}.id_card", "4.4(1)")
    elif not ID_CARD.fullmatch(line.id_card):
        yield Defect("id_card.format", f"{path}.id_card", "4.4(1)")
    if not line.signed:
        yield Defect("support.no_signature", f"{path}.signed", "4.4(1)")


def has_jmb(line: Line) -> bool:
    """Whether the number can be anybody's: only then the register is asked."""
    return not jmb_rules.validate(line.jmb)


def is_complete(line: Line) -> bool:
    """Signed, with a name and the number of a card: otherwise there is no signature of EL 4.4(1) to count."""
    cells = {str(defect.path).rsplit(".", 1)[-1] for defect in defects(line, "line")}
    return not cells - {"jmb"}
