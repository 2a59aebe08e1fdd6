import asyncio
from collections import Counter

import httpx
import pytest

from embedded.stack import Stack
from tests.load.openloop import drive
from tests.load.report import keep, table
from tests.load.seeding import Draft, Seeder
from tests.load.test_submit_commands import through_gateway

pytestmark = [pytest.mark.load, pytest.mark.timeout(400)]
RATE = 306.0
"""Florida 2020, mostly retries."""
SECONDS = 3
AGAIN_AT_ONCE = 8


def filed(stack: Stack, drafts: list[Draft]) -> Counter[str]:
    """Submissions by case, as the history has them."""
    query = "SELECT case_id::text FROM history WHERE action = 'SUBMIT' AND case_id = ANY(%s::uuid[])"
    with stack.postgres.connect("registration") as connection:
        return Counter(row[0] for row in connection.execute(query, ([str(draft.id) for draft in drafts],)))


async def test_an_overload_loses_nothing_that_was_acknowledged(stack: Stack, seeder: Seeder) -> None:
    drafts = await seeder.drafts(int(RATE * SECONDS))
    limits = httpx.Limits(max_connections=2000, max_keepalive_connections=200)
    async with httpx.AsyncClient(limits=limits, timeout=90, trust_env=False) as client:
        run = await drive(RATE, [through_gateway(client, stack, draft) for draft in drafts])
        acknowledged = [draft for draft, sample in zip(drafts, run.samples, strict=True) if sample.outcome == "ok"]
        lost = [draft for draft in acknowledged if filed(stack, [draft])[str(draft.id)] != 1]
        # Whoever got no answer asks again with the same key, when the rush is over.
        waiting = [draft for draft in drafts if draft not in set(acknowledged)]
        turn = asyncio.Semaphore(AGAIN_AT_ONCE)

        async def again(draft: Draft) -> None:
            async with turn:
                await through_gateway(client, stack, draft)()

        await asyncio.gather(*(again(draft) for draft in waiting))
    rows = [["asked", "acknowledged at once", "after asking again", "p50 ms", "p99 ms"]]
    told = [f"{RATE:.0f}/s for {SECONDS} s", str(len(acknowledged)), str(len(waiting))]
    table("Overload", [*rows, [*told, f"{run.latency(0.5) * 1000:.0f}", f"{run.latency(0.99) * 1000:.0f}"]])
    keep("overload", asked_per_second=RATE, seconds=SECONDS, acknowledged=len(acknowledged), again=len(waiting),
         outcomes=dict(run.outcomes.most_common(10)), lost=len(lost))  # fmt: skip
    assert lost == []
    assert filed(stack, drafts) == Counter(str(draft.id) for draft in drafts)
