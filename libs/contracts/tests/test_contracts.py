"""The contracts as such: what is on the wire, and that nobody can change it by accident."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel, ValidationError

from contracts import COMMANDS, EVENTS, CaseChanged, ElectionChanged, Event, MailRequest, OCVApplicationRejected

ID = UUID("01a20116-2a59-75ab-b4a4-b25f1709c2bf")
AT = datetime(2028, 7, 18, 21, 59, 59, tzinfo=UTC)
PERSONAL = re.compile(r"name|surname|jmb|email|phone|address|birth|street|sex")


def fields(model: type[BaseModel]) -> dict[str, Any]:
    return dict(model.model_fields)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_a_subject_is_producer_event_and_version(kind: type[Event]) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]", kind.subject)
    assert kind.subject.startswith(f"{kind.producer}.")
    assert kind.stream() == f"EV_{kind.producer.upper()}"


def test_no_two_contracts_share_a_subject() -> None:
    subjects = [kind.subject for kind in (*EVENTS, *COMMANDS)]
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_event_has_the_envelope_of_the_specification(kind: type[Event]) -> None:
    envelope = {"event_id", "occurred_at", "election_id", "entity_id", "entity_version", "payload", "legal_basis"}
    assert envelope | {"schema_version"} == set(fields(kind))


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_no_event_has_a_field_for_personal_data(kind: type[Event]) -> None:
    payload = fields(kind)["payload"].annotation
    assert not [name for name in fields(payload) if PERSONAL.search(name)]


def test_an_event_comes_back_from_the_wire_as_it_was() -> None:
    sent = OCVApplicationRejected(
        event_id=ID,
        occurred_at=AT,
        election_id="LE2028",
        entity_id="case",
        entity_version=7,
        legal_basis=("3.15(12)",),
        payload=OCVApplicationRejected.Payload(number="REG-2028L-000001-X", decision="D-1", account="a"),
    )
    wire = sent.wire()
    assert wire["type"] == "OCVApplicationRejected"
    assert wire["producer"] == "registration"
    assert wire["occurred_at"] == "2028-07-18T21:59:59Z"
    assert OCVApplicationRejected.model_validate(wire) == sent


def test_a_reader_ignores_what_a_later_version_adds() -> None:
    wire = CaseChanged(event_id=ID, occurred_at=AT, entity_id="x", entity_version=1).wire()
    wire |= {"new_field": 1, "payload": {"also": "new"}}
    assert CaseChanged.model_validate(wire).entity_id == "x"


@pytest.mark.parametrize(
    "change",
    [{"event_id": "7"}, {"occurred_at": "2028-07-18T21:59:59"}, {"entity_version": "x"}, {"payload": None}],
)
def test_a_broken_envelope_is_not_read(change: dict[str, Any]) -> None:
    snapshot = ElectionChanged.Payload(snapshot={"code": "LE2028"})
    good = ElectionChanged(event_id=ID, occurred_at=AT, entity_id="LE2028", entity_version=1, payload=snapshot).wire()
    with pytest.raises(ValidationError):
        ElectionChanged.model_validate(good | change)


def test_a_contract_cannot_be_changed_after_it_was_made() -> None:
    made = CaseChanged(event_id=ID, occurred_at=AT, entity_id="x", entity_version=1)
    with pytest.raises(ValidationError):
        made.entity_version = 2  # type: ignore[misc]


def test_a_mail_request_is_a_command_for_the_mail_queue() -> None:
    assert MailRequest.stream() == "MAIL"
    assert MailRequest.subject.startswith("mail.")
    request = MailRequest(event_id=ID, occurred_at=AT, template="account.verify", language="bs", link="/verify")
    assert MailRequest.model_validate(request.wire()) == request
