"""Rows of text from what people send as a table: pasted cells, CSV in any of our encodings, or an XLSX workbook.

A workbook is a zip of XML. How much it unpacks to is summed before anything is read, and the sheet is read by calamine,
which knows neither macros nor external references and resolves no entity.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from candidacy.domain.support.table import cells_of, decoded
from commons.problems import Invalid

ZIP: Final = b"PK\x03\x04"
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UNPACKED: Final = 40 * 1024 * 1024
MOST_COLUMNS: Final = 100
Cell = str | float | bool | date | object


def rows_of(content: bytes) -> list[list[str]]:
    """The first sheet, or the CSV, as text. Refuses file.too_large, file.not_a_table, file.unpacks_too_large."""
    if len(content) > MOST_BYTES:
        raise Invalid("file.too_large", {"max": MOST_BYTES})
    if content.startswith(ZIP):
        return _of_workbook(content)
    text = decoded(content)
    rows = None if text is None else cells_of(text)
    if rows is None:
        raise Invalid("file.not_a_table")
    return [row[:MOST_COLUMNS] for row in rows]


def _of_workbook(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MOST_UNPACKED:
            raise Invalid("file.unpacks_too_large", {"max": MOST_UNPACKED})
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False) or []
    except (CalamineError, zipfile.BadZipFile, IndexError, OSError) as error:
        raise Invalid("file.not_a_table") from error
    return [[text_of(cell) for cell in row[:MOST_COLUMNS]] for row in rows]


def text_of(cell: Cell) -> str:
    """A number as it was typed (a JMB is no fraction), a day as ISO 8601."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """For a spreadsheet of our region: semicolons, and the mark by which it knows UTF-8."""
    out = io.StringIO()
    for row in rows:
        out.write(";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n")
    return out.getvalue().encode("utf-8-sig")
