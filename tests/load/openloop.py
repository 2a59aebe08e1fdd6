"""Why: people do not wait for one another. A closed loop slows down with the server and hides what a queue does; here
requests start at a fixed rate, whatever the answers do, and each is timed from the moment at which it should have
started.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median

Action = Callable[[], Awaitable[None]]
WARM_UP = 0.2


class Wrong(AssertionError):
    """An answer that is not what was asked for, whatever its status says."""


@dataclass(frozen=True)
class Sample:
    """One action: seconds on the generator's clock."""

    due: float
    done: float
    outcome: str

    @property
    def took(self) -> float:
        return self.done - self.due


@dataclass(frozen=True)
class Run:
    """What came of all actions."""

    rate: float
    began: float
    samples: Sequence[Sample]

    @property
    def ok(self) -> list[Sample]:
        return [sample for sample in self.samples if sample.outcome == "ok"]

    @property
    def outcomes(self) -> Counter[str]:
        return Counter(sample.outcome for sample in self.samples)

    @property
    def achieved(self) -> float:
        """Good answers per second, until the last of them."""
        return len(self.ok) / (max(sample.done for sample in self.ok) - self.began) if self.ok else 0.0

    def latency(self, share: float) -> float:
        return percentile([sample.took for sample in self.ok], share)

    def slower(self) -> float:
        """Median of the last quarter against the first: much above 1, a queue was growing."""
        took = [sample.took for sample in sorted(self.ok, key=lambda sample: sample.due)]
        quarter = max(1, len(took) // 4)
        return median(took[-quarter:]) / median(took[:quarter]) if took else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def drive(rate: float, actions: Sequence[Action]) -> Run:
    """Start one action every 1/rate seconds and wait for all of them."""
    began = time.perf_counter() + WARM_UP

    async def one(action: Action, due: float) -> Sample:
        try:
            await action()
            outcome = "ok"
        except Exception as error:  # noqa: BLE001 - every way to fail is counted by its name
            outcome = f"{type(error).__name__}: {error}"[:120]
        return Sample(due, time.perf_counter(), outcome)

    tasks = []
    for number, action in enumerate(actions):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(action, due)))
    return Run(rate, began, await asyncio.gather(*tasks))
