from datetime import date

import pytest

from casework.persons import PersonKeys

KEYS = PersonKeys({"k1": bytes(32)}, "k1")
BORN = date(1900, 1, 1)


def test_the_same_jmb_is_the_same_person_however_it_is_typed() -> None:
    assert KEYS.of_jmb("0101900170000") == KEYS.of_jmb(" 0101900 170000")
    assert KEYS.of_jmb("0101900170000") != KEYS.of_jmb("2902904187659")
    assert KEYS.of_jmb("0101900170000").startswith("k1:")


def test_a_passport_counts_with_its_country() -> None:
    assert KEYS.of_passport("DE", "c01x 00t47") == KEYS.of_passport("de", "C01X00T47")
    assert KEYS.of_passport("DE", "C01X00T47") != KEYS.of_passport("AT", "C01X00T47")


@pytest.mark.parametrize(
    ("surname", "name", "parent", "place"),
    [
        ("Đorđević", "Željka", "Ćamil", "Čapljina"),
        ("Ђорђевић", "Жељка", "Ћамил", "Чапљина"),
        ("DJORDJEVIC", "zeljka", "Camil", "CAPLJINA"),
    ],
)
def test_without_a_number_the_person_is_the_same_in_both_scripts_and_without_diacritics(
    surname: str, name: str, parent: str, place: str
) -> None:
    expected = KEYS.of_fallback("Đorđević", "Željka", "Ćamil", BORN, "Čapljina")
    assert KEYS.of_fallback(surname, name, parent, "1900-01-01", place) == expected


def test_schemes_and_keys_do_not_meet() -> None:
    other = PersonKeys({"k1": bytes(32), "k2": b"\x01" * 32}, "k2")
    assert other.of_jmb("0101900170000") != KEYS.of_jmb("0101900170000")
    assert other.of_jmb("0101900170000", key_id="k1") == KEYS.of_jmb("0101900170000")
    assert KEYS.of_jmb("0101900170000").split(":")[1] != KEYS.of_passport("", "0101900170000").split(":")[1]
