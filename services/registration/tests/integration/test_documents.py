import asyncio
import hashlib
import re
import secrets
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import pytest
from minio import Minio
from PIL import Image
from sqlalchemy import select, text

from casework.documents import verbs
from casework.documents.inspection import MAX_BYTES, MAX_TOTAL_BYTES
from casework.documents.malware import MalwareScans, Scanner
from commons.testing import eventually
from registration.documents import ARCHIVE
from registration.tables import Document, History
from tests import samples

JPEG, PDF = "image/jpeg", "application/pdf"
KEY = "018f0000-0000-7000-8000-000000000001"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def photograph(colour: str = "white", comment: bytes = b"") -> bytes:
    out = BytesIO()
    Image.new("RGB", (120, 80), colour).save(out, "JPEG", comment=comment)
    return out.getvalue()


@dataclass
class Upload:
    """One document on its way, step by step, as a browser sends it."""

    desk: Any
    who: dict[str, str]
    case: str

    async def announce(self, content: bytes, slot: str = "ID", **changed: Any) -> httpx.Response:
        facts = {
            "slot": slot,
            "name": "scan.jpg",
            "size": len(content),
            "type": PDF if content.startswith(b"%PDF") else JPEG,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        return await self.desk.call("POST", f"/applications/{self.case}/documents", self.who, **facts | changed)

    async def post(self, ticket: dict[str, Any], content: bytes) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            url = ticket["url"].replace("/files/", "/", 1)
            return await client.post(url, data=ticket["fields"], files={"file": ("x", content)})

    async def sent(self, content: bytes, slot: str = "ID", **changed: Any) -> str:
        answer = await self.announce(content, slot, **changed)
        assert answer.status_code == 201, answer.text
        assert (await self.post(answer.json(), content)).status_code == 204
        return str(answer.json()["document_id"])

    async def complete(self, id: str) -> httpx.Response:
        return await self.desk.call("POST", f"/documents/{id}/complete", self.who)

    async def kept(self, content: bytes, slot: str = "ID") -> str:
        id = await self.sent(content, slot)
        answer = await self.complete(id)
        assert answer.status_code == 200, answer.text
        return id

    async def content(self, id: str, who: dict[str, str] | None = None) -> httpx.Response:
        return await self.desk.client.get(f"/v1/documents/{id}/content", headers=who or self.who)

    async def listed(self) -> list[Any]:
        case = await self.desk.ok("GET", f"/applications/{self.case}", self.who)
        return [each for each in case["documents"] if not each["superseded"]]


@pytest.fixture
async def upload(desk: Any) -> Upload:
    who = desk.voter()
    return Upload(desk, who, (await desk.filled(who))["id"])


@pytest.fixture
def bare(s3_server: Any) -> Minio:
    return Minio(
        s3_server.endpoint,
        access_key=s3_server.access_key,
        secret_key=s3_server.secret_key,
        region=s3_server.region,
        secure=False,
    )


async def names(bare: Minio, bucket: str, id: str) -> list[str]:
    """Objects of one document."""
    found = await asyncio.to_thread(lambda: list(bare.list_objects(bucket, prefix=id, recursive=True)))
    return [str(each.object_name) for each in found]


async def is_gone(bare: Minio, bucket: str, id: str) -> None:
    """Removal happens behind the answer."""

    async def empty() -> bool:
        return not await names(bare, bucket, id)

    await eventually(empty)


async def row_of(desk: Any, id: str) -> Document:
    async with desk.app.state.database.sessions() as session:
        row = await session.scalar(select(Document).where(Document.id == UUID(id)))
        assert row is not None
        return row  # type: ignore[no-any-return]


# ---- the way of a document


async def test_a_document_is_posted_looked_at_sealed_and_shown_again(upload: Upload, desk: Any, bare: Minio) -> None:
    card = samples.id_card()
    id = await upload.kept(card)
    row = await row_of(desk, id)
    assert (row.state, row.pages, row.sha256) == ("SEALED", 1, hashlib.sha256(card).hexdigest())
    await is_gone(bare, desk.settings.quarantine_bucket, id)
    (name,) = await names(bare, desk.settings.vault_bucket, id)
    vault = bare.get_object(desk.settings.vault_bucket, name).data
    assert b"\xff\xd8\xff" not in vault[:200], "sealed"
    answer = await upload.content(id)
    assert answer.status_code == 200
    assert b"Kamera" in card
    assert b"Kamera" not in answer.content
    assert Image.open(BytesIO(answer.content)).size == Image.open(BytesIO(card)).size
    headers = answer.headers
    assert headers["content-type"] == JPEG
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox")
    (shown,) = await upload.listed()
    assert (shown["state"], shown["scan"], shown["name"]) == ("SEALED", "NOT_SCANNED", "scan.jpg")


async def test_names_of_files_are_cleaned_and_sealed(upload: Upload, desk: Any) -> None:
    id = await upload.sent(photograph(), name="../Amra\u202e Hadžić gpj.exe")
    assert (await row_of(desk, id)).name.find(b"Amra") == -1
    (shown,) = await upload.listed()
    assert shown["name"] == "Amra Hadžić gpj.exe.jpg"


async def test_completing_again_or_at_once_changes_nothing(upload: Upload, desk: Any, bare: Minio) -> None:
    id = await upload.sent(photograph())
    answers = await asyncio.gather(*(upload.complete(id) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    again = await upload.complete(id)
    assert again.json() == answers[0].json() | {"version": again.json()["version"]}
    assert len(await names(bare, desk.settings.vault_bucket, id)) == 1
    async with desk.app.state.database.sessions() as session:
        lines = await session.scalar(text("SELECT count(*) FROM history WHERE action = 'DOCUMENT'"))
    assert lines == 1


async def test_an_attempt_that_was_rolled_back_leaves_the_upload_as_it_was(
    upload: Upload, desk: Any, bare: Minio
) -> None:
    content = photograph()
    id = await upload.sent(content)
    tools = desk.app.state.desk
    for _ in range(2):
        async with desk.app.state.database.sessions() as session:
            done = await verbs.complete(session, tools, UUID(id), filed=False, now=desk.clock.now())
            assert done.document.state == "SEALED"
            await session.rollback()
    assert (await row_of(desk, id)).state == "PENDING"
    assert await names(bare, desk.settings.quarantine_bucket, id) == [id]
    assert (await upload.complete(id)).status_code == 200
    assert (await upload.content(id)).content == content
    assert len(await names(bare, desk.settings.vault_bucket, id)) == 3, "no attempt overwrote another"


async def test_a_completed_upload_answers_with_the_case_as_its_side_sees_it(upload: Upload, desk: Any) -> None:
    done = (await upload.complete(await upload.sent(photograph()))).json()
    assert (done["id"], [each["slot"] for each in done["documents"]]) == (upload.case, ["ID"])
    assert "history" not in done
    removed = await desk.ok("DELETE", f"/documents/{done['documents'][0]['id']}", upload.who)
    assert (removed["id"], removed["documents"]) == (upload.case, [])
    other_side = await desk.call("POST", f"/office/documents/{done['documents'][0]['id']}/complete", desk.clerk)
    assert (other_side.status_code, other_side.json()["code"]) == (404, "document.not_found")


async def test_an_official_completes_on_the_side_of_the_office_alone(desk: Any) -> None:
    case = await desk.submitted(desk.voter())
    facts = {"slot": "MESSAGE_ATTACHMENT", "name": "a.jpg", "size": 9, "type": JPEG, "sha256": "0" * 64}
    path = f"/office/applications/{case['id']}/documents"
    ticket = await desk.ok("POST", path, desk.clerk, **facts)
    for side, code in (("", "document.not_found"), ("/office", "document.not_uploaded")):
        answer = await desk.call("POST", f"{side}/documents/{ticket['document_id']}/complete", desk.clerk)
        assert answer.json()["code"] == code


async def test_what_was_not_uploaded_is_not_complete(upload: Upload) -> None:
    ticket = (await upload.announce(photograph())).json()
    answer = await upload.complete(ticket["document_id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "document.not_uploaded")
    await upload.post(ticket, photograph())
    assert (await upload.complete(ticket["document_id"])).status_code == 200


async def test_a_new_document_takes_the_place_of_the_old_one_which_is_gone_from_a_draft(
    upload: Upload, desk: Any, bare: Minio
) -> None:
    old, new = await upload.kept(photograph("red")), await upload.kept(photograph("blue"))
    assert [each["id"] for each in await upload.listed()] == [new]
    assert (await upload.content(old)).status_code == 404
    await is_gone(bare, desk.settings.vault_bucket, old)


# ---- limits


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"size": 0}, "document.empty"),
        ({"size": -1}, "document.empty"),
        ({"size": MAX_BYTES + 1}, "document.too_large"),
        ({"type": "image/svg+xml"}, "document.type_not_allowed"),
        ({"type": "text/html"}, "document.type_not_allowed"),
    ],
)
async def test_what_a_slot_does_not_allow_is_said_at_once(upload: Upload, changed: dict[str, Any], code: str) -> None:
    answer = await upload.announce(photograph(), **changed)
    assert (answer.status_code, answer.json()["code"]) == (422, "document.invalid")
    (defect,) = answer.json()["defects"]
    assert (defect["code"], defect["path"]) == (code, "documents.ID")
    assert await upload.listed() == []


async def test_all_that_is_wrong_is_said_together(upload: Upload) -> None:
    answer = await upload.announce(photograph(), size=MAX_BYTES + 1, type="text/html")
    assert {defect["code"] for defect in answer.json()["defects"]} == {
        "document.too_large",
        "document.type_not_allowed",
    }


async def test_the_largest_document_is_taken_and_the_store_refuses_one_byte_more(upload: Upload) -> None:
    base = photograph()
    largest = base + secrets.token_bytes(MAX_BYTES - len(base))
    ticket = (await upload.announce(largest)).json()
    assert (await upload.post(ticket, largest + b"x")).status_code in {400, 403}
    assert (await upload.post(ticket, largest)).status_code == 204
    assert (await upload.complete(ticket["document_id"])).status_code == 200
    assert (await upload.content(ticket["document_id"])).content == base, "what hid behind the picture is gone"


async def test_an_application_has_room_for_so_much_and_what_is_replaced_does_not_count(
    upload: Upload, desk: Any
) -> None:
    """Domain 2.0: 30 MB."""
    id = await upload.kept(photograph())
    async with desk.app.state.database.sessions.begin() as session:
        await session.execute(
            text("UPDATE document SET size = :size WHERE id = :id"), {"size": MAX_TOTAL_BYTES - 100, "id": id}
        )
    answer = await upload.announce(photograph(), "HOST_ADDRESS")
    assert (answer.status_code, answer.json()["code"]) == (422, "document.application_full")
    assert answer.json()["params"] == {"limit": MAX_TOTAL_BYTES, "used": MAX_TOTAL_BYTES - 100}
    assert (await upload.announce(photograph(), "ID")).status_code == 201


async def test_only_so_many_uploads_are_under_way_and_forgotten_ones_go_away(upload: Upload, desk: Any) -> None:
    for _ in range(verbs.UNDER_WAY):
        assert (await upload.announce(photograph())).status_code == 201
    answer = await upload.announce(photograph())
    assert (answer.status_code, answer.json()["code"]) == (429, "document.too_many_uploads")
    desk.clock.move(desk.clock.now() + verbs.VALID_FOR + timedelta(minutes=1))
    assert (await upload.announce(photograph())).status_code == 201
    assert len(await upload.listed()) == 1


async def test_the_same_announcement_twice_is_one_slot(upload: Upload) -> None:
    facts = {"slot": "ID", "name": "a.jpg", "size": 5, "type": JPEG, "sha256": "0" * 64}
    path = f"/applications/{upload.case}/documents"
    first, second = [await upload.desk.call("POST", path, upload.who, key=KEY, **facts) for _ in range(2)]
    assert first.json() == second.json()
    other = await upload.desk.call("POST", path, upload.who, key=KEY, **facts | {"size": 6})
    assert other.status_code == 422


# ---- bad files


def pdf_with_password() -> bytes:
    import pikepdf

    out = BytesIO()
    with pikepdf.Pdf.open(BytesIO(samples.address_proof())) as made:
        made.save(out, encryption=pikepdf.Encryption(user="x", owner="y"))
    return out.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], dict[str, Any], str]] = {
    "svg as jpeg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", {"type": JPEG}, "document.type_not_allowed"),
    "html as pdf": (lambda: b"<html><script>", {"type": PDF}, "document.type_not_allowed"),
    "jpeg as pdf": (photograph, {"type": PDF}, "document.type_mismatch"),
    "broken off": (lambda: photograph()[:200], {}, "document.unreadable"),
    "password": (pdf_with_password, {}, "document.encrypted"),
    "wrong hash": (photograph, {"sha256": "0" * 64}, "document.hash_mismatch"),
    "pixels": (
        lambda: photograph().replace(struct.pack(">HH", 80, 120), struct.pack(">HH", 60_000, 60_000), 1),
        {},
        "document.too_many_pixels",
    ),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_is_refused_with_its_reason_and_nothing_of_it_is_kept(
    upload: Upload, desk: Any, bare: Minio, name: str
) -> None:
    make, changed, code = BAD[name]
    id = await upload.sent(make(), **changed)
    for _ in range(2):
        answer = await upload.complete(id)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["defects"][0]["path"] == "documents.ID"
    row = await row_of(desk, id)
    assert (row.state, row.refusal, row.wrapped_key) == ("REFUSED", code, None)
    await is_gone(bare, desk.settings.vault_bucket, id)
    await is_gone(bare, desk.settings.quarantine_bucket, id)
    assert (await upload.content(id)).status_code == 404
    assert (await upload.kept(photograph())) != id


async def test_a_file_that_never_ends_is_given_up(upload: Upload, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from casework.documents.isolation import GaveUp

    async def give_up(*_: object) -> None:
        raise GaveUp("TimeoutError")

    id = await upload.sent(photograph())
    monkeypatch.setattr(desk.app.state.desk.workers, "run", give_up)
    answer = await upload.complete(id)
    assert (answer.status_code, answer.json()["code"]) == (422, "document.too_complex")


# ---- who


async def test_a_document_of_somebody_else_is_not_there(upload: Upload, desk: Any) -> None:
    pending, kept = await upload.sent(photograph(), "HOST_ADDRESS"), await upload.kept(photograph())
    stranger = desk.voter("stranger")
    for method, path in (
        ("POST", f"/documents/{pending}/complete"),
        ("DELETE", f"/documents/{kept}"),
        ("GET", f"/documents/{kept}/content"),
        ("GET", f"/documents/{kept}/pages/1.png"),
        ("POST", f"/applications/{upload.case}/documents"),
    ):
        facts = {"slot": "ID", "name": "a", "size": 5, "type": JPEG, "sha256": "0" * 64}
        answer = await desk.call(method, path, stranger, **(facts if path.endswith("documents") else {}))
        assert answer.status_code == 404, (method, path)
    assert (await desk.client.get(f"/v1/documents/{kept}/content")).status_code == 401
    assert (await upload.content(kept)).status_code == 200


async def test_an_official_sees_pages_and_the_voter_sees_that_he_looked(desk: Any) -> None:
    who = desk.voter()
    case = await desk.submitted(who)
    document = next(each for each in case["documents"] if each["slot"] == "ID")
    page = await desk.client.get(f"/v1/documents/{document['id']}/pages/1.png", headers=desk.reviewer)
    assert page.status_code == 200
    assert page.headers["content-type"] == "image/png"
    assert page.headers["cache-control"] == "no-store"
    Image.open(BytesIO(page.content)).verify()
    assert (
        await desk.client.get(f"/v1/documents/{document['id']}/pages/2.png", headers=desk.reviewer)
    ).status_code == 404
    log = await desk.ok("GET", "/my/access-log", who)
    assert "document.read" in [entry["action"] for entry in log["items"]]


async def test_one_row_cannot_be_shown_with_the_bytes_of_another(upload: Upload, desk: Any) -> None:
    mine, other = await upload.kept(photograph("red")), await upload.kept(photograph("blue"), "HOST_ADDRESS")
    async with desk.app.state.database.sessions.begin() as session:
        swap = "UPDATE document SET wrapped_key = other.wrapped_key FROM document other WHERE document.id = :mine"
        await session.execute(text(f"{swap} AND other.id = :other"), {"mine": mine, "other": other})
    assert (await upload.content(mine)).status_code == 500
    assert (await upload.content(other)).status_code == 200


# ---- taking back


async def test_a_document_of_a_draft_is_taken_back_and_gone(upload: Upload, desk: Any, bare: Minio) -> None:
    kept, pending = await upload.kept(photograph()), await upload.sent(photograph(), "HOST_ADDRESS")
    for id in (kept, pending):
        assert (await desk.call("DELETE", f"/documents/{id}", upload.who)).status_code == 200
        assert (await desk.call("DELETE", f"/documents/{id}", upload.who)).status_code == 404
    assert await upload.listed() == []
    await is_gone(bare, desk.settings.vault_bucket, kept)
    await is_gone(bare, desk.settings.quarantine_bucket, pending)


async def test_what_was_filed_stays(desk: Any) -> None:
    who = desk.voter()
    case = await desk.submitted(who)
    for document in case["documents"]:
        answer = await desk.call("DELETE", f"/documents/{document['id']}", who)
        assert answer.status_code == 409
    again = await Upload(desk, who, case["id"]).announce(photograph())
    assert (again.status_code, again.json()["code"]) == (409, "document.slot_closed")


# ---- the store goes away


@asynccontextmanager
async def gone(server: Any) -> AsyncIterator[None]:
    await asyncio.to_thread(server.stop)
    try:
        yield
    finally:
        await asyncio.to_thread(server.start)


async def test_without_the_store_nothing_is_half_done_and_it_goes_on_afterwards(
    upload: Upload, desk: Any, s3_server: Any
) -> None:
    kept, pending = await upload.kept(photograph()), await upload.sent(photograph(), "HOST_ADDRESS")
    async with gone(s3_server):
        for answer in (await upload.complete(pending), await upload.content(kept)):
            assert (answer.status_code, answer.json()["code"]) == (503, "storage.unavailable")
        assert (await row_of(desk, pending)).state == "PENDING"
    assert (await upload.complete(pending)).status_code == 200
    assert (await upload.content(kept)).status_code == 200


# ---- the signed form


async def signed_by(desk: Any, who: dict[str, str], case: Any, **how: Any) -> bytes:
    form = await desk.ok("GET", f"/applications/{case['id']}/form.pdf", who)
    return samples.signed_form(form.content, **how)


@pytest.mark.provision("P47")
async def test_a_photographed_form_is_recognised_and_its_signature_shown_to_the_office(desk: Any) -> None:
    who = desk.voter()
    case = await desk.submitted(who)
    case = await desk.put(who, case, "SIGNED_FORM", await signed_by(desk, who, case))
    assert (case["status"], case["form_match"]) == ("SIGNED_FORM_RECEIVED", "MATCHED")
    crop = await desk.client.get(f"/v1/office/applications/{case['id']}/signature.png", headers=desk.reviewer)
    assert crop.status_code == 200
    with Image.open(BytesIO(crop.content)) as picture:
        assert 2.4 < picture.width / picture.height < 2.9


@pytest.mark.provision("P47")
async def test_a_form_that_cannot_be_read_waits_for_an_officer(desk: Any) -> None:
    who = desk.voter()
    case = await desk.submitted(who)
    case = await desk.put(who, case, "SIGNED_FORM", samples.id_card())
    assert (case["status"], case["form_match"]) == ("SIGNED_FORM_RECEIVED", "TO_BE_MATCHED")
    crop = await desk.client.get(f"/v1/office/applications/{case['id']}/signature.png", headers=desk.reviewer)
    assert crop.status_code == 200


@pytest.mark.provision("P47")
async def test_the_form_of_another_case_is_refused(desk: Any) -> None:
    who, neighbour = desk.voter(), desk.voter("neighbour")
    other = await desk.submitted(neighbour)
    case = await desk.submitted(who)
    upload = Upload(desk, who, case["id"])
    id = await upload.sent(await signed_by(desk, neighbour, other), "SIGNED_FORM")
    answer = await upload.complete(id)
    assert (answer.status_code, answer.json()["code"]) == (422, "signed_form.other_case")
    assert (await row_of(desk, id)).state == "REFUSED"
    assert (await desk.ok("GET", f"/applications/{case['id']}", who))["status"] == "SUBMITTED"


# ---- malware


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


@asynccontextmanager
async def clamd() -> AsyncIterator[str]:
    """A scanner that speaks clamd's protocol (INSTREAM) and knows one signature."""

    async def scan(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(len(b"nINSTREAM\n"))
        sent = b""
        while size := struct.unpack(">I", await reader.readexactly(4))[0]:
            sent += await reader.readexactly(size)
        content = b"".join(unpacked(each) for each in re.findall(rb"stream\r?\n(.*?)endstream", sent, re.DOTALL))
        verdict = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        writer.write(b"stream: size limit exceeded ERROR\n" if b"BROKEN" in content else verdict + b"\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(scan, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def infected_pdf(payload: bytes) -> bytes:
    """On the page itself, so that it survives the cleaning; scanners unpack the streams of a PDF."""
    import pikepdf

    out = BytesIO()
    with pikepdf.Pdf.open(BytesIO(samples.address_proof())) as made:
        made.pages[0].contents_add(pikepdf.Stream(made, b"% " + payload + b"\n"))
        made.save(out, compress_streams=False)
    return out.getvalue()


def scans(desk: Any, address: str) -> MalwareScans:
    return MalwareScans(
        desk.app.state.database, desk.app.state.desk.store, desk.clock, Scanner(address), ARCHIVE, History
    )


async def test_what_the_scanner_finds_is_shown_to_nobody_and_what_is_clean_is_marked(upload: Upload, desk: Any) -> None:
    clean, bad = await upload.kept(photograph()), await upload.kept(infected_pdf(EICAR), "HOST_ADDRESS")
    desk.clock.move(desk.clock.now() + timedelta(minutes=1))
    async with clamd() as address:
        scanner = scans(desk, address)
        assert [await scanner.scan_one() for _ in range(3)] == [True, True, False]
    assert {each["id"]: each["scan"] for each in await upload.listed()} == {clean: "CLEAN", bad: "INFECTED"}
    assert (await upload.content(clean)).status_code == 200
    answer = await upload.content(bad)
    assert (answer.status_code, answer.json()["code"]) == (403, "document.infected")
    async with desk.app.state.database.sessions() as session:
        lines = (await session.scalars(text("SELECT action FROM history WHERE actor = 'system'"))).all()
    assert lines == ["document.infected"]


async def test_a_file_that_the_scanner_cannot_judge_holds_up_no_other(upload: Upload, desk: Any) -> None:
    unjudged, clean = await upload.kept(infected_pdf(b"BROKEN")), await upload.kept(photograph(), "HOST_ADDRESS")
    desk.clock.move(desk.clock.now() + timedelta(minutes=1))
    async with clamd() as address:
        scanner = scans(desk, address)
        while await scanner.scan_one():
            continue
    assert {each["id"]: each["scan"] for each in await upload.listed()} == {clean: "CLEAN", unjudged: "NOT_SCANNED"}


async def test_an_application_never_waits_for_a_scanner_that_is_away(upload: Upload, desk: Any) -> None:
    await upload.kept(photograph())
    desk.clock.move(desk.clock.now() + timedelta(minutes=1))
    stop = asyncio.Event()
    running = asyncio.create_task(scans(desk, "127.0.0.1:9").run(stop))
    await asyncio.sleep(0.5)
    assert not running.done()
    stop.set()
    await asyncio.wait_for(running, 3)
    (shown,) = await upload.listed()
    assert (shown["state"], shown["scan"]) == ("SEALED", "NOT_SCANNED")
