"""Why: a journey tells one thing; what others did before it is done by the portal's own operations, without pages.

Each command goes the way of the browser: session cookie, CSRF token, registered operation, upload through the origin.
"""

import hashlib
import json
import re
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from embedded.demo_voters import Voter
from tests import samples
from tests.browser.people import Visitor

REGISTERED = Path(__file__).parents[2] / "frontend" / "src" / "gql" / "persisted-documents.json"
ELECTION = "DEMO"


def operation(name: str) -> str:
    """The id under which the portal has registered an operation."""
    documents: dict[str, str] = json.loads(REGISTERED.read_text())
    return next(id for id, text in documents.items() if re.search(rf"\b(query|mutation) {name}\b", text))


def ask(visitor: Visitor, operation_name: str, /, **variables: object) -> dict[str, Any]:
    """What the operation answers: its only field."""
    request = visitor.context.request
    csrf = request.get(f"{visitor.stack.origin}/session/me").json()["csrf"]
    answer = request.post(
        f"{visitor.stack.origin}/graphql",
        headers={"X-CSRF-Token": csrf, "Origin": visitor.stack.origin},
        data={"documentId": operation(operation_name), "variables": variables},
    ).json()
    assert "errors" not in answer, answer
    found: dict[str, Any] = next(iter(answer["data"].values()))
    assert found.get("__typename") != "Problem", found
    return found


def apply(visitor: Visitor, who: Voter, *, for_self: bool = True) -> dict[str, Any]:
    """A complete application of kind T, filed; the case as its party sees it."""
    started = ask(visitor, "StartApplication", election=ELECTION, forSelf=for_self, kind="T", key=key())
    case = ask(visitor, "Application", id=started["id"])
    fields = fields_of(who) | ({} if for_self else {"helperName": "Pomoćnik"})
    case = ask(visitor, "SaveApplication", id=case["id"], version=case["version"], kind="T", fields=fields)
    upload(visitor, case["id"], "ID", "licna.jpg", "image/jpeg", samples.id_card())
    case = upload(visitor, case["id"], "HOST_ADDRESS", "prijava.pdf", "application/pdf", samples.address_proof())
    notice = ask(visitor, "ApplicationForm", election=ELECTION)["privacyNoticeVersion"]
    identity = {"id": case["id"], "version": case["version"]}
    return ask(visitor, "SubmitApplication", **identity, accuracy=True, notice=notice, key=key())


def send_signed_form(visitor: Visitor, case: dict[str, Any], surname: str) -> dict[str, Any]:
    printed = visitor.context.request.get(f"{visitor.stack.origin}{case['formUrl']}").body()
    return upload(
        visitor, case["id"], "SIGNED_FORM", "potpis.jpg", "image/jpeg", samples.signed_form(printed, by=surname)
    )


def upload(visitor: Visitor, id: str, slot: str, name: str, mime: str, content: bytes) -> dict[str, Any]:
    facts = {"name": name, "size": len(content), "contentType": mime, "sha256": hashlib.sha256(content).hexdigest()}
    opened = ask(visitor, "OpenUpload", id=id, slot=slot, key=key(), **facts)
    form = {**opened["fields"], "file": {"name": name, "mimeType": mime, "buffer": content}}
    sent = visitor.context.request.post(f"{visitor.stack.origin}{urlsplit(opened['url']).path}", multipart=form)
    assert sent.ok, sent.text()
    return ask(visitor, "CompleteUpload", documentId=opened["documentId"])


def fields_of(who: Voter) -> dict[str, object]:
    return {
        "surname": who.surname,
        "name": who.name,
        "parentName": who.parent_name,
        "dateOfBirth": who.date_of_birth.isoformat(),
        "sex": who.sex,
        "placeOfBirth": who.place_of_birth,
        "jmb": who.jmb,
        "citizenshipBih": True,
        "residenceMunicipality": who.municipality_key,
        "abroadCountry": "AT",
        "abroadCity": "Wien",
        "abroadStreet": "Mariahilfer Straße",
        "abroadHouseNo": "12/7",
        "abroadPostalCode": "1060",
        "votingChannel": "POST",
        "email": "glasac@example.org",
        "idDocType": "BIH_PASSPORT",
        "idDocNumber": "B7654321",
        "idDocIssuer": "MUP",
        "idDocCountry": "BA",
        "idDocValidUntil": "2034-05-31",
        "correspondenceLanguage": "bs",
    }


def key() -> str:
    return str(uuid.uuid4())
