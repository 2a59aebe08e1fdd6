import csv
import json
import stat
from pathlib import Path

import pyotp
import pytest

from elections import jmb
from elections.constituencies import constituencies
from elections.missions import missions
from elections.offices import unit_problem
from elections.scripts import script_of
from embedded import accounts, demo_voters


def test_every_made_up_number_is_valid_and_agrees_with_birth_date_and_sex() -> None:
    for voter in demo_voters.generate(3000):
        assert jmb.validate(voter.jmb, voter.date_of_birth, voter.sex) == []


def test_no_made_up_number_can_belong_to_anybody() -> None:
    assert {voter.jmb[7:9] for voter in demo_voters.generate(500)} == {demo_voters.REGISTER_DIGITS}


def test_the_same_people_come_out_each_time_and_more_of_them_begin_alike() -> None:
    few, many = list(demo_voters.generate(50)), list(demo_voters.generate(200))
    assert many[:50] == few


def test_numbers_are_unique_and_municipalities_exist() -> None:
    voters = list(demo_voters.generate(5000))
    assert len({voter.jmb for voter in voters}) == len(voters)
    assert {voter.municipality_key for voter in voters} <= set(constituencies())


def test_the_unusual_cases_are_there() -> None:
    voters = list(demo_voters.generate(5000))
    assert {"active", "deceased", "no_capacity"} == {voter.status for voter in voters}
    assert any(voter.date_of_birth > demo_voters.LAST_ADULT_BIRTH for voter in voters)
    assert {script_of(voter.surname) for voter in voters} == {"Latn", "Cyrl"}


def test_samples_are_ordinary_people_of_both_sexes_and_scripts() -> None:
    samples = demo_voters.samples()
    assert {(voter.sex, script_of(voter.surname)) for voter in samples} == {
        ("M", "Latn"),
        ("F", "Latn"),
        ("M", "Cyrl"),
        ("F", "Cyrl"),
    }
    assert all(voter.status == "active" for voter in samples)


def test_the_register_is_written_as_csv(tmp_path: Path) -> None:
    demo_voters.write(tmp_path / "voters.csv", 10)
    with (tmp_path / "voters.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert tuple(rows[0]) == demo_voters.COLUMNS


def test_accounts_are_made_once_and_readable_by_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    first = accounts.ensure(file)
    assert accounts.ensure(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_account_that_a_newer_version_knows_is_added_without_changing_the_others(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    first = accounts.ensure(file)
    file.write_text(json.dumps(first[:-1]))
    assert accounts.ensure(file)[:-1] == first[:-1]


@pytest.mark.provision("P07")
def test_every_official_has_a_second_factor_and_a_unit_that_fits_the_role(tmp_path: Path) -> None:
    for account in accounts.ensure(tmp_path / "accounts.json"):
        assert (account["totp_secret"] is not None) == bool(account["roles"])
        for grant in account["roles"]:
            assert unit_problem(grant["role"], grant["unit"], set(missions())) is None


def test_no_two_accounts_share_a_password(tmp_path: Path) -> None:
    made = accounts.ensure(tmp_path / "accounts.json")
    assert len({account["password"] for account in made}) == len(made)


def test_the_printed_code_is_the_one_that_an_authenticator_shows(tmp_path: Path) -> None:
    official = next(account for account in accounts.ensure(tmp_path / "accounts.json") if account["roles"])
    assert accounts.one_time_code(official, at=1_700_000_000) == pyotp.TOTP(official["totp_secret"]).at(1_700_000_000)
