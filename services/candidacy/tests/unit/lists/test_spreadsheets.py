import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.service.spreadsheets import MOST_BYTES, MOST_UNPACKED, csv_of, rows_of, text_of
from commons.problems import Invalid

NAMESPACE = "http://schemas.openxmlformats.org"
MAIN = f"{NAMESPACE}/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{NAMESPACE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{NAMESPACE}/package/2006/relationships"><Relationship Id="r1"'
    f' Type="{NAMESPACE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{NAMESPACE}/officeDocument/2006/relationships">'
    '<sheets><sheet name="Lista" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{NAMESPACE}/package/2006/relationships"><Relationship Id="r1"'
    f' Type="{NAMESPACE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(*rows: str, head: str = "") -> bytes:
    """An XLSX of which each row is written as the XML of its cells."""
    sheet = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, start=1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in PARTS.items():
            parts.writestr(name, content)
        whole = f'{head}<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
        parts.writestr("xl/worksheets/sheet1.xml", whole)
    return out.getvalue()


def text(cell: str, content: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{content}</t></is></c>'


def test_a_workbook_is_read_as_people_see_it() -> None:
    content = workbook(
        text("A1", "Презиме") + text("B1", "JMB"),
        text("A2", "Đurić") + '<c r="B2"><v>2802902195005</v></c>',
    )
    assert rows_of(content) == [["Презиме", "JMB"], ["Đurić", "2802902195005"]]


def test_an_entity_of_a_workbook_is_not_resolved() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(Invalid) as refused:
        rows_of(workbook(text("A1", "&b;"), head=bomb))
    assert refused.value.code == "file.not_a_table"


def test_a_workbook_that_unpacks_to_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (MOST_UNPACKED + 1))
    assert len(out.getvalue()) < MOST_BYTES
    with pytest.raises(Invalid) as refused:
        rows_of(out.getvalue())
    assert refused.value.code == "file.unpacks_too_large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a" * (MOST_BYTES + 1), "file.too_large"),
        (b"PK\x03\x04 no zip", "file.not_a_table"),
        (b"\x00\x01\x02", "file.not_a_table"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rows_of(content)
    assert refused.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_a_table_of_text_is_read_in_every_encoding_of_our_region(encoding: str) -> None:
    assert rows_of("Prezime;Ime\r\nĐurić;Žana\r\n".encode(encoding)) == [["Prezime", "Ime"], ["Đurić", "Žana"]]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (2802902195005.0, "2802902195005"),
        (1.5, "1.5"),
        (datetime(1980, 1, 2, 0, 0), "1980-01-02"),  # noqa: DTZ001
        (date(1980, 1, 2), "1980-01-02"),
        ("Đ", "Đ"),
        ("", ""),
    ],
)
def test_a_cell_is_written_as_it_was_meant(cell: object, written: str) -> None:
    assert text_of(cell) == written


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_written_as_a_table_is_read_back(rows: list[list[str]]) -> None:
    headed = [["Prezime", "Ime"], *rows]
    assert rows_of(csv_of(headed)) == headed
