"""`python -m embedded run | reset | accounts`: the commands behind `make run`, `make reset` and `make accounts`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from pathlib import Path

from embedded import accounts
from embedded.console import Console
from embedded.ports import PortProblem, Ports
from embedded.process import StartFailed
from embedded.tools import ROOT


def main() -> int:
    arguments = _parse()
    directory: Path = arguments.var.resolve()
    if arguments.command == "accounts":
        return _accounts(directory)
    if arguments.command == "reset":
        return _reset(directory)
    return _run(directory, arguments)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="embedded", description=__doc__)
    parser.add_argument("--var", type=Path, default=Path(os.environ.get("IZBORI_VAR") or ROOT / "var"))
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start everything and stay until Ctrl-C")
    run.add_argument("--store", choices=("embedded", "minio"), default="embedded")
    run.add_argument("--voters", type=int, default=20_000, help="made-up voters in the register")
    commands.add_parser("reset", help="delete all state")
    commands.add_parser("accounts", help="print the demo accounts with their current one-time codes")
    return parser.parse_args()


def _run(directory: Path, arguments: argparse.Namespace) -> int:
    from embedded.stack import Options, Stack  # noqa: PLC0415 - slow to import, the other commands do without

    began = time.monotonic()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: _Interrupt.raise_once(stop))
    console = Console(directory / "log")
    try:
        options = Options(directory, Ports.from_environment(), arguments.store, voters=arguments.voters)
        stack = Stack(options, console)
        stack.start()
    except (PortProblem, StartFailed, FileNotFoundError) as problem:
        console.say(f"cannot start: {problem}")
        return 1
    except KeyboardInterrupt:
        console.say("stopped before it was ready")
        return 130
    console.say(f"ready in {time.monotonic() - began:.1f} s")
    console.say(welcome(stack.origin, stack.mail_url, directory))
    failed = None
    try:
        while not stop.wait(0.5) and failed is None:
            failed = stack.dead()
    except KeyboardInterrupt:
        pass
    if failed:
        code = stack.children[failed].exit_code()
        console.say(f"{failed} ended with code {code}; the end of its log is above, all of it in {console.log(failed)}")
    console.say("stopping")
    stack.stop()
    console.say("stopped")
    return 1 if failed else 0


class _Interrupt:
    """The first signal interrupts whatever start-up is doing; further ones do not disturb the clean stop."""

    @staticmethod
    def raise_once(stop: threading.Event) -> None:
        if not stop.is_set():
            stop.set()
            raise KeyboardInterrupt


def welcome(origin: str, mail: str, directory: Path) -> str:
    """What somebody needs to begin."""
    lines = [
        "",
        f"Portal       {origin}",
        f"Demo mail    {mail}",
        f"State        {directory}    (make reset deletes it)",
        "",
        accounts.table(directory / "accounts.json"),
        "",
        "`make accounts` prints fresh codes and people to try the portal with. Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _accounts(directory: Path) -> int:
    from embedded import demo_voters  # noqa: PLC0415 - only this command needs it here

    file = directory / "accounts.json"
    if not file.exists():
        print("There are no accounts yet: `make run` makes them at its first start.", file=sys.stderr)
        return 1
    print(accounts.table(file))
    print("\nPeople of the made-up voter register, to fill in an application with:\n")
    for voter in demo_voters.samples():
        print(
            f"  {voter.name} {voter.surname} ({voter.sex}), parent {voter.parent_name}, born {voter.date_of_birth} in "
            f"{voter.place_of_birth}, JMB {voter.jmb}, residence {voter.residence}"
        )
    return 0


def _reset(directory: Path) -> int:
    from embedded.stack import remove  # noqa: PLC0415 - slow to import, the other commands do without

    try:
        Ports.from_environment().refuse_taken(["postgres"])
    except PortProblem:
        print("The portal is running: stop it first.", file=sys.stderr)
        return 1
    remove(directory)
    print(f"{directory} is deleted; the next `make run` begins anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
