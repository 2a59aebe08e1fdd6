"""A table of persons as people send it: headings in our languages and either script, dates and sexes of any shape.

Pure: rows of text in, persons and an error per cell out. Nothing is lost: the corrected file has every row as it was
written, what could be understood mended, and the reasons in a last column.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from candidacy.domain.lists.ground import Ground
from candidacy.domain.lists.model import PERSON_FIELDS, Person
from candidacy.domain.lists.rules import person_defects
from elections import jmb
from elections.constituencies import constituencies
from elections.procedure import Defect
from elections.scripts import fold

HEADINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "surname": {"bs": "Prezime", "hr": "Prezime", "sr": "Презиме", "en": "Surname"},
    "name": {"bs": "Ime", "hr": "Ime", "sr": "Име", "en": "Name"},
    "sex": {"bs": "Spol", "hr": "Spol", "sr": "Пол", "en": "Sex"},
    "date_of_birth": {"bs": "Datum rođenja", "hr": "Datum rođenja", "sr": "Датум рођења", "en": "Date of birth"},
    "jmb": {"bs": "JMB", "hr": "JMB", "sr": "ЈМБ", "en": "JMB"},
    "id_card_number": {
        "bs": "Broj lične karte",
        "hr": "Broj osobne iskaznice",
        "sr": "Број личне карте",
        "en": "Identity card number",
    },
    "residence_municipality": {
        "bs": "Općina prebivališta",
        "hr": "Općina prebivališta",
        "sr": "Општина пребивалишта",
        "en": "Municipality of residence",
    },
    "residence_address": {"bs": "Adresa", "hr": "Adresa", "sr": "Адреса", "en": "Address"},
    "email": {"bs": "E-pošta", "hr": "E-pošta", "sr": "Е-пошта", "en": "E-mail"},
    "phone": {"bs": "Telefon", "hr": "Telefon", "sr": "Телефон", "en": "Telephone"},
}
ERRORS_HEADING: Final = {"bs": "Greške", "hr": "Pogreške", "sr": "Грешке", "en": "Errors"}
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "surname": ("last name", "family name"),
    "name": ("first name", "given name"),
    "sex": ("gender", "spol m z", "pol m z"),
    "date_of_birth": ("datum rodjenja", "datum rodenja", "rodjen a", "born"),
    "jmb": ("jmbg", "maticni broj", "jedinstveni maticni broj"),
    "id_card_number": ("licna karta", "osobna iskaznica", "br licne karte", "id card", "id card number"),
    "residence_municipality": ("opcina", "opstina", "prebivaliste", "grad", "municipality", "residence"),
    "residence_address": ("ulica i broj", "adresa prebivalista", "street"),
    "email": ("email", "mail", "e mail", "eposta", "e posta"),
    "phone": ("tel", "mobitel", "mobilni", "broj telefona", "phone"),
}
_IGNORED: Final = frozenset({"", "rb", "r br", "redni broj", "br", "no", "number", "position", "pozicija"})
_SEXES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("m", "musko", "muski", "muskarac", "male", "man"), "M"),
    **dict.fromkeys(("z", "f", "zensko", "zenski", "zena", "female", "woman"), "F"),
}
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][0:.]+)?")
_PLACE_WORDS: Final = frozenset({"grad", "opcina", "opstina", "city", "municipality"})


@dataclass(frozen=True, slots=True)
class CellError:
    row: int
    """As in the file, the first row is 1."""
    column: str
    """A field of Person, or "row" for what is wrong with the whole row."""
    code: str
    params: Mapping[str, object]
    warning: bool = False


@dataclass(frozen=True, slots=True)
class ImportedRow:
    row: int
    cells: tuple[str, ...]
    person: Person
    errors: tuple[CellError, ...]

    @property
    def is_good(self) -> bool:
        return all(each.warning for each in self.errors)


@dataclass(frozen=True, slots=True)
class Imported:
    columns: tuple[str | None, ...]
    """Which field each column of the file holds; None: a column that is not read."""
    headings: tuple[str, ...]
    rows: tuple[ImportedRow, ...] = ()
    defects: tuple[Defect, ...] = ()
    """Of the file as a whole: then there are no rows."""

    @property
    def errors(self) -> tuple[CellError, ...]:
        return tuple(error for row in self.rows for error in row.errors)


def headings(language: str) -> tuple[str, ...]:
    """The first row of the empty file that the portal offers."""
    return tuple(HEADINGS[field][language] for field in PERSON_FIELDS)


@cache
def _known() -> Mapping[str, str]:
    written = {fold(text): field for field, texts in HEADINGS.items() for text in texts.values()}
    return MappingProxyType(written | {also: field for field, names in _ALSO.items() for also in names})


@cache
def _places() -> Mapping[str, str]:
    """Folded name in either script, or key → key of the constituency. A name that two of them have is left out."""
    named: dict[str, set[str]] = {}
    for each in constituencies().values():
        for text in {_place(each.latin), _place(each.cyrillic)}:
            named.setdefault(text, set()).add(each.key)
    return MappingProxyType(
        {text: next(iter(keys)) for text, keys in named.items() if len(keys) == 1}
        | {fold(key): key for key in constituencies()}
    )


def _place(text: str) -> str:
    return " ".join(word for word in fold(text).split() if word not in _PLACE_WORDS)


def read(cells: Sequence[Sequence[str]], limit: int, ground: Ground) -> Imported:
    """Empty rows are passed over. Without recognisable headings the columns are taken in the order of the portal's
    own file; more than `limit` rows are refused whole, so none is lost unseen."""
    filled = [(number, tuple(row)) for number, row in enumerate(cells, start=1) if any(cell.strip() for cell in row)]
    if not filled:
        return Imported((), (), defects=(Defect("import.empty", "file"),))
    columns = _columns(filled[0][1])
    if sum(column is not None for column in columns) > 1:
        first, body = filled[0][1], filled[1:]
    else:
        first, columns, body = headings("bs"), PERSON_FIELDS, filled
    wrong = list(_wrong_columns(columns))
    if not body:
        wrong.append(Defect("import.empty", "file"))
    if len(body) > limit:
        wrong.append(Defect("import.too_many_rows", "file", params={"max": limit, "rows": len(body)}))
    if wrong:
        return Imported(columns, first, defects=tuple(wrong))
    rows = [_row(number, row, columns, ground) for number, row in body]
    return Imported(columns, first, tuple(_without_repeats(rows)))


def _columns(first: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(None if (name := fold(text)) in _IGNORED else _known().get(name) for text in first)


def _wrong_columns(columns: Sequence[str | None]) -> Iterator[Defect]:
    for field in ("surname", "name"):
        if field not in columns:
            yield Defect("import.column_missing", "file", params={"column": field})
    for field in PERSON_FIELDS:
        if columns.count(field) > 1:
            yield Defect("import.column_twice", "file", params={"column": field})


def _row(number: int, cells: tuple[str, ...], columns: Sequence[str | None], ground: Ground) -> ImportedRow:
    values: dict[str, str | None] = {}
    errors: list[CellError] = []
    for field, cell in zip(columns, cells, strict=False):
        if field is not None and cell.strip():
            text = cell.removeprefix("'") if cell[1:2] in _CALCULATED else cell
            values[field], code = _READERS.get(field, _as_written)(" ".join(text.split()))
            if code is not None:
                errors.append(CellError(number, field, code, {}, warning=code in _REPAIRED))
    if any(cell.strip() for cell in cells[len(columns) :]):
        errors.append(CellError(number, "row", "import.too_many_cells", {}))
    person = Person().with_values(values)
    said = {each.column for each in errors if not each.warning}
    errors += [
        CellError(number, each.path or "row", each.code, each.params, each.warning)
        for each in person_defects(person, ground)
        if each.path not in said
    ]
    return ImportedRow(number, cells, person, tuple(errors))


def _without_repeats(rows: Sequence[ImportedRow]) -> Iterator[ImportedRow]:
    """Who is in the file twice is told so beside the later row."""
    first_row: dict[str, int] = {}
    for row in rows:
        number = row.person.jmb
        earlier = first_row.setdefault(number, row.row) if number else row.row
        if earlier == row.row:
            yield row
        else:
            error = CellError(row.row, "jmb", "import.person_twice", {"row": earlier})
            yield ImportedRow(row.row, row.cells, row.person, (*row.errors, error))


_REPAIRED: Final = frozenset({"import.leading_zero"})
_AS_THEY_WERE: Final = frozenset({None, "residence_municipality"})
"""A municipality is read as its key, but people read its name."""
_CALCULATED: Final = ("=", "+", "-", "@", "\t", "\r")
Read = tuple[str | None, str | None]


def _as_written(text: str) -> Read:
    return text, None


def _sex(text: str) -> Read:
    found = _SEXES.get(fold(text))
    return found or text, None if found else "import.sex"


def _date(text: str) -> Read:
    """2001-05-17, 17.05.2001., 17/5/2001, and what a spreadsheet makes of a date."""
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in day_first.groups())
    elif year_first := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in year_first.groups())
    else:
        return text, "import.date"
    try:
        return date(year, month, day).isoformat(), None
    except ValueError:
        return text, "import.date"


def _jmb(text: str) -> Read:
    """A spreadsheet that takes the number for a number loses its first zero: put back where the rest then is right."""
    digits = jmb.compact(text.removesuffix(".0").lstrip("'"))
    padded = digits.zfill(13)
    if len(digits) == 12 and not jmb.validate(padded):
        return padded, "import.leading_zero"
    return digits, None


def _municipality(text: str) -> Read:
    found = _places().get(_place(text)) or _places().get(fold(text))
    return found or text, None if found else "import.municipality"


def _phone(text: str) -> Read:
    return re.sub(r"[\s()/-]", "", text), None


_READERS: Final[Mapping[str, Callable[[str], Read]]] = {
    "sex": _sex,
    "date_of_birth": _date,
    "jmb": _jmb,
    "residence_municipality": _municipality,
    "phone": _phone,
}


def corrected(imported: Imported, language: str, say: Callable[[CellError], str]) -> list[list[str]]:
    """Rows of the file to be mended and sent again: what was understood as the portal writes it, the rest as it was,
    the reasons last."""
    width = len(imported.columns)
    rows = [[*imported.headings, *[""] * (width - len(imported.headings)), ERRORS_HEADING[language]]]
    for row in imported.rows:
        bad = {error.column for error in row.errors if not error.warning}
        cells = [*row.cells, *[""] * width][:width]
        mended = [
            cell if field in bad | _AS_THEY_WERE else row.person.value(str(field)) or cell
            for field, cell in zip(imported.columns, cells, strict=True)
        ]
        rows.append([harmless(cell) for cell in [*mended, *row.cells[width:]]] + ["; ".join(map(say, row.errors))])
    return rows


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would calculate is shown as text; a telephone number with its country stays one."""
    return f"'{cell}" if cell[:1] in _CALCULATED and not cell[1:].isdecimal() else cell
