import asyncio

import pytest

from identity import passwords


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "password.too_short"),
        ("devet znak", None),
        ("123456789", "password.too_short"),
        ("x" * 257, "password.too_long"),
        ("zelena livada iza kuće", None),
        ("зелена ливада", None),
        ("1234567890", "password.too_common"),
        ("QWERTZUIOP", "password.too_common"),
        ("Sarajevo1984", "password.too_common"),
        ("лозинка123", "password.too_common"),
        ("ababababababab", "password.too_common"),
        ("abcdefghijklm", "password.too_common"),
        ("98765432109", None),
        ("izbori2042!!", "password.too_common"),
        ("mujo.mujic99", "password.too_common"),
        ("Mujo.Mujic@example.org", "password.too_common"),
        ("mujo.mujic pije kafu", None),
    ],
)
def test_long_passwords_are_taken_and_those_that_everybody_tries_are_not(password: str, problem: str | None) -> None:
    assert passwords.weakness(password, email="mujo.mujic@example.org", name="Mujo Mujić") == problem


def test_the_list_of_common_passwords_holds_only_what_the_other_rules_let_through() -> None:
    assert len(passwords.common()) > 250
    assert all(len(word) >= passwords.SHORTEST and word == word.casefold() for word in passwords.common())


async def test_a_hash_is_argon2id_and_matches_however_the_letter_was_composed() -> None:
    made = await passwords.hashed("kuća na brdu č")
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.matches(made, "kuća na brdu č")
    assert not await passwords.matches(made, "kuca na brdu c")
    assert not passwords.outdated(made)


async def test_nothing_matches_an_account_that_is_not_there() -> None:
    assert not await passwords.matches(None, "no account has this password ")
    assert not await passwords.matches("not a hash", "x")


def test_a_hash_with_weaker_parameters_is_made_again() -> None:
    from argon2 import PasswordHasher

    assert passwords.outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))


async def test_many_sign_ins_at_once_share_a_few_threads() -> None:
    made = await passwords.hashed("zelena livada")
    results = await asyncio.gather(*(passwords.matches(made, "zelena livada") for _ in range(12)))
    assert all(results)
