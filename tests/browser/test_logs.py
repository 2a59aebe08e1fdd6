"""Why: what operators read must not tell who applied. Runs after the journeys, over all that their stack wrote."""

import csv
import re

import pytest

from embedded import accounts
from embedded.environment import SERVICES
from embedded.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.minio]

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
THIRTEEN_DIGITS = re.compile(r"(?<!\d)\d{13}(?!\d)")


@pytest.fixture(params=SERVICES)
def log(request: pytest.FixtureRequest, stack: Stack) -> str:
    return stack.console.log(request.param).read_text(errors="replace")


def test_no_address_of_a_person_is_in_a_log(log: str) -> None:
    assert ADDRESS.findall(log) == []


def test_no_identification_number_is_in_a_log(log: str, stack: Stack) -> None:
    with (stack.options.directory / "demo-voters.csv").open(encoding="utf-8") as file:
        numbers = {row["jmb"] for row in csv.DictReader(file)}
    assert numbers
    assert numbers & set(THIRTEEN_DIGITS.findall(log)) == set()


def test_no_name_of_an_account_is_in_a_log(log: str, stack: Stack) -> None:
    names = [account["name"] for account in accounts.read(stack.accounts_file)]
    assert [name for name in names if name in log] == []


def test_no_query_string_is_in_a_log(log: str) -> None:
    paths = re.findall(r'"route": "([^"]*)"', log)
    assert [path for path in paths if "?" in path] == []
