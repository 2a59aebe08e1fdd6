"""Why: a rate says what a machine can do today, CPU-seconds per submission say what a submission costs anywhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from embedded.stack import Stack

OPENERS = "registration openers"
GENERATOR = "generator"
OTHERS = "others on the machine"


@dataclass
class Used:
    """CPU-seconds by process while something was measured."""

    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def portal(self) -> float:
        return sum(value for name, value in self.seconds.items() if name not in (GENERATOR, OTHERS))

    def per(self, count: int) -> dict[str, float]:
        """Milliseconds of CPU for each of `count`, by process."""
        return {name: value * 1000 / count for name, value in self.seconds.items()} if count else {}


@contextmanager
def metered(stack: Stack) -> Iterator[Used]:
    """Fills in what each process of the stack, the generator and everybody else used."""
    used = Used()
    before, machine_before = _by_process(stack), _machine()
    yield used
    after, machine_after = _by_process(stack), _machine()
    used.seconds = {name: after[name] - before.get(name, 0.0) for name in after}
    used.seconds[OTHERS] = max(0.0, machine_after - machine_before - sum(used.seconds.values()))


def _by_process(stack: Stack) -> Mapping[str, float]:
    found = {GENERATOR: _own(psutil.Process())}
    for name, child in stack.children.items():
        process = psutil.Process(child.pid)
        below = sum(_own(each) for each in process.children(recursive=True))
        if name == "registration":  # the processes that open uploaded files
            found |= {name: _own(process), OPENERS: below}
        else:
            found[name] = _own(process) + below
    return found


def _own(process: psutil.Process) -> float:
    """Of the process and of its children that ended."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    ended = 0.0 if process.pid == psutil.Process().pid else times.children_user + times.children_system
    return float(times.user + times.system + ended)


def _machine() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)
