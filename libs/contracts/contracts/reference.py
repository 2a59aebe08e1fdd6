"""Why: what `reference` tells: the elections, as whole versioned snapshots of which every service keeps a copy."""

from typing import ClassVar

from pydantic import JsonValue

from contracts.envelope import Event, PayloadModel


class ElectionChanged(Event):
    """An election as it is now (calendar, overrides, levels, facts). entity_id = code, entity_version = its version."""

    class Payload(PayloadModel):
        snapshot: dict[str, JsonValue]
        """`elections.snapshot` reads and writes it; services store it as it came."""

    subject: ClassVar[str] = "reference.election-changed.v1"
    producer: ClassVar[str] = "reference"

    payload: Payload
