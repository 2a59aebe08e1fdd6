"""A table of supporters as people send it: headings in our languages and either script, cells of any shape.

Nothing is lost: what cannot be read as a supporter comes back with its cells as they were written, and the reason
beside each (domain.md 2.2.2: import with an error per cell).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from candidacy.domain.support.lines import defects, normalised
from candidacy.domain.support.model import Line
from elections.procedure import Defect
from elections.scripts import fold

COLUMNS: Final = ("surname", "name", "jmb", "id_card", "signed", "sheet", "row")
REQUIRED: Final = ("surname", "name", "jmb", "id_card")
_HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("prezime", "surname", "last name"), "surname"),
    **dict.fromkeys(("ime", "name", "first name"), "name"),
    **dict.fromkeys(("jmb", "jmbg", "maticni broj"), "jmb"),
    **dict.fromkeys(
        (
            "broj licne karte", "broj osobne iskaznice", "licna karta", "osobna iskaznica",
            "id card", "id card number", "identity card number",
        ),
        "id_card",
    ),
    **dict.fromkeys(("potpis", "potpisano", "signed", "signature"), "signed"),
    **dict.fromkeys(("list", "stranica", "obrazac", "sheet", "page"), "sheet"),
    **dict.fromkeys(("red", "redni broj", "rb", "r br", "red br", "row", "line"), "row"),
}  # fmt: skip
_NO: Final = frozenset({"ne", "no", "0", "nema", "n"})
_YES: Final = frozenset({"", "da", "yes", "1", "ima", "x", "d", "y"})
_DELIMITERS: Final = ";,\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number there, its cells as written, the line it makes, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    line: Line
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    defects: tuple[Defect, ...] = ()
    """Of the file as a whole: then there are no rows."""


def decoded(content: bytes) -> str | None:
    """UTF-8, UTF-16 with a mark, or the Windows page of our Latin letters; None for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1250")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def cells_of(text: str) -> list[list[str]] | None:
    """CSV with whichever delimiter its heading has most of: spreadsheets of our region write semicolons. None: no CSV
    at all."""
    heading = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return None


def read(cells: Iterable[Sequence[str]], limit: int) -> Table:
    """Rows without any content are passed over; more than `limit` are refused whole, so none is lost unseen."""
    numbered = [(number, tuple(each)) for number, each in enumerate(cells, 1) if any(cell.strip() for cell in each)]
    if not numbered:
        return Table((), (), (Defect("import.empty", "file"),))
    (_, headings), *body = numbered
    columns = [_HEADINGS.get(fold(heading)) for heading in headings]
    wrong = [
        Defect("import.column_missing", "file", params={"column": name}) for name in REQUIRED if name not in columns
    ]
    wrong += [
        Defect("import.column_twice", "file", params={"column": name}) for name in COLUMNS if columns.count(name) > 1
    ]
    if len(body) > limit:
        wrong.append(Defect("import.too_many_rows", "file", params={"max": limit, "rows": len(body)}))
    if wrong:
        return Table(headings, (), tuple(wrong))
    return Table(headings, tuple(_row(number, row, columns) for number, row in body))


def _row(number: int, cells: tuple[str, ...], columns: Sequence[str | None]) -> Row:
    path = f"rows.{number}"
    values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name is not None}
    wrong: list[Defect] = []
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        wrong.append(Defect("import.too_many_cells", path))
    signed = fold(values.get("signed", ""))
    if signed not in _NO | _YES:
        wrong.append(Defect("import.yes_or_no", f"{path}.signed"))
    places: dict[str, int | None] = {}
    for name in ("sheet", "row"):
        text = values.get(name, "").rstrip(".")
        if text and not (text.isascii() and text.isdecimal() and len(text) <= 6):
            wrong.append(Defect("import.number", f"{path}.{name}"))
            text = ""
        places[name] = int(text) if text else None
    line = normalised(
        Line(
            surname=values.get("surname", ""),
            name=values.get("name", ""),
            jmb=values.get("jmb", ""),
            id_card=values.get("id_card", ""),
            signed=signed in _YES,
            sheet=places["sheet"],
            row=places["row"],
        )
    )
    return Row(number, cells, line, (*wrong, *defects(line, path)))


def corrected_file(table: Table, reason: Mapping[str, str]) -> str:
    """The same file with a last column that says what is wrong with each row, to be mended and sent again."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*table.headings, reason.get("heading", "?")])
    for row in table.rows:
        said = "; ".join(f"{_cell(defect)}: {reason.get(defect.code, defect.code)}" for defect in row.defects)
        padded = [*row.cells, *[""] * (len(table.headings) - len(row.cells))]
        writer.writerow([_harmless(cell) for cell in padded] + [said])
    return out.getvalue()


def _cell(defect: Defect) -> str:
    return str(defect.path).rsplit(".", 1)[-1]


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would calculate is shown as text: the file is opened by officials too."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
