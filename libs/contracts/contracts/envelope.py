"""Why: every message between services has the same envelope, so that transport, inbox and dead letters know no content.

An Event is a fact its producer publishes; anybody may keep a copy. A Command is work for one queue, deleted once done.
A breaking change is a new class with a new subject beside the old one; readers ignore fields that they do not know.
"""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict


class PayloadModel(BaseModel):
    """Base of the payloads: frozen, tolerant to fields that a later version adds. Never personal data beyond keys."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Message(BaseModel):
    """What travels. `subject` names it on the wire; `event_id` makes its effects happen once."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    subject: ClassVar[str]

    event_id: UUID
    occurred_at: AwareDatetime

    @classmethod
    def stream(cls) -> str:
        """The JetStream stream that carries it."""
        raise NotImplementedError

    @classmethod
    def source(cls) -> str:
        """CloudEvents source."""
        raise NotImplementedError

    def wire(self) -> dict[str, Any]:
        """Plain JSON values, with the type's name."""
        return {"type": type(self).__name__, **self.model_dump(mode="json")}


class Event(Message):
    """A fact. Consumers ignore an `entity_version` that is older than what they have."""

    producer: ClassVar[str]

    election_id: str | None = None
    entity_id: str
    entity_version: int
    legal_basis: tuple[str, ...] = ()
    schema_version: int = 1
    payload: Any

    @classmethod
    def stream(cls) -> str:
        return f"EV_{cls.producer.upper()}"

    @classmethod
    def source(cls) -> str:
        return f"/{cls.producer}"

    def wire(self) -> dict[str, Any]:
        return {**super().wire(), "producer": self.producer}


class Command(Message):
    """Work to be done once by whoever owns the queue."""

    queue: ClassVar[str]

    @classmethod
    def stream(cls) -> str:
        return cls.queue.upper()

    @classmethod
    def source(cls) -> str:
        return f"/{cls.queue}"
