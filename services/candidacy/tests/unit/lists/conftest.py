from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from stdnum.si import emso

from candidacy.domain.lists.ground import Ground
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import (
    Candidate,
    CandidateId,
    CandidateList,
    ConsentState,
    Declarations,
    EligibilityCheck,
    ListId,
    Person,
    PersonId,
    RegisterState,
)
from candidacy.domain.lists.sexes import Quota, QuotaMode
from elections.election import Election
from elections.seeds import from_seed

ELECTION_DAY = date(2024, 10, 6)
NOON = datetime(2024, 7, 1, 10, tzinfo=UTC)
SPACE = UUID("7e1f3c9a-5a7f-4b7e-9f0d-2f4f4e9d1c11")


def jmb_of(born: date, sex: str, serial: int) -> str:
    """A synthetic number of somebody born that day: the check digit is computed."""
    first = f"{born:%d%m}{born.year % 1000:03d}17"
    for number in range(serial, serial + 10):
        twelve = f"{first}{number + (500 if sex == 'F' else 0):03d}"
        digit = emso.calc_check_digit(twelve + "0")
        if emso.is_valid(twelve + digit):
            return twelve + digit
    raise AssertionError("no such number")


@pytest.fixture
def ground() -> Ground:
    return Ground(
        election_day=ELECTION_DAY,
        on=NOON.date(),
        seats=5,
        margin=5,
        quota=Quota(40, QuotaMode.STRICT_FEASIBLE),
        age=18,
        single=False,
        residence_required=True,
        group_required=False,
        offices_with_proof=frozenset({"JUDGE"}),
    )


def person(position: int, sex: str = "F", /, **changes: Any) -> Person:
    born = date(1980, 1, 1) + timedelta(days=position)
    letters = "ABVGDEZIJKLMNOPRSTUF"
    values = {
        "surname": "Begić" + letters[position // 20 % 20].lower() + letters[position % 20].lower(),
        "name": "Amra" if sex == "F" else "Ivo",
        "sex": sex,
        "date_of_birth": born.isoformat(),
        "jmb": jmb_of(born, sex, 10),
        "id_card_number": f"E{position:08d}",
        "residence_municipality": "ba.fbih.usk.bihac",
        "residence_address": "Obala 1",
    }
    return Person(**(values | changes))


@pytest.fixture
def a_candidate() -> Callable[..., Candidate]:
    """Without any defect; `person` changes single fields of the person."""

    def build(position: int = 1, sex: str = "F", fields: dict[str, Any] | None = None, **changes: Any) -> Candidate:
        values: dict[str, Any] = {
            "id": CandidateId(uuid5(SPACE, f"candidate {position}")),
            "position": position,
            "person": person(position, sex, **(fields or {})),
            "person_id": PersonId(uuid5(SPACE, f"person {position}")),
            "person_key": f"k1:{position}",
            "register": RegisterState.YES,
            "consent": ConsentState.GIVEN,
            "declarations": Declarations("NONE", no_conviction=True, compatible=True),
            "eligibility": EligibilityCheck(True, "register of convictions", date(2024, 7, 2), "officer"),
        }
        return Candidate(**(values | changes))

    return build


@pytest.fixture
def a_list(a_candidate: Callable[..., Candidate]) -> Callable[..., CandidateList]:
    """A list of the given sexes: `a_list("FMFM")`."""

    def build(sexes: str = "FM", candidates: Sequence[Candidate] | None = None, **changes: Any) -> CandidateList:
        values: dict[str, Any] = {
            "id": ListId(uuid5(SPACE, "list")),
            "version": 1,
            "election": "LE2024",
            "subject_id": uuid5(SPACE, "subject"),
            "status": Status.DRAFT,
            "level": "MUN_COUNCIL",
            "unit": "ba.fbih.usk.bihac",
            "created_at": NOON,
            "candidates": tuple(candidates)
            if candidates is not None
            else tuple(a_candidate(position, sex) for position, sex in enumerate(sexes, start=1)),
        }
        return CandidateList(**(values | changes))

    return build


@pytest.fixture(scope="session")
def election() -> Election:
    return from_seed(
        {
            "code": "LE2024",
            "short": "2024L",
            "name": dict.fromkeys(("bs", "hr", "sr", "en"), "LE2024"),
            "type": "LOCAL",
            "day": ELECTION_DAY,
            "called_on": date(2024, 5, 8),
            "levels": ["MUN_COUNCIL", "MAYOR"],
            "entities": [],
            "missions": [],
        },
        date(2024, 5, 8),
    )
