"""Every contract has a producer that publishes it, and every consumer a stream that it may read."""

import ast
import importlib
import inspect
from datetime import UTC, datetime
from pathlib import Path

import pytest

import contracts
from commons.clock import FixedClock
from contracts import COMMANDS, EVENTS, Event, Message
from embedded.servers.nats import CONSUMES, SERVICES, WORKS_ON
from tools.openapi import services

CONSUMERS = [name for name in services() if (Path("services") / name / name / "consumers.py").exists()]


def test_every_contract_is_listed() -> None:
    modules = [importlib.import_module(f"contracts.{path.stem}") for path in _modules()]
    defined = {
        kind
        for module in modules
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Message) and kind.__module__ == module.__name__ and "subject" in vars(kind)
    }
    assert defined == {*EVENTS, *COMMANDS}


def test_a_subject_says_producer_fact_and_version() -> None:
    subjects = [kind.subject for kind in (*EVENTS, *COMMANDS)]
    assert len(set(subjects)) == len(subjects)
    for kind in EVENTS:
        producer, fact, version = kind.subject.split(".")
        assert producer == kind.producer
        assert fact.replace("-", "").isalpha()
        assert version[0] == "v"
        assert version[1:].isdigit()


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_event_is_published_by_its_producer_and_by_nobody_else(kind: type[Event], root: Path) -> None:
    publishing = {path.parts[-1] for path in (root / "services").iterdir() if _makes(path / path.name, kind.__name__)}
    built = (root / "services" / kind.producer / kind.producer / "app.py").exists()
    assert publishing == ({kind.producer} if built else set())


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_every_command_has_one_worker(kind: type[contracts.Command]) -> None:
    working = [name for name in CONSUMERS if kind in _handlers(name)]
    assert working == [name for name, queue in WORKS_ON.items() if queue == kind.queue]
    assert len(working) == 1


@pytest.mark.parametrize("name", CONSUMERS)
def test_every_consumer_may_read_the_streams_of_what_it_handles(name: str) -> None:
    for kind in _handlers(name):
        if issubclass(kind, Event):
            assert kind.producer in CONSUMES[name], (
                f"{name} handles {kind.__name__} but may not read EV_{kind.producer}"
            )
        else:
            assert name in WORKS_ON


@pytest.mark.parametrize("name", CONSUMERS)
def test_nobody_consumes_its_own_events(name: str) -> None:
    assert all(getattr(kind, "producer", None) != name for kind in _handlers(name))


def test_every_service_has_a_user_of_its_own_on_the_bus() -> None:
    assert {*services(), "gateway"} <= set(SERVICES)


def test_every_service_that_needs_elections_keeps_its_own_copy() -> None:
    """A domain service reads ElectionChanged, and nobody asks reference over HTTP but the gateway."""
    with_cases = [name for name in services() if (Path("services") / name / name / "domain").is_dir()]
    for name in set(with_cases) - {"reference"}:
        assert contracts.ElectionChanged in _handlers(name)


def _handlers(name: str) -> set[type[Message]]:
    consumers = importlib.import_module(f"{name}.consumers")
    return set(consumers.handlers(FixedClock(datetime(2028, 6, 1, tzinfo=UTC))))


def _makes(folder: Path, name: str) -> bool:
    """Whether some module calls the contract (that is, makes one)."""
    for path in folder.rglob("*.py"):
        if path.name in ("consumers.py", "operator.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
                if called == name:
                    return True
    return False


def _modules() -> list[Path]:
    folder = Path(contracts.__file__).parent
    return [path for path in sorted(folder.glob("*.py")) if path.stem not in ("__init__", "envelope")]
