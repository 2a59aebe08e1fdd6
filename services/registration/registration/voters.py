"""The Central Voter Register as this service sees it: one question ("who has this JMB?"), each with its purpose on
record (EL 3.1(1)-(3)). `LocalRegister` answers from a table of our own; a connection to the real register replaces it
behind the same protocol.

    python -m registration.voters load FILE.csv

loads (and updates) that table by streamed COPY. The file is UTF-8 with a header line and these columns:

    jmb               13 digits
    surname, name, parent_name
    date_of_birth     YYYY-MM-DD
    sex               M or F
    municipality_key  one of the 143 keys of the basic constituencies
    address           place, street and number of residence in BiH
    status            active, deceased or no_capacity
    polling_station   its number, e.g. 001A001
"""

import asyncio
import csv
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Protocol

import asyncpg
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from elections import jmb as jmb_rules
from elections.constituencies import constituencies
from elections.scripts import fold
from registration.domain.model import Form, RegisterAnswer
from registration.keys import Keys, keys_of
from registration.settings import Settings
from registration.tables import Voter as Row

STATUSES = ("active", "deceased", "no_capacity")


@dataclass(frozen=True, slots=True)
class Voter:
    jmb: str
    surname: str
    name: str
    parent_name: str
    date_of_birth: str
    sex: str
    municipality_key: str
    address: str
    status: str
    polling_station: str


class VoterRegister(Protocol):
    async def find(self, jmb: str) -> Voter | None:
        """The voter with this JMB, or None. Who asks has written down why before."""

    async def find_by_keys(self, person_keys: Sequence[str]) -> Mapping[str, Voter]:
        """Those who are in the register, by the key under which another service knows them."""


class LocalRegister:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, jmb: str) -> Voter | None:
        keys = keys_of(self._session)
        index = keys.jmb_index(jmb)
        row = await self._session.get(Row, index) if index else None
        return Voter(**keys.open(row.sealed, aad(row.jmb_index))) if row else None

    async def find_by_keys(self, person_keys: Sequence[str]) -> Mapping[str, Voter]:
        keys = keys_of(self._session)
        rows = await self._session.execute(
            select(Row.person_key, Row.jmb_index, Row.sealed).where(Row.person_key.in_(person_keys))
        )
        return {row.person_key: Voter(**keys.open(row.sealed, aad(row.jmb_index))) for row in rows}


def aad(index: bytes) -> str:
    return f"voter:{index.hex()}"


COMPARED = ("surname", "name", "parent_name", "date_of_birth", "sex")


async def ask(register: VoterRegister, form: Form, *, at: datetime) -> RegisterAnswer:
    """EL 3.15(1), (4): is the applicant in the register, and where do the two differ? Scripts do not count."""
    voter = await register.find(jmb_rules.compact(form.jmb)) if form.jmb else None
    if voter is None:
        return RegisterAnswer(found=False, at=at)
    differs = [name for name in COMPARED if fold(str(form.value(name) or "")) != fold(str(getattr(voter, name)))]
    if form.residence_municipality != voter.municipality_key:
        differs.append("residence_municipality")
    return RegisterAnswer(
        found=True,
        at=at,
        status=voter.status.upper(),
        municipality=voter.municipality_key,
        differences=tuple(differs),
    )


class BadRow(ValueError):
    """A line that cannot be a voter: nothing of the file is loaded."""


def rows(path: Path) -> Iterator[Voter]:
    """Raises BadRow with line and column; the value itself is not told."""
    names = [each.name for each in fields(Voter)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames is None or set(names) - set(reader.fieldnames):
            raise BadRow(f"the header must have the columns {', '.join(names)}")
        for row in reader:
            voter = Voter(**{name: (row[name] or "").strip() for name in names})
            if wrong := list(_wrong(voter)):
                raise BadRow(f"line {reader.line_num}: {', '.join(wrong)}")
            yield voter


def _wrong(voter: Voter) -> Iterator[str]:
    if [code for code in jmb_rules.validate(voter.jmb) if code not in jmb_rules.WARNINGS]:
        yield "jmb"
    if voter.municipality_key not in constituencies():
        yield "municipality_key"
    if voter.status not in STATUSES:
        yield "status"
    if voter.sex not in ("M", "F"):
        yield "sex"
    if not (voter.surname and voter.name):
        yield "name"


async def load(path: Path, owner_url: str, keys: Keys) -> int:
    """Streamed: memory does not grow with the file. A voter who is in the table is replaced."""
    count = 0

    async def sealed() -> AsyncIterator[tuple[bytes, str, bytes]]:
        nonlocal count
        for voter in rows(path):
            key = keys.index.of("jmb", voter.jmb)
            yield key, keys.persons.of_jmb(voter.jmb), keys.seal(asdict(voter), aad(key))
            count += 1

    url = make_url(owner_url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(
                "CREATE TEMP TABLE incoming (jmb_index bytea, person_key text, sealed bytea) ON COMMIT DROP"
            )
            await connection.copy_records_to_table("incoming", records=sealed())
            await connection.execute(
                "INSERT INTO voter SELECT DISTINCT ON (jmb_index) jmb_index, person_key, sealed FROM incoming "
                "ON CONFLICT (jmb_index) DO UPDATE SET person_key = excluded.person_key, sealed = excluded.sealed"
            )
    finally:
        await connection.close()
    return count


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] != "load":
        sys.stderr.write("usage: python -m registration.voters load FILE.csv\n")
        return 2
    settings = Settings()
    try:
        count = asyncio.run(load(Path(arguments[1]), settings.owner_database_url, Keys.of(settings)))
    except BadRow as wrong:
        sys.stderr.write(f"nothing was loaded: {wrong}\n")
        return 1
    sys.stdout.write(f"{count} voters\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
