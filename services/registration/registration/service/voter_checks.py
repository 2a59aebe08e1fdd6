"""Other services ask the voter register by person keys, in batches, and go on: supporters and candidates are shown as
"being checked" until the answer is there (domain.md section 5). What they learn is no more than the law lets them ask:
whether the person is a voter, where, and of what age on election day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commons.outbox import publish
from contracts.registration import VoterAnswer, VoterChecked
from elections.election import Election
from registration import store
from registration.domain.model import as_date
from registration.voters import Voter, VoterRegister

VOTES = "active"


@dataclass(frozen=True, slots=True)
class Question:
    """Whose question, which one, why, about whom."""

    asked_by: str
    check_id: str
    version: int
    purpose: str
    election: str
    constituency: str
    as_of: date
    person_keys: tuple[str, ...]


async def answer(
    session: AsyncSession, register: VoterRegister, question: Question, *, event_id: UUID, now: datetime
) -> None:
    """EL 3.1(1)-(3): the purpose of every look into the register is on record; asked again, the same check is answered
    once. Raises NotFound while the election has not arrived here yet, so the question is delivered again."""
    election = await store.election(session, question.election)
    asked = tuple(dict.fromkeys(question.person_keys))
    voters = await register.find_by_keys(asked)
    answers = tuple(_answer(key, voters.get(key), election) for key in asked)
    found = sum(each.in_register for each in answers)
    if not await store.record_voter_check(session, question, persons=len(asked), found=found, at=now):
        return
    checked = VoterChecked(
        event_id=event_id,
        occurred_at=now,
        election_id=question.election,
        entity_id=question.check_id,
        entity_version=question.version,
        legal_basis=("3.1",),
        payload=VoterChecked.Payload(asked_by=question.asked_by, as_of=question.as_of, answers=answers),
    )
    await publish(session, checked)


def _answer(key: str, voter: Voter | None, election: Election) -> VoterAnswer:
    """EL 3.2(3), (4): who died or was fully deprived of legal capacity is no voter, though the row is still there."""
    if voter is None or voter.status != VOTES:
        return VoterAnswer(person_key=key, in_register=False)
    born = as_date(voter.date_of_birth)
    return VoterAnswer(
        person_key=key,
        in_register=True,
        constituency=voter.municipality_key,
        age_on_election_day=age(born, election.day) if born else None,
    )


def age(born: date, on: date) -> int:
    """Whole years: who is born on 29 February is older on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
