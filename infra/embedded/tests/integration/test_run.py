"""`make run` as people use it: one command, one view, a clean end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from embedded.ports import TABLE, Ports, setting
from embedded.stack import remove

PATIENCE = 90.0


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("run")
    for parent in (directory, *list(directory.parents)[:2]):
        parent.chmod(0o711)
    yield directory / "var"
    remove(directory / "var")


@contextmanager
def started(var: Path, ports: Ports) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    output = var.parent / f"output-{time.monotonic_ns()}"
    environment = os.environ | {setting(name): str(ports[name]) for name in TABLE}
    command = [sys.executable, "-m", "embedded", "--var", str(var), "run", "--voters", "50"]
    with output.open("w") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT, text=True)
    try:
        yield process, output
    finally:
        process.kill()
        process.wait()


def wait_for(words: str, process: subprocess.Popen[str], output: Path) -> None:
    end = time.monotonic() + PATIENCE
    while words not in output.read_text():
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"{words!r} was never said:\n{output.read_text()}")
        time.sleep(0.1)


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def test_one_command_brings_the_portal_up_and_a_signal_takes_it_down(var: Path) -> None:
    ports = Ports.free()
    with started(var, ports) as (process, output):
        wait_for("ready in", process, output)
        page = httpx.get(f"http://127.0.0.1:{ports['gateway']}/", headers={"Accept": "text/html"})
        assert page.status_code == 200
        children = family(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert [child for child in children if child.is_running()] == []
    text = output.read_text()
    assert "reviewer@izbori.example" in text
    assert text.rstrip().endswith("stopped")


def test_a_second_start_keeps_accounts_and_loads_nothing_again(var: Path) -> None:
    before = (var / "accounts.json").read_text()
    with started(var, Ports.free()) as (process, output):
        wait_for("ready in", process, output)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert (var / "accounts.json").read_text() == before
    assert "are in the register" not in output.read_text()


def test_a_process_that_dies_is_named_and_ends_the_stack(var: Path) -> None:
    with started(var, Ports.free()) as (process, output):
        wait_for("ready in", process, output)
        children = family(process)
        victim = next(child for child in children if child.cmdline()[-2:] == ["-m", "registration"])
        victim.kill()
        assert process.wait(60) == 1
        assert [child for child in children if child.is_running()] == []
    assert "registration ended with code -9" in output.read_text()


def test_even_a_killed_supervisor_leaves_nothing_running(var: Path) -> None:
    with started(var, Ports.free()) as (process, output):
        wait_for("ready in", process, output)
        children = family(process)
        process.kill()
        process.wait()
        _, left = psutil.wait_procs(children, timeout=30)
        assert left == []


def test_a_taken_port_is_a_clear_error_before_anything_starts(var: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        ports = Ports({name: Ports.free()[name] for name in TABLE} | {"identity": taken})
        with started(var, ports) as (process, output):
            assert process.wait(60) == 1
    text = output.read_text()
    assert f"port {taken} (identity) is taken" in text
    assert "PORT_IDENTITY" in text
    assert "Traceback" not in text
