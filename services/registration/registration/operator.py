"""`python -m registration.operator`: what complaints will report by event, entered by hand until it exists, and
sending all events again after the transport was lost.

    appeal NUMBER DECISION CASE FILED_AT          an appeal was filed with the Court (R-T12)
    court NUMBER OUTCOME COURT_DECISION DATE      UPHELD, REFUSED or REMITTED (R-T13)
    republish                                     all events of this service again
"""

import argparse
import asyncio
import sys
from datetime import date, datetime

from commons.db import Database
from commons.outbox import republish
from commons.problems import Refusal
from elections.timing import SARAJEVO
from registration.keys import equip
from registration.service import court
from registration.settings import Settings


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m registration.operator")
    verbs = top.add_subparsers(dest="verb", required=True)
    appeal = verbs.add_parser("appeal")
    appeal.add_argument("number")
    appeal.add_argument("decision")
    appeal.add_argument("case")
    appeal.add_argument("filed_at", type=datetime.fromisoformat)
    decided = verbs.add_parser("court")
    decided.add_argument("number")
    decided.add_argument("outcome", choices=sorted(court.OUTCOMES))
    decided.add_argument("court_decision")
    decided.add_argument("date", type=date.fromisoformat)
    verbs.add_parser("republish")
    return top


async def run(settings: Settings, asked: argparse.Namespace) -> str:
    database = equip(Database(settings.database_url), settings)
    now = settings.clock().now()
    try:
        if asked.verb == "republish":
            return f"{await republish(database)} messages will be sent again"
        async with database.sessions.begin() as session:
            if asked.verb == "appeal":
                # an hour without a zone is the clock of Sarajevo, wherever the machine stands
                filed_at = asked.filed_at if asked.filed_at.tzinfo else asked.filed_at.replace(tzinfo=SARAJEVO)
                case = await court.appeal_filed(session, asked.number, asked.decision, asked.case, filed_at, now=now)
            else:
                case = await court.court_decided(
                    session, asked.number, asked.outcome, asked.court_decision, asked.date, now=now
                )
        return f"{case.number}: {case.status}"
    finally:
        await database.dispose()


def main(arguments: list[str]) -> int:
    asked = parser().parse_args(arguments)
    try:
        print(asyncio.run(run(Settings(), asked)))
    except Refusal as refusal:
        print(f"refused: {refusal.code} {refusal.params}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
