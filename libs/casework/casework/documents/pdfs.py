"""Why: a PDF is a container that may hold scripts, programs to start, files and forms. What an officer needs is what is
printed on its pages, so the pages alone go into a new document; filled form fields and stamps are burnt in first.

The electronic signature of a signed PDF does not survive this; the SHA-256 of the file as it came is kept.
"""

import zlib
from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from casework.documents.pictures import strip_jpeg
from casework.documents.unreadable import Unreadable

MAX_PAGES = 40
MAX_PIXELS = 120_000_000
"""Of one picture on a page."""
MAX_INFLATED = 512 * 1024 * 1024
"""Of all streams together, once they are decompressed."""
MAX_FILTERS = 2
MAX_DEPTH = 64
PAGE_EXTRAS = (
    "/AA", "/AF", "/Annots", "/B", "/LastModified", "/Metadata", "/PieceInfo", "/PresSteps", "/StructParents",
    "/Tabs", "/Thumb", "/Trans", "/VP",
)  # fmt: skip
ANYWHERE = ("/AF", "/EF", "/LastModified", "/Metadata", "/OPI", "/PieceInfo")
EXTERNAL = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/PS")
"""What lets a stream take its content from elsewhere."""


def clean_pdf(content: bytes) -> tuple[bytes, int]:
    """(the pages alone, how many). A second library must be able to open them: the one that officers see them with."""
    try:
        kept = _pages_alone(content)
        opened = pypdfium2.PdfDocument(kept)
        try:
            pages = len(opened)
        finally:
            opened.close()
    except (Unreadable, MemoryError):
        raise
    except pikepdf.PasswordError as error:
        raise Unreadable("document.encrypted") from error
    except Exception as error:
        raise Unreadable from error
    if not pages:
        raise Unreadable
    return kept, pages


def _pages_alone(content: bytes) -> bytes:
    with Pdf.open(BytesIO(content), suppress_warnings=True) as source, Pdf.new() as target:
        if len(source.pages) > MAX_PAGES:
            raise Unreadable("document.too_many_pages", {"limit": MAX_PAGES, "found": len(source.pages)})
        if "/AcroForm" in source.Root and source.Root.AcroForm.get("/NeedAppearances", False):
            source.generate_appearance_streams()
        source.flatten_annotations("all")
        for page in source.pages:
            _drop(page.obj, PAGE_EXTRAS)
        target.pages.extend(source.pages)
        inflated = 0
        for item in target.objects:
            _scrub(item)
            if isinstance(item, Stream):
                inflated += _checked(item, MAX_INFLATED - inflated)
        out = BytesIO()
        kept = pikepdf.StreamDecodeLevel.none
        target.save(out, min_version=source.pdf_version, stream_decode_level=kept, deterministic_id=True)
        return out.getvalue()


def _drop(item: Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in item:
            del item[key]


def _scrub(item: Object, depth: int = 0) -> None:
    """Metadata and embedded files hang anywhere; what is an object of its own is visited by itself."""
    if depth > MAX_DEPTH:
        raise Unreadable("document.too_complex")
    children: list[Object] = []
    if isinstance(item, Stream | Dictionary):
        _drop(item, ANYWHERE)
        children = [item[key] for key in item.keys()]  # noqa: SIM118 - a stream cannot be iterated
    elif isinstance(item, Array):
        children = list(item)
    for child in children:
        if isinstance(child, Dictionary | Array) and not child.is_indirect:
            _scrub(child, depth + 1)


def _checked(stream: Stream, room: int) -> int:
    """Bytes that a stream inflates to, at most `room`; a photograph in it loses its metadata."""
    _drop(stream, EXTERNAL)
    width, height = stream.get("/Width", 0), stream.get("/Height", 0)
    if int(width) * int(height) > MAX_PIXELS:
        raise Unreadable("document.too_many_pixels", {"limit": MAX_PIXELS})
    filters = stream.get("/Filter", Array())
    names = [filters] if isinstance(filters, Name) else list(filters)
    if len(names) > MAX_FILTERS or (len(names) > 1 and Name.FlateDecode in names[1:]):
        raise Unreadable("document.too_complex")
    raw = stream.read_raw_bytes()
    if names == [Name.DCTDecode]:
        _strip_photograph(stream, raw)
    if not names or names[0] != Name.FlateDecode:
        return len(raw)
    size = _inflated(raw, room)
    if size > room:
        raise Unreadable("document.too_complex")
    return size


def _strip_photograph(stream: Stream, raw: bytes) -> None:
    try:
        bare = strip_jpeg(raw)
    except Unreadable:
        return
    if bare != raw:
        parameters = stream.get("/DecodeParms")
        stream.write(
            bare, filter=Name.DCTDecode, decode_parms=parameters if isinstance(parameters, Dictionary) else None
        )


def _inflated(raw: bytes, room: int) -> int:
    """In steps, so that a bomb costs time but no memory."""
    inflate, size, rest = zlib.decompressobj(), 0, raw
    try:
        while rest and size <= room and not inflate.eof:
            size += len(inflate.decompress(rest, 1 << 20))
            rest = inflate.unconsumed_tail
    except zlib.error:
        return size
    return size
