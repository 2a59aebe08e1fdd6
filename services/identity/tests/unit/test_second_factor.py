from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import totp

NOW = datetime(2028, 6, 1, 12, 0, 7, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(NOW.timestamp()) // 30


def code(steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=30 * steps))


@pytest.mark.parametrize(
    ("typed", "after", "step"),
    [
        (code(), 0, STEP),
        (f" {code()[:3]} {code()[3:]} ", 0, STEP),
        (code(-1), 0, STEP - 1),
        (code(1), 0, STEP + 1),
        (code(-2), 0, None),
        (code(2), 0, None),
        (code(), STEP, None),
        (code(-1), STEP, None),
        (code(1), STEP, STEP + 1),
        ("", 0, None),
        ("12345", 0, None),
        ("1234567", 0, None),
        ("abcdef", 0, None),
        ("١٢٣٤٥٦", 0, None),
    ],
)
def test_a_code_is_taken_within_a_step_either_way_and_never_again(typed: str, after: int, step: int | None) -> None:
    assert totp.accepted_step(SECRET, typed, NOW, after) == step


def test_recovery_codes_are_ten_different_ones_that_survive_being_typed_badly() -> None:
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == 10
    for one in codes:
        assert totp.is_recovery(one)
        assert totp.recovery_hash(one) == totp.recovery_hash(one.lower().replace("-", "  "))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_of_some_kind_or_none(typed: str) -> None:
    totp.accepted_step(SECRET, typed, NOW, 0)
    totp.recovery_hash(typed)
    assert not totp.is_recovery(typed) or len([c for c in typed.upper() if c.isalnum()]) == 12


def test_the_picture_has_neither_style_nor_script() -> None:
    svg = totp.qr(totp.address(SECRET, "ana@example.org"))
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "script" not in svg


@pytest.mark.parametrize(("secret", "good"), [(SECRET, True), ("JBSWY3DPEHPK3PXP", False), ("not base32!", False)])
def test_a_seeded_secret_must_be_long_enough(secret: str, good: bool) -> None:
    assert totp.valid_secret(secret) is good
