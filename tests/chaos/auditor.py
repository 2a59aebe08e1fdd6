"""Why: after a fault nobody is believed. What was acknowledged is looked for in the databases, the store and the mail
catcher themselves: each submission exists once, each message took effect once, each document is what was uploaded,
numbers are unique and without gaps, histories are unbroken, no mail came twice.
"""

import asyncio
import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import orjson
from psycopg.rows import dict_row, namedtuple_row

from casework.documents.inspection import Announced, Inspected, inspect
from casework.documents.store import kept_document
from casework.documents.verbs import sealed_content
from casework.history import verify_chain
from casework.numbers import read_number
from commons.clock import SystemClock
from commons.db import Database
from commons.messaging import ACK_WAIT
from commons.problems import Refusal
from commons.storage import ObjectStore
from embedded.stack import Stack
from notifications.consumers import handlers as of_notifications
from registration.consumers import handlers as of_registration
from registration.documents import ARCHIVE
from registration.keys import equip
from registration.settings import Settings
from tests.chaos.people import Ledger
from tests.load.seeding import settings_of

PRODUCERS = ("registration", "identity", "reference")
QUIET = ACK_WAIT + 30.0
"""What a consumer had in its hands when it was killed comes again when its time to acknowledge is over."""


@dataclass
class Auditor:
    stack: Stack
    ledger: Ledger

    def check(self) -> None:
        """Waits until nothing is under way any more, then says everything that is wrong."""
        self._settle()
        found = [
            *self._submissions(),
            *self._numbers(),
            *self._histories(),
            *self._effects(),
            *self._mails(),
            *asyncio.run(self._documents()),
        ]
        assert not found, "\n".join(found)

    def effects(self) -> int:
        """How many lines and mails people have got, and how many messages took effect."""
        counts = [
            self._rows("notifications", f"SELECT count(*) AS n FROM {table}") for table in ("item", "mail", "inbox")
        ]
        return sum(rows[0]["n"] for rows in (*counts, self._rows("registration", "SELECT count(*) AS n FROM inbox")))

    def _rows(self, service: str, query: str, *values: Any) -> list[dict[str, Any]]:
        with self.stack.postgres.connect(service) as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, values).fetchall()

    # -- is anything still under way?

    def _settle(self) -> None:
        deadline = time.monotonic() + QUIET
        while waiting := self._under_way():
            assert time.monotonic() < deadline, f"still under way after {QUIET:.0f} s: {waiting}"
            time.sleep(0.3)

    def _under_way(self) -> list[str]:
        waiting = []
        for service in PRODUCERS:
            count = self._rows(service, "SELECT count(*) AS n FROM outbox WHERE published_at IS NULL")[0]["n"]
            waiting += [f"{count} unpublished of {service}"] if count else []
        waiting += list(self._without_effect())
        waiting += [f"{count} commands in {name}" for name, count in self._kept("MAIL") if count]
        # A sender that was killed holds its mail for some minutes; that one is late, and not lost.
        due = "SELECT count(*) AS n FROM mail WHERE state = 'QUEUED' AND (attempts = 0 OR due_at <= now())"
        count = self._rows("notifications", due)[0]["n"]
        return [*waiting, f"{count} mails"] if count else waiting

    def _consumed(self) -> Iterator[tuple[str, str, str]]:
        """(producer, subject, consumer) of every message that somebody must have taken in."""
        clock = SystemClock()
        for consumer, handled in (("registration", of_registration(clock)), ("notifications", of_notifications(clock))):
            for kind in handled:
                for producer in PRODUCERS:
                    if producer != consumer:
                        yield producer, kind.subject, consumer

    def _without_effect(self) -> Iterator[str]:
        for producer, subject, consumer in self._consumed():
            sent = {row["id"] for row in self._rows(producer, "SELECT id FROM outbox WHERE subject = %s", subject)}
            taken = self._rows(consumer, "SELECT event_id FROM inbox WHERE handler = %s", subject)
            missing = sent - {row["event_id"] for row in taken}
            if missing:
                yield f"{len(missing)} {subject} of {producer} without effect at {consumer}"

    # -- what is wrong?

    def _submissions(self) -> Iterator[str]:
        """Each acknowledged submission exists exactly once, with everything that submitting makes."""
        query = """
            SELECT a.id, a.number, a.account,
                (SELECT count(*) FROM history h WHERE h.case_id = a.id AND h.action = 'SUBMIT') AS submits,
                (SELECT count(*) FROM receipt r WHERE r.application_id = a.id AND r.number = a.number) AS receipts,
                (SELECT count(*) FROM form_version f WHERE f.application_id = a.id AND f.version = 1) AS forms,
                (SELECT count(*) FROM outbox o WHERE o.subject = 'registration.application-submitted.v1'
                    AND convert_from(o.body, 'UTF8')::jsonb->>'entity_id' = a.id::text) AS events
            FROM application a WHERE a.number IS NOT NULL
        """
        there = {str(row["id"]): row for row in self._rows("registration", query)}
        for id, number in self.ledger.numbers.items():
            if id not in there or there[id]["number"] != number:
                yield f"{number} was acknowledged and is not there"
        for row in there.values():
            if str(row["id"]) not in self.ledger.numbers:
                yield f"{row['number']} is there and nobody was told"
            made = {name: row[name] for name in ("submits", "receipts", "forms", "events")}
            if set(made.values()) != {1}:
                yield f"{row['number']} has {made}"

    def _numbers(self) -> Iterator[str]:
        rows = self._rows("registration", "SELECT number FROM application WHERE number IS NOT NULL")
        numbers = [row["number"] for row in rows]
        yield from (f"{number} was given twice" for number, times in Counter(numbers).items() if times > 1)
        yield from (f"{number} has a wrong check character" for number in numbers if read_number(number) != number)
        series = Counter(number.rsplit("-", 2)[0] for number in numbers)
        for row in self._rows("registration", "SELECT series, last FROM number_series"):
            if row["series"] in series and row["last"] != series[row["series"]]:
                yield f"{row['series']} has gaps: {row['last']} given, {series[row['series']]} there"

    def _histories(self) -> Iterator[str]:
        chains: dict[UUID, list[Any]] = {}
        with self.stack.postgres.connect("registration") as connection:
            cursor = connection.cursor(row_factory=namedtuple_row)
            lines: list[Any] = cursor.execute("SELECT * FROM history").fetchall()
        for line in lines:
            chains.setdefault(line.case_id, []).append(line)
        for case, chain in chains.items():
            yield from (f"history of {case}: {wrong}" for wrong in verify_chain(chain))

    def _effects(self) -> Iterator[str]:
        """Each message took effect exactly once, and none is in the dead letters."""
        asked = [
            row | orjson.loads(row["body"])
            for producer in PRODUCERS
            for row in self._rows(producer, "SELECT id, body FROM outbox WHERE subject = 'mail.request.v1'")
        ]
        wanted = {
            "item": {row["id"] for row in asked if row["account"] is not None},
            "mail": {row["id"] for row in asked if row["sealed_address"] is not None},
        }
        for table, ids in wanted.items():
            there = Counter(row["id"] for row in self._rows("notifications", f"SELECT id FROM {table}"))
            if there != Counter(ids):
                yield f"{table}: {len(ids - set(there))} missing, {len(set(there) - ids)} that nobody asked for"
        yield from (f"{count} messages in {name}" for name, count in self._kept("DEAD_") if count)

    def _kept(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Messages by stream, from JetStream's own monitor."""
        monitor = f"http://127.0.0.1:{self.stack.ports['nats_monitor']}/jsz?streams=true"
        for account in httpx.get(monitor, timeout=20).json().get("account_details", []):
            for stream in account.get("stream_detail", []):
                if stream["name"].startswith(prefix):
                    yield stream["name"], stream["state"]["messages"]

    def _mails(self) -> Iterator[str]:
        """Each mail that was sent came once. One whose sender was killed is sent again minutes later, by design."""
        came = Counter(
            found[1]
            for mail in httpx.get(f"{self.stack.mail_url}/api/messages").json()
            if (found := re.fullmatch(r"<(.+)@.+>", mail["message_id"]))
        )
        yield from (f"mail {id} came {times} times" for id, times in came.items() if times > 1)
        for row in self._rows("notifications", "SELECT id, state, template FROM mail"):
            if row["state"] == "SENT" and came[str(row["id"])] != 1:
                yield f"{row['template']} was sent and came {came[str(row['id'])]} times"
            if row["state"] == "BOUNCED":
                yield f"{row['template']} bounced"

    async def _documents(self) -> list[str]:
        """Each document that was acknowledged opens, and is what was uploaded without its metadata."""
        settings = settings_of(self.stack, "registration", Settings)
        database, store = equip(Database(settings.database_url), settings), ObjectStore(settings)
        wrong = []
        try:
            async with database.sessions() as session:
                for id, uploaded in self.ledger.documents.items():
                    row = await kept_document(session, ARCHIVE, UUID(id))
                    if row is None:
                        wrong.append(f"document {id} was acknowledged and is not there")
                        continue
                    if row.sha256 != hashlib.sha256(uploaded).hexdigest():
                        wrong.append(f"document {id} has another hash")
                    expected = inspect(uploaded, Announced(row.size, row.content_type, row.sha256))
                    try:
                        kept = await sealed_content(session, store, row)
                    except Refusal as refusal:
                        wrong.append(f"document {id}: {refusal.code}")
                        continue
                    if not isinstance(expected, Inspected) or kept != expected.content:
                        wrong.append(f"document {id} is not what was uploaded")
        finally:
            store.close()
            await database.dispose()
        return wrong
