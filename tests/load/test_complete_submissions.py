import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest

from commons.ids import new_id
from embedded.stack import Stack
from registration.domain.model import Kind
from tests.load.meter import Used, metered
from tests.load.openloop import Run, Wrong, drive, percentile
from tests.load.papers import Paper, papers
from tests.load.report import RATE_HEAD, cpu_table, keep, met, plain, rate_row, table
from tests.load.seeding import ELECTION, NOTICE, Guest, Seeder, person
from tests.operations import operation

pytestmark = [pytest.mark.load, pytest.mark.timeout(300)]
BAR = 10.0
SECONDS = 12
PATIENCE = 60
SLOTS = ("ID", "HOST_ADDRESS", "CITIZENSHIP")
"""What a refugee without a document of IDDEEA attaches (3.15(8), (9)): three documents before submitting."""


@dataclass
class Applicant:
    """From nothing to a number, as the portal's pages do it."""

    stack: Stack
    client: httpx.AsyncClient
    guest: Guest
    papers: Mapping[str, Paper]
    id: str = ""

    async def __call__(self) -> None:
        case = await self.ask("StartApplication", election=ELECTION, forSelf=True, kind="R2", key=str(new_id()))
        self.id = case["id"]
        case = await self.ask("Application", id=self.id)
        fields = {camel(name): value for name, value in person(self.guest, Kind.R2).items()}
        case = await self.ask("SaveApplication", id=self.id, version=case["version"], kind="R2", fields=fields)
        for slot in SLOTS:
            case = await self.upload(slot, self.papers[slot])
        case = await self.ask(
            "SubmitApplication",
            id=self.id,
            version=case["version"],
            accuracy=True,
            notice=NOTICE,
            key=str(new_id()),
        )
        if case["status"] != "SUBMITTED" or {paper["state"] for paper in case["documents"]} != {"SEALED"}:
            raise Wrong(f"submitted, but {case['status']}")
        if {paper["sha256"] for paper in case["documents"]} != {paper.sha256 for paper in self.papers.values()}:
            raise Wrong("other documents")

    async def upload(self, slot: str, paper: Paper) -> Any:
        ticket = await self.ask(
            "OpenUpload",
            id=self.id,
            slot=slot,
            name=paper.name,
            key=str(new_id()),
            size=len(paper.content),
            contentType=paper.content_type,
            sha256=paper.sha256,
        )
        fields = {name: (None, value) for name, value in ticket["fields"].items()}
        files = fields | {"file": (paper.name, paper.content)}
        sent = await self.client.post(ticket["url"], files=files, headers=self.guest.browser(self.stack.origin))
        if sent.status_code not in (200, 201, 204):
            raise Wrong(f"upload {sent.status_code}")
        return await self.ask("CompleteUpload", documentId=ticket["documentId"])

    async def ask(self, name: str, /, **variables: Any) -> Any:
        headers = self.guest.browser(self.stack.origin)
        answer = await self.client.post(
            f"{self.stack.origin}/graphql", json=operation(name, **variables), headers=headers
        )
        body = answer.json()
        if answer.status_code != 200 or "errors" in body:
            raise Wrong(f"{name} {answer.status_code} {answer.text[:60]}")
        (found,) = body["data"].values()
        if found.get("__typename") == "Problem":
            raise Wrong(f"{name} {found['code']}")
        return found


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


async def consumed(stack: Stack, ids: list[str]) -> dict[str, tuple[datetime, datetime]]:
    """When each submission was committed, and when the line in the voter's inbox that notifications made of it was.

    Both instants are PostgreSQL's own, of one clock; waits until every submission had its effect.
    """
    for _ in range(PATIENCE * 5):
        with stack.postgres.connect("registration") as registration, stack.postgres.connect("notifications") as other:
            committed: dict[str, datetime] = dict(
                registration.execute(
                    "SELECT a.number, pg_xact_commit_timestamp(h.xmin) FROM history h"
                    " JOIN application a ON a.id = h.case_id WHERE h.action = 'SUBMIT' AND a.id = ANY(%s::uuid[])",
                    (ids,),
                ).fetchall()
            )
            found = other.execute(
                "SELECT params->>'number', pg_xact_commit_timestamp(xmin) FROM item"
                " WHERE template = 'application.submitted' AND params->>'number' = ANY(%s)",
                (list(committed),),
            ).fetchall()
        if len(found) >= len(ids):
            break
        await asyncio.sleep(0.2)
    assert len(found) == len(dict(found)) == len(committed) == len(ids), "each event took effect exactly once"
    return {number: (committed[number], at) for number, at in found}


async def measured(stack: Stack, seeder: Seeder, count: int, rate: float) -> tuple[Run, Used, list[float]]:
    given = papers()
    limits = httpx.Limits(max_connections=500, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:
        applicants = [Applicant(stack, client, await seeder.guest(), given) for _ in range(count)]
        with metered(stack) as used:
            run = await drive(rate, applicants)
            done = [
                applicant.id
                for applicant, sample in zip(applicants, run.samples, strict=True)
                if sample.outcome == "ok"
            ]
            effects = await consumed(stack, done)
    return run, used, [(effect - commit).total_seconds() for commit, effect in effects.values()]


async def test_complete_submissions_per_second(stack: Stack, seeder: Seeder) -> None:
    await measured(stack, seeder, 10, 5)  # warm
    run, used, lags = await measured(stack, seeder, int(BAR * SECONDS), BAR)
    table(
        "Complete submissions through the portal: draft, three documents of 300 kB, submit, effect at a consumer",
        [RATE_HEAD, rate_row("by GraphQL and presigned POST", run, used, bar=met(run.achieved, BAR * 0.98))],
    )
    p50, p99 = percentile(lags, 0.5) * 1000, percentile(lags, 0.99) * 1000
    table(
        "From commit to the consumer's effect", [["", "p50 ms", "p99 ms"], ["inbox line", f"{p50:.0f}", f"{p99:.0f}"]]
    )
    cpu_table("CPU", {"a submission": (used, len(run.ok))})
    effects = {"p50_ms": round(p50, 1), "p99_ms": round(p99, 1), "count": len(lags)}
    keep("complete-submissions", bar_per_second=BAR, submissions=plain(run, used), commit_to_effect=effects)
    assert len(run.ok) == len(run.samples), run.outcomes
