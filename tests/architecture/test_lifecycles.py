"""Every Status x Action pair is decided in one table, and the page that shows it is current."""

import importlib
import inspect
from itertools import product
from types import ModuleType

import pytest

from elections.procedure import NotPossible
from tools import states

LIFECYCLES = sorted(states.lifecycles().values())


@pytest.fixture(params=LIFECYCLES)
def lifecycle(request: pytest.FixtureRequest) -> ModuleType:
    return importlib.import_module(request.param)


def test_every_status_and_action_is_decided(lifecycle: ModuleType) -> None:
    table = {(each.source, each.action): each.target for each in lifecycle.TRANSITIONS}
    for status, action in product([None, *lifecycle.Status], lifecycle.Action):
        if (status, action) in table:
            assert lifecycle.advance(status, action) == table[status, action]
        else:
            with pytest.raises(NotPossible):
                lifecycle.advance(status, action)


def test_no_pair_is_decided_twice(lifecycle: ModuleType) -> None:
    pairs = [(each.source, each.action) for each in lifecycle.TRANSITIONS]
    assert len(pairs) == len(set(pairs))


def test_every_status_is_reached_and_every_action_does_something(lifecycle: ModuleType) -> None:
    assert {each.target for each in lifecycle.TRANSITIONS} == set(lifecycle.Status)
    assert {each.action for each in lifecycle.TRANSITIONS} == set(lifecycle.Action)


def test_whoever_is_not_at_the_end_can_go_on(lifecycle: ModuleType) -> None:
    going_on = {each.source for each in lifecycle.TRANSITIONS} - {None}
    assert set(lifecycle.Status) - lifecycle.TERMINAL <= going_on


def test_a_transition_has_no_effect(lifecycle: ModuleType) -> None:
    """It imports nothing that could have one."""
    modules = {module.__name__ for _, module in inspect.getmembers(lifecycle, inspect.ismodule)}
    assert modules == set()


def test_the_literal_table_of_the_tests_names_every_status(lifecycle: ModuleType) -> None:
    service = lifecycle.__name__.split(".")[0]
    folder = states.ROOT / "services" / service / "tests" / "unit"
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("test_*lifecycle*.py")))
    missing = [str(status) for status in lifecycle.Status if str(status) not in written]
    assert written
    assert missing == []


def test_the_pages_are_current() -> None:
    assert states.main(["--check"]) == 0
