import os
import socket

import pytest

from embedded.ports import TABLE, PortProblem, Ports, setting


def test_a_port_is_moved_by_its_variable() -> None:
    ports = Ports.from_environment({"PORT_GATEWAY": "9000"})
    assert ports["gateway"] == 9000
    assert ports["identity"] == TABLE["identity"]


@pytest.mark.parametrize("given", ["80", "70000", "abc", "-1", "8000.5"])
def test_what_is_no_port_is_refused_by_the_name_of_its_variable(given: str) -> None:
    with pytest.raises(PortProblem, match="PORT_GATEWAY"):
        Ports.from_environment({"PORT_GATEWAY": given})


def test_two_names_cannot_have_one_number() -> None:
    with pytest.raises(PortProblem, match="PORT_IDENTITY and PORT_GATEWAY are both 8000"):
        Ports.from_environment({"PORT_IDENTITY": "8000"})


def test_a_taken_port_names_itself_its_holder_and_its_variable() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        number = holder.getsockname()[1]
        ports = Ports(dict(TABLE) | {"nats": number})
        with pytest.raises(PortProblem) as refused:
            ports.refuse_taken(["nats"])
    message = str(refused.value)
    assert str(number) in message
    assert setting("nats") in message
    assert str(os.getpid()) in message


def test_all_taken_ports_are_named_at_once() -> None:
    with socket.socket() as one, socket.socket() as two:
        for holder in (one, two):
            holder.bind(("127.0.0.1", 0))
            holder.listen()
        ports = Ports(dict(TABLE) | {"nats": one.getsockname()[1], "s3": two.getsockname()[1]})
        with pytest.raises(PortProblem, match=r"PORT_NATS[\s\S]*PORT_S3"):
            ports.refuse_taken(["nats", "s3"])


def test_free_ports_are_all_different() -> None:
    ports = Ports.free()
    assert len({ports[name] for name in TABLE}) == len(TABLE)
    ports.refuse_taken(TABLE)
