import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.support.table import Table, cells_of, corrected_file, decoded, read

JMB = "3112907174992"
HEAD = "Redni broj;Prezime;Ime;JMB;Broj lične karte;Potpis"
GOOD = f"1.;Đurić;Ђорђе;{JMB};123abc456;da"


def table(*lines: str, limit: int = 100) -> Table:
    cells = cells_of("\n".join(lines))
    assert cells is not None
    return read(cells, limit)


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        "Red. br.;PREZIME;ime;JMBG;broj osobne iskaznice;Potpisano",
        "Редни број;Презиме;Име;ЈМБ;Број личне карте;Потпис",
        "row;Surname;Name;jmb;ID card number;signed",
    ],
)
def test_headings_are_read_in_our_languages_and_either_script(head: str) -> None:
    (row,) = table(head, GOOD).rows
    assert row.defects == ()
    assert (row.number, row.line.row, row.line.surname, row.line.jmb) == (2, 1, "Đurić", JMB)
    assert row.line.id_card == "123ABC456"
    assert row.line.signed


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_however_a_spreadsheet_wrote_it(delimiter: str, encoding: str) -> None:
    text = f"{HEAD}\r\n{GOOD}".replace(";", delimiter)
    back = decoded(text.encode(encoding))
    assert back is not None
    cells = cells_of(back)
    assert cells is not None
    assert read(cells, 10).rows[0].defects == ()


def test_the_windows_page_of_our_letters_is_read_and_bytes_are_refused() -> None:
    assert decoded("Đurić;Šehić".encode("cp1250")) == "Đurić;Šehić"
    assert decoded(b"PK\x03\x04\x00\x00") is None
    assert decoded(b"\xff\xfe\x00") is None


def test_an_error_is_told_per_cell_with_its_row_and_the_rest_is_kept() -> None:
    got = table(HEAD, GOOD, f"x;Đur1ć;;{JMB};12;možda", "", "3;Šehić;Ana;0101900170001;123ABC456;ne;again")
    assert [row.number for row in got.rows] == [2, 3, 5]
    assert [(defect.code, defect.path) for row in got.rows for defect in row.defects] == [
        ("import.yes_or_no", "rows.3.signed"),
        ("import.number", "rows.3.row"),
        ("name.letters", "rows.3.surname"),
        ("field.required", "rows.3.name"),
        ("id_card.format", "rows.3.id_card"),
        ("support.no_signature", "rows.3.signed"),
        ("import.too_many_cells", "rows.5"),
        ("jmb.checksum", "rows.5.jmb"),
        ("support.no_signature", "rows.5.signed"),
    ]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([], ["import.empty"]),
        (["", ";;"], ["import.empty"]),
        (["Ime;Prezime", "Ana;Đurić"], ["import.column_missing", "import.column_missing"]),
        ([HEAD + ";Ime", GOOD], ["import.column_twice"]),
        ([HEAD, *[GOOD] * 101], ["import.too_many_rows"]),
    ],
)
def test_a_file_that_is_no_table_of_supporters_is_refused_whole(lines: list[str], codes: list[str]) -> None:
    got = table(*lines)
    assert [defect.code for defect in got.defects] == codes
    assert got.rows == ()


def test_the_corrected_file_has_every_cell_and_the_reasons_and_calculates_nothing() -> None:
    got = table(HEAD, GOOD, f'2;=HYPERLINK("x");Ana;{JMB};12', "3;Šehić")
    text = corrected_file(got, {"heading": "Greška", "id_card.format": "nije broj lične karte"})
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[0] == [*HEAD.split(";"), "Greška"]
    assert rows[1] == [*GOOD.split(";"), ""]
    assert rows[2][1] == '\'=HYPERLINK("x")'
    assert "id_card: nije broj lične karte" in rows[2][-1]
    assert rows[3][:2] == ["3", "Šehić"]
    assert {len(row) for row in rows} == {7}


def test_a_huge_cell_is_no_table_and_no_crash() -> None:
    assert cells_of('a;b\n"' + "x" * 200_000 + '";1') is None


@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=6))
def test_no_row_with_content_is_lost_whatever_the_cells_hold(body: list[list[str]]) -> None:
    got = read([HEAD.split(";"), *body], 100)
    kept = [tuple(row) for row in body if any(cell.strip() for cell in row)]
    assert [row.cells for row in got.rows] == kept


def test_a_list_for_the_highest_threshold_is_read_whole() -> None:
    got = table(HEAD, *[GOOD] * 3000, limit=5000)
    assert len(got.rows) == 3000
