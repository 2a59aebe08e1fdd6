import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.support.lines import defects, has_jmb, is_complete, normalised
from candidacy.domain.support.model import Line

GOOD = Line("Đurić", "Ђорђе", "3112907174992", "123ABC456")


def found(line: Line) -> list[tuple[str, str | None]]:
    return [(defect.code, defect.path) for defect in defects(line, "lines.1")]


def test_the_same_supporter_typed_by_two_people_is_the_same_line() -> None:
    one = normalised(Line("  Đurić ", "Ђорђе", "311 290 717 4992", " 123-abc 456"))
    assert one == GOOD
    assert normalised(one) == one
    assert found(one) == []


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (Line("", "", "", ""), ["field.required"] * 4),
        (Line("Đurić", "x" * 61, GOOD.jmb, GOOD.id_card), ["name.too_long"]),
        (Line("Đur1ć", "--", GOOD.jmb, GOOD.id_card), ["name.letters", "name.letters"]),
        (Line("Đurić", "Ana", "0101900170001", GOOD.id_card), ["jmb.checksum"]),
        (Line("Đurić", "Ana", "3002904187651", GOOD.id_card), ["jmb.date"]),
        (Line("Đurić", "Ana", "290290418765", GOOD.id_card), ["jmb.format"]),
        (Line("Đurić", "Ana", GOOD.jmb, "12"), ["id_card.format"]),
        (Line("Đurić", "Ana", GOOD.jmb, GOOD.id_card, signed=False), ["support.no_signature"]),
    ],
)
def test_every_cell_that_is_wrong_is_told_at_once(line: Line, codes: list[str]) -> None:
    assert [code for code, _ in found(line)] == codes
    assert {defect.article for defect in defects(line, "lines.1")} == {"4.4(1)"}


def test_a_line_without_signature_card_or_name_is_no_signature_whatever_its_number() -> None:
    assert is_complete(GOOD)
    assert not is_complete(Line("Đurić", "Ana", GOOD.jmb, ""))
    assert not is_complete(Line("", "Ana", GOOD.jmb, GOOD.id_card))
    assert not is_complete(Line("Đurić", "Ana", GOOD.jmb, GOOD.id_card, signed=False))
    wrong_number = Line("Đurić", "Ana", "0101900170001", GOOD.id_card)
    assert is_complete(wrong_number)
    assert not has_jmb(wrong_number)


@given(st.builds(Line, st.text(max_size=70), st.text(max_size=70), st.text(max_size=15), st.text(max_size=15)))
def test_whatever_is_typed_is_answered_with_defects_and_never_with_an_error(line: Line) -> None:
    one = normalised(line)
    assert normalised(one) == one
    assert all((defect.path or "").startswith("lines.1.") for defect in defects(one, "lines.1"))
