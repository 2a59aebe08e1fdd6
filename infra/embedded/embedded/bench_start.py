"""Measures the two bars of start-up on an installed machine: seconds until ready (30), memory when idle (1.5 GB).

It runs `make run` itself, on free ports and with a directory of its own, twice: the first start creates everything, the
second finds it. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from embedded.ports import TABLE, Ports, setting
from embedded.stack import remove
from embedded.tools import ROOT

READY_BAR_SECONDS = 30.0
MEMORY_BAR_BYTES = 1_500_000_000
IDLE_SECONDS = 10.0


def main() -> int:
    directory = Path(tempfile.mkdtemp(prefix="izbori-bench-"))
    directory.chmod(0o711)
    try:
        first, _ = measure(directory / "var")
        second, memory = measure(directory / "var")
    finally:
        remove(directory / "var")
        shutil.rmtree(directory, ignore_errors=True)
    total = sum(memory.values())
    for name, size in sorted(memory.items(), key=lambda item: -item[1]):
        print(f"  {name:<14} {size / 1e6:7.0f} MB")
    print(f"first start until ready   {first:6.1f} s   (bar {READY_BAR_SECONDS:.0f} s)")
    print(f"second start until ready  {second:6.1f} s")
    print(f"idle memory, resident     {total / 1e6:6.0f} MB  (bar {MEMORY_BAR_BYTES / 1e6:.0f} MB)")
    return 0 if first <= READY_BAR_SECONDS and total <= MEMORY_BAR_BYTES else 1


def measure(directory: Path) -> tuple[float, dict[str, int]]:
    """Seconds from `make run` until "ready", and resident bytes by process when nothing happens."""
    ports = Ports.free()
    environment = os.environ | {setting(name): str(ports[name]) for name in TABLE} | {"IZBORI_VAR": str(directory)}
    began = time.monotonic()
    make = subprocess.Popen(["make", "run"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        took = _until_ready(make, began)
        time.sleep(IDLE_SECONDS)
        supervisor = next(child for child in psutil.Process(make.pid).children(recursive=True) if _name(child) == "run")
        memory = {_name(child): resident(child) for child in supervisor.children()}
        memory["supervisor"] = int(supervisor.memory_info().rss)
        supervisor.send_signal(signal.SIGINT)
        make.communicate(timeout=60)
    finally:
        make.kill()
    return took, memory


def _until_ready(make: subprocess.Popen[str], began: float) -> float:
    said: list[str] = []
    for line in make.stdout or ():
        said.append(line)
        if "│ ready in" in line:
            return time.monotonic() - began
    raise SystemExit("the portal did not become ready:\n" + "".join(said[-30:]))


def _name(process: psutil.Process) -> str:
    """The module of a Python process (the supervisor is "run"), the program's name of another."""
    arguments = process.cmdline()
    if "-m" not in arguments:
        return Path(arguments[0]).name if arguments else ""
    return "run" if "run" in arguments else arguments[arguments.index("-m") + 1]


def resident(process: psutil.Process) -> int:
    """Resident bytes of a process and of those below it."""
    family = [process, *process.children(recursive=True)]
    if len(family) == 1:
        return int(process.memory_info().rss)
    # PSS divides shared pages among those who share them, so their sum is what the machine really holds.
    return sum(int(member.memory_full_info().pss) for member in family)


if __name__ == "__main__":
    sys.exit(main())
