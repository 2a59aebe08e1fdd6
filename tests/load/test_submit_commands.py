from collections.abc import Callable, Sequence

import httpx
import pytest

from embedded.stack import Stack
from tests.load.meter import Used, metered
from tests.load.openloop import Action, Run, Wrong, drive
from tests.load.report import RATE_HEAD, cpu_table, keep, met, plain, rate_row, table
from tests.load.seeding import NOTICE, Draft, Seeder
from tests.operations import operation

pytestmark = [pytest.mark.load, pytest.mark.timeout(300)]
BAR = 60.0
SECONDS = 15


def through_gateway(client: httpx.AsyncClient, stack: Stack, draft: Draft) -> Action:
    async def submit() -> None:
        body = operation(
            "SubmitApplication",
            id=str(draft.id),
            version=draft.version,
            accuracy=True,
            notice=NOTICE,
            key=draft.key,
        )
        answer = await client.post(f"{stack.origin}/graphql", json=body, headers=draft.guest.browser(stack.origin))
        check(answer, answer.json().get("data", {}).get("submitApplication", {}))

    return submit


def at_the_service(client: httpx.AsyncClient, stack: Stack, draft: Draft) -> Action:
    address = f"http://127.0.0.1:{stack.ports['registration']}/v1/applications/{draft.id}/submit"
    body = {"version": draft.version, "declaration_accuracy": True, "privacy_notice_version": NOTICE}

    async def submit() -> None:
        headers = draft.guest.bearer | {"Idempotency-Key": draft.key}
        answer = await client.post(address, json=body, headers=headers)
        check(answer, answer.json())

    return submit


def check(answer: httpx.Response, case: dict[str, object]) -> None:
    if answer.status_code != 200 or case.get("status") != "SUBMITTED" or not case.get("receipt"):
        raise Wrong(f"{answer.status_code} {case.get('code') or answer.text[:80]}")


async def measured(
    stack: Stack, drafts: Sequence[Draft], way: Callable[[httpx.AsyncClient, Stack, Draft], Action]
) -> tuple[Run, Used]:
    limits = httpx.Limits(max_connections=500, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:
        with metered(stack) as used:
            run = await drive(BAR, [way(client, stack, draft) for draft in drafts])
    return run, used


async def test_submit_commands_per_second(stack: Stack, seeder: Seeder) -> None:
    ways = {"through the gateway": through_gateway, "at the service": at_the_service}
    rows, columns, kept = [RATE_HEAD], {}, {}
    for name, way in ways.items():
        await measured(stack, await seeder.drafts(30), way)  # warm
        run, used = await measured(stack, await seeder.drafts(int(BAR * SECONDS)), way)
        rows.append(rate_row(name, run, used, bar=met(run.achieved, BAR * 0.98)))
        columns[name] = (used, len(run.ok))
        kept[name] = plain(run, used)
    table("Submit commands, documents sealed already", rows)
    cpu_table("CPU", columns)
    keep("submit-commands", bar_per_second=BAR, ways=kept)
