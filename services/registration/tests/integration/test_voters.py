from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from registration import voters
from registration.keys import Keys
from registration.tables import Voter
from registration.testing import jmb_of

HEAD = "jmb,surname,name,parent_name,date_of_birth,sex,municipality_key,address,status,polling_station"
GOOD = "{jmb},Đurić,Đorđe,Petar,1980-01-01,M,ba.fbih.usk.bihac,Bihać 1,{status},001A001"


def written(path: Path, *lines: str) -> None:
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")


async def loaded(desk: Any, path: Path, *lines: str) -> int:
    written(path, *lines)
    return await voters.load(path, desk.settings.owner_database_url, Keys.of(desk.settings))


@pytest.mark.provision("P38", "P33")
@pytest.mark.parametrize(
    ("line", "state", "status", "differences"),
    [
        (GOOD, "FOUND", "ACTIVE", []),
        (GOOD.replace("Petar", "Pero"), "FOUND", "ACTIVE", ["parent_name"]),
        (GOOD.replace("usk.bihac", "usk.buzim"), "FOUND", "ACTIVE", ["residence_municipality"]),
        (GOOD, "FOUND", "DECEASED", []),
        (GOOD, "FOUND", "NO_CAPACITY", []),
    ],
)
async def test_taking_a_case_asks_the_register_once_with_its_purpose(
    desk: Any, tmp_path: Path, line: str, state: str, status: str, differences: list[str]
) -> None:
    """Đorđe in the register is Ђорђе in the application."""
    row = line.format(jmb=jmb_of(date(1980, 1, 1)), status=status.lower())
    assert await loaded(desk, tmp_path / "voters.csv", row) == 1
    case = await desk.received(desk.voter())
    path = f"/office/applications/{case['id']}"
    seen = await desk.ok("GET", path, desk.clerk)
    assert seen["register_answer"]["state"] == "NOT_ASKED"
    await desk.ok("POST", f"{path}/take", desk.clerk, version=seen["version"])
    seen = await desk.ok("GET", path, desk.clerk)
    answer = seen["register_answer"]
    assert (answer["state"], answer["voter_status"], answer["differences"]) == (state, status, differences)
    assert answer["age18_on_election_day"] is True
    lookups = [each for each in seen["history"] if each["action"] == "register.lookup"]
    assert [each["params"]["purpose"] for each in lookups] == ["application.review"]


async def test_loading_again_replaces_and_a_bad_line_loads_nothing(desk: Any, tmp_path: Path) -> None:
    jmbs = [jmb_of(date(1980, 1, 1), 30 * n) for n in range(5)]
    lines = [GOOD.format(jmb=jmb, status="active") for jmb in jmbs]
    path = tmp_path / "voters.csv"
    assert await loaded(desk, path, *lines) == 5
    assert await loaded(desk, path, *lines) == 5
    for wrong in (
        lines[0].replace(jmbs[0], "0101980170000"),
        lines[0].replace("bihac", "atlantis"),
        lines[0].replace(",active,", ",asleep,"),
        lines[0].replace(",M,", ",X,"),
        lines[0].replace("Đurić", ""),
    ):
        with pytest.raises(voters.BadRow, match="line 3"):
            await loaded(desk, path, lines[1], wrong)
    path.write_text("jmb,surname\n", encoding="utf-8")
    with pytest.raises(voters.BadRow, match="header"):
        list(voters.rows(path))
    async with desk.app.state.database.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Voter)) == 5
