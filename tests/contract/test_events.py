"""Messages that were released stay readable: a breaking change is a new version beside the old."""

from copy import deepcopy
from typing import Any

import pytest

from tools import contracts

SUBJECT = "registration.decision-served.v1"


def test_every_message_is_as_it_was_released() -> None:
    assert contracts.main(["--check"]) == 0


@pytest.fixture
def released() -> dict[str, Any]:
    return deepcopy(contracts.schemas()[SUBJECT])


def test_a_new_field_breaks_nobody(released: dict[str, Any]) -> None:
    now = deepcopy(released)
    now["$defs"]["Payload"]["properties"]["channel"] = {"type": "string"}
    now["properties"]["trace"] = {"type": "string"}
    assert list(contracts.breaking(released, now)) == []


def test_what_readers_would_stumble_over_is_named(released: dict[str, Any]) -> None:
    now = deepcopy(released)
    del now["$defs"]["Payload"]["properties"]["account"]
    now["$defs"]["Payload"]["properties"]["number"] = {"type": "integer"}
    now["properties"]["entity_version"] = {"type": "string"}
    assert set(contracts.breaking(released, now)) >= {
        "payload.account is gone",
        "payload.number: string became integer",
        "entity_version: integer became string",
    }


def test_another_word_in_a_closed_list_is_a_break() -> None:
    before = contracts.schemas()["registration.ocv-application-approved.v1"]
    now = deepcopy(before)
    now["$defs"]["Payload"]["properties"]["channel"]["enum"].append("ONLINE")
    assert len(list(contracts.breaking(before, now))) == 1
