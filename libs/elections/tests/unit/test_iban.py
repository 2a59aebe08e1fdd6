import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.iban import compact, problem

GOOD = "BA391290079401028494"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (GOOD, None),
        ("BA39 1290 0794 0102 8494", None),
        ("ba391990440001200279", None),
        ("BA381290079401028494", "iban.checksum"),
        ("BA39129007940102849", "iban.format"),
        ("DE89370400440532013000", "iban.format"),
        ("BA39-1290-0794-0102-8494", "iban.format"),
        ("BA39١290079401028494", "iban.format"),
        ("", "iban.format"),
    ],
)
def test_an_account_is_of_a_bank_in_bosnia_and_herzegovina(number: str, code: str | None) -> None:
    assert problem(number) == code


@given(place=st.integers(4, 19), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(place: int, digit: str) -> None:
    """ISO 7064 MOD 97-10 finds every single substitution."""
    changed = GOOD[:place] + digit + GOOD[place + 1 :]
    assert problem(changed) == (None if changed == GOOD else "iban.checksum")


@given(st.text(max_size=40))
def test_whatever_is_typed_has_an_answer(number: str) -> None:
    assert problem(number) in (None, "iban.format", "iban.checksum")
    assert problem(compact(number)) == problem(number)
