"""No signed form came in time: the application lapses, and the voter reads what that means for voting (EL 3.16(2))."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from embedded.stack import Stack, temporary
from embedded.tools import ROOT
from tests.browser import quick, voter
from tests.browser.people import Visitors, address, await_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@pytest.fixture
def stack() -> Iterator[Stack]:
    """A portal of its own: its election is over for everybody at the end."""
    directory = Path(tempfile.mkdtemp(prefix="izbori-lapse-"))
    try:
        with temporary(directory, voters=500) as running:
            yield running
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def operator(stack: Stack, *arguments: str) -> str:
    """The command line by which two officials change an election."""
    command = [sys.executable, "-m", "reference.operator", *arguments]
    variables = stack._variables("reference")
    done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def close_applications(stack: Stack) -> None:
    """The day before yesterday was the last day, as two officials decided; the term of the paper goes with it."""
    day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    told = operator(
        stack, "move", quick.ELECTION, "OCV_CLOSE", "--day", day, "--decision", "DEMO-2", "--by", "Amra Hodžić"
    )
    proposal = told.split()[2].rstrip(";")
    operator(stack, "confirm", proposal, "--by", "Jovan Petrović")


@pytest.mark.provision("P56")
def test_who_sent_no_signed_form_in_time_reads_that_he_can_vote_at_home(stack: Stack, visitors: Visitors) -> None:
    who = voter.somebody(4)
    email = address("istek")
    person = visitors.open("hr", phone=True)
    voter.new_account(person, email, f"{who.name} {who.surname}")
    case = quick.apply(person, who)
    person.go(f"/applications/{case['id']}")
    person.sees(person.t("status:party.SUBMITTED"))

    close_applications(stack)

    await_mail(stack, email, "istekla", within=60)
    person.go(f"/applications/{case['id']}")
    person.sees(person.t("status:party.LAPSED"))
    person.sees(person.t("registration:statusText.LAPSED"))
    person.sees(person.t("registration:lapsedRegular"))
    person.look("lapsed")
