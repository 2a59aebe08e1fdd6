import hashlib
import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from casework.documents.inspection import (
    CONTENT_TYPES,
    MAX_BYTES,
    Announced,
    Inspected,
    Refused,
    clean_name,
    inspect,
    real_type,
)
from casework.documents.isolation import GaveUp, Workers
from casework.documents.pdfs import MAX_PAGES
from tests import samples

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def announced(content: bytes, content_type: str) -> Announced:
    return Announced(len(content), content_type, hashlib.sha256(content).hexdigest())


def looked_at(content: bytes, content_type: str) -> Inspected | Refused:
    return inspect(content, announced(content, content_type))


def kept(content: bytes, content_type: str) -> Inspected:
    result = looked_at(content, content_type)
    assert isinstance(result, Inspected), result
    return result


def refused(content: bytes, content_type: str) -> str:
    result = looked_at(content, content_type)
    assert isinstance(result, Refused)
    return result.code


def picture(width: int = 64, height: int = 48, name: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    colours = Image.linear_gradient("L").resize((width, height))
    Image.merge("RGB", (colours, colours.rotate(180), colours)).save(out, name, **options)
    return out.getvalue()


def pdf(change: Callable[[Pdf], object] | None = None, **options: object) -> bytes:
    made = Pdf.open(BytesIO(samples.address_proof()))
    if change:
        change(made)
    out = BytesIO()
    made.save(out, **options)
    return out.getvalue()


def test_each_type_is_kept_with_the_hash_of_what_came_and_of_what_is_stored() -> None:
    for content, content_type in ((picture(), JPEG), (picture(name="PNG"), PNG), (pdf(), PDF)):
        found = kept(content, content_type)
        assert found.content_type == content_type
        assert found.pages == 1
        assert found.sha256 == hashlib.sha256(content).hexdigest()
        assert found.stored_sha256 == hashlib.sha256(found.content).hexdigest()


def test_what_is_not_as_announced_is_refused() -> None:
    content = picture()
    right = announced(content, JPEG)
    assert inspect(b"", right) == Refused("document.empty")
    for size in (right.size - 1, right.size + 1):
        found = inspect(content, Announced(size, JPEG, right.sha256))
        assert found == Refused("document.size_mismatch", {"announced": size, "received": right.size})
    assert inspect(content, Announced(right.size, JPEG, "0" * 64)) == Refused("document.hash_mismatch")
    assert isinstance(inspect(content, Announced(right.size, JPEG, right.sha256.upper())), Inspected)


def test_the_largest_file_is_taken_and_one_byte_more_is_not() -> None:
    base = picture(name="PNG")
    full = base + b"\0" * (MAX_BYTES - len(base))
    assert kept(full, PNG).content != full
    assert looked_at(full + b"\0", PNG) == Refused("document.too_large", {"limit": MAX_BYTES})


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
@pytest.mark.parametrize(
    "content",
    [
        SVG,
        HTML,
        b"GIF89a" + b"\0" * 40,
        b"MZ" + b"\0" * 200,
        b"PK\x03\x04" + b"\0" * 60,
        b"%!PS-Adobe-3.0",
        b"x",
        b" %PDF-1.7",
    ],
    ids=["svg", "html", "gif", "exe", "zip", "postscript", "text", "pdf header not at the start"],
)
def test_another_type_behind_a_right_name_is_refused(content: bytes, content_type: str) -> None:
    assert refused(content, content_type) == "document.type_not_allowed"


def test_an_allowed_type_under_the_name_of_another_is_refused() -> None:
    result = looked_at(picture(), PDF)
    assert result == Refused("document.type_mismatch", {"announced": PDF, "found": JPEG})


@given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n"]))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_kept_or_refused_with_a_code(rest: bytes, start: bytes) -> None:
    content = start + rest
    found = looked_at(content, real_type(content) if content else PDF)
    assert isinstance(found, Inspected) or found.code.startswith("document.")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.99])
@pytest.mark.parametrize(("content", "content_type"), [(picture(800, 600), JPEG), (picture(800, 600, "PNG"), PNG)])
def test_a_picture_that_breaks_off_is_refused(content: bytes, content_type: str, cut: float) -> None:
    assert refused(content[: int(len(content) * cut)], content_type) == "document.unreadable"


def test_a_broken_pdf_is_refused() -> None:
    assert refused(b"%PDF-1.7\n" + b"garbage " * 50, PDF) == "document.unreadable"
    assert refused(b"%PDF-1.7\n%%EOF\n", PDF) == "document.unreadable"


# ---- photographs


def test_a_photograph_loses_position_maker_and_thumbnail_but_not_a_pixel() -> None:
    content = samples.id_card()
    assert Image.open(BytesIO(content)).getexif().get_ifd(0x8825), "the sample has a position"
    found = kept(content, JPEG)
    for secret in (b"Exif", b"Telefon", b"Kamera"):
        assert secret not in found.content
    before, after = Image.open(BytesIO(content)), Image.open(BytesIO(found.content))
    assert not after.getexif()
    assert list(before.convert("RGB").tobytes()) == list(after.convert("RGB").tobytes())


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_photograph_taken_sideways_is_turned_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = kept(picture(64, 48, exif=exif, quality=95), JPEG).content
    with Image.open(BytesIO(upright)) as image:
        assert image.size == ((48, 64) if orientation >= 5 else (64, 48))
        assert not image.getexif()


def test_what_hides_before_behind_and_inside_a_jpeg_is_gone() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("evil.exe", b"MZ evil")
    comment = b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML
    plain = picture()
    content = plain[:2] + comment + plain[2:] + archive.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(content)), "it is both"
    found = kept(content, JPEG).content
    assert not zipfile.is_zipfile(io.BytesIO(found))
    assert HTML not in found
    assert found == kept(plain, JPEG).content


def test_a_png_keeps_its_pixels_and_loses_its_texts_and_what_hides_behind() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "hidden <script>", zip=False)
    plain = picture(name="PNG", pnginfo=info)
    found = kept(plain + b"PK\x03\x04 behind", PNG).content
    assert b"hidden" not in found
    assert b"behind" not in found
    assert Image.open(BytesIO(found)).tobytes() == Image.open(BytesIO(plain)).tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_is_kept(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (20, 10)).save(out, "PNG")
    assert kept(out.getvalue(), PNG).pages == 1


@pytest.mark.parametrize(("mode", "progressive"), [("L", False), ("CMYK", False), ("RGB", True)])
def test_a_jpeg_of_any_kind_is_kept(mode: str, *, progressive: bool) -> None:
    out = BytesIO()
    Image.new(mode, (400, 300)).save(out, "JPEG", progressive=progressive)
    assert kept(out.getvalue(), JPEG).pages == 1


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    started = time.process_time()
    assert refused(png_claiming(50_000, 50_000), PNG) == "document.too_many_pixels"
    jpeg = bytearray(picture())
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    assert refused(bytes(jpeg), JPEG) == "document.too_many_pixels"
    assert time.process_time() - started < 1


# ---- PDF


def with_scripts(made: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert('evil')")
    made.Root.OpenAction = script
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["evil", script])))
    made.pages[0].obj.AA = Dictionary(O=script)
    launch = Dictionary(S=Name.Launch, F="evil.exe")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]), A=launch)
    made.pages[0].obj.Annots = made.make_indirect(Array([made.make_indirect(link)]))


def with_attachment(made: Pdf) -> None:
    made.attachments["evil.exe"] = pikepdf.AttachedFileSpec(made, b"MZ evil", filename="evil.exe")
    made.pages[0].obj.AF = made.Root.Names.EmbeddedFiles.Names[1]


def with_metadata(made: Pdf) -> None:
    with made.open_metadata() as about:
        about["dc:creator"] = ["Amra Hadžić"]
    made.docinfo["/Author"] = "Amra Evil"
    made.pages[0].obj.PieceInfo = Dictionary(Evil=Dictionary(Private="evil"))


@pytest.mark.parametrize("change", [with_scripts, with_attachment, with_metadata])
def test_a_pdf_is_stripped_to_its_pages(change: Callable[[Pdf], object]) -> None:
    found = kept(pdf(change), PDF)
    with Pdf.open(BytesIO(found.content)) as clean:
        assert set(clean.Root.keys()) == {"/Pages", "/Type"}
        told = b"".join(each.unparse(resolved=True) for each in clean.objects if not isinstance(each, pikepdf.Stream))
    for word in (
        b"JavaScript",
        b"Launch",
        b"EmbeddedFile",
        b"evil",
        b"Author",
        b"PieceInfo",
        b"/AA",
        b"/AF",
        b"Annots",
    ):
        assert word not in told + found.content, word


def test_the_page_looks_as_before() -> None:
    content = pdf(with_scripts)
    before = pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil()
    after = pypdfium2.PdfDocument(kept(content, PDF).content)[0].render(scale=1).to_pil()
    assert before.tobytes() == after.tobytes()


def test_a_filled_form_field_stays_visible() -> None:
    def fill(made: Pdf) -> None:
        look = made.make_stream(b"0 0 1 rg 0 0 200 100 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 100])
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="Amra", F=4,
            Rect=Array([100, 100, 300, 200]), AP=Dictionary(N=made.make_indirect(look)),
        )  # fmt: skip
        indirect = made.make_indirect(field)
        made.pages[0].obj.Annots = Array([indirect])
        made.Root.AcroForm = Dictionary(Fields=Array([indirect]), XFA="evil")

    shown = pypdfium2.PdfDocument(kept(pdf(fill), PDF).content)[0].render(scale=1).to_pil()
    assert shown.getpixel((200, shown.height - 150)) == (0, 0, 255)


def test_a_photograph_inside_a_pdf_loses_its_position_too() -> None:
    out = BytesIO()
    Image.open(BytesIO(samples.id_card())).save(out, "PDF")
    with Pdf.open(BytesIO(out.getvalue())) as made:
        (photograph,) = made.pages[0].get_images().values()
        photograph.write(samples.id_card(), filter=Name.DCTDecode)
        again = BytesIO()
        made.save(again)
    assert b"Kamera" in again.getvalue()
    found = kept(again.getvalue(), PDF).content
    assert b"Kamera" not in found
    assert pypdfium2.PdfDocument(found)[0].render(scale=0.2).to_pil().getextrema() != ((255, 255),) * 3


def test_a_pdf_that_asks_for_a_password_is_refused_and_one_that_only_forbids_printing_is_not() -> None:
    locked = pikepdf.Encryption(user="secret", owner="owner")
    assert refused(pdf(encryption=locked), PDF) == "document.encrypted"
    printable = pikepdf.Encryption(user="", owner="owner", allow=pikepdf.Permissions(print_highres=False))
    with Pdf.open(BytesIO(kept(pdf(encryption=printable), PDF).content)) as clean:
        assert not clean.is_encrypted


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    def more(to: int) -> Callable[[Pdf], None]:
        def change(made: Pdf) -> None:
            for _ in range(to - 1):
                made.pages.append(made.pages[0])

        return change

    assert kept(pdf(more(MAX_PAGES)), PDF).pages == MAX_PAGES
    result = looked_at(pdf(more(MAX_PAGES + 1)), PDF)
    assert result == Refused("document.too_many_pages", {"limit": MAX_PAGES, "found": MAX_PAGES + 1})


def with_stream(data: bytes, **entries: object) -> bytes:
    def change(made: Pdf) -> None:
        stream = pikepdf.Stream(made, b"")
        stream.write(data, filter=entries.pop("filter", Name.FlateDecode))
        for key, value in entries.items():
            stream[f"/{key}"] = value
        made.pages[0].obj.Resources.XObject = Dictionary(Bomb=made.make_indirect(stream))

    return pdf(change, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def test_a_bomb_in_a_pdf_is_found_without_blowing_up() -> None:
    squeezed = zlib.compressobj(9)
    bomb = b"".join(squeezed.compress(b"\0" * 10_000_000) for _ in range(60)) + squeezed.flush()
    started = time.process_time()
    image = {"Type": Name.XObject, "Subtype": Name.Image, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray}
    assert refused(with_stream(bomb, **image, Width=10_000, Height=10_000), PDF) == "document.too_complex"
    assert refused(with_stream(b"x", **image, Width=60_000, Height=60_000), PDF) == "document.too_many_pixels"
    twice = Array([Name.FlateDecode, Name.FlateDecode])
    assert (
        refused(with_stream(zlib.compress(bomb), filter=twice, **image, Width=9, Height=9), PDF)
        == "document.too_complex"
    )
    assert time.process_time() - started < 8


def test_a_pdf_nested_too_deeply_is_refused() -> None:
    def deep(made: Pdf) -> None:
        inner = Dictionary()
        for _ in range(90):
            inner = Dictionary(K=inner)
        made.pages[0].obj.Resources.Properties = inner

    assert refused(pdf(deep), PDF) in {"document.too_complex", "document.unreadable"}


def test_a_stream_that_reads_from_elsewhere_is_cut_off() -> None:
    found = kept(with_stream(b"x", Type=Name.XObject, Subtype=Name.Form, F="/etc/passwd", filter=None), PDF)
    assert b"passwd" not in found.content


# ---- names


@pytest.mark.parametrize(
    ("name", "content_type", "shown"),
    [
        ("pasoš.pdf", PDF, "pasoš.pdf"),
        ("пасош.PDF", PDF, "пасош.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\Amra\\lična.jpg", JPEG, "lična.jpg"),
        ("invoice\u202efdp.exe", PDF, "invoicefdp.exe.pdf"),
        ("a\u200b\u2066b\u0000c\r\nd.png", PNG, "abcd.png"),
        ("IMG_1.HEIC", JPEG, "IMG_1.jpg"),
        ("photo.jpeg", JPEG, "photo.jpg"),
        ("evil.html", PDF, "evil.html.pdf"),
        ("....", PDF, "document.pdf"),
        ("", PNG, "document.png"),
        ("x" * 300 + ".pdf", PDF, "x" * 80 + ".pdf"),
        ("  two   words .pdf ", PDF, "two words.pdf"),
    ],
)
def test_a_file_name_says_nothing_that_is_not_so(name: str, content_type: str, shown: str) -> None:
    assert clean_name(name, content_type) == shown


@given(st.text(max_size=300))
def test_no_file_name_leads_elsewhere(name: str) -> None:
    shown = clean_name(name, PDF)
    assert shown.endswith(".pdf")
    assert len(shown) <= 84
    assert not set(shown) & set("/\\\r\n\0\u202e\u2066\u200f")


# ---- isolation


def forever(_: bytes) -> None:
    while True:
        time.sleep(0.1)


def greedy(_: bytes) -> int:
    return len(bytearray(4_000_000_000))


def fatal(_: bytes) -> None:
    import os

    os.abort()


async def test_a_file_that_never_ends_eats_memory_or_kills_its_worker_harms_nothing_else() -> None:
    workers = Workers(1, seconds=1.5)
    try:
        for harm in (forever, greedy, fatal):
            with pytest.raises(GaveUp):
                await workers.run(harm, b"")
            content = picture()
            found = await workers.run(inspect, content, announced(content, JPEG))
            assert isinstance(found, Inspected)
    finally:
        await workers.close()
