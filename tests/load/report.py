"""Why: every measurement is printed for people and kept as JSON with its bar, so that runs can be compared."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import psutil

from embedded.tools import ROOT
from tests.load.meter import GENERATOR, OTHERS, Used
from tests.load.openloop import Run

DIRECTORY = ROOT / "var" / "bench"


def table(title: str, rows: Iterable[Sequence[str]]) -> None:
    """Columns under one another, on stdout."""
    kept = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in kept) for column in range(len(kept[0]))]
    print(f"\n{title}")
    for row in kept:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def rate_row(name: str, run: Run, used: Used, *, bar: str = "") -> list[str]:
    good = len(run.ok)
    return [
        name,
        f"{run.rate:.0f}/s",
        f"{run.achieved:.1f}/s",
        f"{good}/{len(run.samples)}",
        f"{run.latency(0.5) * 1000:.0f}",
        f"{run.latency(0.99) * 1000:.0f}",
        f"{used.portal * 1000 / max(good, 1):.0f}",
        bar,
    ]


RATE_HEAD = ["", "asked", "achieved", "good", "p50 ms", "p99 ms", "CPU-ms each", "bar"]


def cpu_table(title: str, columns: Mapping[str, tuple[Used, int]]) -> None:
    """CPU-milliseconds per unit, one line for each process."""
    names = list(dict.fromkeys(name for used, _ in columns.values() for name in used.seconds))
    names.sort(key=lambda name: (name in (GENERATOR, OTHERS), name))
    each = {title: used.per(count) for title, (used, count) in columns.items()}
    lines = [[name, *(f"{each[title].get(name, 0.0):.1f}" for title in columns)] for name in names]
    table(title, [["CPU-ms by process", *columns], *lines])


def keep(name: str, **content: Any) -> None:
    """var/bench/<name>.json, with what the machine was and how busy others kept it."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    machine = {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "python": platform.python_version(),
        "load_average": list(os.getloadavg()),
    }
    document = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine, **content}
    (DIRECTORY / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")


def plain(run: Run, used: Used) -> dict[str, Any]:
    """A rate for the JSON file."""
    good = len(run.ok)
    return {
        "asked_per_second": run.rate,
        "achieved_per_second": round(run.achieved, 2),
        "good": good,
        "all": len(run.samples),
        "outcomes": dict(run.outcomes.most_common(10)),
        "p50_ms": round(run.latency(0.5) * 1000, 1),
        "p99_ms": round(run.latency(0.99) * 1000, 1),
        "last_quarter_against_first": round(run.slower(), 2),
        "cpu_ms_each": {name: round(value, 2) for name, value in used.per(good).items()},
    }


def met(value: float, bar: float, *, at_least: bool = True) -> str:
    """ "≥ 60: met" """
    good = value >= bar if at_least else value <= bar
    return f"{'≥' if at_least else '≤'} {bar:g}: {'met' if good else 'MISSED'}"
