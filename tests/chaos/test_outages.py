import hashlib
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from embedded.demo_voters import Voter
from embedded.stack import Stack
from tests import samples
from tests.chaos.auditor import PRODUCERS, Auditor
from tests.chaos.faults import bring_back, gone
from tests.chaos.journey import draft, prove
from tests.chaos.people import Person, Refused, new_key

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]
SECONDS = 4.0
OUTAGE = {"service.unavailable", "storage.unavailable"}


@pytest.fixture
def voter(person: Callable[[str], Person]) -> Person:
    return person("glasac")


@pytest.fixture
def ready(voter: Person, others: Iterator[Voter]) -> Any:
    """A draft of somebody new that wants nothing but to be submitted."""
    return prove(voter, draft(voter, next(others), for_self=False), small=True)


def refusal(act: Callable[[], Any]) -> str:
    """The code of a refusal that says 503 or is the Problem of a command."""
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.status in (200, 503)
    return refused.value.code


def health(stack: Stack, service: str, name: str) -> int:
    return httpx.get(f"http://127.0.0.1:{stack.ports[service]}/{name}", timeout=30).status_code


def test_without_postgresql_the_answer_is_coded_and_the_same_command_works_afterwards(
    stack: Stack, voter: Person, ready: Any, auditor: Auditor
) -> None:
    key, notice = new_key(), voter.notice
    asked = {"id": ready["id"], "version": ready["version"], "accuracy": True, "notice": notice, "key": key}
    with gone(stack, "postgres", at_least=SECONDS):
        assert refusal(lambda: voter.ask("SubmitApplication", **asked)) in OUTAGE
        assert health(stack, "registration", "readyz") == 503
        assert health(stack, "registration", "livez") == 200
    assert voter.insist(lambda: voter.submit(ready, key))["status"] == "SUBMITTED"
    auditor.check()
    assert health(stack, "registration", "readyz") == 200


def test_without_nats_applications_are_taken_and_their_effects_follow(
    stack: Stack, voter: Person, ready: Any, auditor: Auditor
) -> None:
    with gone(stack, "nats", at_least=SECONDS):
        assert voter.submit(ready, new_key())["status"] == "SUBMITTED"
    auditor.check()


def test_without_the_object_store_uploads_are_refused_in_words_and_go_on_afterwards(
    stack: Stack, voter: Person, others: Iterator[Voter], auditor: Auditor
) -> None:
    case, card = draft(voter, next(others), for_self=False), samples.id_card(width=600)
    first = voter.ask("OpenUpload", id=case["id"], slot="ID", key=new_key(), **facts(card))
    second = voter.ask("OpenUpload", id=case["id"], slot="ID", key=new_key(), **facts(card))
    voter.post(second, card)
    with gone(stack, "s3", at_least=SECONDS):
        assert refusal(lambda: voter.post(first, card)) in OUTAGE
        assert refusal(lambda: voter.complete(second, card)) in OUTAGE
        assert voter.ask("Application", id=case["id"])["status"] == "DRAFT"
    case = voter.insist(lambda: voter.complete(second, card))
    assert [(paper["slot"], paper["state"]) for paper in case["documents"] if paper["state"] == "SEALED"] == [
        ("ID", "SEALED")
    ]
    case = voter.upload(case["id"], "HOST_ADDRESS", "prijava.pdf", samples.address_proof())
    assert voter.submit(case, new_key())["status"] == "SUBMITTED"
    auditor.check()


def facts(content: bytes) -> dict[str, Any]:
    sha256 = hashlib.sha256(content).hexdigest()
    return {"name": "licna.jpg", "size": len(content), "contentType": "image/jpeg", "sha256": sha256}


def test_a_deleted_jetstream_store_is_rebuilt_without_any_second_effect(
    stack: Stack, voter: Person, ready: Any, auditor: Auditor
) -> None:
    auditor.check()
    before = auditor.effects()
    stack.kill("nats")
    shutil.rmtree(stack.nats.directory / "jetstream")
    bring_back(stack, "nats")
    for producer in PRODUCERS:
        stack._run_once(producer, f"{producer}.worker", "republish")
    auditor.check()
    assert auditor.effects() == before
    assert voter.submit(ready, new_key())["status"] == "SUBMITTED"
    auditor.check()
    assert auditor.effects() > before


def test_without_identity_whoever_is_signed_in_goes_on_and_public_pages_stay(
    stack: Stack, voter: Person, ready: Any, person: Callable[[str], Person], auditor: Auditor
) -> None:
    with gone(stack, "identity", at_least=SECONDS):
        case = voter.submit(ready, new_key())
        assert case["status"] == "SUBMITTED"
        stranger = Person(stack, voter.ledger, "dpo")
        receipt = voter.ask("Application", id=case["id"])["receipt"]
        checked = stranger.ask("CheckReceipt", number=receipt["number"], code=receipt["code"])
        assert checked["hash"] == receipt["hash"]
        assert {each["code"] for each in stranger.ask("OpenElections")} >= {"DEMO"}
        assert stranger.send("GET", "/").status_code == 200
        begun = stranger.send("GET", "/session/login?next=/")
        assert begun.is_redirect
        stranger.close()
    person("clerk")
    auditor.check()
