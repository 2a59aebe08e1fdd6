"""Why: `python -m reference.operator` changes an election under four eyes until its pages exist.

One named official proposes, another confirms; a wrong key, fact or value is refused and the right ones are named.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from uuid import UUID

from commons.clock import Clock
from commons.db import Database
from commons.outbox import republish
from commons.problems import Refusal
from elections.election import Election, Fact
from elections.override import Override
from elections.parameters import frozen, parameters
from elections.terms import MissingAnchor, UnknownDeadline
from elections.timing import SARAJEVO
from reference import service, store
from reference.domain.model import Change, Configure, Happened, Move, ProposalId, Restore
from reference.settings import Settings

EXPLAINED = {
    "deadline.unknown": "no such deadline in this election",
    "override.offset_required": "this term runs from an event: give --offset, its new length",
    "override.day_required": "this term has a day: give --day",
    "override.day_or_offset": "give either --day or --offset",
    "override.hour": "hours are written HH:MM, the end of the day is 24:00",
    "override.decision_required": "name the decision that moves the term (--decision)",
    "override.legal_note_required": "the law fixes this term: --legal-note must say why it can be moved",
    "override.none": "no decision moves this deadline",
    "fact.known": "this is known already",
    "fact.in_future": "this lies in the future",
    "parameter.unknown": "no such setting",
    "parameter.type": "the value is of another type than the setting's default",
    "proposal.same_official": "whoever proposed a change cannot confirm it: another official must",
    "proposal.not_found": "no such proposal (see: proposals)",
    "proposal.not_possible": "this proposal is closed",
    "election.changed": "the election changed since the proposal was made: drop it and propose again",
    "election.not_found": "no such election (see: list)",
    "official.name_required": "an official acts by name (--by)",
}

Command = Callable[[argparse.Namespace, Database, Clock], Awaitable[None]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    settings = Settings()
    database = Database(settings.database_url, pool_size=1)

    async def run() -> int:
        command: Command = options.command
        try:
            await command(options, database, settings.clock())
        except Refusal as refused:
            _explain(refused)
            return 1
        finally:
            await database.dispose()
        return 0

    return asyncio.run(run())


async def list_elections(_: argparse.Namespace, database: Database, __: Clock) -> None:
    async with database.sessions.begin() as session:
        for election in await store.elections(session):
            print(f"{election.code:8} version {election.version:<3} {election.day}  {election.name.en}")


async def show(options: argparse.Namespace, database: Database, _: Clock) -> None:
    election = await _election(options.election, database)
    for key in election.calendar.keys:
        print(f"{key:22} {_term(election, key)}")


async def move(options: argparse.Namespace, database: Database, clock: Clock) -> None:
    await _known_key(options, database)
    override = Override(
        key=options.key,
        decision=options.decision,
        decided_on=options.decided_on or clock.now().astimezone(SARAJEVO).date(),
        day=options.day,
        hour=options.hour,
        offset=options.offset,
        legal_note=options.legal_note,
    )
    await _propose(options, database, clock, Move(override))


async def restore(options: argparse.Namespace, database: Database, clock: Clock) -> None:
    await _known_key(options, database)
    await _propose(options, database, clock, Restore(options.key))


async def happened(options: argparse.Namespace, database: Database, clock: Clock) -> None:
    await _propose(options, database, clock, Happened(Fact(options.fact), options.since or clock.now()))


async def configure(options: argparse.Namespace, database: Database, clock: Clock) -> None:
    _suggest("setting", options.key, list(parameters()))
    await _propose(options, database, clock, Configure(options.key, frozen(_value(options.value))))


async def proposals(_: argparse.Namespace, database: Database, __: Clock) -> None:
    async with database.sessions.begin() as session:
        for proposal in await store.open_proposals(session):
            change = json.dumps(store.change_to_plain(proposal.change), ensure_ascii=False)
            print(f"{proposal.id}  {proposal.election}  by {proposal.proposed_by}  {change}")


async def confirm(options: argparse.Namespace, database: Database, clock: Clock) -> None:
    async with database.sessions.begin() as session:
        election = await service.confirm(session, ProposalId(options.proposal), by=options.by, now=clock.now())
    print(f"{election.code} is now version {election.version}; every service is being told")


async def drop(options: argparse.Namespace, database: Database, clock: Clock) -> None:
    async with database.sessions.begin() as session:
        await service.drop(session, ProposalId(options.proposal), by=options.by, now=clock.now())
    print("dropped")


async def tell_again(_: argparse.Namespace, database: Database, __: Clock) -> None:
    print(f"{await republish(database)} messages are sent again")


async def _propose(options: argparse.Namespace, database: Database, clock: Clock, change: Change) -> None:
    async with database.sessions.begin() as session:
        proposal = await service.propose(session, options.election, change, by=options.by, now=clock.now())
    print(f"proposed as {proposal.id}; another official confirms it:")
    print(f'  python -m reference.operator confirm {proposal.id} --by "NAME"')


async def _election(code: str, database: Database) -> Election:
    async with database.sessions.begin() as session:
        known = {election.code: election for election in await store.elections(session)}
    _suggest("election", code, list(known))
    return known[code]


async def _known_key(options: argparse.Namespace, database: Database) -> None:
    election = await _election(options.election, database)
    _suggest(f"deadline in {election.code}", options.key, election.calendar.keys)


def _suggest(what: str, given: str, known: Sequence[str]) -> None:
    """Ends the command when the word is unknown, with the nearest known ones."""
    if given not in known:
        by_lower = {word.lower(): word for word in known}
        near = [by_lower[word] for word in get_close_matches(given.lower(), by_lower, cutoff=0.5)]
        hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known)}"
        raise SystemExit(f"no such {what}: {given} ({hint})")


def _term(election: Election, key: str) -> str:
    calendar = election.calendar
    try:
        return calendar.say(calendar.deadline(key).explanation).en
    except MissingAnchor:
        return calendar.say(calendar.outline(key)).en
    except UnknownDeadline:
        return "does not hold in this election"


def _explain(refused: Refusal) -> None:
    codes = [defect.code for defect in refused.defects] or [refused.code]
    for code in codes:
        print(f"refused: {EXPLAINED.get(code, code)} [{code}]", file=sys.stderr)


def _value(text: str) -> bool | int | str | list[str]:
    """A value as JSON ("true", "3", a list of words in brackets), or else the word itself."""
    try:
        value: bool | int | str | list[str] = json.loads(text)
    except json.JSONDecodeError:
        return text
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reference.operator", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Command, about: str, *, election: bool = False, named: bool = False
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about)
        sub.set_defaults(command=run)
        if election:
            sub.add_argument("election", help="code, such as LE2028")
        if named:
            sub.add_argument("--by", required=True, help="name of the official who acts")
        return sub

    command("list", list_elections, "the elections and their versions")
    command("show", show, "the calendar of an election with its reasons", election=True)
    sub = command("move", move, "propose that a decision moves a deadline", election=True, named=True)
    sub.add_argument("key", help="such as OCV_CLOSE")
    sub.add_argument("--day", type=date.fromisoformat, help="YYYY-MM-DD")
    sub.add_argument("--hour", default="24:00", help="HH:MM in Sarajevo, 24:00 by default")
    sub.add_argument("--offset", type=int, help="new length of a term that runs from an event")
    sub.add_argument("--decision", required=True, help="number or name of the decision")
    sub.add_argument("--decided-on", type=date.fromisoformat, help="YYYY-MM-DD, today by default")
    sub.add_argument("--legal-note", help="why a term that the law fixes can be moved")
    sub = command("restore", restore, "propose that a deadline counts by its rule again", election=True, named=True)
    sub.add_argument("key")
    sub = command("happened", happened, "propose a fact from outside the portal", election=True, named=True)
    sub.add_argument("fact", choices=[str(fact) for fact in Fact])
    sub.add_argument("--since", type=_instant, help="ISO 8601 with offset, now by default")
    sub = command("set", configure, "propose a setting", election=True, named=True)
    sub.add_argument("key", help="such as served.deemed_after_days")
    sub.add_argument("value")
    command("proposals", proposals, "what waits for a second official")
    for name, run, about in (("confirm", confirm, "confirm a colleague's proposal"), ("drop", drop, "drop a proposal")):
        command(name, run, about, named=True).add_argument("proposal", type=UUID)
    command("republish", tell_again, "send all events again after a loss of the message store")
    return parser


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError("an instant needs its offset, as in 2028-10-01T07:00+02:00")
    return instant


if __name__ == "__main__":
    sys.exit(main())
