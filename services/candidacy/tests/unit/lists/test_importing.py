from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists import importing
from candidacy.domain.lists.ground import Ground
from candidacy.domain.lists.importing import CellError, Imported
from candidacy.domain.lists.model import PERSON_FIELDS, Person
from candidacy.domain.lists.sexes import Quota, QuotaMode

Build = Callable[..., Any]
GROUND = Ground(
    date(2024, 10, 6), date(2024, 7, 1), 5, 5, Quota(40, QuotaMode.CEIL), 18, False, True, False, frozenset()
)


def row_of(person: Person) -> list[str]:
    return [person.value(field) or "" for field in PERSON_FIELDS]


def said(error: CellError) -> str:
    return f"{error.column}: {error.code}"


def errors(imported: Imported, *, warnings: bool = False) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in imported.errors if warnings or not each.warning]


@pytest.fixture
def read(ground: Ground) -> Callable[..., Imported]:
    def table(*rows: Sequence[str], limit: int = 1000) -> Imported:
        return importing.read(rows, limit, ground)

    return table


@pytest.mark.parametrize("language", ["bs", "hr", "sr", "en"])
def test_headings_in_the_four_languages_are_recognised_in_any_order(
    read: Build, a_candidate: Build, language: str
) -> None:
    person = a_candidate().person
    columns = list(reversed(list(zip(importing.headings(language), row_of(person), strict=True))))
    found = read([heading.upper() for heading, _ in columns], [cell for _, cell in columns])
    assert (found.defects, found.errors) == ((), ())
    assert [each.person for each in found.rows] == [person]


def test_other_usual_headings_and_unknown_columns_are_no_obstacle(read: Build, a_candidate: Build) -> None:
    person: Person = a_candidate().person
    found = read(
        [
            "R.br.",
            "Ime",
            "Prezime",
            "JMBG",
            "Pol",
            "Datum rodjenja",
            "Opština",
            "Lična karta",
            "Ulica i broj",
            "Napomena",
        ],
        [
            "1.",
            "Amra",
            person.surname or "",
            person.jmb or "",
            "Ž",
            "02.01.1980.",
            "Бихаћ",
            "E00000001",
            "Obala 1",
            "?",
        ],
    )
    assert found.errors == ()
    assert found.rows[0].person == replace(person, email=None)
    assert found.columns[0] is None
    assert found.columns[-1] is None


def test_without_headings_the_columns_are_those_of_the_portal(read: Build, a_candidate: Build) -> None:
    person = a_candidate().person
    assert [each.person for each in read(row_of(person)).rows] == [person]


# field, as typed -> as read, error
CELLS: list[tuple[str, str, str | None, str | None]] = [
    ("sex", "Ž", "F", None),
    ("sex", "Muški", "M", None),
    ("sex", "женско", "F", None),
    ("sex", "?", "?", "import.sex"),
    ("date_of_birth", "2.1.1980", "1980-01-02", None),
    ("date_of_birth", "02/01/1980", "1980-01-02", None),
    ("date_of_birth", "1980-01-02 00:00:00", "1980-01-02", None),
    ("date_of_birth", "31.02.1980.", "31.02.1980.", "import.date"),
    ("date_of_birth", "long ago", "long ago", "import.date"),
    ("residence_municipality", "bihac", "ba.fbih.usk.bihac", None),
    ("residence_municipality", "Grad Bihać", "ba.fbih.usk.bihac", None),
    ("residence_municipality", "ba.fbih.usk.bihac", "ba.fbih.usk.bihac", None),
    ("residence_municipality", "Atlantis", "Atlantis", "import.municipality"),
    ("phone", "+387 61 123-456", "+38761123456", None),
    ("surname", "'Begić", "'Begić", "name.letters"),
    ("residence_address", "  Obala   1 ", "Obala 1", None),
]


@pytest.mark.parametrize(("field", "typed", "understood", "error"), CELLS)
def test_each_cell_is_read_as_people_write_it(
    read: Build, a_candidate: Build, field: str, typed: str, understood: str, error: str | None
) -> None:
    person = a_candidate().person
    found = read(importing.headings("bs"), row_of(person.with_values({field: typed})))
    assert found.rows[0].person.value(field) == understood
    codes = [code for _, column, code in errors(found) if column == field]
    assert codes == ([error] if error else [])


def test_a_number_that_lost_its_first_zero_gets_it_back_with_a_warning(read: Build, a_candidate: Build) -> None:
    person: Person = a_candidate().person
    assert (person.jmb or "").startswith("0")
    found = read(importing.headings("bs"), row_of(person.with_values({"jmb": (person.jmb or "")[1:]})))
    assert found.rows[0].person.jmb == person.jmb
    assert errors(found, warnings=True) == [(2, "jmb", "import.leading_zero")]
    assert found.rows[0].is_good


def test_an_error_stands_beside_each_cell_and_nothing_is_lost(read: Build, a_candidate: Build) -> None:
    good, bad = a_candidate(1).person, a_candidate(2, "M").person.with_values({"surname": "", "sex": "x", "jmb": "1"})
    found = read(importing.headings("en"), row_of(good), ["", " "], [*row_of(bad), "more"], row_of(good))
    assert errors(found) == [
        (4, "sex", "import.sex"),
        (4, "row", "import.too_many_cells"),
        (4, "surname", "field.required"),
        (4, "jmb", "jmb.format"),
        (5, "jmb", "import.person_twice"),
    ]
    assert [each.is_good for each in found.rows] == [True, False, False]


# rows, limit -> what is wrong with the file
FILES: list[tuple[list[list[str]], int, set[str]]] = [
    ([], 10, {"import.empty"}),
    ([["", " "]], 10, {"import.empty"}),
    ([["Ime", "Prezime"]], 10, {"import.empty"}),
    ([["Ime", "JMB"], ["Amra", "1"]], 10, {"import.column_missing"}),
    ([["Ime", "Prezime", "Prezime"], ["Amra", "B", "C"]], 10, {"import.column_twice"}),
    ([["Ime", "Prezime"], ["Amra", "B"], ["Ivo", "C"]], 1, {"import.too_many_rows"}),
]


@pytest.mark.parametrize(("rows", "limit", "codes"), FILES)
def test_a_file_that_cannot_be_read_is_refused_whole(
    read: Build, rows: list[list[str]], limit: int, codes: set[str]
) -> None:
    found = read(*rows, limit=limit)
    assert {each.code for each in found.defects} == codes
    assert found.rows == ()


def test_the_corrected_file_says_what_is_wrong_and_can_be_sent_again(read: Build, a_candidate: Build) -> None:
    good, bad = a_candidate(1).person, a_candidate(2, "M").person.with_values({"jmb": "1"})
    found = read(importing.headings("bs"), row_of(good.with_values({"sex": "ž"})), row_of(bad))
    rows = importing.corrected(found, "bs", said)
    assert rows[0] == [*importing.headings("bs"), "Greške"]
    assert rows[1] == [*row_of(good), ""]
    assert rows[2] == [*row_of(bad), "jmb: jmb.format"]
    again = read(*rows)
    assert [each.person for each in again.rows] == [good, bad]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-2+3", "'-2+3"),
        ("+38761123456", "+38761123456"),
        ("Begić", "Begić"),
        ("", ""),
    ],
)
def test_no_cell_is_calculated_when_the_file_is_opened(cell: str, written: str) -> None:
    assert importing.harmless(cell) == written


@given(cells=st.lists(st.lists(st.text(max_size=12), max_size=12), max_size=8))
def test_whatever_is_pasted_nothing_raises_and_every_row_has_its_number(cells: list[list[str]]) -> None:
    from datetime import date

    from candidacy.domain.lists.sexes import Quota, QuotaMode

    ground = Ground(
        date(2024, 10, 6), date(2024, 7, 1), 5, 5, Quota(40, QuotaMode.CEIL), 18, False, True, False, frozenset()
    )
    found = importing.read(cells, 100, ground)
    assert all(cells[row.row - 1] == list(row.cells) for row in found.rows)
    written = importing.corrected(found, "sr", said)
    assert len(written) == len(found.rows) + 1


def test_a_thousand_rows_are_read_and_validated_at_once(read: Build, a_candidate: Build) -> None:
    people = [a_candidate(n, "FM"[n % 2]).person for n in range(1, 1001)]
    found = read(importing.headings("bs"), *(row_of(each) for each in people))
    assert (len(found.rows), found.errors) == (1000, ())
